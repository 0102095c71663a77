//! Jobs: long work in the background and how far it is.

use relata_model::Timestamp;
use serde_json::Value as Json;

use crate::StoreError;
use crate::filter::Filter;
use crate::transaction::Tx;
use crate::value::{Row, Value};

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// It waits.
    Queued,
    /// It works.
    Running,
    /// It is through.
    Done,
    /// It broke off.
    Failed,
    /// Somebody stopped it; what it had done was undone.
    Cancelled,
}

impl JobState {
    /// The state as text.
    pub fn as_str(self) -> &'static str {
        match self {
            JobState::Queued => "queued",
            JobState::Running => "running",
            JobState::Done => "done",
            JobState::Failed => "failed",
            JobState::Cancelled => "cancelled",
        }
    }

    fn parse(text: &str) -> Option<JobState> {
        use JobState::{Cancelled, Done, Failed, Queued, Running};
        [Queued, Running, Done, Failed, Cancelled].into_iter().find(|state| state.as_str() == text)
    }
}

/// A job as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its number.
    pub id: i64,
    /// What it does, such as `import`.
    pub kind: String,
    /// How far it is.
    pub state: JobState,
    /// Steps done.
    pub progress_done: u64,
    /// Steps in all, once they are known.
    pub progress_total: Option<u64>,
    /// What it works on and what came of it.
    pub detail: Json,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it last said something.
    pub updated_at: Timestamp,
}

const SELECT: &str =
    "SELECT job_id, kind, state, progress_done, progress_total, detail, created_at, updated_at FROM job";

/// Notes a new job that waits; gives its number.
///
/// # Errors
/// That the database failed.
pub fn create(tx: &mut Tx<'_>, kind: &str, detail: &Json) -> Result<i64, StoreError> {
    let sql = "INSERT INTO job (kind, state, progress_done, detail, created_at, updated_at) \
               VALUES (?1, 'queued', 0, ?2, ?3, ?3) RETURNING job_id";
    let at = tx.at();
    tx.number(sql, &[kind.into(), detail.to_string().into(), at.into()])
}

/// Stores how far a job is: its state, progress and detail, at the time of the write. Says whether
/// there is such a job.
///
/// # Errors
/// That the database failed.
pub fn update(tx: &mut Tx<'_>, job: &Job) -> Result<bool, StoreError> {
    let sql = "UPDATE job SET state = ?2, progress_done = ?3, progress_total = ?4, detail = ?5, updated_at = ?6 \
               WHERE job_id = ?1";
    let at = tx.at();
    let values = [
        job.id.into(),
        job.state.as_str().into(),
        steps(job.progress_done),
        job.progress_total.map_or(Value::Null, steps),
        job.detail.to_string().into(),
        at.into(),
    ];
    Ok(tx.execute(sql, &values)? > 0)
}

/// The job of a number.
///
/// # Errors
/// That the database failed.
pub fn find(tx: &mut Tx<'_>, id: i64) -> Result<Option<Job>, StoreError> {
    let mut conditions = Filter::new();
    conditions.and("job_id = @", id);
    let (sql, values) = conditions.select(SELECT, "job_id", 1);
    tx.query_opt(&sql, &values, read)
}

/// Asks a job to stop; says whether it was still at work. It stops by itself, a little later.
///
/// # Errors
/// That the database failed.
pub fn ask_cancel(tx: &mut Tx<'_>, id: i64) -> Result<bool, StoreError> {
    let sql = "UPDATE job SET cancel_asked = 1 WHERE job_id = ?1 AND state IN ('queued', 'running')";
    Ok(tx.execute(sql, &[id.into()])? > 0)
}

/// Whether a job was asked to stop.
///
/// # Errors
/// That the database failed.
pub fn is_cancel_asked(tx: &mut Tx<'_>, id: i64) -> Result<bool, StoreError> {
    Ok(tx.number("SELECT cancel_asked FROM job WHERE job_id = ?1", &[id.into()])? > 0)
}

/// How many jobs of a kind are at work and have said nothing since a moment.
///
/// # Errors
/// That the database failed.
pub fn count_silent(tx: &mut Tx<'_>, kind: &str, before: Timestamp) -> Result<i64, StoreError> {
    let sql =
        "SELECT count(*) FROM job WHERE kind = ?1 AND updated_at < ?2 AND state IN ('queued', 'running')";
    tx.number(sql, &[kind.into(), before.into()])
}

/// Ends jobs of a kind that have said nothing since a moment: their program died. Gives how many.
///
/// # Errors
/// That the database failed.
pub fn fail_silent(tx: &mut Tx<'_>, kind: &str, before: Timestamp, detail: &Json) -> Result<u64, StoreError> {
    let sql = "UPDATE job SET state = 'failed', detail = ?3, updated_at = ?4 \
               WHERE kind = ?1 AND updated_at < ?2 AND state IN ('queued', 'running')";
    let at = tx.at();
    tx.execute(sql, &[kind.into(), before.into(), detail.to_string().into(), at.into()])
}

/// A page of jobs, the newest first, before a job's number.
///
/// # Errors
/// That the database failed.
pub fn list(tx: &mut Tx<'_>, before: Option<i64>, limit: usize) -> Result<Vec<Job>, StoreError> {
    let mut conditions = Filter::new();
    conditions.and_opt("job_id < @", before);
    let (sql, values) = conditions.select(SELECT, "job_id DESC", limit);
    tx.query(&sql, &values, read)
}

fn steps(count: u64) -> Value<'static> {
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

fn read(row: &Row<'_>) -> Result<Job, StoreError> {
    let id = row.int(0)?;
    let state = row.text(2)?;
    Ok(Job {
        id,
        kind: row.text(1)?.to_string(),
        state: JobState::parse(state).ok_or_else(|| StoreError::decode("job", id, "unknown state"))?,
        progress_done: row.int(3)?.unsigned_abs(),
        progress_total: row.int_opt(4)?.map(i64::unsigned_abs),
        detail: serde_json::from_str(row.text(5)?).map_err(|error| StoreError::decode("job", id, error))?,
        created_at: row.time(6)?,
        updated_at: row.time(7)?,
    })
}
