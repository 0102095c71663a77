use serde::Serialize;
use utoipa::ToSchema;

/// What a product looks like to somebody who picks one.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = ProductCard)]
pub struct ProductCardDocument {
    /// Its SKU.
    pub sku: String,
    /// Its name in the shop's own language; null if no product has the SKU.
    pub name: Option<String>,
    /// Its brand, else its parent's.
    pub brand: Option<String>,
    /// Its main category, else its parent's.
    pub category: Option<String>,
    /// Its price in the channel, in the major unit.
    pub price: Option<String>,
    /// The currency of the price.
    pub currency: Option<String>,
    /// Its picture.
    pub image_url: Option<String>,
    /// `active`, `inactive` or `discontinued`; null if no product has the SKU.
    pub status: Option<String>,
    /// Whether it can be bought in the channel as far as stock goes.
    pub in_stock: bool,
    /// The parent of a variant.
    pub parent: Option<String>,
}

/// Products that a text finds.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = SearchResult)]
pub struct SearchDocument {
    /// The best matches, the best first.
    pub items: Vec<ProductCardDocument>,
    /// How many products match.
    pub total: u64,
}

/// Products that may be related to another one.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Candidates)]
pub struct CandidatesDocument {
    /// The best first.
    pub items: Vec<CandidateDocument>,
}

/// A product that may be related to another one, and why.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Candidate)]
pub struct CandidateDocument {
    /// The product.
    #[serde(flatten)]
    pub card: ProductCardDocument,
    /// Why it is proposed.
    pub evidence: EvidenceDocument,
    /// The same in words.
    pub text: String,
}

/// Why a product is proposed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
#[schema(as = Evidence, example = json!({
    "kind": "siblings", "count": 7, "of": 12, "category": "Bikes/Road Bikes", "type": null, "percent": null, "since": null
}))]
pub struct EvidenceDocument {
    /// `siblings`: products of the same main category have it; `reverse`: it has this product in its own
    /// list; `other_type`: it is linked already under another type; `same_category`: dearer, about the
    /// same price or newer, as the type asks; `search`: only the text speaks for it.
    pub kind: String,
    /// How many products have it, or under how many other types it is linked.
    pub count: Option<u64>,
    /// Out of how many products.
    pub of: Option<u64>,
    /// The category.
    pub category: Option<String>,
    /// The other relation type, the weightiest of several.
    #[serde(rename = "type")]
    pub type_code: Option<String>,
    /// By how many per cent it is dearer; negative is cheaper.
    pub percent: Option<i64>,
    /// When it came into the shop.
    pub since: Option<String>,
}
