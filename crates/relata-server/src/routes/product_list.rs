use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use relata_api::{CategoriesDocument, ProductListDocument, ProductSelectionDocument};
use relata_app::ProductListRequest;
use relata_model::{Invalid, ProductOrder};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::server::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(categories))
}

/// Lists products, as of every write acknowledged before.
#[utoipa::path(
    get, path = "/v1/products", tag = "products",
    params(
        ("query" = Option<String>, Query, description = "Words that each stand in SKU, name or brand"),
        ("parent" = Option<String>, Query, description = "Only variants of this product"),
        ("status" = Option<Vec<String>>, Query, description = "active, inactive or discontinued; may repeat"),
        ("category" = Option<Vec<String>>, Query, description = "Only products in one of these categories or below; a parent without any is in those of its variants"),
        ("brand" = Option<Vec<String>>, Query, description = "Only products of one of these brands"),
        ("stock" = Option<String>, Query, description = "in or out, in the channel"),
        ("with" = Option<Vec<String>>, Query, description = "Only products that can show something of one of these relation types in the channel"),
        ("without" = Option<Vec<String>>, Query, description = "Only products that can show nothing of one of these relation types"),
        ("state" = Option<Vec<String>>, Query, description = "uncovered, points_out, pending, expired, only_manual, only_imported or no_relations; may repeat"),
        ("level" = Option<String>, Query, description = "top for parents and products that stand alone; default all"),
        ("sku" = Option<Vec<String>>, Query, description = "Only these, up to 200"),
        ("channel" = Option<String>, Query, description = "The channel of stock, prices and what can be shown; default web"),
        ("sort" = Option<String>, Query, description = "sku (default), name, price, stock, relations or orders; with - in front the largest first. What has no value comes last, ties go by SKU"),
        ("count" = Option<bool>, Query, description = "Whether to say how many there are"),
        ("facets" = Option<bool>, Query, description = "Whether to count the values of each condition"),
        ("include" = Option<String>, Query, description = "relations: each product with its relations in figures"),
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "Where the page before ended; it goes with the same conditions and sort"),
    ),
    responses((status = 200, body = ProductListDocument, description = "A page of products"))
)]
async fn list(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let selection = ProductSelectionDocument::from_query(&query.pairs);
    let request = ProductListRequest {
        selection: query.take(selection),
        order: query.one("sort", ProductOrder::parse).unwrap_or_default(),
        count: query.flag("count", false),
        facets: query.flag("facets", false),
        relations: query.one("include", relations).is_some(),
        page: query.page(),
    };
    query.finish()?;
    let found = server.blocking(move |app| app.list_products(&request)).await?;
    Ok(answer::json(StatusCode::OK, &found))
}

fn relations(text: &str) -> Result<(), Invalid> {
    match text {
        "relations" => Ok(()),
        _ => Err(Invalid::new(format!("{text:?} cannot be included"), "write relations, or leave it out")),
    }
}

/// Lists all categories that products are in, with those above them.
#[utoipa::path(
    get, path = "/v1/products/categories", tag = "products",
    responses((status = 200, body = CategoriesDocument, description = "The categories by path"))
)]
async fn categories(State(server): State<Shared>) -> Result<Response, Refused> {
    let found = server.blocking(move |app| app.list_categories()).await?;
    Ok(answer::json(StatusCode::OK, &found))
}
