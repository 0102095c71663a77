use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use relata_api::{Body, ConditionCheckDocument, ConditionDocument, ConditionListItem, Json, PageDocument};
use relata_model::{ConditionCode, NamedCondition, Problem};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::document::{self, Wire};
use super::rule::language_of;
use crate::answer;
use crate::incoming::JsonObject;
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::server::Shared;

impl Wire for ConditionDocument {
    type Stored = NamedCondition;
    const PATH: &'static str = "conditions";
    const PLURAL: &'static str = "conditions";

    fn of(stored: &NamedCondition) -> ConditionDocument {
        ConditionDocument::from_condition(stored)
    }

    fn read(body: &Body, key: Option<&ConditionCode>) -> Result<NamedCondition, Vec<Problem>> {
        ConditionDocument::read(body, key)
    }
}

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    document::routes::<ConditionDocument>().routes(routes!(check)).routes(routes!(summaries))
}

/// Says what is wrong with a condition with a name, gives it as text, tree and sentence, and counts the
/// products that it holds for.
///
/// It may be given as a text (`condition`) or as the tree of a visual builder (`condition_tree`).
/// Nothing is written, and no test suite is run.
#[utoipa::path(
    post, path = "/v1/conditions/check", tag = "conditions",
    params(("language" = Option<String>, Query, description = "The language of the sentence: en or de")),
    request_body(content = ConditionDocument, description = "A condition, in full or in part"),
    responses((status = 200, body = ConditionCheckDocument, description = "What there is to say of it"))
)]
async fn check(
    State(server): State<Shared>,
    mut query: Parameters,
    JsonObject(body): JsonObject,
) -> Result<Response, Refused> {
    let language = language_of(&mut query);
    query.finish()?;
    let tree = body.field("condition_tree").and_then(Json::to_value);
    let condition = ConditionDocument::read_draft(&body)?;
    let found = server.blocking(move |app| app.check_condition(condition, tree.as_ref(), language)).await?;
    Ok(answer::json(StatusCode::OK, &found))
}

/// Lists conditions with names by code, each with its sentence, its problems, what it holds for and who
/// reads it.
#[utoipa::path(
    get, path = "/v1/conditions/summaries", tag = "conditions",
    params(
        ("language" = Option<String>, Query, description = "The language of the sentences: en or de"),
        ("q" = Option<String>, Query, description = "Words in code, name or condition"),
        ("limit" = Option<i32>, Query, minimum = 1, maximum = 200, description = "1 to 200, default 50"),
        ("cursor" = Option<String>, Query, description = "Where the page before ended")
    ),
    responses((status = 200, body = PageDocument<ConditionListItem>, description = "A page of conditions"))
)]
async fn summaries(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let (language, words, page) = (language_of(&mut query), query.text("q"), query.page());
    query.finish()?;
    let found = server.blocking(move |app| app.list_conditions(words.as_deref(), &page, language)).await?;
    Ok(answer::page(found, |item| item))
}
