use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use relata_api::{BulkLine, PageDocument, ProblemsDocument, RelationDocument, RelationInput, RelationPatch};
use relata_app::{App, Caller, ListedRelation, NewRelation, RelationChange, RelationFilter, Saved, etag};
use relata_model::{Invalid, Origin, Problem, Relation, RelationId, RelationStatus, Sku, TypeCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::bulk::{self, Line};
use crate::incoming::{IfMatch, JsonObject};
use crate::key::Key;
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::server::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(check))
        .routes(routes!(find, replace, patch, remove))
        .routes(routes!(create_many))
}

/// Lists stored relations by number.
#[utoipa::path(
    get, path = "/v1/relations", tag = "relations",
    params(
        ("source" = Option<String>, Query, description = "Only from this product"),
        ("target" = Option<String>, Query, description = "Only to this product"),
        ("type" = Option<String>, Query, description = "Only of this relation type"),
        ("origin" = Option<String>, Query, description = "Only of this origin, such as manual or import:pim"),
        ("status" = Option<String>, Query, description = "active, scheduled, pending, expired, excluded, withheld or shadowed"),
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "Where the page before ended"),
    ),
    responses((status = 200, body = PageDocument<RelationDocument>, description = "A page of relations"))
)]
async fn list(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let filter = RelationFilter {
        source: query.one("source", Sku::parse),
        target: query.one("target", Sku::parse),
        type_code: query.one("type", TypeCode::parse),
        origin: query.one("origin", parse_origin),
    };
    let status = query.one("status", parse_status);
    let page = query.page();
    query.finish()?;
    let found = server.blocking(move |app| app.list_relations(filter, status, page)).await?;
    Ok(answer::page(found, |listed| RelationDocument::from_relation(&listed.relation, listed.status)))
}

/// An origin, or the kind of several: `import` stands for every import.
fn parse_origin(text: &str) -> Result<String, Invalid> {
    let kinds = ["manual", "campaign", "import", "rule", "learned"];
    if kinds.contains(&text) {
        Ok(text.to_string())
    } else {
        Origin::parse(text).map(|origin| origin.to_string())
    }
}

fn parse_status(text: &str) -> Result<RelationStatus, Invalid> {
    let known = || RelationStatus::ALL.map(RelationStatus::as_str).join(", ");
    RelationStatus::parse(text)
        .ok_or_else(|| Invalid::new("this is not a status", format!("write one of {}", known())))
}

/// Makes a relation.
#[utoipa::path(
    post, path = "/v1/relations", tag = "relations", request_body = RelationDocument,
    responses((status = 201, body = RelationDocument, description = "It was made"))
)]
async fn create(State(server): State<Shared>, JsonObject(body): JsonObject) -> Result<Response, Refused> {
    let new = new_relation(RelationDocument::read(&body)?);
    let caller = server.caller();
    let saved = server.blocking(move |app| app.create_relation(&caller, new)).await?;
    let path = format!("/v1/relations/{}", saved.value.relation.id.0);
    Ok(answer::located(written(&saved), &path))
}

/// Says everything that speaks against a relation; nothing is written.
#[utoipa::path(
    post, path = "/v1/relations/check", tag = "relations", request_body = RelationDocument,
    responses((status = 200, body = ProblemsDocument, description = "What was found"))
)]
async fn check(State(server): State<Shared>, JsonObject(body): JsonObject) -> Result<Response, Refused> {
    let problems = match RelationDocument::read(&body) {
        Ok(input) => server.blocking(move |app| app.check_relation(new_relation(input))).await?,
        Err(problems) => problems,
    };
    Ok(answer::json(StatusCode::OK, &ProblemsDocument::of(&problems)))
}

/// Gives one relation.
#[utoipa::path(
    get, path = "/v1/relations/{id}", tag = "relations", params(("id" = String, Path, description = "Its number")),
    responses((status = 200, body = RelationDocument, description = "The relation"))
)]
async fn find(
    State(server): State<Shared>,
    Key(id): Key<RelationId>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let found = server.blocking(move |app| app.find_relation(id)).await?;
    let document = RelationDocument::from_relation(&found.relation, found.status);
    Ok(answer::single(&headers, etag(&found.relation), &document))
}

