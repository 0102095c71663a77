use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::bail;
use relata_api::RuleDocument;
use relata_app::Progress;
use relata_model::{Rule, Sku};
use serde::Serialize;
use serde_json::json;

use super::client::{Connection, get, with_body};
use super::load::{LoadFigures, OpenLoop, closed_loop, open_loop};
use super::process::ServerProcess;
use super::visibility::{self, VisibilityFigures};
use crate::latency::{Latency, LatencySummary};
use crate::machine::{cpu_seconds, resident_bytes};
use crate::progress::Bar;
use crate::url::escaped;
use relata_learn::Dice;

/// Different requests that are sent in turn.
const REQUESTS: usize = 20_000;
/// Connections of the closed loop; two keep a server core busy while answers travel.
const CLOSED_CONNECTIONS: usize = 4;
/// Seconds of load before the measured one.
const WARM_UP_S: u32 = 2;

/// Rules whose preview is measured, and those before that are not.
const PREVIEWS: usize = 200;
const WARM_PREVIEWS: usize = 60;

/// What is asked over HTTP.
#[derive(Debug, Clone)]
pub(crate) struct HttpPlan {
    /// Requests a second of the open loop.
    pub rate: u32,
    /// For how long each loop runs.
    pub seconds: u32,
    /// Connections of the open loop.
    pub connections: usize,
    /// Changes of each kind whose way into answers is measured.
    pub changes: u32,
}

/// What a server in a process of its own did.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct HttpFigures {
    /// From its start until it answered that it is ready.
    pub start_s: f64,
    /// Memory that its process held after the loads.
    pub server_resident_bytes: Option<u64>,
    /// Requests at a fixed rate.
    pub open_loop: LoadFigures,
    /// As many requests as get through.
    pub closed_loop: LoadFigures,
    /// Processor time of the server for one request of the closed loop, in microseconds.
    pub server_cpu_us_per_request: Option<f64>,
    /// Requests a second that one core of the server would answer at that cost.
    pub requests_per_core_s: Option<f64>,
    /// A rule previewed, where the shop has rules.
    pub preview: Option<LatencySummary>,
    /// From the acknowledgement of a change to the first answer that shows it.
    pub visibility: VisibilityFigures,
}

/// Starts a server on the database, loads it, and changes what it serves.
pub(super) fn measure(
    plan: &HttpPlan,
    database: &Path,
    folder: &Path,
    (skus, rules): (&[Sku], &[Rule]),
    seed: u64,
    bar: &Bar,
) -> anyhow::Result<HttpFigures> {
    bar.stage("start a server", None);
    let server = ServerProcess::start(database, folder)?;
    let mut dice = Dice::new(seed);
    let request =
        |_| get(&format!("/v1/recommendations?product={}", escaped(skus[dice.below(skus.len())].as_str())));
    let requests: Vec<Vec<u8>> = (0..REQUESTS).map(request).collect();

    bar.stage("requests at a fixed rate", None);
    let load = OpenLoop { rate: plan.rate, seconds: plan.seconds, connections: plan.connections };
    open_loop(server.address, &requests, OpenLoop { seconds: WARM_UP_S.min(plan.seconds), ..load });
    let open_loop = open_loop(server.address, &requests, load);

    bar.stage("requests without a pause", None);
    let before = cpu_seconds(server.id());
    let duration = Duration::from_secs(u64::from(plan.seconds));
    let closed_loop = closed_loop(server.address, &requests, CLOSED_CONNECTIONS, duration);
    let used = before.zip(cpu_seconds(server.id())).map(|(before, after)| after - before);
    let per_request =
        used.map(|seconds| seconds / closed_loop.answered.max(1) as f64).filter(|cost| *cost > 0.0);

    bar.stage("preview rules", None);
    let preview = if rules.is_empty() { None } else { Some(previews(server.address, rules)?) };

    bar.stage("changes until they are seen", None);
    let server_resident_bytes = resident_bytes(server.id());
    let visibility = visibility::measure(server.address, plan.changes)?;
    Ok(HttpFigures {
        start_s: server.start_s,
        server_resident_bytes,
        open_loop,
        closed_loop,
        server_cpu_us_per_request: per_request.map(|seconds| seconds * 1e6),
        requests_per_core_s: per_request.map(|seconds| 1.0 / seconds),
        preview,
        visibility,
    })
}

/// Previews rules as if they were new, after one of each type that is not measured: what a type
/// covers is counted once, for whoever asks first.
fn previews(address: SocketAddr, rules: &[Rule]) -> anyhow::Result<LatencySummary> {
    let mut connection = Connection::open(address)?;
    let mut latency = Latency::new();
    for turn in 0..PREVIEWS + WARM_PREVIEWS {
        let mut rule = serde_json::to_value(RuleDocument::from_rule(&rules[turn * 37 % rules.len()]))?;
        rule["code"] = "draft".into();
        let request = with_body("POST", "/v1/rules/preview", &json!({"rule": rule, "sample": 10}));
        let start = Instant::now();
        let reply = connection.ask(&request)?;
        if reply.status != 200 {
            bail!("a preview gave {}: {}", reply.status, String::from_utf8_lossy(reply.body));
        }
        if turn >= WARM_PREVIEWS {
            latency.record(start.elapsed());
        }
    }
    Ok(latency.summary())
}
