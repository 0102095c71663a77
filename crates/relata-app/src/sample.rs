//! The sample shop: AdventureWorks, a small maker of bicycles, built into the program.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use relata_model::{Problem, ProblemCode};
use relata_store::{import, product, relation};

use crate::{App, AppError, Caller, ImportFile, ImportOptions, Job, Refusal};

/// The source that owns the relations of the sample.
pub const SAMPLE_SOURCE: &str = "sample";

/// The files of the sample by name.
const FILES: [(&str, &[u8]); 3] = [
    ("products.csv", include_bytes!("../../../sample/adventureworks/products.csv")),
    ("relations.csv", include_bytes!("../../../sample/adventureworks/relations.csv")),
    ("orders.csv.gz", include_bytes!("../../../sample/adventureworks/orders.csv.gz")),
];

/// Writes the files of the sample into a folder and names them.
pub fn write_sample(folder: &Path) -> Result<Vec<PathBuf>, AppError> {
    let write = |(name, bytes): &(&str, &[u8])| {
        let path = folder.join(name);
        fs::write(&path, bytes).map_err(AppError::io("write", &path))?;
        Ok(path)
    };
    FILES.iter().map(write).collect()
}

impl App {
    /// Loads the sample shop in the background; its job says how far it is.
    ///
    /// # Errors
    /// That there are products or relations already, or that the sample is being loaded.
    pub fn load_sample(&self, caller: &Caller) -> Result<Job, AppError> {
        if self.inner.loading_sample.swap(true, Ordering::AcqRel) {
            return Err(occupied("the sample shop is being loaded", "wait for its job to end"));
        }
        let job = self.start_sample(caller);
        if job.is_err() {
            self.inner.loading_sample.store(false, Ordering::Release);
        }
        job
    }

    fn start_sample(&self, caller: &Caller) -> Result<Job, AppError> {
        let (products, relations) = self.read(|tx| Ok((product::count(tx)?, relation::count(tx)?)))?;
        if products + relations > 0 {
            let message =
                format!("the database is not empty: it holds {products} products and {relations} relations");
            return Err(occupied(&message, "the sample shop is only loaded into an empty database"));
        }
        let folder = tempfile::tempdir().map_err(AppError::io("make", "a temporary folder"))?;
        write_sample(folder.path())?;
        // The temporary folder means nothing to anybody, so the report names the files alone.
        let file = ImportFile::named(folder.path(), "");
        let options = ImportOptions { source: Some(SAMPLE_SOURCE.to_string()), ..ImportOptions::default() };
        let inner = self.inner.clone();
        self.submit_import(caller, vec![file], options, move || {
            inner.loading_sample.store(false, Ordering::Release);
            drop(folder);
        })
    }

    /// Whether the sample shop was loaded into the database and not undone.
    pub(crate) fn has_sample(&self) -> Result<bool, AppError> {
        self.read(|tx| Ok(import::is_source_done(tx, SAMPLE_SOURCE)?))
    }
}

fn occupied(message: &str, hint: &str) -> AppError {
    let problem = Problem::error(ProblemCode::Conflict, message).hint(hint);
    AppError::Refused { refusal: Refusal::InUse, problems: vec![problem] }
}
