//! Files in: read once, sorted, applied list by list in short transactions, undone as one.
//!
//! ```text
//! file -> records -> sorter (by SKU, list or order) -> batches of ~2,000 rows, one transaction each
//!            |                                             |
//!            +-- rejected parts --------> sorter by line --+--> rejects file, read from the file again
//! ```
//!
//! Each batch writes its rows and the before-images of what it changed; answers show nothing of it
//! until the import is finished, which is one change. An import that was cut off is undone from
//! the before-images when the database is next opened.

mod batch;
mod findings;
mod folder;
mod law_graphs;
mod list_facts;
mod list_plan;
mod list_writes;
mod moved;
mod orders;
mod planned;
mod product_family;
mod products;
mod record;
mod rejected_rows;
mod relations;
mod revert;
mod rule_circles;
mod rules;
mod session;
mod sorter;
mod staging;

use std::path::{Path, PathBuf};

use relata_exchange::Reading;
use relata_model::{ImportMode, ImportReport};

use crate::{App, AppError, Caller};

pub use record::{ImportRecord, ImportState};

/// How files are imported.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// The format; recognised when left out.
    pub profile: Option<String>,
    /// What to do with what is there already.
    pub mode: ImportMode,
    /// Whether to write nothing.
    pub dry_run: bool,
    /// The name of the source that owns the relations; the format's name when left out.
    pub source: Option<String>,
    /// Where rejected rows go.
    pub rejects: RejectsTo,
}

impl ImportOptions {
    /// Whether every file can be read and is in a known format, asked without a database.
    ///
    /// # Errors
    /// What speaks against the first file that cannot be imported at all.
    pub fn check_files(&self, files: &[ImportFile]) -> Result<(), AppError> {
        folder::expand(files, self).map(drop)
    }
}

impl Default for ImportOptions {
    fn default() -> Self {
        ImportOptions {
            profile: None,
            mode: ImportMode::Merge,
            dry_run: false,
            source: None,
            rejects: RejectsTo::Discard,
        }
    }
}

/// Where rejected rows go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RejectsTo {
    /// Into this file; with several files that have rejects, a number is put before the ending.
    File(PathBuf),
    /// Into `FILE.rejects.csv` in the working directory.
    WorkingDirectory,
    /// Nowhere; the report names the first thousand.
    Discard,
}

/// A file to import.
#[derive(Debug, Clone)]
pub struct ImportFile {
    /// Where it is.
    pub path: PathBuf,
    /// What the report calls it.
    pub name: String,
    /// How it is read: its mapping and its mended rows.
    pub reading: Reading,
    /// The upload that it is.
    pub upload: Option<String>,
    /// Whether a person does it just now, so that its places count in lists that a person arranged.
    pub by_hand: bool,
}

impl ImportFile {
    /// A file under its own name.
    pub fn new(path: impl Into<PathBuf>) -> ImportFile {
        let path = path.into();
        let name = path.display().to_string();
        ImportFile::named(path, name)
    }

    /// A file under another name.
    pub fn named(path: impl Into<PathBuf>, name: impl Into<String>) -> ImportFile {
        ImportFile {
            path: path.into(),
            name: name.into(),
            reading: Reading::default(),
            upload: None,
            by_hand: false,
        }
    }
}

/// Who wants to know how far it is.
pub trait Progress: Sync {
    /// A stage begins; `total` is what [`Progress::advance`] counts up to, if that is known.
    fn stage(&self, name: &str, total: Option<u64>);
    /// So much of the stage is done.
    fn advance(&self, done: u64);

    /// The work goes on with another of several files.
    fn file(&self, _name: &str) {}

    /// Whether to stop and undo what was done.
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// Nobody wants to know.
#[derive(Debug, Clone, Copy)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn stage(&self, _name: &str, _total: Option<u64>) {}
    fn advance(&self, _done: u64) {}
}

impl App {
    /// Imports files: configuration first, then products, relations and orders, whatever the order given.
    pub fn import(
        &self,
        caller: &Caller,
        files: &[ImportFile],
        options: &ImportOptions,
        progress: &dyn Progress,
    ) -> Result<Vec<ImportReport>, AppError> {
        let _guard = if options.dry_run { None } else { Some(self.import_guard()?) };
        let sources = folder::expand(files, options)?;
        let names: Vec<String> = sources.iter().map(folder::Source::name).collect();
        let rejects = match &options.rejects {
            // A dry run leaves nothing behind that nobody asked for.
            RejectsTo::WorkingDirectory if options.dry_run => &RejectsTo::Discard,
            rejects => rejects,
        };
        let rejects = rejects.paths(names.iter().map(String::as_str));
        let mut reports = Vec::with_capacity(sources.len());
        let mut planned = planned::Planned::default();
        for (source, rejects) in sources.into_iter().zip(rejects) {
            progress.file(&source.name());
            let report = match source {
                folder::Source::Configuration(file) => {
                    folder::import_configuration(self, caller, &file, options.dry_run, &mut planned)
                }
                folder::Source::Rows(file) => {
                    let done = session::run(self, caller, &file, options, rejects, &mut planned, progress);
                    if done.is_ok() && !options.dry_run {
                        self.remember_mapping(caller, &file);
                    }
                    done
                }
            };
            match report {
                Ok(report) => reports.push(report),
                Err(AppError::Cancelled) => {
                    self.take_back(caller, &reports)?;
                    return Err(AppError::Cancelled);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(reports)
    }

    /// Undoes the files before the one at which an import was stopped, the last first.
    fn take_back(&self, caller: &Caller, reports: &[ImportReport]) -> Result<(), AppError> {
        let ids = reports.iter().rev().filter_map(|report| report.id.as_ref()?.parse().ok());
        for id in ids {
            self.revert_guarded(caller, id)?;
        }
        Ok(())
    }

    /// The right to import; only one import runs at a time on one database.
    fn import_guard(&self) -> Result<relata_store::ImportGuard, AppError> {
        let busy = || {
            let problem = relata_model::Problem::error(
                relata_model::ProblemCode::Conflict,
                "another import is running on this database",
            )
            .hint("wait until it is done; GET /v1/imports shows how far it is");
            AppError::Refused { refusal: crate::Refusal::InUse, problems: vec![problem] }
        };
        self.store().try_import_guard()?.ok_or_else(busy)
    }
}

impl RejectsTo {
    /// The file for the rejects of each of several files, none twice.
    pub fn paths<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Vec<Option<PathBuf>> {
        let mut taken: Vec<PathBuf> = Vec::new();
        let mut free = |wanted: PathBuf, nth: usize| {
            let path = if taken.contains(&wanted) { numbered(&wanted, nth + 1) } else { wanted };
            taken.push(path.clone());
            path
        };
        let path = |(nth, name): (usize, &str)| match self {
            RejectsTo::Discard => None,
            RejectsTo::WorkingDirectory => {
                let name = Path::new(name).file_name()?.to_string_lossy();
                Some(free(PathBuf::from(format!("{name}.rejects.csv")), nth))
            }
            RejectsTo::File(path) => Some(free(path.clone(), nth)),
        };
        names.into_iter().enumerate().map(path).collect()
    }
}

/// A path with a number before its ending.
fn numbered(path: &Path, number: usize) -> PathBuf {
    let ending = path.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
    PathBuf::from(format!("{}.{number}{ending}", path.with_extension("").display()))
}
