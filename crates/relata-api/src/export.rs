use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What can be exported and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Export, example = json!({"items": [{"part": "products.csv", "url": "/v1/exports/products.csv", "media_type": "text/csv; charset=utf-8", "rows": 295}], "next": null}))]
pub struct ExportDocument {
    /// The files. Those in CSV and JSON with our own names together move a whole shop.
    pub items: Vec<ExportedPart>,
    /// Always null: there is one page.
    pub next: Option<String>,
}

/// One file of an export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExportedPart {
    /// Its name.
    pub part: String,
    /// Where to fetch it.
    pub url: String,
    /// What it is.
    pub media_type: String,
    /// How many products, relations or documents it holds now, without its header; null where that
    /// is not known before it is written.
    pub rows: Option<u64>,
}
