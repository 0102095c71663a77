use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use relata_api::{RecommendationRequest, Recommendations};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::incoming::JsonBytes;
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::server::{Server, Shared};

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(ask, ask_by_query))
}

/// Recommends products.
#[utoipa::path(
    post, path = "/v1/recommendations", tag = "recommendations", request_body = RecommendationRequest,
    responses((status = 200, body = Recommendations, description = "What to show, in order"))
)]
async fn ask(State(server): State<Shared>, JsonBytes(body): JsonBytes) -> Result<Response, Refused> {
    recommend(&server, &RecommendationRequest::parse(&body)?)
}

/// Recommends products; the same question in the query.
#[utoipa::path(
    get, path = "/v1/recommendations", tag = "recommendations",
    params(
        ("product" = Option<Vec<String>>, Query, description = "A product that the answer goes with; may repeat"),
        ("placement" = Option<String>, Query, description = "The place; without one product_page"),
        ("type" = Option<Vec<String>>, Query, description = "A relation type; may repeat; none is the placement's"),
        ("channel" = Option<String>, Query, description = "The channel; without one web"),
        ("locale" = Option<String>, Query, description = "The language"),
        ("cart" = Option<Vec<String>>, Query, description = "A product in the cart; may repeat"),
        ("session" = Option<Vec<String>>, Query, description = "A product looked at before; may repeat"),
        ("customer" = Option<String>, Query, description = "The customer's id"),
        ("segment" = Option<Vec<String>>, Query, description = "A segment of the customer; may repeat"),
        ("at" = Option<String>, Query, description = "The moment that is meant, RFC 3339"),
        ("limit" = Option<u32>, Query, description = "How many items, 1 to 50", minimum = 1, maximum = 50),
        ("explain" = Option<bool>, Query, description = "Whether every item says why"),
    ),
    responses((status = 200, body = Recommendations, description = "What to show, in order"))
)]
async fn ask_by_query(State(server): State<Shared>, query: Parameters) -> Result<Response, Refused> {
    recommend(&server, &RecommendationRequest::from_query(&query.pairs)?)
}

/// Memory only, so it runs here and now; the bytes go out as they come.
fn recommend(server: &Server, request: &RecommendationRequest) -> Result<Response, Refused> {
    let served = server.app.recommend(request)?;
    server.metrics.recommended(&served);
    Ok(answer::json_bytes(StatusCode::OK, served.body))
}
