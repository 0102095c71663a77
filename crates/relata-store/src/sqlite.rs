use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::pool::Pool;
use crate::store::StoreOptions;
use crate::transaction::Tx;
use crate::writer::Writer;
use crate::{StoreError, dialect, schema};

/// The first SQLite without the write-ahead log bug of 3.7.0 to 3.51.2.
const VERSION_MIN: i32 = 3_051_003;
/// How long a statement waits for another process that writes.
const BUSY_WAIT_MAX: Duration = Duration::from_secs(5);
/// Prepared statements kept per connection.
const STATEMENTS_MAX: usize = 128;
/// Readers get this part of the writer's cache each; they share the system's.
const READER_CACHE_PART: u32 = 8;

/// A SQLite file: one writer, some readers.
pub(crate) struct File {
    path: PathBuf,
    options: StoreOptions,
    writer: Writer,
    readers: Pool<Connection>,
}

impl File {
    /// Opens or creates the file and brings its tables up to date.
    pub(crate) fn open(path: &Path, url: &str, options: &StoreOptions) -> Result<File, StoreError> {
        check_library()?;
        let connection = connect(path, options.cache_mib).map_err(|error| cannot_open(url, error))?;
        migrate(&connection, url)?;
        let writer =
            Writer::start(connection).map_err(|source| StoreError::File { path: path.into(), source })?;
        let readers = Pool::new(options.connections_max);
        Ok(File { path: path.to_path_buf(), options: options.clone(), writer, readers })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Who writes to it.
    pub(crate) fn writer(&self) -> &Writer {
        &self.writer
    }

    /// Runs a piece of work on one snapshot.
    pub(crate) fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut lease = self.readers.take()?;
        if lease.connection().is_none() {
            let reader = connect(&self.path, (self.options.cache_mib / READER_CACHE_PART).max(2))
                .and_then(|reader| reader.execute_batch("PRAGMA query_only = ON").map(|()| reader))
                .map_err(|error| dialect::failure("open a reader", error.into()))?;
            lease.put(reader);
        }
        let reader = lease.connection().expect("the lease was just given a connection");
        let failed = |sql: &str, error: rusqlite::Error| dialect::failure(sql, error.into());
        reader.execute_batch("BEGIN DEFERRED").map_err(|error| failed("BEGIN DEFERRED", error))?;
        let worked = work(reader);
        match reader.execute_batch("ROLLBACK") {
            Ok(()) => {
                lease.give_back();
                worked
            }
            Err(_) if worked.is_err() => worked,
            Err(error) => Err(failed("ROLLBACK", error).into()),
        }
    }
}

/// The version of the tables, without a change to the file; 0 where there is no file, or an empty one.
pub(crate) fn schema_version(path: &Path, url: &str) -> Result<i64, StoreError> {
    check_library()?;
    if !path.exists() {
        return Ok(0);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| cannot_open(url, error))?;
    connection.busy_timeout(BUSY_WAIT_MAX).map_err(|error| cannot_open(url, error))?;
    let mut tx = Tx::sqlite(&connection, None);
    check_owner(&mut tx, url)?;
    schema::found_version(&mut tx)
}

/// A damaged file is told from one that is no database at all, or that may not be opened.
fn cannot_open(url: &str, error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseCorrupt) => dialect::failure("open", error.into()),
        Some(rusqlite::ErrorCode::NotADatabase) => StoreError::NotADatabase { url: url.to_string() },
        _ => StoreError::Open { url: url.to_string(), source: error.into() },
    }
}

/// Refuses a SQLite library that can corrupt the write-ahead log.
pub(crate) fn check_library() -> Result<(), StoreError> {
    if rusqlite::version_number() < VERSION_MIN {
        return Err(StoreError::SqliteTooOld { found: rusqlite::version() });
    }
    Ok(())
}

/// Opens a connection with the settings of the store.
pub(crate) fn connect(path: &Path, cache_mib: u32) -> rusqlite::Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_WAIT_MAX)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    connection.execute_batch(&dialect::sqlite_settings(cache_mib))?;
    Ok(connection)
}

/// Brings the tables of a connection up to date, in one transaction.
pub(crate) fn migrate(connection: &Connection, url: &str) -> Result<(), StoreError> {
    migrate_to(connection, url, schema::known_version())
}

/// Brings the tables of a connection to a version, in one transaction.
pub(crate) fn migrate_to(connection: &Connection, url: &str, version: i64) -> Result<(), StoreError> {
    let mut tx = Tx::sqlite(connection, None);
    if schema::version(&mut tx, url)? >= version {
        return Ok(());
    }
    let failed = |sql: &str, error: rusqlite::Error| dialect::failure(sql, error.into());
    connection.execute_batch("BEGIN IMMEDIATE").map_err(|error| failed("BEGIN IMMEDIATE", error))?;
    let migrated = check_owner(&mut tx, url).and_then(|()| schema::migrate(&mut tx, url, version));
    let end = if migrated.is_ok() { "COMMIT" } else { "ROLLBACK" };
    let ended = connection.execute_batch(end).map_err(|error| failed(end, error));
    migrated.and(ended)
}

/// Refuses a file that holds tables, but none of the store's.
fn check_owner(tx: &mut Tx<'_>, url: &str) -> Result<(), StoreError> {
    let tables = tx.number("SELECT count(*) FROM sqlite_master WHERE type = 'table'", &[])?;
    if tables > 0 && schema::found_version(tx)? == 0 {
        return Err(StoreError::NotRelata { url: url.to_string() });
    }
    Ok(())
}