/// Replaces what a relation has beside its identity; its place stays unless the body names one.
#[utoipa::path(
    put, path = "/v1/relations/{id}", tag = "relations", params(("id" = String, Path, description = "Its number")),
    request_body = RelationDocument,
    responses((status = 200, body = RelationDocument, description = "It was replaced"))
)]
async fn replace(
    State(server): State<Shared>,
    Key(id): Key<RelationId>,
    IfMatch(if_match): IfMatch,
    JsonObject(body): JsonObject,
) -> Result<Response, Refused> {
    change(server, id, if_match, move |stored| RelationPatch::replacing(&body, stored)).await
}

/// Changes or moves a relation: a JSON merge patch.
#[utoipa::path(
    patch, path = "/v1/relations/{id}", tag = "relations", params(("id" = String, Path, description = "Its number")),
    request_body(
        content((serde_json::Value = "application/merge-patch+json"), (serde_json::Value = "application/json")),
        description = "Fields to change, such as {\"position\": 2}; null clears one"
    ),
    responses((status = 200, body = RelationDocument, description = "It was changed"))
)]
async fn patch(
    State(server): State<Shared>,
    Key(id): Key<RelationId>,
    IfMatch(if_match): IfMatch,
    JsonObject(body): JsonObject,
) -> Result<Response, Refused> {
    change(server, id, if_match, move |stored| RelationPatch::read(body, stored)).await
}

async fn change(
    server: Shared,
    id: RelationId,
    if_match: Option<String>,
    read: impl FnOnce(&Relation) -> Result<RelationPatch, Vec<Problem>> + Send + 'static,
) -> Result<Response, Refused> {
    let caller = server.caller();
    let change = move |stored: &Relation| read(stored).map(relation_change);
    let saved = server.blocking(move |app| app.update_relation(&caller, id, if_match, change)).await?;
    Ok(written(&saved))
}

/// Removes a relation; those behind it move up.
#[utoipa::path(
    delete, path = "/v1/relations/{id}", tag = "relations", params(("id" = String, Path, description = "Its number")),
    responses((status = 204, description = "It is gone"))
)]
async fn remove(
    State(server): State<Shared>,
    Key(id): Key<RelationId>,
    IfMatch(if_match): IfMatch,
) -> Result<Response, Refused> {
    let caller = server.caller();
    let revision = server.blocking(move |app| app.delete_relation(&caller, id, if_match)).await?;
    Ok(answer::removed(revision))
}

/// Makes many relations: a JSON document a line, an answer a line.
#[utoipa::path(
    post, path = "/v1/relations:bulk", tag = "relations",
    params(("dry_run" = Option<bool>, Query, description = "Only say what would happen")),
    request_body(content = String, content_type = "application/x-ndjson", description = "A relation a line"),
    responses((status = 200, body = BulkLine, content_type = "application/x-ndjson", description = "What became of each line"))
)]
async fn create_many(
    State(server): State<Shared>,
    query: Parameters,
    request: Request,
) -> Result<Response, Refused> {
    // Relations of one source share a lane: their order is the order of the lines.
    let lane = |body: &relata_api::Body| body.text("source").unwrap_or_default().to_string();
    bulk::run(&server, query, request, lane, create_line).await
}

fn create_line(app: &App, caller: &Caller, body: relata_api::Body, dry_run: bool) -> Line {
    let line = Line::about_relation();
    let new = match RelationDocument::read(&body) {
        Ok(input) => new_relation(input),
        Err(problems) => return line.refused(Refused::from(problems)),
    };
    if dry_run {
        return line.checked(app.check_relation(new).map_err(Refused::from));
    }
    match app.create_relation(caller, new) {
        Ok(saved) => {
            line.stored_as(saved.value.relation.id.0.to_string()).saved(true, saved.revision, &saved.warnings)
        }
        Err(error) => line.refused(Refused::from(error)),
    }
}

fn written(saved: &Saved<ListedRelation>) -> Response {
    let Saved { value, revision, created, warnings } = saved;
    let document =
        RelationDocument::from_relation(&value.relation, value.status).written(*revision, warnings);
    answer::saved(*created, &etag(&value.relation), *revision, &document)
}

fn new_relation(input: RelationInput) -> NewRelation {
    let RelationInput { draft, both_ways } = input;
    NewRelation { draft, both_ways }
}

fn relation_change(patch: RelationPatch) -> RelationChange {
    let RelationPatch { position, weight, quantity, fields, scope, window, pin } = patch;
    RelationChange { position, weight, quantity, fields, scope, window, pin }
}
