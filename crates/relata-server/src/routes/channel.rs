use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use relata_api::{Body, BulkLine, ChannelDocument, PageDocument, ParseFailure};
use relata_app::{App, Caller, etag};
use relata_model::{Channel, ChannelCode, Problem, ProblemCode};
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

/// Lists channels by code.
#[utoipa::path(
    get, path = "/v1/channels", tag = "channels",
    params(
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "Where the page before ended"),
    ),
    responses((status = 200, body = PageDocument<ChannelDocument>, description = "A page of channels"))
)]
async fn list(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let page = query.page();
    query.finish()?;
    let found = server
        .blocking(move |app| page.part_of(app.list_channels()?, |found| found.code.to_string()))
        .await?;
    Ok(answer::page(found, |channel| ChannelDocument::from_channel(&channel)))
}

/// Gives one channel.
#[utoipa::path(
    get, path = "/v1/channels/{code}", tag = "channels", params(("code" = String, Path, description = "Its code")),
    responses((status = 200, body = ChannelDocument, description = "The channel"))
)]
async fn find(
    State(server): State<Shared>,
    Key(code): Key<ChannelCode>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let found = server.blocking(move |app| app.find_channel(&code)).await?;
    Ok(answer::single(&headers, etag(&found), &ChannelDocument::from_channel(&found)))
}

/// Makes or replaces a channel; absent fields get their defaults.
#[utoipa::path(
    put, path = "/v1/channels/{code}", tag = "channels", params(("code" = String, Path, description = "Its code")),
    request_body = ChannelDocument,
    responses(
        (status = 200, body = ChannelDocument, description = "It was replaced"),
        (status = 201, body = ChannelDocument, description = "It was made")
    )
)]
async fn replace(
    State(server): State<Shared>,
    Key(code): Key<ChannelCode>,
    IfMatch(if_match): IfMatch,
    JsonObject(body): JsonObject,
) -> Result<Response, Refused> {
    save(server, code, if_match, move |_| Ok(body)).await
}

/// Changes a channel: a JSON merge patch.
#[utoipa::path(
    patch, path = "/v1/channels/{code}", tag = "channels", params(("code" = String, Path, description = "Its code")),
    request_body(
        content((serde_json::Value = "application/merge-patch+json"), (serde_json::Value = "application/json")),
        description = "Fields to change; null clears one"
    ),
    responses((status = 200, body = ChannelDocument, description = "It was changed"))
)]
async fn patch(
    State(server): State<Shared>,
    Key(code): Key<ChannelCode>,
    IfMatch(if_match): IfMatch,
    JsonObject(patch): JsonObject,
) -> Result<Response, Refused> {
    let missing = Problem::error(ProblemCode::NotFound, format!("there is no channel {code}"));
    save(server, code, if_match, move |stored| {
        let stored = stored.ok_or_else(|| vec![missing])?;
        patch.patched(&ChannelDocument::from_channel(stored)).map_err(ParseFailure::into_problems)
    })
    .await
}

/// Stores what `body_of` makes of the stored channel.
async fn save(
    server: Shared,
    code: ChannelCode,
    if_match: Option<String>,
    body_of: impl FnOnce(Option<&Channel>) -> Result<Body, Vec<Problem>> + Send + 'static,
) -> Result<Response, Refused> {
    let caller = server.caller();
    let key = code.clone();
    let change = move |stored: Option<&Channel>| ChannelDocument::read(&body_of(stored)?, Some(&key));
    let saved = server.blocking(move |app| app.save_channel(&caller, code, if_match, change)).await?;
    let document = ChannelDocument::from_channel(&saved.value);
    Ok(answer::saved(saved.created, &etag(&saved.value), saved.revision, &document))
}

/// Removes a channel; what is built in or still used stays.
#[utoipa::path(
    delete, path = "/v1/channels/{code}", tag = "channels", params(("code" = String, Path, description = "Its code")),
    responses((status = 204, description = "It is gone"))
)]
async fn remove(
    State(server): State<Shared>,
    Key(code): Key<ChannelCode>,
    IfMatch(if_match): IfMatch,
) -> Result<Response, Refused> {
    let caller = server.caller();
    let revision = server.blocking(move |app| app.delete_channel(&caller, &code, if_match)).await?;
    Ok(answer::removed(revision))
}

/// Makes or replaces many channels: a JSON document a line, an answer a line.
#[utoipa::path(
    post, path = "/v1/channels:bulk", tag = "channels",
    params(("dry_run" = Option<bool>, Query, description = "Only say what would happen")),
    request_body(content = String, content_type = "application/x-ndjson", description = "A channel a line"),
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
    let found = match ChannelDocument::read(&body, None) {
        Ok(found) => found,
        Err(problems) => return line.refused(Refused::from(problems)),
    };
    if dry_run {
        return line.checked(Ok(Vec::new()));
    }
    match app.save_channel(caller, found.code.clone(), None, move |_| Ok(found)) {
        Ok(saved) => line.saved(saved.created, saved.revision, &saved.warnings),
        Err(error) => line.refused(Refused::from(error)),
    }
}
