use std::process::ExitCode;

use relata_app::{AppError, Refusal};
use relata_model::ImportReport;
use relata_store::StoreError;

/// How a command ended; the numbers are part of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All was done.
    Done,
    /// Something failed.
    Failed,
    /// The input has problems and nothing was written.
    Problems,
    /// What is there already stands against it.
    Conflict,
    /// Some rows were rejected, some written.
    Partly,
}

impl Exit {
    /// The number that the shell sees. 2, wrong usage, is given by the argument parser.
    pub(crate) fn number(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Problems => 3,
            Exit::Conflict => 4,
            Exit::Partly => 5,
        }
    }

    /// How a command ended that failed.
    pub(crate) fn of_error(error: &anyhow::Error) -> Exit {
        match error.downcast_ref::<AppError>() {
            Some(AppError::Refused { refusal, .. }) => Exit::of_refusal(*refusal),
            Some(AppError::Store(StoreError::RestoreOccupied { .. } | StoreError::BackupExists { .. })) => {
                Exit::Conflict
            }
            _ => Exit::Failed,
        }
    }

    fn of_refusal(refusal: Refusal) -> Exit {
        match refusal {
            Refusal::Invalid | Refusal::BadRequest | Refusal::TooLarge => Exit::Problems,
            Refusal::Duplicate | Refusal::InUse | Refusal::Stale => Exit::Conflict,
            Refusal::NotFound => Exit::Failed,
        }
    }

    /// How an import ended, over all its files.
    pub(crate) fn of_reports(reports: &[ImportReport]) -> Exit {
        let rejected: u64 = reports.iter().map(|report| report.counts.rejected).sum();
        let written: u64 = reports.iter().map(written).sum();
        match (rejected, written) {
            (0, _) => Exit::Done,
            (_, 0) => Exit::Problems,
            _ => Exit::Partly,
        }
    }
}

/// Rows of a report that changed the database; none in a dry run.
fn written(report: &ImportReport) -> u64 {
    let counts = report.counts;
    let changed = counts.created + counts.updated + counts.moved + counts.removed + counts.pending;
    if report.dry_run { 0 } else { changed }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.number())
    }
}

#[cfg(test)]
mod tests {
    use relata_model::{ImportCounts, ImportMode};

    use super::*;

    fn exit(dry_run: bool, counts: ImportCounts) -> u8 {
        let mut report = ImportReport::new("a.csv", "relata", "products", ImportMode::Merge, dry_run);
        report.counts = counts;
        Exit::of_reports(&[report]).number()
    }

    #[test]
    fn an_import_ends_by_what_was_rejected_and_written() {
        let some = ImportCounts { rows: 3, created: 2, rejected: 1, ..Default::default() };
        let none = ImportCounts { rows: 1, rejected: 1, ..Default::default() };
        let all = ImportCounts { rows: 2, created: 2, ..Default::default() };
        assert_eq!([exit(false, some), exit(false, none), exit(false, all)], [5, 3, 0]);
        assert_eq!([exit(true, some), exit(true, none), exit(true, all)], [3, 3, 0]);
    }
}
