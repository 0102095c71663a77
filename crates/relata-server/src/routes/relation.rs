use std::collections::HashSet;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use relata_api::{
    Body, BulkLine, PageDocument, ProblemsDocument, RelationDocument, RelationInput, RelationPatch,
};
use relata_app::{
    App, AppError, Caller, ListedRelation, NewRelation, Precondition, RelationChange, RelationEnds,
    RelationFilter, Saved, etag,
};
use relata_model::{
    Invalid, Origin, Problem, ProblemCode, Relation, RelationId, RelationStatus, Sku, TypeCode,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::bulk::{self, Line, Work};
use crate::incoming::{Condition, JsonObject};
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
    let (found, ends) = server
        .blocking(move |app| {
            let found = app.list_relations(filter, status, page)?;
            let ends = app.relation_ends(&found.items)?;
            Ok((found, ends))
        })
        .await?;
    Ok(answer::page(found, |listed| named(&listed, &ends)))
}

/// A relation with the names of its ends.
pub(crate) fn named(listed: &ListedRelation, ends: &RelationEnds) -> RelationDocument {
    let ListedRelation { relation, status, .. } = listed;
    let (source, target) = (ends.product(&relation.source), ends.product(&relation.target));
    let document = RelationDocument::from_relation(relation, *status).named(source, target);
    if listed.derived { document.derived() } else { document }
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
    let caller = server.caller();
    let both_ways = RelationDocument::read_partly(&body).0.map(|input| input.both_ways);
    let saved = server.blocking(move |app| create_one(app, &caller, &body)).await?;
    let path = format!("/v1/relations/{}", saved.value.relation.id.0);
    Ok(answer::located(written(&saved, both_ways), &path))
}

fn create_one(app: &App, caller: &Caller, body: &Body) -> Result<Saved<ListedRelation>, AppError> {
    match RelationDocument::read(body) {
        Ok(input) => app.create_relation(caller, new_relation(input)),
        Err(_) => {
            Err(AppError::invalid(all_problems(app, body)?.into_iter().filter(Problem::is_error).collect()))
        }
    }
}

/// Everything that is wrong: with the fields by themselves, and with what they name.
fn all_problems(app: &App, body: &Body) -> Result<Vec<Problem>, AppError> {
    let (input, mut problems) = RelationDocument::read_partly(body);
    let Some(input) = input else { return Ok(problems) };
    // Which relation it would be is not known while a part of its identity cannot be read.
    let vague = |problem: &Problem| {
        let at = problem.pointer.as_deref().unwrap_or_default();
        ["/channels", "/locales", "/segments", "/valid_", "/origin"].iter().any(|part| at.starts_with(part))
    };
    let vague = problems.iter().any(vague);
    let found = app.check_relation(new_relation(input))?;
    let certain =
        found.into_iter().filter(|problem| !vague || problem.code != ProblemCode::DuplicateRelation);
    problems.extend(certain);
    Ok(problems)
}

/// Says everything that speaks against a relation; nothing is written.
#[utoipa::path(
    post, path = "/v1/relations/check", tag = "relations", request_body = RelationDocument,
    responses((status = 200, body = ProblemsDocument, description = "What was found"))
)]
async fn check(State(server): State<Shared>, JsonObject(body): JsonObject) -> Result<Response, Refused> {
    let problems = server.blocking(move |app| all_problems(app, &body)).await?;
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
    Condition(condition): Condition,
    JsonObject(body): JsonObject,
) -> Result<Response, Refused> {
    change(server, id, condition, move |stored| RelationPatch::replacing(&body, stored)).await
}

