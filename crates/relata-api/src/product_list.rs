use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::ProductDocument;

/// A page of products, with what was asked about the whole list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = ProductList)]
pub struct ProductListDocument {
    /// The products, in the order of the list.
    pub items: Vec<ProductListItem>,
    /// The cursor of the next page; null on the last one. It goes with these conditions and this order.
    pub next: Option<String>,
    /// How many products there are on all pages; with `count=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub total: Option<u64>,
    /// How many there are of each value; with `facets=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub facets: Option<FacetsDocument>,
    /// When nothing was found: how many there would be without one of the conditions, the most first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub narrowest: Option<Vec<NarrowingFilter>>,
}

/// A product in a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProductListItem {
    /// The product.
    #[serde(flatten)]
    pub product: ProductDocument,
    /// Its relations in figures; with `include=relations`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub relations: Option<RelationSummaryDocument>,
}

/// The relations of a product in figures.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = RelationSummary, example = json!({
    "shown": {"cross_sell": 4, "accessory": 0}, "stored": {"cross_sell": 5}, "incoming": 7,
    "origins": {"manual": 3, "import": 2}, "issues": ["points_out"]
}))]
pub struct RelationSummaryDocument {
    /// How many products it can show in the channel, of every relation type.
    pub shown: BTreeMap<String, u64>,
    /// How many relations are stored for it, of the types that occur.
    pub stored: BTreeMap<String, u64>,
    /// How many stored relations point to it.
    pub incoming: u64,
    /// Its stored relations by the kind of their origin.
    pub origins: BTreeMap<String, u64>,
    /// What there is to mend: `uncovered`, `points_out`, `pending`, `expired`.
    pub issues: Vec<String>,
}

/// How many products there are of each value of a condition, all other conditions met.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Facets)]
pub struct FacetsDocument {
    /// By category, what lies below included; the first fifty.
    pub category: Vec<FacetValue>,
    /// By brand; the first fifty.
    pub brand: Vec<FacetValue>,
    /// By status.
    pub status: Vec<FacetValue>,
    /// By stock in the channel.
    pub stock: Vec<FacetValue>,
    /// By state of relations.
    pub state: Vec<FacetValue>,
    /// By relation type.
    #[serde(rename = "type")]
    pub types: Vec<TypeFacetValue>,
}

/// How many products have a value.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FacetValue {
    /// The value, as the condition takes it.
    pub value: String,
    /// How many.
    pub count: u64,
}

/// How many products can show something of a type, and how many cannot.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TypeFacetValue {
    /// The relation type.
    pub value: String,
    /// Those that can.
    pub with: u64,
    /// Those that cannot.
    pub without: u64,
}

/// How many products would be found without a condition.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NarrowingFilter {
    /// The condition, by the name of its parameter.
    pub filter: String,
    /// How many there would be.
    pub total: u64,
}

/// All categories that products are in, and those above them.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Categories, example = json!({"items": [{"path": "Clothing/Socks", "products": 12, "covered": 9}]}))]
pub struct CategoriesDocument {
    /// By path.
    pub items: Vec<CategoryNode>,
}

/// A category.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CategoryNode {
    /// Its path.
    pub path: String,
    /// Active parents and products that stand alone, in it or below.
    pub products: u64,
    /// Those of them that can show something in the channel `web`.
    pub covered: u64,
}
