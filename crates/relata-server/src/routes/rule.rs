use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use relata_api::{
    Body, Json, PageDocument, RuleCheckDocument, RuleConditions, RuleDocument, RuleFieldsDocument,
    RuleListItem, RulePreviewDocument, RuleTemplatesDocument,
};
use relata_app::{Language, RuleListQuery};
use relata_model::{Invalid, Problem, ProblemCode, Rule, RuleCode, RuleStatus, TypeCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::document::{self, Wire};
use crate::answer;
use crate::incoming::JsonObject;
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::server::Shared;

/// Sources that a preview shows as examples at most.
const SAMPLE_MAX: i64 = 50;
/// Sources that a preview shows when nobody says how many.
const SAMPLE_DEFAULT: i64 = 10;

impl Wire for RuleDocument {
    type Stored = Rule;
    const PATH: &'static str = "rules";
    const PLURAL: &'static str = "rules";

    fn of(stored: &Rule) -> RuleDocument {
        RuleDocument::from_rule(stored)
    }

    fn read(body: &Body, key: Option<&RuleCode>) -> Result<Rule, Vec<Problem>> {
        RuleDocument::read(body, key)
    }
}

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    document::routes::<RuleDocument>()
        .routes(routes!(check))
        .routes(routes!(preview))
        .routes(routes!(fields))
        .routes(routes!(templates))
        .routes(routes!(summaries))
}

/// Says what is wrong with a rule, and gives its conditions as texts, trees and sentences.
///
/// A condition may be given as a text (`match`, `show`, `when`) or as the tree of a visual builder
/// (`match_tree`, `show_tree`, `when_tree`). Nothing is written.
#[utoipa::path(
    post, path = "/v1/rules/check", tag = "rules",
    params(("language" = Option<String>, Query, description = "The language of the sentences: en or de")),
    request_body(content = RuleDocument, description = "A rule, in full or in part"),
    responses((status = 200, body = RuleCheckDocument, description = "What there is to say of it"))
)]
async fn check(
    State(server): State<Shared>,
    mut query: Parameters,
    JsonObject(body): JsonObject,
) -> Result<Response, Refused> {
    let language = language_of(&mut query);
    query.finish()?;
    let tree = |name: &str| body.field(name).and_then(Json::to_value);
    let trees =
        RuleConditions { matching: tree("match_tree"), show: tree("show_tree"), when: tree("when_tree") };
    let rule = RuleDocument::read_draft(&body)?;
    let found = server.blocking(move |app| app.check_rule(rule, &trees, language)).await?;
    Ok(answer::json(StatusCode::OK, &found))
}

/// Says what a rule would do, with samples and coverage before and after. Nothing is written.
#[utoipa::path(
    post, path = "/v1/rules/preview", tag = "rules",
    request_body(content = Object, description = "{\"rule\": {…}, \"sample\": 10}"),
    responses((status = 200, body = RulePreviewDocument, description = "What it would do"))
)]
async fn preview(State(server): State<Shared>, JsonObject(body): JsonObject) -> Result<Response, Refused> {
    let sample = match body.field("sample") {
        None | Some(Json::Null) => SAMPLE_DEFAULT,
        Some(json) => json.as_integer(0, SAMPLE_MAX).map_err(|invalid| {
            Refused::from(vec![Problem::invalid(ProblemCode::InvalidValue, invalid).at("/sample")])
        })?,
    };
    let rule = body.inner("rule").ok_or_else(|| {
        let problem = Problem::error(ProblemCode::MissingValue, "the rule is missing");
        Refused::from(vec![problem.hint("write {\"rule\": {…}}").at("/rule")])
    })?;
    let rule = RuleDocument::read_draft(&rule)?;
    let found = server.blocking(move |app| app.preview_rule(&rule, sample as usize)).await?;
    Ok(answer::json(StatusCode::OK, &found))
}

/// Lists what conditions can ask about: the fields of the language and the attributes of the products.
#[utoipa::path(
    get, path = "/v1/rules/fields", tag = "rules",
    params(("language" = Option<String>, Query, description = "The language of the labels: en or de")),
    responses((status = 200, body = RuleFieldsDocument, description = "Fields and operators"))
)]
async fn fields(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let language = language_of(&mut query);
    query.finish()?;
    let found = server.blocking(move |app| app.list_rule_fields(language)).await?;
    Ok(answer::json(StatusCode::OK, &found))
}

/// Lists rules to begin with.
#[utoipa::path(
    get, path = "/v1/rules/templates", tag = "rules",
    params(("language" = Option<String>, Query, description = "The language of names and texts: en or de")),
    responses((status = 200, body = RuleTemplatesDocument, description = "The templates"))
)]
async fn templates(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let language = language_of(&mut query);
    query.finish()?;
    let found = server.blocking(move |app| app.list_rule_templates(language)).await?;
    Ok(answer::json(StatusCode::OK, &found))
}

/// Lists rules by code, each with its sentence, its problems and what it does in the shop now.
#[utoipa::path(
    get, path = "/v1/rules/summaries", tag = "rules",
    params(
        ("language" = Option<String>, Query, description = "The language of the sentences: en or de"),
        ("status" = Option<Vec<String>>, Query, description = "Of these statuses; without it all but archived"),
        ("type" = Option<String>, Query, description = "Of this relation type"),
        ("q" = Option<String>, Query, description = "Words in code, name or conditions"),
        ("limit" = Option<i32>, Query, minimum = 1, maximum = 200, description = "1 to 200, default 50"),
        ("cursor" = Option<String>, Query, description = "Where the page before ended")
    ),
    responses((status = 200, body = PageDocument<RuleListItem>, description = "A page of rules"))
)]
async fn summaries(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let (language, wanted, page) = (language_of(&mut query), list_query(&mut query), query.page());
    query.finish()?;
    let found = server.blocking(move |app| app.list_rules(&wanted, &page, language)).await?;
    Ok(answer::page(found, |item| item))
}

/// Which rules or guidelines a query asks for.
pub(super) fn list_query(query: &mut Parameters) -> RuleListQuery {
    RuleListQuery {
        statuses: query.several("status", RuleStatus::parse),
        type_code: query.one("type", TypeCode::parse),
        words: query.text("q"),
    }
}

/// The language of sentences and labels; English if the query names none.
pub(super) fn language_of(query: &mut Parameters) -> Language {
    query.one("language", parse_language).unwrap_or(Language::English)
}

fn parse_language(text: &str) -> Result<Language, Invalid> {
    match text {
        "en" => Ok(Language::English),
        "de" => Ok(Language::German),
        _ => Err(Invalid::new(format!("{text:?} is no language of sentences"), "write en or de")),
    }
}
