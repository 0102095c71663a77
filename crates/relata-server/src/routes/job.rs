use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use relata_api::{JobDocument, PageDocument};
use relata_app::{Job, etag};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::key::{Key, Number};
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::server::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(find)).routes(routes!(cancel))
}

/// Lists background work, newest first.
#[utoipa::path(
    get, path = "/v1/jobs", tag = "jobs",
    params(
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "Where the page before ended"),
    ),
    responses((status = 200, body = PageDocument<JobDocument>, description = "A page of jobs"))
)]
async fn list(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let page = query.page();
    query.finish()?;
    let found = server.blocking(move |app| app.list_jobs(page)).await?;
    Ok(answer::page(found, document))
}

/// Says how far a piece of background work is.
#[utoipa::path(
    get, path = "/v1/jobs/{id}", tag = "jobs", params(("id" = String, Path, description = "Its number")),
    responses((status = 200, body = JobDocument, description = "The job"))
)]
async fn find(
    State(server): State<Shared>,
    Key(Number(id)): Key<Number>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let found = document(server.blocking(move |app| app.find_job(id)).await?);
    Ok(answer::single(&headers, etag(&found), &found))
}

/// Asks a job to stop; what it did is undone as a whole, and then it is cancelled.
#[utoipa::path(
    post, path = "/v1/jobs/{id}/cancel", tag = "jobs", params(("id" = String, Path, description = "Its number")),
    responses((status = 200, body = JobDocument, description = "It was asked; it stops a little later"))
)]
async fn cancel(State(server): State<Shared>, Key(Number(id)): Key<Number>) -> Result<Response, Refused> {
    let caller = server.caller();
    let job = server.blocking(move |app| app.cancel_job(&caller, id)).await?;
    Ok(answer::json(StatusCode::OK, &document(job)))
}

pub(crate) fn document(job: Job) -> JobDocument {
    let Job { id, kind, state, progress_done, progress_total, detail, created_at, updated_at } = job;
    JobDocument {
        id: id.to_string(),
        kind,
        state: state.as_str().to_string(),
        progress_done,
        progress_total,
        detail,
        created_at: created_at.to_string(),
        updated_at: updated_at.to_string(),
    }
}
