use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether the database is sound and the index is what a rebuild would give.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Doctor)]
pub struct DoctorDocument {
    /// Whether no finding is an error.
    pub sound: bool,
    /// What was looked at and how it is.
    pub findings: Vec<Finding>,
    /// Versions by name: of the program, the database, the schema.
    pub versions: BTreeMap<String, String>,
    /// How many there are of each kind of thing.
    pub counts: BTreeMap<String, u64>,
    /// Whether an index compiled anew equals the one that grew by changes; null when it was not tried.
    pub index_equals_rebuild: Option<bool>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Finding {
    /// What was looked at, kebab-case.
    pub check: String,
    /// `ok`, `warning` or `error`.
    pub severity: String,
    /// What was found.
    pub message: String,
    /// The way out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hint: Option<String>,
}

impl DoctorDocument {
    /// Adds a finding; an error makes the whole unsound.
    pub fn push(&mut self, finding: Finding) {
        self.sound &= finding.severity != "error";
        self.findings.push(finding);
    }
}
