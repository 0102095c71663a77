use serde::Serialize;
use utoipa::ToSchema;

use crate::ProductCardDocument;

/// The products around some products, and the relations between all of them.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Graph)]
pub struct GraphDocument {
    /// The revision of the facts in it.
    pub revision: i64,
    /// The nearest first; within a depth by their place in the lists that lead to them, then by SKU.
    pub nodes: Vec<GraphNode>,
    /// All stored relations of the types among the nodes.
    pub edges: Vec<GraphEdge>,
    /// Products that the limit cut, by main category, the most first.
    pub left_out: Vec<LeftOut>,
    /// Whether a limit cut products or relations.
    pub truncated: bool,
    /// Products asked about that no product is.
    pub unknown_products: Vec<String>,
}

/// A product in a graph.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GraphNode {
    /// What it looks like.
    #[serde(flatten)]
    pub card: ProductCardDocument,
    /// Whether a product has the SKU; relations may wait for one.
    pub known: bool,
    /// Steps from the products asked about.
    pub depth: u32,
    /// Stored relations of the types that leave it, in the whole shop.
    pub out: u64,
    /// Those that point to it.
    #[serde(rename = "in")]
    pub incoming: u64,
}

/// A stored relation in a graph.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GraphEdge {
    /// The number under which it is stored, as text.
    pub id: String,
    /// From which product.
    pub source: String,
    /// Under which relation type.
    #[serde(rename = "type")]
    pub type_code: String,
    /// To which product.
    pub target: String,
    /// Its place in the list of source and type.
    pub position: u32,
    /// Its own factor in the score.
    pub weight: f64,
    /// Who made it.
    pub origin: String,
    /// Whether it is shown: `active`, `scheduled`, `pending`, `expired`, `excluded`, `shadowed`.
    pub status: String,
}

/// Products of a category that a limit cut.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LeftOut {
    /// The main category; null for products without one.
    pub category: Option<String>,
    /// How many.
    pub products: u64,
}

/// A shortest way between two products.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = GraphPath)]
pub struct GraphPathDocument {
    /// The SKUs along it, both ends included; null if there is none.
    pub path: Option<Vec<String>>,
    /// All stored relations along it, step by step.
    pub edges: Vec<GraphEdge>,
    /// Products that were found on the way.
    pub searched: u64,
    /// Whether the search met its bound, so that there may be a way all the same.
    pub gave_up: bool,
}

/// The circles of a shop.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = GraphCycles)]
pub struct GraphCyclesDocument {
    /// One for each group of products that all reach each other: what is not allowed first, then by
    /// type, the largest groups first.
    pub items: Vec<GraphCycle>,
    /// How many groups there are.
    pub total: u64,
}

/// A group of products that all reach each other under a type, with a shortest circle among them.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(example = json!({
    "type": "accessory", "law": "warn", "allowed": true, "products": 12, "path": ["A", "B", "A"],
    "names": ["Bag", "Strap", "Bag"]
}))]
pub struct GraphCycle {
    /// The relation type.
    #[serde(rename = "type")]
    pub type_code: String,
    /// Its law: `strict`, `order`, `warn` or `free`.
    pub law: String,
    /// Whether the law allows it.
    pub allowed: bool,
    /// Products in the group: parents, and products that stand alone.
    pub products: u64,
    /// The SKUs along the circle, the first repeated at the end.
    pub path: Vec<String>,
    /// Their names; null where no product has the SKU.
    pub names: Vec<Option<String>>,
}
