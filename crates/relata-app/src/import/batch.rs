use relata_model::{Difference, ImportCounts, Problem};
use relata_store::import::ImageRow;
use serde::{Deserialize, Serialize};

use crate::AppError;
use crate::import::findings::Findings;

/// A part of a line that was not taken.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Reject {
    pub(crate) row: u64,
    pub(crate) column: Option<String>,
    pub(crate) problem: Problem,
}

impl Reject {
    /// A problem of a line becomes the reason of its rejection.
    pub(crate) fn new(row: u64, column: Option<&str>, problem: Problem) -> Reject {
        let problem = Problem { pointer: None, ..problem }.in_row(row, column);
        Reject { row, column: column.map(str::to_string), problem }
    }
}

/// What became of one batch of rows.
#[derive(Debug, Default)]
pub(crate) struct Applied {
    pub(crate) counts: ImportCounts,
    pub(crate) warnings: Vec<Problem>,
    /// How many things were rejected; one can have several reasons.
    pub(crate) rejected: u64,
    pub(crate) rejects: Vec<Reject>,
    pub(crate) differences: Vec<Difference>,
    /// Before-images of what was written.
    pub(crate) images: Vec<ImageRow>,
}

impl Applied {
    pub(crate) fn reject(&mut self, reject: Reject) {
        self.rejected += 1;
        self.rejects.push(reject);
    }

    /// Rejects one thing for several reasons.
    pub(crate) fn reject_all(&mut self, reasons: impl IntoIterator<Item = Reject>) {
        self.rejected += 1;
        self.rejects.extend(reasons);
    }

    pub(crate) fn warn(&mut self, warning: Problem) {
        self.warnings.push(Problem { severity: relata_model::Severity::Warning, ..warning });
    }

    pub(crate) fn differ(&mut self, difference: Difference) {
        self.differences.push(difference);
    }
}

/// Adds what became of a batch to the report.
pub(crate) fn add_up(findings: &mut Findings, applied: &mut Applied) -> Result<(), AppError> {
    let report = &mut findings.report;
    let ImportCounts { rows: _, created, updated, unchanged, moved, removed, pending, rejected: _ } =
        applied.counts;
    report.counts.created += created;
    report.counts.updated += updated;
    report.counts.unchanged += unchanged;
    report.counts.moved += moved;
    report.counts.removed += removed;
    report.counts.pending += pending;
    applied.differences.drain(..).for_each(|difference| report.push_difference(difference));
    for warning in applied.warnings.drain(..) {
        findings.warn(findings.named(warning))?;
    }
    Ok(())
}
