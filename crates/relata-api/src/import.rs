use relata_model::{Difference, ImportCounts, ImportReport};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ProblemDetail;

/// An import: who started it, where it stands, and beside that all fields of its report.
///
/// While it runs the counts are 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Import)]
pub struct ImportDocument {
    /// Its number, as text.
    pub id: String,
    /// The name of the source that owns what it made.
    pub source: String,
    /// Who started it.
    pub actor: String,
    /// Where it stands, such as `running`, `done`, `failed`, `reverted`.
    pub state: String,
    /// When it began.
    pub started_at: String,
    /// When it ended.
    pub finished_at: Option<String>,
    /// Why it failed.
    pub reason: Option<String>,
    /// What it did.
    #[serde(flatten)]
    pub report: ImportReportDocument,
}

/// What an import did, or in a dry run would do.
///
/// `rows` is `created + updated + unchanged + moved + pending + rejected`, in delete mode also
/// `+ removed`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportReport, example = json!({
    "file": "links.csv", "profile": "relata", "content": "relations", "mode": "merge", "dry_run": false,
    "rows": 1567, "created": 1542, "updated": 0, "unchanged": 0, "moved": 0, "removed": 0, "pending": 25,
    "rejected": 0, "warnings": [], "problems": [], "differences": []
}))]
pub struct ImportReportDocument {
    /// The file, as the caller named it.
    pub file: String,
    /// The format in which it was read.
    pub profile: String,
    /// What it held: `products`, `relations`, `orders`, or several joined by `+`.
    pub content: String,
    /// `merge`, `replace` or `delete`.
    pub mode: String,
    /// Whether nothing was written.
    pub dry_run: bool,
    /// Things that the file held.
    pub rows: u64,
    /// Made.
    pub created: u64,
    /// Changed.
    pub updated: u64,
    /// The same already.
    pub unchanged: u64,
    /// Changed in nothing but its place.
    pub moved: u64,
    /// Taken away.
    pub removed: u64,
    /// Waiting for a product.
    pub pending: u64,
    /// Not taken.
    pub rejected: u64,
    /// What to know, though all was taken.
    pub warnings: Vec<ProblemDetail>,
    /// Why rows were rejected; the first thousand.
    pub problems: Vec<ProblemDetail>,
    /// In a dry run: what would change; the first thousand.
    #[schema(value_type = Vec<Object>)]
    pub differences: Vec<Difference>,
}

impl ImportReportDocument {
    /// The report as it is answered.
    pub fn from_report(report: ImportReport) -> ImportReportDocument {
        let ImportReport { file, profile, content, mode, dry_run, counts, warnings, problems, differences } =
            report;
        let ImportCounts { rows, created, updated, unchanged, moved, removed, pending, rejected } = counts;
        ImportReportDocument {
            file,
            profile,
            content,
            mode: mode.as_str().to_string(),
            dry_run,
            rows,
            created,
            updated,
            unchanged,
            moved,
            removed,
            pending,
            rejected,
            warnings: warnings.iter().map(ProblemDetail::from).collect(),
            problems: problems.iter().map(ProblemDetail::from).collect(),
            differences,
        }
    }
}
