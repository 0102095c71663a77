use relata_store::job;

use crate::{App, AppError, Page, PageRequest};

pub use relata_store::job::{Job, JobState};

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
}
