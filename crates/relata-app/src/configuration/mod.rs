//! Configuration as files: what is read from them, what it would change, and all of it or nothing.
//!
//! ```text
//!  files, folders --files--> things: a noun, a document, its place in a file
//!                               |  noun: which document is which, read as the API reads it
//!                               v
//!                            apply: one transaction
//!                               what is there -> create, update, unchanged; with prune: remove
//!                               every problem of every file -> nothing is written
//!
//!  stored things --export--> a folder a noun, a file a thing
//! ```
//!
//! The code of a thing is its identity, whatever its file is called, so that applying the same files a
//! second time changes nothing. What the files hold is checked together: a rule may name a type of the
//! same folder, and two rules of it that close a circle with each other are refused.

mod apply;
mod entry;
mod export;
mod files;
mod noun;
mod removal;

use std::sync::Arc;

use relata_api::{MarkedDocument, Place};
use relata_model::{Noun, Problem};
use serde::Serialize;

pub use apply::ApplyOptions;
pub use files::{ConfigurationFiles, STANDARD_INPUT, Thing};

/// What applying files did, or in a dry run would do.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ConfigurationReport {
    /// Whether nothing was to be written.
    pub dry_run: bool,
    /// Whether the shop is now as the files say; never with a problem, never in a dry run.
    pub applied: bool,
    /// How many things become what.
    #[serde(flatten)]
    pub counts: ConfigurationCounts,
    /// Each thing with what becomes of it, in the order in which they are taken.
    pub changes: Vec<ConfigurationChange>,
    /// What to know, though all was taken.
    pub warnings: Vec<FileProblem>,
    /// What speaks against it; with any of it nothing is written.
    pub problems: Vec<FileProblem>,
    /// The revision of the last change; `None` when nothing was written.
    pub revision: Option<i64>,
}

/// How many things ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ConfigurationCounts {
    /// Made.
    pub created: u64,
    /// Changed.
    pub updated: u64,
    /// The same already.
    pub unchanged: u64,
    /// Taken away.
    pub removed: u64,
}

/// What becomes of one thing.
#[derive(Debug, Clone, Serialize)]
pub struct ConfigurationChange {
    /// What kind of thing it is.
    pub noun: Noun,
    /// Its key.
    pub code: String,
    /// `create`, `update`, `unchanged` or `remove`.
    pub action: &'static str,
    /// The file that says so; of what is removed none.
    pub file: Option<String>,
    /// Changed fields; of what is made, removed or the same none.
    pub fields: Vec<FieldChange>,
}

/// A changed field of a document.
#[derive(Debug, Clone, Serialize)]
pub struct FieldChange {
    /// Its name.
    pub field: String,
    /// As it was.
    pub before: serde_json::Value,
    /// As it will be.
    pub after: serde_json::Value,
}

/// What is wrong in a file, and where.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileProblem {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: Option<u64>,
    /// The character of the line, from 1.
    pub column: Option<u64>,
    /// What is wrong; places are those of its document.
    #[serde(flatten)]
    pub problem: Problem,
}

/// Where a thing was found.
#[derive(Debug, Clone)]
pub struct Found {
    pub(crate) file: Arc<str>,
    pub(crate) document: Arc<MarkedDocument>,
    /// The pointer of the thing in the document.
    pub(crate) at: String,
}

impl FileProblem {
    /// A problem with a file as a whole, or at a row and column that are the file's.
    pub(crate) fn of_file(file: &str, mut problem: Problem) -> FileProblem {
        let line = problem.row.take();
        let column = problem.column.take().and_then(|column| column.parse().ok());
        FileProblem { file: file.to_string(), line, column, problem }
    }
}

impl Found {
    /// The file by the name that the caller used.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line and column at which the thing begins.
    pub fn place(&self) -> Option<Place> {
        self.document.place(&self.at)
    }

    /// A problem of the thing, at its place in the file.
    pub fn problem(&self, mut problem: Problem) -> FileProblem {
        let pointer = format!("{}{}", self.at, problem.pointer.as_deref().unwrap_or(""));
        let column = problem.column.take().and_then(|column| column.parse::<u64>().ok());
        // What is wrong inside of a text has a line and a column there.
        let inside = problem.row.take().zip(column);
        let exact = inside.and_then(|(line, column)| self.document.place_in_text(&pointer, line, column));
        if let (Some((line, column)), Some(_)) = (inside, exact) {
            let place_in_text = format!("line {line}, column {column}: ");
            problem.message = problem.message.replacen(&place_in_text, "", 1);
        }
        let place = exact.or_else(|| self.document.place(&pointer));
        FileProblem {
            file: self.file.to_string(),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            problem,
        }
    }
}
