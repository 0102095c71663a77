//! One file a noun. Each declares its routes with their description in the OpenAPI document.

mod audit;
mod bulk_edit;
mod change;
mod channel;
mod condition;
mod coverage;
mod document;
mod documentation;
mod export;
mod graph;
mod guideline;
mod headers;
mod health;
mod import;
mod job;
mod mapping;
mod placement;
mod product;
mod product_list;
mod quality;
mod recommendation;
mod relation;
mod relation_type;
mod rule;
mod sample;
mod search;
mod shapes;
mod status;
mod test_suite;
mod upload;
mod view;
mod web_app;

use axum::Router;
use relata_api::{
    ChannelDocument, PlacementDocument, ProblemDetail, ProblemDocument, RelationTypeDocument,
    SavedMappingDocument, ViewDocument,
};
use utoipa::OpenApi;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{ContentBuilder, Ref, ResponseBuilder};
use utoipa_axum::router::OpenApiRouter;

use crate::server::Shared;

/// The parts of the document that no route brings along.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Relata",
        description = "Product relationship management: which product goes with, replaces, upgrades or completes which other one, where it is shown, to whom, when, and why.\n\nLists use opaque cursors: `?limit=` (1-200) and `?cursor=`, answers are `{\"items\": [...], \"next\": \"...\" | null}`. `PUT` replaces, `PATCH` is a JSON merge patch. `If-Match` takes the `ETag` of the thing read. `Idempotency-Key` makes a request that is sent twice happen once; it is kept for 24 hours. Errors are RFC 9457 documents with a code and every problem that was found."
    ),
    components(schemas(ProblemDocument, ProblemDetail))
)]
struct Description;

/// All routes of the document.
pub(crate) fn documented() -> OpenApiRouter<Shared> {
    OpenApiRouter::with_openapi(Description::openapi())
        .merge(recommendation::routes())
        .merge(product_list::routes())
        .merge(product::routes())
        .merge(search::routes())
        .merge(graph::routes())
        .merge(document::routes::<RelationTypeDocument>())
        .merge(relation::routes())
        .merge(document::routes::<ChannelDocument>())
        .merge(document::routes::<PlacementDocument>())
        .merge(condition::routes())
        .merge(rule::routes())
        .merge(guideline::routes())
        .merge(test_suite::routes())
        .merge(document::routes::<ViewDocument>())
        .merge(document::routes::<SavedMappingDocument>())
        .merge(upload::routes())
        .merge(import::routes())
        .merge(bulk_edit::routes())
        .merge(export::routes())
        .merge(coverage::routes())
        .merge(quality::routes())
        .merge(audit::routes())
        .merge(job::routes())
        .merge(change::routes())
        .merge(sample::routes())
        .merge(status::routes())
        .merge(health::routes())
}

/// Pages for people, which no program needs described.
pub(crate) fn pages() -> Router<Shared> {
    documentation::pages().merge(web_app::pages())
}

pub(crate) use web_app::any_screen;

/// The OpenAPI 3.1 document, drawn from the same declarations as the router.
///
/// Every operation also says what an error looks like, and has an id of its own, made of method
/// and path: handlers of different nouns share their names.
pub fn openapi() -> serde_json::Value {
    let (_, mut document) = documented().split_for_parts();
    for (path, item) in &mut document.paths.paths {
        let operations = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                operation.operation_id = Some(operation_id(method, path));
                add_error(operation);
            }
        }
    }
    let mut tree = shapes::with_requests(&document);
    headers::describe(&mut tree);
    tree
}

/// `get_v1_products_sku_relations` for `GET /v1/products/{sku}/relations`.
fn operation_id(method: &str, path: &str) -> String {
    let words = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(method.to_string(), |id, word| id + "_" + word)
}

fn add_error(operation: &mut Operation) {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let response = ResponseBuilder::new()
        .description("What was wrong: a code, a text, and every problem that was found")
        .content("application/problem+json", content)
        .build();
    operation.responses.responses.entry("default".to_string()).or_insert(response.into());
}