/// Changes or moves a relation: a JSON merge patch.
///
/// Another `type` moves it to that type's list, to the end unless a `position` is named; both lists
/// keep positions 1 to n, and the laws of the new type hold.
#[utoipa::path(
    patch, path = "/v1/relations/{id}", tag = "relations",
    params(
        ("id" = String, Path, description = "Its number"),
        ("dry_run" = Option<bool>, Query, description = "Only say what speaks against it: {\"problems\": [...]}"),
    ),
    request_body(
        content((serde_json::Value = "application/merge-patch+json"), (serde_json::Value = "application/json")),
        description = "Fields to change, such as {\"position\": 2}; null clears one"
    ),
    responses((status = 200, body = RelationDocument, description = "It was changed"))
)]
async fn patch(
    State(server): State<Shared>,
    Key(id): Key<RelationId>,
    Condition(condition): Condition,
    mut query: Parameters,
    JsonObject(body): JsonObject,
) -> Result<Response, Refused> {
    let dry_run = query.flag("dry_run", false);
    query.finish()?;
    if !dry_run {
        return change(server, id, condition, move |stored| RelationPatch::read(body, stored)).await;
    }
    let change = move |stored: &Relation| RelationPatch::read(body, stored).map(relation_change);
    let problems = server.blocking(move |app| app.check_relation_change(id, condition, change)).await?;
    Ok(answer::json(StatusCode::OK, &ProblemsDocument::of(&problems)))
}

async fn change(
    server: Shared,
    id: RelationId,
    condition: Precondition,
    read: impl FnOnce(&Relation) -> Result<RelationPatch, Vec<Problem>> + Send + 'static,
) -> Result<Response, Refused> {
    let caller = server.caller();
    let change = move |stored: &Relation| read(stored).map(relation_change);
    let saved = server.blocking(move |app| app.update_relation(&caller, id, condition, change)).await?;
    Ok(written(&saved, None))
}

/// Removes a relation; those behind it move up.
#[utoipa::path(
    delete, path = "/v1/relations/{id}", tag = "relations", params(("id" = String, Path, description = "Its number")),
    responses((status = 204, description = "It is gone"))
)]
async fn remove(
    State(server): State<Shared>,
    Key(id): Key<RelationId>,
    Condition(condition): Condition,
) -> Result<Response, Refused> {
    let caller = server.caller();
    let revision = server.blocking(move |app| app.delete_relation(&caller, id, condition)).await?;
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
    let types = server.blocking(|app| app.list_relation_types()).await?;
    let lawful: HashSet<String> = types
        .into_iter()
        .filter(|kind| kind.cycle_law.refuses_cycles())
        .map(|kind| kind.code.to_string())
        .collect();
    let work = Work { keys: |body: &Body| keys(body, &lawful), identity, line: create_line };
    bulk::run(&server, query, request, work).await
}

/// What has to be stored in the order of the lines: a list, and a type whose relations can close a
/// circle with one another.
fn keys(body: &Body, lawful: &HashSet<String>) -> Vec<String> {
    let text = |field| body.text(field).unwrap_or_default();
    let kind = text("type");
    if lawful.contains(kind) {
        return vec![kind.to_string()];
    }
    let ends: &[&str] = if body.names("both_ways") { &["source", "target"] } else { &["source"] };
    ends.iter().map(|end| format!("{kind} {}", text(end))).collect()
}

/// What makes a line the same relation as another one.
fn identity(body: &Body) -> Option<String> {
    RelationDocument::read(body).ok().map(|input| format!("{:?}", input.draft.identity))
}

fn create_line(app: &App, caller: &Caller, body: Body, dry_run: bool) -> Line {
    let line = Line::about_relation();
    if dry_run {
        return line.checked(all_problems(app, &body).map_err(Refused::from));
    }
    match create_one(app, caller, &body) {
        Ok(saved) => {
            line.stored_as(saved.value.relation.id.0.to_string()).saved(true, saved.change(), &saved.warnings)
        }
        Err(error) => line.refused(Refused::from(error)),
    }
}

fn written(saved: &Saved<ListedRelation>, both_ways: Option<bool>) -> Response {
    let Saved { value, revision: _, changed: _, created, warnings } = saved;
    let document =
        RelationDocument::from_relation(&value.relation, value.status).written(saved.change(), warnings);
    let document = RelationDocument { both_ways, ..document };
    answer::saved(*created, &etag(&value.relation), saved.change(), &document)
}

fn new_relation(input: RelationInput) -> NewRelation {
    let RelationInput { draft, both_ways } = input;
    NewRelation { draft, both_ways }
}

fn relation_change(patch: RelationPatch) -> RelationChange {
    let RelationPatch { type_code, target, position, weight, quantity, fields, scope, window, pin } = patch;
    RelationChange { type_code, target, position, weight, quantity, fields, scope, window, pin }
}
