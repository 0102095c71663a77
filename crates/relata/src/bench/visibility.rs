use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde::Serialize;
use serde_json::{Value, json};

use super::client::{Connection, Reply, get, with_body};
use crate::answer::Answer;
use crate::latency::{Latency, LatencySummary};

/// How long a change may take to be seen before the measurement fails.
const SEEN_TIMEOUT: Duration = Duration::from_secs(10);

/// From the acknowledgement of a change to the first answer that shows it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct VisibilityFigures {
    /// A relation made, and removed again.
    pub relation: LatencySummary,
    /// A price changed.
    pub price: LatencySummary,
    /// A stock gone, and back again.
    pub stock: LatencySummary,
    /// How long a change took to be acknowledged.
    pub acknowledge: LatencySummary,
}

const ASK: &str = "/v1/recommendations?product=BENCH-A&type=cross_sell&limit=1";

/// Changes one relation, one price and one stock over HTTP, each `times` times, and asks until the
/// answer shows it.
pub(super) fn measure(address: SocketAddr, times: u32) -> anyhow::Result<VisibilityFigures> {
    let mut watch = Watch { connection: Connection::open(address)?, acknowledge: Latency::new() };
    for sku in ["BENCH-A", "BENCH-B"] {
        let product = json!({"sku": sku, "name": sku, "price": "10.00", "currency": "EUR", "stock": 1});
        watch.send("PUT", &format!("/v1/products/{sku}"), &product)?;
    }
    let relation = watch.relations(times)?;
    let link = json!({"source": "BENCH-A", "type": "cross_sell", "target": "BENCH-B"});
    watch.send("POST", "/v1/relations", &link)?;
    watch.until(|answer| !answer.items.is_empty())?;
    let price = watch.prices(times)?;
    let stock = watch.stocks(times)?;
    Ok(VisibilityFigures { relation, price, stock, acknowledge: watch.acknowledge.summary() })
}

struct Watch {
    connection: Connection,
    acknowledge: Latency,
}

impl Watch {
    fn relations(&mut self, times: u32) -> anyhow::Result<LatencySummary> {
        let mut seen = Latency::new();
        let link = json!({"source": "BENCH-A", "type": "cross_sell", "target": "BENCH-B"});
        let mut made = String::new();
        for turn in 0..times {
            let wanted = turn % 2 == 0;
            if wanted {
                let relation = self.send("POST", "/v1/relations", &link)?;
                made = relation["id"].as_str().context("a new relation has no id")?.to_string();
            } else {
                self.send("DELETE", &format!("/v1/relations/{made}"), &Value::Null)?;
            }
            seen.record(
                self.until(|answer| answer.items.iter().any(|item| item.sku == "BENCH-B") == wanted)?,
            );
        }
        if times % 2 == 1 {
            self.send("DELETE", &format!("/v1/relations/{made}"), &Value::Null)?;
        }
        Ok(seen.summary())
    }

    fn prices(&mut self, times: u32) -> anyhow::Result<LatencySummary> {
        let mut seen = Latency::new();
        for turn in 0..times {
            let price = format!("{}.{:02}", 20 + turn / 100, turn % 100);
            self.send("PATCH", "/v1/products/BENCH-B", &json!({"price": &price}))?;
            let shows = |answer: &Answer| {
                answer.items.first().is_some_and(|item| item.price.as_ref() == Some(&price))
            };
            seen.record(self.until(shows)?);
        }
        Ok(seen.summary())
    }

    fn stocks(&mut self, times: u32) -> anyhow::Result<LatencySummary> {
        let mut seen = Latency::new();
        for turn in 0..times {
            let stock = turn % 2;
            self.send("PATCH", "/v1/products/BENCH-B", &json!({"stock": stock}))?;
            let shows =
                |answer: &Answer| answer.items.iter().any(|item| item.sku == "BENCH-B") == (stock > 0);
            seen.record(self.until(shows)?);
        }
        Ok(seen.summary())
    }

    /// Sends a change and waits for its acknowledgement.
    fn send(&mut self, method: &str, path: &str, body: &Value) -> anyhow::Result<Value> {
        let start = Instant::now();
        let Reply { status, body } = self.connection.ask(&with_body(method, path, body))?;
        if !(200..300).contains(&status) {
            bail!("{method} {path} gave {status}: {}", String::from_utf8_lossy(body));
        }
        let answer = if body.is_empty() { Value::Null } else { serde_json::from_slice(body)? };
        self.acknowledge.record(start.elapsed());
        Ok(answer)
    }

    /// Asks without pause until an answer is as wanted; gives the time that it took.
    fn until(&mut self, wanted: impl Fn(&Answer) -> bool) -> anyhow::Result<Duration> {
        let start = Instant::now();
        let request = get(ASK);
        loop {
            let reply = self.connection.ask(&request)?;
            if wanted(&Answer::read(reply.body)?) {
                return Ok(start.elapsed());
            }
            if start.elapsed() > SEEN_TIMEOUT {
                bail!("a change was not seen within {} seconds", SEEN_TIMEOUT.as_secs());
            }
        }
    }
}
