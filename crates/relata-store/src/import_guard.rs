use std::fs::{File, TryLockError};
use std::path::PathBuf;

use crate::error::DatabaseError;
use crate::postgres_session::Session;
use crate::store::Database;
use crate::value::{Row, Value};
use crate::{StoreError, dialect};

/// The right to run an import, held until it is dropped or the process dies.
#[must_use = "the right is given back when the guard is dropped"]
pub struct ImportGuard {
    held: Held,
}

enum Held {
    /// The system frees a file's lock with the process.
    File(File),
    /// The server frees a session's locks with its connection.
    Session(Box<Session>),
}

impl ImportGuard {
    pub(crate) fn try_take(database: &Database) -> Result<Option<ImportGuard>, StoreError> {
        let held = match database {
            Database::Sqlite(file) => {
                let mut path = file.path().as_os_str().to_owned();
                path.push(".import-lock");
                lock_file(PathBuf::from(path))?.map(Held::File)
            }
            Database::Postgres(server) => {
                let session = Box::new(server.connect()?);
                lock_session(session)?.map(Held::Session)
            }
        };
        Ok(held.map(|held| ImportGuard { held }))
    }
}

/// Gives the right back at once: a closed connection is noticed by the server a little later, and
/// a process that was started meanwhile may still hold the file.
impl Drop for ImportGuard {
    fn drop(&mut self) {
        let unlocked = match &mut self.held {
            Held::File(file) => file.unlock().map_err(|error| error.to_string()),
            Held::Session(session) => {
                let number = [Value::Int(dialect::POSTGRES_IMPORT_LOCK)];
                let done = session.execute("SELECT pg_advisory_unlock(?1)", &number);
                done.map(drop).map_err(|error| error.to_string())
            }
        };
        if let Err(error) = unlocked {
            tracing::warn!(%error, "the lock of the import is given back a little later");
        }
    }
}

fn lock_file(path: PathBuf) -> Result<Option<File>, StoreError> {
    let opened = File::options().create(true).truncate(false).write(true).open(&path);
    let file = opened.map_err(|source| StoreError::File { path: path.clone(), source })?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(source)) => Err(StoreError::File { path, source }),
    }
}

fn lock_session(mut session: Box<Session>) -> Result<Option<Box<Session>>, StoreError> {
    let sql = "SELECT CASE WHEN pg_try_advisory_lock(?1) THEN 1::bigint ELSE 0::bigint END";
    let failed = |error: DatabaseError| dialect::failure(sql, error);
    let mut rows = session.query(sql, &[Value::Int(dialect::POSTGRES_IMPORT_LOCK)]).map_err(failed)?;
    let taken = match rows.next().map_err(failed)? {
        Some(row) => Row::Postgres(&row).int(0)? == 1,
        None => false,
    };
    drop(rows);
    Ok(taken.then_some(session))
}
