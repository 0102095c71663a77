use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use relata_api::{RecommendationRequest, Recommendations};
use relata_app::{AppError, Refusal};
use relata_model::Problem;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::incoming::JsonBytes;
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::server::{Server, Shared};

const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(ask, ask_by_query))
}

/// Recommends products.
#[utoipa::path(
    post, path = "/v1/recommendations", tag = "recommendations", request_body = RecommendationRequest,
    responses((status = 200, body = Recommendations, description = "What to show, in order"))
)]
async fn ask(State(server): State<Shared>, JsonBytes(body): JsonBytes) -> Result<Response, Refused> {
    let (request, problems) = RecommendationRequest::parse_partly(&body)?;
    recommend(&server, &request, problems, |problem| problem)
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
    let (request, problems) = RecommendationRequest::from_query_partly(&query.pairs);
    recommend(&server, &request, problems, at_parameter)
}

/// Names the parameter where the same field of a body has another name.
fn at_parameter(mut problem: Problem) -> Problem {
    const NAMES: [(&str, &str); 4] = [
        ("/products", "/product"),
        ("/types", "/type"),
        ("/customer/segments", "/segment"),
        ("/customer/id", "/customer"),
    ];
    let at = problem.pointer.as_deref().unwrap_or_default();
    if let Some((_, name)) = NAMES.iter().find(|(field, _)| at.starts_with(field)) {
        problem.pointer = Some((*name).to_string());
    }
    problem
}

/// Memory only, so it runs here and now; the bytes go out as they come.
///
/// What could not be read is refused together with what the index does not know.
fn recommend(
    server: &Server,
    request: &RecommendationRequest,
    mut problems: Vec<Problem>,
    placed: fn(Problem) -> Problem,
) -> Result<Response, Refused> {
    let served = match server.app.recommend(request) {
        Ok(served) if problems.is_empty() => served,
        Ok(_) => return Err(Refused::from(problems)),
        Err(AppError::Refused { refusal: Refusal::Invalid, problems: more }) => {
            problems.extend(more.into_iter().map(placed));
            return Err(Refused::from(problems));
        }
        Err(error) => return Err(Refused::from(error)),
    };
    server.metrics.recommended(&served);
    let timing = engine_time(served.calculation);
    let mut response = answer::json_bytes(StatusCode::OK, served.body);
    response.headers_mut().extend(timing.map(|timing| (SERVER_TIMING, timing)));
    Ok(response)
}

/// What the engine took, in milliseconds, as browsers show it beside their own times.
fn engine_time(took: Duration) -> Option<HeaderValue> {
    let micros = took.as_micros();
    HeaderValue::try_from(format!("engine;dur={}.{:03}", micros / 1_000, micros % 1_000)).ok()
}
