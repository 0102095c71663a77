use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use relata_api::QualityDocument;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::refused::Refused;
use crate::server::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(find))
}

/// What is wrong with the stored relations, with proposed repairs.
#[utoipa::path(
    get, path = "/v1/quality", tag = "quality",
    responses((status = 200, body = QualityDocument, description = "The problems found"))
)]
async fn find(State(server): State<Shared>) -> Result<Response, Refused> {
    let found = server.blocking(|app| app.quality()).await?;
    Ok(answer::json(StatusCode::OK, &found))
}
