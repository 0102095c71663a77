use serde::Serialize;
use utoipa::ToSchema;

use crate::ProblemDetail;

/// What became of one line of a bulk request.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(example = json!({"line": 1, "status": 201, "sku": "RS-100", "revision": 1236, "problems": []}))]
pub struct BulkLine {
    /// The line of the request, from 1.
    pub line: u64,
    /// The status that the same thing alone would have had.
    pub status: u16,
    /// The product, where the line names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// The relation type, channel or placement, where the line names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The relation, once it is stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The revision of the write; null in a dry run, for a refused line and where nothing changed.
    pub revision: Option<i64>,
    /// What is wrong, or in warnings what to know.
    pub problems: Vec<ProblemDetail>,
}
