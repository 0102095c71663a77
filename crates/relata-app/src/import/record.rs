use relata_model::{Problem, ProblemCode};
use relata_store::{import, job};

use crate::import::{ImportFile, ImportOptions};
use crate::job::run_job;
use crate::{App, AppError, Caller, Job, Page, PageRequest, Refusal};

pub use relata_store::import::{ImportRecord, ImportState};

impl App {
    /// Imports, newest first.
    pub fn list_imports(&self, page: PageRequest) -> Result<Page<ImportRecord>, AppError> {
        let before = page.after_number('i')?;
        let rows = self.read(|tx| Ok(import::list(tx, before, page.size() + 1)?))?;
        Ok(page.page('i', rows, |record| record.id.to_string()))
    }

    /// One import.
    pub fn find_import(&self, import_id: i64) -> Result<ImportRecord, AppError> {
        let found = self.read(|tx| Ok(import::find(tx, import_id)?))?;
        found.ok_or_else(|| AppError::not_found("import", import_id))
    }

    /// Writes the text of the rows that an import rejected.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when none are kept.
    pub fn write_rejects(&self, import_id: i64, out: &mut dyn std::io::Write) -> Result<(), AppError> {
        if !self.find_import(import_id)?.has_rejects {
            let message = format!("no rejected rows of import {import_id} are kept");
            let problem = Problem::error(ProblemCode::NotFound, message).about(import_id);
            return Err(AppError::Refused { refusal: Refusal::NotFound, problems: vec![problem] });
        }
        let failed = |error| AppError::io("write", "rejected rows")(error);
        self.read(|tx| import::rejects(tx, import_id, |piece| out.write_all(piece).map_err(failed)))?;
        out.flush().map_err(failed)
    }

    /// Starts an import that goes on in the background; its job says how far it is.
    pub fn submit_import(
        &self,
        caller: &Caller,
        files: Vec<ImportFile>,
        options: ImportOptions,
        done: impl FnOnce() + Send + 'static,
    ) -> Result<Job, AppError> {
        let job_id = self.write(caller, |tx| Ok(job::create(tx, "import", &serde_json::json!({}))?))?.value;
        let (app, caller) = (self.clone(), caller.clone());
        std::thread::Builder::new()
            .name(format!("import-{job_id}"))
            .spawn(move || {
                run_job(&app, &caller, job_id, |progress| app.import(&caller, &files, &options, progress));
                done();
            })
            .map_err(AppError::io("start", "a thread for the import"))?;
        self.find_job(job_id)
    }
}
