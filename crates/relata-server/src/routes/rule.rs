use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use relata_api::{Body, Json, RuleCheckDocument, RuleConditions, RuleDocument, RulePreviewDocument};
use relata_app::Language;
use relata_model::{Invalid, Problem, ProblemCode, Rule, RuleCode};
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
    document::routes::<RuleDocument>().routes(routes!(check)).routes(routes!(preview))
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
    let language = query.one("language", parse_language).unwrap_or(Language::English);
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

fn parse_language(text: &str) -> Result<Language, Invalid> {
    match text {
        "en" => Ok(Language::English),
        "de" => Ok(Language::German),
        _ => Err(Invalid::new(format!("{text:?} is no language of sentences"), "write en or de")),
    }
}
