use serde::{Deserialize, Serialize};

use crate::limits::{REPORT_DIFFERENCES_MAX, REPORT_PROBLEMS_MAX};
use crate::{Invalid, Problem, ProblemCode, Severity};

/// The name of a file format, such as `relata` or `magento`.
pub type ProfileName = &'static str;

/// What an import does with what is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportMode {
    /// Adds and updates, removes nothing.
    Merge,
    /// Makes the file the truth for each source and type that it mentions, within its own origin.
    Replace,
    /// Removes what it lists.
    Delete,
}

impl ImportMode {
    /// Takes `merge`, `replace` or `delete`.
    pub fn parse(text: &str) -> Result<ImportMode, Invalid> {
        match text {
            "merge" => Ok(ImportMode::Merge),
            "replace" => Ok(ImportMode::Replace),
            "delete" => Ok(ImportMode::Delete),
            _ => Err(Invalid::new(format!("{text:?} is not a mode"), "write merge, replace or delete")),
        }
    }

    /// The mode as text.
    pub fn as_str(self) -> &'static str {
        match self {
            ImportMode::Merge => "merge",
            ImportMode::Replace => "replace",
            ImportMode::Delete => "delete",
        }
    }
}

/// How many products, relations or order lines ended how.
///
/// `rows` is the sum of the others, `removed` taken in only in delete mode.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
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
}

/// What an import did, or in a dry run would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportReport {
    /// The file, as the caller named it.
    pub file: String,
    /// The format in which it was read.
    pub profile: String,
    /// What it held: `products`, `relations`, `orders`, or several joined by `+`.
    pub content: String,
    /// The mode asked for.
    pub mode: ImportMode,
    /// Whether nothing was written.
    pub dry_run: bool,
    /// How much of it ended how.
    #[serde(flatten)]
    pub counts: ImportCounts,
    /// What to know, though all was taken.
    pub warnings: Vec<Problem>,
    /// Why rows were rejected; the first thousand.
    pub problems: Vec<Problem>,
    /// In a dry run: what would change, row by row; the first thousand.
    pub differences: Vec<Difference>,
    /// All warnings and problems, those of one code and column together; errors first, then by falling
    /// count.
    #[serde(default)]
    pub groups: Vec<ProblemGroup>,
    /// The number of the import; `None` in a dry run.
    #[serde(default)]
    pub id: Option<String>,
    /// The revision at which it became visible; `None` in a dry run.
    #[serde(default)]
    pub revision: Option<i64>,
}

/// Findings of a whole file that are alike, however many they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProblemGroup {
    /// The kind of problem that they share.
    pub code: ProblemCode,
    /// Whether their rows were rejected.
    pub severity: Severity,
    /// The column of the file that they share.
    pub column: Option<String>,
    /// How many they are.
    pub count: u64,
    /// What is wrong, in words; where the words differ, what the code means.
    pub message: String,
    /// The way out that the first of them names.
    pub hint: Option<String>,
    /// Their lines as first and last of each range, ascending; the first hundred ranges.
    pub rows: Vec<(u64, u64)>,
}

/// What an import would do to one thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The line of the file.
    pub row: u64,
    /// The product or relation, in words.
    pub subject: String,
    /// `create`, `update`, `move`, `remove` or `pending`.
    pub action: String,
    /// Changed fields before.
    pub before: Option<serde_json::Value>,
    /// Changed fields after.
    pub after: Option<serde_json::Value>,
}

impl ImportReport {
    /// An empty report.
    pub fn new(file: &str, profile: &str, content: &str, mode: ImportMode, dry_run: bool) -> ImportReport {
        ImportReport {
            file: file.to_string(),
            profile: profile.to_string(),
            content: content.to_string(),
            mode,
            dry_run,
            counts: ImportCounts::default(),
            warnings: Vec::new(),
            problems: Vec::new(),
            differences: Vec::new(),
            groups: Vec::new(),
            id: None,
            revision: None,
        }
    }

    /// Adds a problem, while there is room in the report.
    pub fn push_problem(&mut self, problem: Problem) {
        if self.problems.len() < REPORT_PROBLEMS_MAX {
            self.problems.push(problem);
        }
    }

    /// Adds a warning, while there is room in the report.
    pub fn push_warning(&mut self, problem: Problem) {
        if self.warnings.len() < REPORT_PROBLEMS_MAX {
            self.warnings.push(problem);
        }
    }

    /// Adds a difference, while there is room in the report.
    pub fn push_difference(&mut self, difference: Difference) {
        if self.differences.len() < REPORT_DIFFERENCES_MAX {
            self.differences.push(difference);
        }
    }
}
