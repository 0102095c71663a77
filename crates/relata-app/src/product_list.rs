use std::collections::HashMap;

use relata_api::{
    CategoriesDocument, CategoryNode, FacetValue, FacetsDocument, NarrowingFilter, ProductDocument,
    ProductListDocument, ProductListItem, RelationSummaryDocument, TypeFacetValue,
};
use relata_engine::{Facets, Placed, RelationSummary, Selected, SortValue, TypeFacet};
use relata_model::{Problem, ProblemCode, Product, ProductOrder, ProductSelection, Sku};
use relata_store::product;
use serde::{Deserialize, Serialize};

use crate::page::{bad_cursor, cursor, decode_hex, etag};
use crate::{App, AppError, PageRequest};

/// Which products to list, and what to say of them.
#[derive(Debug, Clone, Default)]
pub struct ProductListRequest {
    /// Which.
    pub selection: ProductSelection,
    /// In which order.
    pub order: ProductOrder,
    /// Which part.
    pub page: PageRequest,
    /// Whether to say how many there are.
    pub count: bool,
    /// Whether to count the values of each condition.
    pub facets: bool,
    /// Whether each product comes with its relations in figures.
    pub relations: bool,
}

/// What a cursor holds: the list that it is of, and where its page ended.
#[derive(Serialize, Deserialize)]
struct Ended {
    list: String,
    sku: Sku,
    number: Option<i64>,
    text: Option<String>,
}

impl App {
    /// A page of products, as of all writes acknowledged before.
    ///
    /// Which products and in which order comes from the index; the products themselves come from
    /// the database, one statement for the page.
    pub fn list_products(&self, request: &ProductListRequest) -> Result<ProductListDocument, AppError> {
        let ProductListRequest { selection, order, page, count, facets, relations } = request;
        let list = name_of(selection, *order);
        let after = after(page, &list)?;
        let products = self.products(selection)?;
        let selected = products.view().selected(selection);
        let mut placed = selected.page(*order, after.as_ref(), page.size() + 1);
        let more = placed.len() > page.size();
        placed.truncate(page.size());
        let next = placed.last().filter(|_| more).map(|last| cursor_after(last, &list)).transpose()?;
        let skus: Vec<Sku> = placed.into_iter().map(|placed| placed.sku).collect();
        let mut summaries: HashMap<Sku, RelationSummaryDocument> = match relations {
            true => products.view().summaries(&skus).into_iter().map(summary).collect(),
            false => HashMap::new(),
        };
        let found = self.read(|tx| Ok(product::find_many(tx, &skus)?))?;
        let mut found: HashMap<Sku, Product> =
            found.into_iter().map(|product| (product.sku.clone(), product)).collect();
        // What was removed since the index was asked is left out.
        let items = skus.iter().filter_map(|sku| {
            let product = ProductDocument::from_product(&found.remove(sku)?);
            Some(ProductListItem { product, relations: summaries.remove(sku) })
        });
        let total = count.then(|| selected.total() as u64);
        Ok(ProductListDocument {
            items: items.collect(),
            next,
            total,
            facets: facets.then(|| facets_document(selected.facets())),
            narrowest: (total == Some(0)).then(|| narrowest(&selected)),
        })
    }

    /// All categories that products are in, and those above them.
    pub fn list_categories(&self) -> Result<CategoriesDocument, AppError> {
        let products = self.products_in(None)?;
        let node = |(path, products, covered): (&str, usize, usize)| CategoryNode {
            path: path.to_string(),
            products: products as u64,
            covered: covered as u64,
        };
        Ok(CategoriesDocument { items: products.view().categories().into_iter().map(node).collect() })
    }
}

/// A name that lists of other conditions or another order do not have.
fn name_of(selection: &ProductSelection, order: ProductOrder) -> String {
    let selection = relata_api::ProductSelectionDocument::from_selection(selection);
    etag(&(selection, order.key.as_str(), order.descending))
}

fn cursor_after(last: &Placed, list: &str) -> Result<String, AppError> {
    let (number, text) = match last.value.clone() {
        None => (None, None),
        Some(SortValue::Number(number)) => (Some(number), None),
        Some(SortValue::Text(text)) => (None, Some(text)),
    };
    let ended = Ended { list: list.to_string(), sku: last.sku.clone(), number, text };
    Ok(cursor('l', &serde_json::to_string(&ended)?))
}

/// Where the page before ended. A cursor of a list with other conditions would skip products.
fn after(page: &PageRequest, list: &str) -> Result<Option<Placed>, AppError> {
    let Some(cursor) = &page.cursor else { return Ok(None) };
    let text = decode_hex(cursor).and_then(|text| text.strip_prefix('l').map(str::to_string));
    let ended: Option<Ended> = text.and_then(|text| serde_json::from_str(&text).ok());
    let Ended { list: of, sku, number, text } = ended.ok_or_else(|| bad_cursor(cursor))?;
    if of != list {
        let message = "the cursor is of a list with other conditions or another order";
        let hint = "ask for the first page without a cursor; each next page repeats the conditions and sort of the first";
        return Err(AppError::invalid(vec![
            Problem::error(ProblemCode::InvalidValue, message).at("/cursor").hint(hint),
        ]));
    }
    Ok(Some(Placed { sku, value: number.map(SortValue::Number).or(text.map(SortValue::Text)) }))
}

fn narrowest(selected: &Selected<'_>) -> Vec<NarrowingFilter> {
    let filter =
        |(filter, total): (&str, usize)| NarrowingFilter { filter: filter.to_string(), total: total as u64 };
    selected.narrowest().into_iter().map(filter).collect()
}

fn summary((sku, summary): (Sku, RelationSummary<'_>)) -> (Sku, RelationSummaryDocument) {
    let RelationSummary { shown, stored, incoming, origins, issues } = summary;
    let document = RelationSummaryDocument {
        shown: shown.into_iter().map(|(code, count)| (code.to_string(), count as u64)).collect(),
        stored: stored.into_iter().map(|(code, count)| (code.to_string(), count as u64)).collect(),
        incoming: incoming as u64,
        origins: origins.into_iter().map(|(kind, count)| (kind.to_string(), count as u64)).collect(),
        issues: issues.into_iter().map(|state| state.as_str().to_string()).collect(),
    };
    (sku, document)
}

fn facets_document(facets: Facets<'_>) -> FacetsDocument {
    let Facets { category, brand, status, stock, state, types } = facets;
    let values = |counts: Vec<(&str, usize)>| {
        let value =
            |(value, count): (&str, usize)| FacetValue { value: value.to_string(), count: count as u64 };
        counts.into_iter().map(value).collect()
    };
    let of_type = |TypeFacet { code, with, without }: TypeFacet<'_>| TypeFacetValue {
        value: code.to_string(),
        with: with as u64,
        without: without as u64,
    };
    FacetsDocument {
        category: values(category),
        brand: values(brand),
        status: values(status),
        stock: values(stock),
        state: values(state),
        types: types.into_iter().map(of_type).collect(),
    }
}
