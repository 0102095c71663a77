use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use relata_api::{CandidatesDocument, SearchDocument};
use relata_model::limits::{ANSWER_ITEMS_MAX, NAME_CHARS_MAX, SEARCH_ITEMS_MAX};
use relata_model::{ChannelCode, Invalid, Sku, TypeCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::key::Key;
use crate::parameters::{Parameters, REFUSED_ABOVE};
use crate::refused::Refused;
use crate::server::Shared;

/// Products that are proposed when the request names no number.
const ITEMS_DEFAULT: usize = 8;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(search)).routes(routes!(candidates))
}

/// Finds products by words that each stand in SKU, name or brand.
///
/// Best first: the SKU itself, the start of a SKU, the start of a name, words that all start words, parts of words.
#[utoipa::path(
    get, path = "/v1/search", tag = "products",
    params(
        ("query" = String, Query, description = "The words"),
        ("limit" = Option<u32>, Query, description = "1 to 20, default 8", minimum = 1, maximum = 20),
    ),
    responses((status = 200, body = SearchDocument, description = "The best matches"))
)]
async fn search(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let text = query.required("query", words);
    let limit = query.number("limit", 1, SEARCH_ITEMS_MAX, ITEMS_DEFAULT);
    query.finish()?;
    let text = text.expect(REFUSED_ABOVE);
    let found = server.blocking(move |app| app.search_products(&text, limit)).await?;
    Ok(answer::json(StatusCode::OK, &found))
}

fn words(text: &str) -> Result<String, Invalid> {
    if text.chars().count() > NAME_CHARS_MAX || text.chars().any(char::is_control) {
        let hint = format!("write up to {NAME_CHARS_MAX} characters, none of them a control character");
        return Err(Invalid::new("the text is too long or holds a control character", hint));
    }
    Ok(text.to_string())
}

/// Proposes products for the list of a product and type, with the evidence for each.
#[utoipa::path(
    get, path = "/v1/products/{sku}/candidates", tag = "products",
    params(
        ("sku" = String, Path, description = "The product that the list is of"),
        ("type" = String, Query, description = "The relation type of the list"),
        ("query" = Option<String>, Query, description = "Only products that these words find"),
        ("channel" = Option<String>, Query, description = "The channel of prices and stock; default web"),
        ("limit" = Option<u32>, Query, description = "1 to 50, default 8", minimum = 1, maximum = 50),
    ),
    responses((status = 200, body = CandidatesDocument, description = "The best candidates"))
)]
async fn candidates(
    State(server): State<Shared>,
    Key(sku): Key<Sku>,
    mut query: Parameters,
) -> Result<Response, Refused> {
    let type_code = query.required("type", TypeCode::parse);
    let text = query.one("query", words);
    let channel = query.one("channel", ChannelCode::parse);
    let limit = query.number("limit", 1, ANSWER_ITEMS_MAX, ITEMS_DEFAULT);
    query.finish()?;
    let type_code = type_code.expect(REFUSED_ABOVE);
    let found = server
        .blocking(move |app| app.list_candidates(&sku, &type_code, text.as_deref(), channel.as_ref(), limit))
        .await?;
    Ok(answer::json(StatusCode::OK, &found))
}
