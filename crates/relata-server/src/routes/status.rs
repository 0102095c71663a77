use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use relata_api::{AnswerTimes, StatusDocument};
use relata_app::Overview;
use relata_model::Timestamp;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::answer_times::Figures;
use crate::refused::Refused;
use crate::server::{Server, Shared};

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(find))
}

/// Says how shop and server are: sizes, freshness, memory, and how quick answers were lately.
#[utoipa::path(
    get, path = "/v1/status", tag = "operations",
    responses((status = 200, body = StatusDocument, description = "The state"))
)]
async fn find(State(server): State<Shared>) -> Result<Response, Refused> {
    let overview = server.blocking(|app| Ok(app.overview())).await?;
    Ok(answer::json(StatusCode::OK, &document(&server, overview)))
}

fn document(server: &Server, overview: Overview) -> StatusDocument {
    let Overview { status, database, sample_shop, empty } = overview;
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    StatusDocument {
        version: env!("CARGO_PKG_VERSION").to_string(),
        started_at: server.started_at.to_string(),
        ready: status.ready,
        revision: status.revision,
        generation: status.generation,
        products: number(status.products),
        relations: number(status.relations),
        database: database.to_string(),
        database_reachable: status.database_reachable,
        memory_bytes: resident_bytes(),
        answers: answers(server),
        sample_shop,
        empty,
        image_hosts: server.options.image_hosts.clone(),
    }
}

fn answers(server: &Server) -> AnswerTimes {
    let Figures { count, p50_us, p95_us, p99_us, max_us, from } = server.metrics.answer_times.figures();
    let from = i64::try_from(from.as_micros()).unwrap_or(i64::MAX);
    let since = Timestamp::from_micros(server.started_at.micros().saturating_add(from));
    AnswerTimes { count, p50_us, p95_us, p99_us, max_us, since: since.to_string() }
}

/// Memory that this process holds; `None` where the system does not tell.
fn resident_bytes() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
