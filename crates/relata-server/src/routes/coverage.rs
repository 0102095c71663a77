use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use relata_api::CoverageDocument;
use relata_app::CoverageQuery;
use relata_model::{CategoryPath, ChannelCode, TypeCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::server::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(find))
}

/// For how many products an answer has something to show.
#[utoipa::path(
    get, path = "/v1/coverage", tag = "coverage",
    params(
        ("type" = Option<String>, Query, description = "Only this relation type"),
        ("category" = Option<String>, Query, description = "Only products of this category or below"),
        ("channel" = Option<String>, Query, description = "As seen in this channel"),
    ),
    responses((status = 200, body = CoverageDocument, description = "The coverage"))
)]
async fn find(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let asked = CoverageQuery {
        type_code: query.one("type", TypeCode::parse),
        category: query.one("category", CategoryPath::parse),
        channel: query.one("channel", ChannelCode::parse),
    };
    query.finish()?;
    let found = server.blocking(move |app| app.coverage(asked)).await?;
    Ok(answer::json(StatusCode::OK, &*found))
}
