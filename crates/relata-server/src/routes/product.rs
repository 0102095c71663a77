use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use relata_api::{BulkLine, PageDocument, ProductDocument, RelationDocument, TargetDocument};
use relata_app::{App, Caller, Precondition, etag};
use relata_model::{Problem, ProblemCode, Product, Sku, TypeCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer::{self, WithWarnings};
use crate::bulk::{self, Line, Work};
use crate::incoming::{Condition, JsonObject};
use crate::key::Key;
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::routes::relation;
use crate::server::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(find, replace, patch, remove))
        .routes(routes!(relations))
        .routes(routes!(save_many))
}

/// Gives one product.
#[utoipa::path(
    get, path = "/v1/products/{sku}", tag = "products", params(("sku" = String, Path, description = "Its SKU")),
    responses((status = 200, body = ProductDocument, description = "The product"))
)]
async fn find(
    State(server): State<Shared>,
    Key(sku): Key<Sku>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let product = server.blocking(move |app| app.find_product(&sku)).await?;
    Ok(answer::single(&headers, etag(&product), &ProductDocument::from_product(&product)))
}

/// Makes or replaces a product; absent fields get their defaults.
#[utoipa::path(
    put, path = "/v1/products/{sku}", tag = "products", params(("sku" = String, Path, description = "Its SKU")),
    request_body = ProductDocument,
    responses(
        (status = 200, body = ProductDocument, description = "It was replaced"),
        (status = 201, body = ProductDocument, description = "It was made")
    )
)]
async fn replace(
    State(server): State<Shared>,
    Key(sku): Key<Sku>,
    Condition(condition): Condition,
    JsonObject(body): JsonObject,
) -> Result<Response, Refused> {
    save(server, sku, condition, move |sku, _| Ok((body, sku.clone()))).await
}

/// Changes a product: a JSON merge patch.
#[utoipa::path(
    patch, path = "/v1/products/{sku}", tag = "products", params(("sku" = String, Path, description = "Its SKU")),
    request_body(
        content((serde_json::Value = "application/merge-patch+json"), (serde_json::Value = "application/json")),
        description = "Fields to change; null clears one"
    ),
    responses((status = 200, body = ProductDocument, description = "It was changed"))
)]
async fn patch(
    State(server): State<Shared>,
    Key(sku): Key<Sku>,
    Condition(condition): Condition,
    JsonObject(patch): JsonObject,
) -> Result<Response, Refused> {
    save(server, sku, condition, move |sku, stored| {
        let missing = || Problem::error(ProblemCode::NotFound, format!("there is no product {sku}"));
        let stored = stored.ok_or_else(|| vec![missing()])?;
        let merged = patch
            .patched(&ProductDocument::from_product(stored))
            .map_err(relata_api::ParseFailure::into_problems)?;
        Ok((merged, sku.clone()))
    })
    .await
}

/// Stores what `body_of` makes of the stored product.
async fn save(
    server: Shared,
    sku: Sku,
    condition: Precondition,
    body_of: impl FnOnce(&Sku, Option<&Product>) -> Result<(relata_api::Body, Sku), Vec<Problem>> + Send + 'static,
) -> Result<Response, Refused> {
    let caller = server.caller();
    let key = sku.clone();
    let saved = server
        .blocking(move |app| {
            app.save_product(&caller, sku, condition, move |stored, currency| {
                let (body, sku) = body_of(&key, stored)?;
                ProductDocument::read(&body, Some(&sku), currency)
            })
        })
        .await?;
    let document = WithWarnings::of(ProductDocument::from_product(&saved.value), &saved.warnings);
    Ok(answer::saved(saved.created, &etag(&saved.value), saved.change(), &document))
}

/// Removes a product; its relations stay and wait for it.
#[utoipa::path(
    delete, path = "/v1/products/{sku}", tag = "products", params(("sku" = String, Path, description = "Its SKU")),
    responses((status = 204, description = "It is gone"))
)]
async fn remove(
    State(server): State<Shared>,
    Key(sku): Key<Sku>,
    Condition(condition): Condition,
) -> Result<Response, Refused> {
    let caller = server.caller();
    let revision = server.blocking(move |app| app.delete_product(&caller, &sku, condition)).await?;
    Ok(answer::removed(revision))
}

/// Lists the relations of a product in the order in which they are served, what rules make among them.
#[utoipa::path(
    get, path = "/v1/products/{sku}/relations", tag = "products",
    params(
        ("sku" = String, Path, description = "The source"),
        ("type" = Option<String>, Query, description = "Only this relation type"),
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "Where the page before ended"),
    ),
    responses((status = 200, body = PageDocument<RelationDocument>, description = "A page of relations"))
)]
async fn relations(
    State(server): State<Shared>,
    Key(sku): Key<Sku>,
    mut query: Parameters,
) -> Result<Response, Refused> {
    let type_code = query.one("type", TypeCode::parse);
    let page = query.page();
    query.finish()?;
    let (found, ends) = server
        .blocking(move |app| {
            let found = app.product_relations(&sku, type_code.as_ref(), page)?;
            let ends = app.relation_ends(&found.items)?;
            Ok((found, ends))
        })
        .await?;
    Ok(answer::page(found, |listed| {
        let target = ends.product(&listed.relation.target);
        let shown =
            target.map(|product| TargetDocument::of(product, ends.price(product), ends.in_stock(product)));
        relation::named(&listed, &ends).listed(shown, listed.mirrored)
    }))
}

/// Makes or replaces many products: a JSON document a line, an answer a line.
#[utoipa::path(
    post, path = "/v1/products:bulk", tag = "products",
    params(("dry_run" = Option<bool>, Query, description = "Only say what would happen")),
    request_body(content = String, content_type = "application/x-ndjson", description = "A product a line"),
    responses((status = 200, body = BulkLine, content_type = "application/x-ndjson", description = "What became of each line"))
)]
async fn save_many(
    State(server): State<Shared>,
    query: Parameters,
    request: Request,
) -> Result<Response, Refused> {
    // A family is stored in the order of the lines.
    let keys = |body: &relata_api::Body| {
        let named = ["sku", "parent"].into_iter().filter_map(|field| body.text(field));
        named.map(str::to_string).collect()
    };
    bulk::run(&server, query, request, Work { keys, identity: |_| None, line: save_line }).await
}

fn save_line(app: &App, caller: &Caller, body: relata_api::Body, dry_run: bool) -> Line {
    let sku = body.text("sku").and_then(|text| Sku::parse(text).ok());
    let line = Line::about_product(body.text("sku"));
    if dry_run {
        let product = app
            .shop_currency()
            .map_err(Refused::from)
            .and_then(|currency| ProductDocument::read(&body, None, currency).map_err(Refused::from));
        return line.checked(product.and_then(|product| app.check_product(&product).map_err(Refused::from)));
    }
    let Some(sku) = sku else {
        let problems =
            ProductDocument::read(&body, None, relata_model::Currency::EUR).err().unwrap_or_default();
        return line.refused(Refused::from(problems));
    };
    let saved = app.save_product(caller, sku, Precondition::NONE, move |_, currency| {
        ProductDocument::read(&body, None, currency)
    });
    match saved {
        Ok(saved) => line.saved(saved.created, saved.change(), &saved.warnings),
        Err(error) => line.refused(Refused::from(error)),
    }
}
