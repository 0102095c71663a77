use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use relata_api::JobDocument;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::refused::Refused;
use crate::routes::job;
use crate::server::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(load))
}

/// Loads the sample shop into an empty database, in the background.
///
/// A shop with products or relations is left alone: 409.
#[utoipa::path(
    post, path = "/v1/sample", tag = "imports",
    responses((status = 202, body = JobDocument, description = "It goes on in the background"))
)]
async fn load(State(server): State<Shared>) -> Result<Response, Refused> {
    let caller = server.caller();
    let job = server.blocking(move |app| app.load_sample(&caller)).await?;
    let path = format!("/v1/jobs/{}", job.id);
    Ok(answer::located(answer::json(StatusCode::ACCEPTED, &job::document(job)), &path))
}
