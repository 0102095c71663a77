use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use relata_api::{Body, BulkLine, PageDocument, ParseFailure, PlacementDocument};
use relata_app::{App, Caller, etag};
use relata_model::{Placement, PlacementCode, Problem, ProblemCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::bulk::{self, Line, Work};
use crate::incoming::{IfMatch, JsonObject};
use crate::key::Key;
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::server::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(find, replace, patch, remove))
        .routes(routes!(save_many))
}

/// Lists placements by code.
#[utoipa::path(
    get, path = "/v1/placements", tag = "placements",
    params(
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "Where the page before ended"),
    ),
    responses((status = 200, body = PageDocument<PlacementDocument>, description = "A page of placements"))
)]
async fn list(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let page = query.page();
    query.finish()?;
    let found = server
        .blocking(move |app| page.part_of(app.list_placements()?, |found| found.code.to_string()))
        .await?;
    Ok(answer::page(found, |placement| PlacementDocument::from_placement(&placement)))
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

/// Makes or replaces many placements: a JSON document a line, an answer a line.
#[utoipa::path(
    post, path = "/v1/placements:bulk", tag = "placements",
    params(("dry_run" = Option<bool>, Query, description = "Only say what would happen")),
    request_body(content = String, content_type = "application/x-ndjson", description = "A placement a line"),
    responses((status = 200, body = BulkLine, content_type = "application/x-ndjson", description = "What became of each line"))
)]
async fn save_many(
    State(server): State<Shared>,
    query: Parameters,
    request: Request,
) -> Result<Response, Refused> {
    let keys = |body: &Body| vec![body.text("code").unwrap_or_default().to_string()];
    bulk::run(&server, query, request, Work { keys, identity: |_| None, line: save_line }).await
}

fn save_line(app: &App, caller: &Caller, body: Body, dry_run: bool) -> Line {
    let line = Line::about_code(body.text("code"));
    let found = match PlacementDocument::read(&body, None) {
        Ok(found) => found,
        Err(problems) => return line.refused(Refused::from(problems)),
    };
    if dry_run {
        return line.checked(app.check_placement(&found).map_err(Refused::from));
    }
    match app.save_placement(caller, found.code.clone(), None, move |_| Ok(found)) {
        Ok(saved) => line.saved(saved.created, saved.revision, &saved.warnings),
        Err(error) => line.refused(Refused::from(error)),
    }
}
