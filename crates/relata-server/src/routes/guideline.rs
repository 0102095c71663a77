use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use relata_api::{Body, GuidelineCheckDocument, GuidelineDocument, GuidelineListItem, Json, PageDocument};
use relata_model::{Guideline, Problem, RuleCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::document::{self, Wire};
use super::rule::{language_of, list_query};
use crate::answer;
use crate::incoming::JsonObject;
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::server::Shared;

impl Wire for GuidelineDocument {
    type Stored = Guideline;
    const PATH: &'static str = "guidelines";
    const PLURAL: &'static str = "guidelines";

    fn of(stored: &Guideline) -> GuidelineDocument {
        GuidelineDocument::from_guideline(stored)
    }

    fn read(body: &Body, key: Option<&RuleCode>) -> Result<Guideline, Vec<Problem>> {
        GuidelineDocument::read(body, key)
    }
}

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    document::routes::<GuidelineDocument>().routes(routes!(check)).routes(routes!(summaries))
}

/// Says what is wrong with a guideline, and gives its condition as text, tree and sentence.
///
/// The condition may be given as a text (`forbid`) or as the tree of a visual builder
/// (`forbid_tree`). Nothing is written.
#[utoipa::path(
    post, path = "/v1/guidelines/check", tag = "guidelines",
    params(("language" = Option<String>, Query, description = "The language of the sentence: en or de")),
    request_body(content = GuidelineDocument, description = "A guideline, in full or in part"),
    responses((status = 200, body = GuidelineCheckDocument, description = "What there is to say of it"))
)]
async fn check(
    State(server): State<Shared>,
    mut query: Parameters,
    JsonObject(body): JsonObject,
) -> Result<Response, Refused> {
    let language = language_of(&mut query);
    query.finish()?;
    let tree = body.field("forbid_tree").and_then(Json::to_value);
    let guideline = GuidelineDocument::read_draft(&body)?;
    let found = server.blocking(move |app| app.check_guideline(guideline, tree.as_ref(), language)).await?;
    Ok(answer::json(StatusCode::OK, &found))
}

/// Lists guidelines by code, each with its sentence and its problems.
#[utoipa::path(
    get, path = "/v1/guidelines/summaries", tag = "guidelines",
    params(
        ("language" = Option<String>, Query, description = "The language of the sentences: en or de"),
        ("status" = Option<Vec<String>>, Query, description = "Of these statuses; without it all but archived"),
        ("type" = Option<String>, Query, description = "That hold for this relation type"),
        ("q" = Option<String>, Query, description = "Words in code, name or condition"),
        ("limit" = Option<i32>, Query, minimum = 1, maximum = 200, description = "1 to 200, default 50"),
        ("cursor" = Option<String>, Query, description = "Where the page before ended")
    ),
    responses((status = 200, body = PageDocument<GuidelineListItem>, description = "A page of guidelines"))
)]
async fn summaries(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let (language, wanted, page) = (language_of(&mut query), list_query(&mut query), query.page());
    query.finish()?;
    let found = server.blocking(move |app| app.list_guidelines(&wanted, &page, language)).await?;
    Ok(answer::page(found, |item| item))
}
