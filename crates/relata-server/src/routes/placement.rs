use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use relata_api::{Body, PageDocument, ParseFailure, PlacementDocument};
use relata_app::etag;
use relata_model::{Placement, PlacementCode, Problem, ProblemCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::incoming::{IfMatch, JsonObject};
use crate::key::Key;
use crate::refused::Refused;
use crate::server::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(find, replace, patch, remove))
}

/// Lists all placements by code; there are few, so there is one page.
#[utoipa::path(
    get, path = "/v1/placements", tag = "placements",
    responses((status = 200, body = PageDocument<PlacementDocument>, description = "All of them"))
)]
async fn list(State(server): State<Shared>) -> Result<Response, Refused> {
    let found = server.blocking(|app| app.list_placements()).await?;
    Ok(answer::whole(found, |placement| PlacementDocument::from_placement(&placement)))
}

/// Gives one placement.
#[utoipa::path(
    get, path = "/v1/placements/{code}", tag = "placements", params(("code" = String, Path, description = "Its code")),
    responses((status = 200, body = PlacementDocument, description = "The placement"))
)]
async fn find(
    State(server): State<Shared>,
    Key(code): Key<PlacementCode>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let found = server.blocking(move |app| app.find_placement(&code)).await?;
    Ok(answer::single(&headers, etag(&found), &PlacementDocument::from_placement(&found)))
}

/// Makes or replaces a placement; absent fields get their defaults.
#[utoipa::path(
    put, path = "/v1/placements/{code}", tag = "placements", params(("code" = String, Path, description = "Its code")),
    request_body = PlacementDocument,
    responses(
        (status = 200, body = PlacementDocument, description = "It was replaced"),
        (status = 201, body = PlacementDocument, description = "It was made")
    )
)]
async fn replace(
    State(server): State<Shared>,
    Key(code): Key<PlacementCode>,
    IfMatch(if_match): IfMatch,
    JsonObject(body): JsonObject,
) -> Result<Response, Refused> {
    save(server, code, if_match, move |_| Ok(body)).await
}

/// Changes a placement: a JSON merge patch.
#[utoipa::path(
    patch, path = "/v1/placements/{code}", tag = "placements", params(("code" = String, Path, description = "Its code")),
    request_body(
        content((serde_json::Value = "application/merge-patch+json"), (serde_json::Value = "application/json")),
        description = "Fields to change; null clears one"
    ),
    responses((status = 200, body = PlacementDocument, description = "It was changed"))
)]
async fn patch(
    State(server): State<Shared>,
    Key(code): Key<PlacementCode>,
    IfMatch(if_match): IfMatch,
    JsonObject(patch): JsonObject,
) -> Result<Response, Refused> {
    let missing = Problem::error(ProblemCode::NotFound, format!("there is no placement {code}"));
    save(server, code, if_match, move |stored| {
        let stored = stored.ok_or_else(|| vec![missing])?;
        patch.patched(&PlacementDocument::from_placement(stored)).map_err(ParseFailure::into_problems)
    })
    .await
}

/// Stores what `body_of` makes of the stored placement.
async fn save(
    server: Shared,
    code: PlacementCode,
    if_match: Option<String>,
    body_of: impl FnOnce(Option<&Placement>) -> Result<Body, Vec<Problem>> + Send + 'static,
) -> Result<Response, Refused> {
    let caller = server.caller();
    let key = code.clone();
    let change = move |stored: Option<&Placement>| PlacementDocument::read(&body_of(stored)?, Some(&key));
    let saved = server.blocking(move |app| app.save_placement(&caller, code, if_match, change)).await?;
    let document = PlacementDocument::from_placement(&saved.value);
    Ok(answer::saved(saved.created, &etag(&saved.value), saved.revision, &document))
}

/// Removes a placement; what is built in or still used stays.
#[utoipa::path(
    delete, path = "/v1/placements/{code}", tag = "placements", params(("code" = String, Path, description = "Its code")),
    responses((status = 204, description = "It is gone"))
)]
async fn remove(
    State(server): State<Shared>,
    Key(code): Key<PlacementCode>,
    IfMatch(if_match): IfMatch,
) -> Result<Response, Refused> {
    let caller = server.caller();
    let revision = server.blocking(move |app| app.delete_placement(&caller, &code, if_match)).await?;
    Ok(answer::removed(revision))
}
