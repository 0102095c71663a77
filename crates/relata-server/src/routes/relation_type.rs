use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use relata_api::{Body, PageDocument, ParseFailure, RelationTypeDocument};
use relata_app::etag;
use relata_model::{Problem, ProblemCode, RelationType, TypeCode};
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

/// Lists all relation types by code; there are few, so there is one page.
#[utoipa::path(
    get, path = "/v1/relation-types", tag = "relation-types",
    responses((status = 200, body = PageDocument<RelationTypeDocument>, description = "All of them"))
)]
async fn list(State(server): State<Shared>) -> Result<Response, Refused> {
    let found = server.blocking(|app| app.list_relation_types()).await?;
    Ok(answer::whole(found, |relation_type| RelationTypeDocument::from_relation_type(&relation_type)))
}

/// Gives one relation type.
#[utoipa::path(
    get, path = "/v1/relation-types/{code}", tag = "relation-types", params(("code" = String, Path, description = "Its code")),
    responses((status = 200, body = RelationTypeDocument, description = "The relation type"))
)]
async fn find(
    State(server): State<Shared>,
    Key(code): Key<TypeCode>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let found = server.blocking(move |app| app.find_relation_type(&code)).await?;
    Ok(answer::single(&headers, etag(&found), &RelationTypeDocument::from_relation_type(&found)))
}

/// Makes or replaces a relation type; absent fields get their defaults.
#[utoipa::path(
    put, path = "/v1/relation-types/{code}", tag = "relation-types", params(("code" = String, Path, description = "Its code")),
    request_body = RelationTypeDocument,
    responses(
        (status = 200, body = RelationTypeDocument, description = "It was replaced"),
        (status = 201, body = RelationTypeDocument, description = "It was made")
    )
)]
async fn replace(
    State(server): State<Shared>,
    Key(code): Key<TypeCode>,
    IfMatch(if_match): IfMatch,
    JsonObject(body): JsonObject,
) -> Result<Response, Refused> {
    save(server, code, if_match, move |_| Ok(body)).await
}

/// Changes a relation type: a JSON merge patch.
#[utoipa::path(
    patch, path = "/v1/relation-types/{code}", tag = "relation-types", params(("code" = String, Path, description = "Its code")),
    request_body(
        content((serde_json::Value = "application/merge-patch+json"), (serde_json::Value = "application/json")),
        description = "Fields to change; null clears one"
    ),
    responses((status = 200, body = RelationTypeDocument, description = "It was changed"))
)]
async fn patch(
    State(server): State<Shared>,
    Key(code): Key<TypeCode>,
    IfMatch(if_match): IfMatch,
    JsonObject(patch): JsonObject,
) -> Result<Response, Refused> {
    let missing = Problem::error(ProblemCode::NotFound, format!("there is no relation type {code}"));
    save(server, code, if_match, move |stored| {
        let stored = stored.ok_or_else(|| vec![missing])?;
        patch.patched(&RelationTypeDocument::from_relation_type(stored)).map_err(ParseFailure::into_problems)
    })
    .await
}

/// Stores what `body_of` makes of the stored relation type.
async fn save(
    server: Shared,
    code: TypeCode,
    if_match: Option<String>,
    body_of: impl FnOnce(Option<&RelationType>) -> Result<Body, Vec<Problem>> + Send + 'static,
) -> Result<Response, Refused> {
    let caller = server.caller();
    let key = code.clone();
    let change =
        move |stored: Option<&RelationType>| RelationTypeDocument::read(&body_of(stored)?, Some(&key));
    let saved = server.blocking(move |app| app.save_relation_type(&caller, code, if_match, change)).await?;
    let document = RelationTypeDocument::from_relation_type(&saved.value);
    Ok(answer::saved(saved.created, &etag(&saved.value), saved.revision, &document))
}

/// Removes a relation type; what is built in or still used stays.
#[utoipa::path(
    delete, path = "/v1/relation-types/{code}", tag = "relation-types", params(("code" = String, Path, description = "Its code")),
    responses((status = 204, description = "It is gone"))
)]
async fn remove(
    State(server): State<Shared>,
    Key(code): Key<TypeCode>,
    IfMatch(if_match): IfMatch,
) -> Result<Response, Refused> {
    let caller = server.caller();
    let revision = server.blocking(move |app| app.delete_relation_type(&caller, &code, if_match)).await?;
    Ok(answer::removed(revision))
}
