use relata_model::{Problem, ProblemCode, Timestamp};
use relata_store::{import, job};

use crate::import::{ImportFile, ImportOptions, Progress};
use crate::{App, AppError, Caller, Job, JobState, Page, PageRequest, Refusal};

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
                let progress = JobProgress::new(&app, &caller, job_id);
                let result = app.import(&caller, &files, &options, &progress);
                progress.finish(result);
                done();
            })
            .map_err(AppError::io("start", "a thread for the import"))?;
        self.find_job(job_id)
    }
}

/// Writes the progress of a background import to its job, at most once a second.
struct JobProgress<'a> {
    app: &'a App,
    caller: &'a Caller,
    job_id: i64,
    state: std::sync::Mutex<(String, Option<u64>, Timestamp)>,
}

impl<'a> JobProgress<'a> {
    fn new(app: &'a App, caller: &'a Caller, job_id: i64) -> Self {
        let state = std::sync::Mutex::new((String::new(), None, Timestamp::from_micros(0)));
        JobProgress { app, caller, job_id, state }
    }

    fn save(&self, state: JobState, done: u64, total: Option<u64>, detail: serde_json::Value) {
        let job_id = self.job_id;
        let saved = self.app.write(self.caller, move |tx| {
            if let Some(mut job) = job::find(tx, job_id)? {
                job.state = state;
                job.progress_done = done;
                job.progress_total = total;
                job.detail = detail;
                job::update(tx, &job)?;
            }
            Ok(())
        });
        if let Err(error) = saved {
            tracing::warn!(
                job_id,
                error = &error as &dyn std::error::Error,
                "cannot write the progress of an import"
            );
        }
    }

    fn finish(&self, result: Result<Vec<relata_model::ImportReport>, AppError>) {
        match result {
            Ok(reports) => {
                let rows = reports.iter().map(|report| report.counts.rows).sum();
                self.save(JobState::Done, rows, Some(rows), serde_json::json!({ "files": reports }));
            }
            Err(error) => {
                tracing::warn!(
                    job_id = self.job_id,
                    error = &error as &dyn std::error::Error,
                    "an import failed"
                );
                let problems = match &error {
                    AppError::Refused { problems, .. } => problems.clone(),
                    other => vec![Problem::error(ProblemCode::Internal, other.to_string())],
                };
                self.save(JobState::Failed, 0, None, serde_json::json!({ "problems": problems }));
            }
        }
    }
}

impl Progress for JobProgress<'_> {
    fn stage(&self, name: &str, total: Option<u64>) {
        let mut state = self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        *state = (name.to_string(), total, state.2);
    }

    fn advance(&self, done: u64) {
        let (stage, total) = {
            let mut state = self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            let now = self.app.now();
            if now.micros() - state.2.micros() < 1_000_000 {
                return;
            }
            state.2 = now;
            (state.0.clone(), state.1)
        };
        self.save(JobState::Running, done, total, serde_json::json!({ "stage": stage }));
    }
}
