use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use relata_api::{GraphCyclesDocument, GraphDocument, GraphPathDocument};
use relata_app::NeighbourhoodQuery;
use relata_model::limits::{CYCLES_MAX, GRAPH_DEPTH_MAX, GRAPH_NODES_MAX, QUERY_PRODUCTS_MAX};
use relata_model::{ChannelCode, Direction, Invalid, Sku, TypeCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::limits::QUERY_TYPES_MAX;
use crate::parameters::{Parameters, REFUSED_ABOVE};
use crate::refused::Refused;
use crate::server::Shared;

/// Products of a neighbourhood when the request names no number.
const NODES_DEFAULT: usize = 60;
/// Circles when the request names no number.
const CYCLES_DEFAULT: usize = 50;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(neighbourhood)).routes(routes!(path)).routes(routes!(cycles))
}

/// Gives the products around some products, and the stored relations between all of them.
#[utoipa::path(
    get, path = "/v1/graph", tag = "graph",
    params(
        ("product" = Option<Vec<String>>, Query, description = "The products in the middle; may repeat, up to 50"),
        ("depth" = Option<u32>, Query, description = "Steps from them, 1 to 3, default 1", minimum = 1, maximum = 3),
        ("type" = Option<Vec<String>>, Query, description = "Only relations of these types; may repeat"),
        ("direction" = Option<String>, Query, description = "Which way relations are followed: out, in or both (default)"),
        ("limit" = Option<u32>, Query, description = "Products at most, 1 to 300, default 60", minimum = 1, maximum = 300),
        ("channel" = Option<String>, Query, description = "The channel of prices and stock; default web"),
    ),
    responses((status = 200, body = GraphDocument, description = "The neighbourhood"))
)]
async fn neighbourhood(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    query.expect("product");
    let asked = NeighbourhoodQuery {
        products: query.many("product", QUERY_PRODUCTS_MAX, Sku::parse),
        depth: query.number("depth", 1, GRAPH_DEPTH_MAX as usize, 1) as u32,
        types: query.many("type", QUERY_TYPES_MAX, TypeCode::parse),
        direction: query.one("direction", Direction::parse).unwrap_or(Direction::Both),
        limit: query.number("limit", 1, GRAPH_NODES_MAX, NODES_DEFAULT),
    };
    let channel = query.one("channel", ChannelCode::parse);
    query.finish()?;
    let found = server.blocking(move |app| app.neighbourhood(&asked, channel.as_ref())).await?;
    Ok(answer::json(StatusCode::OK, &found))
}

/// Finds a shortest way from one product to another along stored relations.
#[utoipa::path(
    get, path = "/v1/graph/path", tag = "graph",
    params(
        ("from" = String, Query, description = "Where the way starts"),
        ("to" = String, Query, description = "Where it ends"),
        ("type" = Option<Vec<String>>, Query, description = "Only along relations of these types; may repeat"),
        ("direction" = Option<String>, Query, description = "out (default) from source to target, both to go either way"),
    ),
    responses((status = 200, body = GraphPathDocument, description = "The way, if there is one"))
)]
async fn path(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let (from, to) = (query.required("from", Sku::parse), query.required("to", Sku::parse));
    let types = query.many("type", QUERY_TYPES_MAX, TypeCode::parse);
    let direction = query.one("direction", out_or_both).unwrap_or(Direction::Out);
    query.finish()?;
    let (from, to) = (from.expect(REFUSED_ABOVE), to.expect(REFUSED_ABOVE));
    let found = server.blocking(move |app| app.find_path(&from, &to, &types, direction)).await?;
    Ok(answer::json(StatusCode::OK, &found))
}

fn out_or_both(text: &str) -> Result<Direction, Invalid> {
    match Direction::parse(text) {
        Ok(direction) if direction != Direction::In => Ok(direction),
        _ => Err(Invalid::new(format!("{text:?} is not a direction of a way"), "write out or both")),
    }
}

/// Lists the circles of the shop, one for each group of products that all reach each other.
#[utoipa::path(
    get, path = "/v1/graph/cycles", tag = "graph",
    params(
        ("type" = Option<Vec<String>>, Query, description = "Only of these relation types; may repeat"),
        ("product" = Option<String>, Query, description = "Only circles through this product's family"),
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50", minimum = 1, maximum = 200),
    ),
    responses((status = 200, body = GraphCyclesDocument, description = "The circles"))
)]
async fn cycles(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let types = query.many("type", QUERY_TYPES_MAX, TypeCode::parse);
    let through = query.one("product", Sku::parse);
    let limit = query.number("limit", 1, CYCLES_MAX, CYCLES_DEFAULT);
    query.finish()?;
    let found = server.blocking(move |app| app.list_cycles(&types, through.as_ref(), limit)).await?;
    Ok(answer::json(StatusCode::OK, &found))
}
