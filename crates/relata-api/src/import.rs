use relata_model::{Difference, ImportCounts, ImportReport, ProblemGroup, Severity};
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
    /// Whether its rejected rows are kept and can be fetched.
    pub has_rejects: bool,
    /// The uploads that it was made from, while they are known.
    #[serde(default)]
    pub uploads: Vec<String>,
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
    "rejected": 0, "warnings": [], "problems": [], "differences": [], "groups": []
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
    /// All warnings and problems of the file, those of one code and column together; errors first.
    #[serde(default)]
    pub groups: Vec<ProblemGroupDocument>,
}

/// Findings of a whole file that are alike, however many they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ProblemGroup, example = json!({
    "code": "invalid-value", "severity": "error", "column": "Preis", "count": 4,
    "message": "\"12,90\" is not a number", "hint": "write a point before the decimals", "rows": [[17, 19], [23, 23]]
}))]
pub struct ProblemGroupDocument {
    /// The code that they share.
    pub code: String,
    /// `error` where rows were rejected, else `warning`.
    pub severity: String,
    /// The column of the file that they share.
    pub column: Option<String>,
    /// How many they are.
    pub count: u64,
    /// What is wrong; where the words differ, what the code means.
    pub message: String,
    /// The way out.
    pub hint: Option<String>,
    /// Their lines as first and last of each range, ascending; the first hundred ranges.
    pub rows: Vec<[u64; 2]>,
}

/// What an import request did: the import's number and revision beside its report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportResult)]
pub struct ImportResultDocument {
    /// The number of the import, as text; null when nothing was written.
    pub id: Option<String>,
    /// The revision at which it became visible; null when nothing was written.
    pub revision: Option<i64>,
    /// What it did.
    #[serde(flatten)]
    pub report: ImportReportDocument,
}

impl ImportResultDocument {
    /// The report with its number and revision, as they are answered.
    pub fn from_report(report: ImportReport) -> ImportResultDocument {
        let (id, revision) = (report.id.clone(), report.revision);
        ImportResultDocument { id, revision, report: ImportReportDocument::from_report(report) }
    }
}

impl From<ProblemGroup> for ProblemGroupDocument {
    fn from(group: ProblemGroup) -> ProblemGroupDocument {
        let ProblemGroup { code, severity, column, count, message, hint, rows } = group;
        let severity = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        ProblemGroupDocument {
            code: code.as_str().to_string(),
            severity: severity.to_string(),
            column,
            count,
            message,
            hint,
            rows: rows.into_iter().map(|(first, last)| [first, last]).collect(),
        }
    }
}

impl ImportReportDocument {
    /// The report as it is answered.
    pub fn from_report(report: ImportReport) -> ImportReportDocument {
        let ImportReport {
            file,
            profile,
            content,
            mode,
            dry_run,
            counts,
            warnings,
            problems,
            differences,
            groups,
            id: _,
            revision: _,
        } = report;
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
            groups: groups.into_iter().map(ProblemGroupDocument::from).collect(),
        }
    }
}
