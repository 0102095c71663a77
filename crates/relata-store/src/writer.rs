use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::error::DatabaseError;
use crate::store::{Written, run_work};
use crate::transaction::{Tx, WriteContext};
use crate::{StoreError, dialect};

/// Writes that share one commit.
const GROUP_JOBS_MAX: usize = 64;
/// How long a group may grow before it is committed.
const GROUP_TIME_MAX: Duration = Duration::from_millis(5);
/// Writes that may wait; past it callers wait to be let into the queue.
const QUEUE_JOBS_MAX: usize = 1_024;
/// Pages in the write-ahead log before it is copied into the file, 32 MiB.
const LOG_PAGES_MAX: i64 = 8_192;

/// The one thread that writes to a SQLite file.
///
/// It takes what waits in its queue, gives each job a savepoint in one common transaction, commits
/// once, and only then answers all of them. A sync of the disk takes milliseconds whatever the
/// amount, so sharing it is what makes many small writes fast.
pub(crate) struct Writer {
    queue: Option<SyncSender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread.
    pub(crate) fn start(connection: Connection) -> std::io::Result<Writer> {
        let (queue, jobs) = sync_channel(QUEUE_JOBS_MAX);
        let thread = std::thread::Builder::new()
            .name("relata-writer".to_string())
            .spawn(move || WriterThread { connection, jobs, stopped: None }.run())?;
        Ok(Writer { queue: Some(queue), thread: Some(thread) })
    }

    /// Has a job done and waits until it is committed.
    pub(crate) fn write<T, E, F>(&self, context: WriteContext, work: F) -> Result<Written<T>, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = sync_channel(1);
        let job = Write { task: Some((context, work)), done: None, reply };
        let queue = self.queue.as_ref().ok_or(StoreError::Closed)?;
        queue.send(Box::new(job)).map_err(|_| StoreError::Closed)?;
        answer.recv().unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }
}

/// Waits for the thread, so that the file is closed when the store is; unless the last handle to
/// the store is dropped by a job on that very thread.
impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        let Some(thread) = self.thread.take() else { return };
        if thread.thread().id() != std::thread::current().id() && thread.join().is_err() {
            tracing::error!("the writer thread panicked");
        }
    }
}

/// A write as the thread sees it, whatever it returns.
trait Job: Send {
    /// Does the work; says whether what it wrote shall stay.
    fn run(&mut self, connection: &Connection) -> bool;
    /// Answers, after the commit or instead of it.
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
    /// Answers with the error in which the common transaction ended, which is the job's own.
    fn answer_itself(self: Box<Self>);
}

struct Write<T, E, F> {
    task: Option<(WriteContext, F)>,
    done: Option<Result<Written<T>, E>>,
    reply: SyncSender<Result<Written<T>, E>>,
}

impl<T, E, F> Job for Write<T, E, F>
where
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, connection: &Connection) -> bool {
        let Some((context, work)) = self.task.take() else { return false };
        let done = run_work(&mut Tx::sqlite(connection, Some(context)), work);
        let keep = done.is_ok();
        self.done = Some(done);
        keep
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let result = match (committed, self.done) {
            (Ok(()), Some(done)) => done,
            (Ok(()), None) => Err(StoreError::Closed.into()),
            (Err(error), _) => Err(error.into()),
        };
        // Whoever asked may have gone away; the write is done all the same.
        let _ = self.reply.send(result);
    }

    fn answer_itself(mut self: Box<Self>) {
        match self.done.take() {
            Some(Err(error)) => {
                let _ = self.reply.send(Err(error));
            }
            _ => self.answer(Err(StoreError::TransactionLost)),
        }
    }
}

struct WriterThread {
    connection: Connection,
    jobs: Receiver<Box<dyn Job>>,
    stopped: Option<String>,
}

impl WriterThread {
    fn run(mut self) {
        while let Ok(first) = self.jobs.recv() {
            if let Some(reason) = &self.stopped {
                first.answer(Err(StoreError::Stopped { reason: reason.clone() }));
            } else {
                self.group(first);
            }
        }
    }

    /// Runs a job and what waits behind it in one transaction, then answers them.
    fn group(&mut self, first: Box<dyn Job>) {
        if let Err(error) = self.statement("BEGIN IMMEDIATE") {
            first.answer(Err(dialect::failure("BEGIN IMMEDIATE", error.into())));
            return;
        }
        let begun = Instant::now();
        let mut done = Vec::new();
        let mut next = Some(first);
        let mut alive = true;
        while let Some(mut job) = next.take() {
            alive = self.run_in_savepoint(&mut *job);
            done.push(job);
            if alive && done.len() < GROUP_JOBS_MAX && begun.elapsed() < GROUP_TIME_MAX {
                next = self.jobs.try_recv().ok();
            }
        }
        let failed = match alive {
            true => self.commit().err(),
            false => {
                self.roll_back();
                None
            }
        };
        let breaker = if alive { None } else { done.pop() };
        for job in done {
            job.answer(match &failed {
                Some(source) => Err(dialect::commit_failure(source.clone())),
                None if !alive => Err(StoreError::TransactionLost),
                None => Ok(()),
            });
        }
        if let Some(job) = breaker {
            job.answer_itself();
        }
        self.checkpoint();
    }

    /// Says whether the common transaction is still there.
    fn run_in_savepoint(&self, job: &mut dyn Job) -> bool {
        if self.statement("SAVEPOINT job").is_err() {
            return false;
        }
        let keep = job.run(&self.connection);
        // On a full disk, for instance, SQLite gives up the whole transaction by itself.
        if self.connection.is_autocommit() {
            return false;
        }
        (keep || self.statement("ROLLBACK TO job").is_ok()) && self.statement("RELEASE job").is_ok()
    }

    fn commit(&mut self) -> Result<(), Arc<DatabaseError>> {
        let Err(error) = self.statement("COMMIT") else { return Ok(()) };
        self.stop_after("a commit failed", &error);
        self.roll_back();
        Err(Arc::new(error.into()))
    }

    fn roll_back(&mut self) {
        if self.connection.is_autocommit() {
            return;
        }
        if let Err(error) = self.statement("ROLLBACK") {
            self.stop_after("a roll back failed", &error);
        }
    }

    /// Copies the log into the file when it has grown; after the answers, so that nobody waits.
    fn checkpoint(&mut self) {
        if self.stopped.is_some() {
            return;
        }
        let run = |sql: &str| self.connection.query_row(sql, [], |row| row.get::<_, i64>(1));
        let copied = match run("PRAGMA wal_checkpoint(NOOP)") {
            Ok(pages) if pages > LOG_PAGES_MAX => run("PRAGMA wal_checkpoint(PASSIVE)"),
            looked => looked,
        };
        if let Err(error) = copied {
            self.stop_after("copying the log into the database failed", &error);
        }
    }

    fn stop_after(&mut self, what: &str, error: &rusqlite::Error) {
        if dialect::stops_writing(error) {
            tracing::error!(%error, "{what}: no more writes are taken");
            self.stopped = Some(format!("{what}: {error}"));
        } else {
            tracing::warn!(%error, "{what}");
        }
    }

    fn statement(&self, sql: &str) -> rusqlite::Result<()> {
        self.connection.prepare_cached(sql)?.execute([]).map(drop)
    }
}
