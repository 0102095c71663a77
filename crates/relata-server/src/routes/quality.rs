use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use relata_api::QualityDocument;
use relata_app::QualityQuery;
use relata_model::{Invalid, ProblemCode, Sku, TypeCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::server::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(find))
}

/// What is wrong with the stored relations, with proposed repairs.
///
/// The counts are of the whole shop. Of each kind the first 5,000 findings are kept, listed and
/// filtered; `truncated` says when there are more. A list shows every write acknowledged before it
/// where that can be found out within a second; else it shows the findings of an earlier
/// `revision`, with `refreshing`, and an event of `GET /v1/changes` tells when there are newer ones.
#[utoipa::path(
    get, path = "/v1/quality", tag = "quality",
    params(
        ("kind" = Option<String>, Query, description = "Only this kind of finding, such as stale-relation"),
        ("type" = Option<String>, Query, description = "Only relations of this type"),
        ("product" = Option<String>, Query, description = "Only what is about this product, as source, target or part of a circle"),
        ("limit" = Option<u32>, Query, description = "1 to 200; without limit and cursor the first 1,000 are listed", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "Where the page before ended"),
    ),
    responses((status = 200, body = QualityDocument, description = "The problems found"))
)]
async fn find(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let paged = query.pairs.iter().any(|(name, _)| name == "limit" || name == "cursor");
    let page = query.page();
    let asked = QualityQuery {
        kind: query.one("kind", parse_kind),
        type_code: query.one("type", TypeCode::parse),
        product: query.one("product", Sku::parse),
        page: paged.then_some(page),
    };
    query.finish()?;
    let found = server.blocking(move |app| app.quality(&asked)).await?;
    Ok(answer::json(StatusCode::OK, &found))
}

fn parse_kind(text: &str) -> Result<ProblemCode, Invalid> {
    let known = ProblemCode::ALL.iter().copied().find(|code| code.as_str() == text);
    let hint = "write the code of a finding, such as stale-relation; the counts of an answer name them";
    known.ok_or_else(|| Invalid::new("this is not a kind of finding", hint))
}
