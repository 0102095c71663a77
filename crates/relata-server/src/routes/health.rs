use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use relata_model::{Problem, ProblemCode};
use serde_json::json;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::refused::Refused;
use crate::server::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(alive))
        .routes(routes!(ready))
        .routes(routes!(metrics))
        .routes(routes!(document))
}

/// Says that the process is alive.
#[utoipa::path(
    get, path = "/healthz", tag = "operations",
    responses((status = 200, body = serde_json::Value, description = "It is alive"))
)]
async fn alive() -> Response {
    answer::json(StatusCode::OK, &json!({ "status": "alive" }))
}

/// Says whether answers can be given: there is an index of everything committed before the start.
///
/// A database that cannot be reached shows as `degraded`: answers go on, writes do not.
#[utoipa::path(
    get, path = "/readyz", tag = "operations",
    responses((status = 200, body = serde_json::Value, description = "It is ready"))
)]
async fn ready(State(server): State<Shared>) -> Result<Response, Refused> {
    let status = server.blocking(|app| Ok(app.status())).await?;
    if !status.ready {
        let problem = Problem::error(ProblemCode::Unavailable, "the index is not compiled yet");
        return Err(Refused::because(problem.hint("try again in a moment")));
    }
    let state = if status.database_reachable { "ready" } else { "degraded" };
    let document = json!({
        "status": state, "database_reachable": status.database_reachable, "revision": status.revision,
        "generation": status.generation, "products": status.products, "relations": status.relations
    });
    Ok(answer::json(StatusCode::OK, &document))
}

/// Gives all metrics as Prometheus text.
#[utoipa::path(
    get, path = "/metrics", tag = "operations",
    responses((status = 200, body = String, content_type = "application/openmetrics-text", description = "Metrics"))
)]
async fn metrics(State(server): State<Shared>) -> Result<Response, Refused> {
    let status = server.blocking(|app| Ok(app.status())).await?;
    let kind = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind)], server.metrics.text(&status)).into_response())
}

/// Gives this description.
#[utoipa::path(
    get, path = "/openapi.json", tag = "operations",
    responses((status = 200, body = serde_json::Value, description = "The OpenAPI 3.1 document"))
)]
async fn document(State(server): State<Shared>) -> Response {
    answer::json_bytes(StatusCode::OK, server.openapi_json.clone().into_bytes())
}
