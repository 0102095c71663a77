use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Duration;

use relata_model::{ImportReport, Problem, ProblemCode, Timestamp};
use relata_store::job;
use serde_json::json;

use crate::import::Progress;
use crate::{App, AppError, Caller, Page, PageRequest, Refusal};

pub use relata_store::job::{Job, JobState};

/// How often a job says how far it is and looks whether it is to stop.
const TICK: Duration = Duration::from_millis(300);
/// How long a job of a program that lives can be silent.
const SILENT_MICROS_MAX: i64 = 60_000_000;

impl App {
    /// One piece of background work.
    pub fn find_job(&self, job_id: i64) -> Result<Job, AppError> {
        let found = self.read(|tx| Ok(job::find(tx, job_id)?))?;
        found.ok_or_else(|| AppError::not_found("job", job_id))
    }

    /// Background work, newest first.
    pub fn list_jobs(&self, page: PageRequest) -> Result<Page<Job>, AppError> {
        let before = page.after_number('j')?;
        let rows = self.read(|tx| Ok(job::list(tx, before, page.size() + 1)?))?;
        Ok(page.page('j', rows, |job| job.id.to_string()))
    }

    /// Asks a job to stop; it undoes what it did and is then cancelled.
    ///
    /// # Errors
    /// [`Refusal::InUse`] when it has ended already.
    pub fn cancel_job(&self, caller: &Caller, job_id: i64) -> Result<Job, AppError> {
        let asked = self.write(caller, move |tx| Ok(job::ask_cancel(tx, job_id)?))?.value;
        let job = self.find_job(job_id)?;
        if asked {
            return Ok(job);
        }
        let message = format!("job {job_id} is {} and cannot be cancelled", job.state.as_str());
        let problem = Problem::error(ProblemCode::InUse, message).about(job_id);
        let problem = problem.hint("what an import wrote is undone with POST /v1/imports/{id}/revert");
        Err(AppError::Refused { refusal: Refusal::InUse, problems: vec![problem] })
    }

    /// Ends the jobs whose program died: what they wrote is undone with their imports.
    pub(crate) fn end_silent_jobs(&self) -> Result<(), AppError> {
        let before = Timestamp::from_micros(self.now().micros() - SILENT_MICROS_MAX);
        if self.read(|tx| Ok(job::count_silent(tx, "import", before)?))? == 0 {
            return Ok(());
        }
        let problem = Problem::error(ProblemCode::Internal, "the program ended in the middle of it");
        let detail = json!({ "problems": [problem.hint("start the import again")] });
        self.write(&Caller::local(), move |tx| Ok(job::fail_silent(tx, "import", before, &detail)?))?;
        Ok(())
    }
}

/// Does the work of an import's job; beside it another thread says how far it is.
pub(crate) fn run_job(
    app: &App,
    caller: &Caller,
    job_id: i64,
    work: impl FnOnce(&dyn Progress) -> Result<Vec<ImportReport>, AppError>,
) {
    let progress = JobProgress::default();
    let result = std::thread::scope(|scope| {
        scope.spawn(|| progress.tell(app, caller, job_id));
        // Also when the work panics: the scope waits for the other thread.
        let _end = EndAtDrop(&progress);
        work(&progress)
    });
    let (state, done, detail) = match &result {
        Ok(reports) => {
            let rows = reports.iter().map(|report| report.counts.rows).sum();
            let ids: Vec<&String> = reports.iter().filter_map(|report| report.id.as_ref()).collect();
            (JobState::Done, rows, json!({ "files": reports, "imports": ids }))
        }
        Err(AppError::Cancelled) => (JobState::Cancelled, 0, json!({ "files": [], "imports": [] })),
        Err(error) => {
            tracing::warn!(job_id, error = error as &dyn std::error::Error, "an import failed");
            let problems = match error {
                AppError::Refused { problems, .. } => problems.clone(),
                other => vec![Problem::error(ProblemCode::Internal, other.to_string())],
            };
            (JobState::Failed, 0, json!({ "problems": problems }))
        }
    };
    let total = result.is_ok().then_some(done);
    save(app, caller, job_id, move |job| {
        job.state = state;
        job.progress_done = done;
        job.progress_total = total;
        job.detail = detail;
    });
}

/// How far a job is, as its own thread knows it.
#[derive(Default)]
struct JobProgress {
    place: Mutex<Place>,
    changed: Condvar,
    cancelled: AtomicBool,
}

#[derive(Debug, Clone, Default)]
struct Place {
    stage: String,
    file: String,
    done: u64,
    total: Option<u64>,
    ended: bool,
}

/// Ends the telling with the work.
struct EndAtDrop<'a>(&'a JobProgress);

impl Drop for EndAtDrop<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl JobProgress {
    fn place(&self) -> MutexGuard<'_, Place> {
        self.place.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn end(&self) {
        self.place().ended = true;
        self.changed.notify_all();
    }

    /// Writes how far it is until it ends, and takes in whether it is to stop.
    fn tell(&self, app: &App, caller: &Caller, job_id: i64) {
        loop {
            let place = self.changed.wait_timeout_while(self.place(), TICK, |place| !place.ended);
            let (place, _) = place.unwrap_or_else(|poisoned| poisoned.into_inner());
            let Place { stage, file, done, total, ended } = place.clone();
            drop(place);
            if ended {
                return;
            }
            let cancelled = save(app, caller, job_id, move |job| {
                job.state = JobState::Running;
                job.progress_done = done;
                job.progress_total = total;
                job.detail = json!({ "stage": stage, "file": file });
            });
            if cancelled {
                self.cancelled.store(true, Ordering::Relaxed);
            }
        }
    }
}

impl Progress for JobProgress {
    fn stage(&self, name: &str, total: Option<u64>) {
        let mut place = self.place();
        place.stage = name.to_string();
        (place.done, place.total) = (0, total);
    }

    fn advance(&self, done: u64) {
        self.place().done = done;
    }

    fn file(&self, name: &str) {
        self.place().file = name.to_string();
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// Changes a job as it is stored; says whether it was asked to stop.
fn save(app: &App, caller: &Caller, job_id: i64, change: impl FnOnce(&mut Job) + Send + 'static) -> bool {
    let saved = app.write(caller, move |tx| {
        if let Some(mut job) = job::find(tx, job_id)? {
            change(&mut job);
            job::update(tx, &job)?;
        }
        Ok(job::is_cancel_asked(tx, job_id)?)
    });
    match saved {
        Ok(written) => written.value,
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(job_id, error, "cannot write the progress of an import");
            false
        }
    }
}
