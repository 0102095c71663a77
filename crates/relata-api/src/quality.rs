use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ProblemDetail;

/// What is wrong with the stored relations, with proposed repairs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Quality, example = json!({
    "problems": [{"code": "stale-relation", "severity": "warning", "subject": "A",
                  "message": "the window of A upsell B ended at 2026-01-01T00:00:00Z", "hint": "remove relation 12",
                  "relation": "12", "source": "A", "type": "upsell", "target": "B",
                  "names": {"A": "Running shoe", "B": "Racing shoe"},
                  "repair": {"method": "DELETE", "path": "/v1/relations/12", "body": null}}],
    "counts": {"stale-relation": 1}, "broken": [], "truncated": false, "next": null, "revision": 1234, "refreshing": false
}))]
pub struct QualityDocument {
    /// The problems found, up to a named number.
    pub problems: Vec<QualityFinding>,
    /// How many there are of each code in the whole shop, all counted.
    pub counts: BTreeMap<String, u64>,
    /// Active rules and guidelines that cannot be read or ask for attributes that no product has; on the
    /// first page, and where no product and no code is asked for.
    #[serde(default)]
    pub broken: Vec<BrokenDocument>,
    /// Whether there are more than listed.
    pub truncated: bool,
    /// The cursor of the next page; null on the last one.
    #[serde(default)]
    pub next: Option<String>,
    /// The revision whose relations were looked at.
    #[serde(default)]
    pub revision: i64,
    /// Whether there are later writes that are being looked at now. `GET /v1/changes` says when that
    /// is done, with an event `quality`.
    #[serde(default)]
    pub refreshing: bool,
}

/// A problem with what it is about and what would mend it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct QualityFinding {
    /// What is wrong.
    #[serde(flatten)]
    pub problem: ProblemDetail,
    /// The number of the relation that it is about, if it is about one.
    pub relation: Option<String>,
    /// The product that it is about, or the source of the relation.
    pub source: String,
    /// The relation type, if it is about relations.
    #[serde(rename = "type")]
    pub type_code: Option<String>,
    /// The target of the relation.
    pub target: Option<String>,
    /// The names of all products named here, by SKU; one without a name does not exist.
    pub names: BTreeMap<String, String>,
    /// What would mend it; null where somebody has to decide.
    pub repair: Option<RepairDocument>,
}

/// A rule or guideline that does nothing, though it is active.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Broken)]
pub struct BrokenDocument {
    /// `rule` or `guideline`.
    pub noun: String,
    /// Its code.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// What is wrong with it, each with its place in the document.
    pub problems: Vec<ProblemDetail>,
    /// What stops it from being taken for one that works; who knows better mends its conditions.
    pub repair: RepairDocument,
}

/// A request that mends a finding when it is sent as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Repair)]
pub struct RepairDocument {
    /// `DELETE` or `PATCH`.
    pub method: String,
    /// Its path.
    pub path: String,
    /// Its body, as JSON; null where there is none.
    #[schema(value_type = Option<Object>)]
    pub body: Option<serde_json::Value>,
}
