//! Backups: a SQLite file with everything, whatever the database is.
//!
//! SQLite is copied page by page, in one step and so from one moment. PostgreSQL is copied table
//! by table from one snapshot. Either can be restored into either, which is also how a shop moves.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::dialect::{self, Bulk, Kind, Verb};
use crate::postgres_pool::Server;
use crate::store::{Database, Store};
use crate::transaction::Tx;
use crate::value::{Row, Value};
use crate::{DatabaseUrl, StoreError, schema, sqlite};

/// Rows that are copied in one statement.
const COPY_ROWS_MAX: usize = 1_000;
/// Memory for pages while a backup is written or read, in MiB.
const CACHE_MIB: u32 = 32;

/// Copies a database into a new file.
pub(crate) fn create(store: &Store, to: &Path) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::BackupExists { path: to.to_path_buf() });
    }
    let created = match store.database() {
        Database::Sqlite(file) => file.read(|from| copy_pages(from, to, to)).and_then(|()| close_log(to)),
        Database::Postgres(server) => copy_from_postgres(server, to),
    };
    if created.is_err() {
        remove_partial(to);
    }
    created
}

/// Puts a backup in the place of a database.
pub(crate) fn restore(from: &Path, to: &DatabaseUrl, force: bool) -> Result<(), StoreError> {
    sqlite::check_library()?;
    let source = open_backup(from)?;
    match to {
        DatabaseUrl::Sqlite(path) => {
            if !force && path.exists() && !is_empty_file(path, to)? {
                return Err(StoreError::RestoreOccupied { url: to.to_string() });
            }
            let copied = copy_pages(&source, path, from);
            match &copied {
                Err(StoreError::Backup { source: said, .. }) if force && dialect::is_damaged(said) => {
                    move_aside(path)?;
                    copy_pages(&source, path, from)
                }
                _ => copied,
            }
        }
        DatabaseUrl::Postgres(url) => copy_to_postgres(&source, url, to, force),
    }
}

/// Opens the file of a backup, looks for damage and for a schema that is too new.
fn open_backup(from: &Path) -> Result<Connection, StoreError> {
    let failed =
        |source: rusqlite::Error| StoreError::Backup { path: from.to_path_buf(), source: source.into() };
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE;
    let source = Connection::open_with_flags(from, flags).map_err(failed)?;
    let check = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
    let finding = match source.query_row("PRAGMA quick_check(1)", [], check) {
        Ok(finding) => finding,
        Err(error) => error.to_string(),
    };
    if finding != "ok" {
        return Err(StoreError::BackupDamaged { path: from.to_path_buf(), finding });
    }
    let url = from.display().to_string();
    if schema::version(&mut Tx::sqlite(&source, None), &url)? == 0 {
        return Err(StoreError::NotRelata { url });
    }
    Ok(source)
}

/// A file that cannot be read is not empty.
fn is_empty_file(path: &Path, url: &DatabaseUrl) -> Result<bool, StoreError> {
    let failed = |_: rusqlite::Error| StoreError::RestoreOccupied { url: url.to_string() };
    let target = Connection::open(path).map_err(failed)?;
    let tables = target.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get::<_, i64>(0));
    Ok(tables.map_err(failed)? == 0)
}

/// Copies all pages in one step, so that no write can fall in between; `named` is the backup.
fn copy_pages(from: &Connection, to: &Path, named: &Path) -> Result<(), StoreError> {
    let copied = Connection::open(to).and_then(|mut target| {
        target.busy_timeout(std::time::Duration::from_secs(5))?;
        let backup = Backup::new(from, &mut target)?;
        match backup.step(-1)? {
            StepResult::Done => Ok(()),
            _ => Err(rusqlite::Error::SqliteFailure(
                rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY),
                Some("another program uses the database".to_string()),
            )),
        }
    });
    copied.map_err(|source| StoreError::Backup { path: named.to_path_buf(), source: source.into() })
}

/// Makes one file of it, without a log beside it, which a person can copy and keep.
fn close_log(path: &Path) -> Result<(), StoreError> {
    Connection::open(path)
        .and_then(|backup| backup.execute_batch("PRAGMA journal_mode = DELETE"))
        .map_err(|source| StoreError::Backup { path: path.to_path_buf(), source: source.into() })
}

fn copy_from_postgres(server: &Server, to: &Path) -> Result<(), StoreError> {
    let failed =
        |source: rusqlite::Error| StoreError::Backup { path: to.to_path_buf(), source: source.into() };
    let target = sqlite::connect(to, CACHE_MIB).map_err(failed)?;
    sqlite::migrate(&target, &to.display().to_string())?;
    target.execute_batch("BEGIN IMMEDIATE").map_err(failed)?;
    server.transact(&dialect::POSTGRES_BEGIN_READ, |session| {
        let mut source = Tx::postgres(session, None);
        let mut target = Tx::sqlite(&target, None);
        for table in schema::TABLES {
            target.execute(&format!("DELETE FROM {table}"), &[])?;
            copy_table(&mut source, &mut target, table)?;
        }
        keep_numbers(&mut source, &mut target)
    })?;
    target.execute_batch("COMMIT").map_err(failed)?;
    drop(target);
    close_log(to)
}

/// Numbers of relations that were given are not given again, those of removed ones neither.
fn keep_numbers(source: &mut Tx<'_>, target: &mut Tx<'_>) -> Result<(), StoreError> {
    let given = source.number(dialect::POSTGRES_RELATION_NUMBERS_GIVEN, &[])?;
    target.execute("UPDATE counter SET value = ?1 WHERE counter_id = 'relation'", &[given.into()]).map(drop)
}

fn copy_to_postgres(
    source: &Connection,
    url: &str,
    named: &DatabaseUrl,
    force: bool,
) -> Result<(), StoreError> {
    let migrated = sqlite_up_to_date(source)?;
    drop(Store::open(named, &crate::StoreOptions::default())?);
    let server = Server::new(url, 1)?;
    server.open(&named.to_string())?;
    server.transact(&dialect::POSTGRES_BEGIN_CHANGE, |session| {
        let mut source = Tx::sqlite(&migrated, None);
        let mut target = Tx::postgres(session, None);
        let used = "SELECT (SELECT value FROM counter WHERE counter_id = 'revision') \
                    + (SELECT count(*) FROM product) + (SELECT count(*) FROM relation)";
        if !force && target.number(used, &[])? > 0 {
            return Err(StoreError::RestoreOccupied { url: named.to_string() });
        }
        let tables = schema::TABLES.join(", ");
        target.execute(&format!("TRUNCATE {tables}"), &[])?;
        for table in schema::TABLES {
            copy_table(&mut source, &mut target, table)?;
        }
        for (table, number) in schema::NUMBERED {
            target.execute(&dialect::postgres_numbers_taken(table, number), &[])?;
        }
        Ok(())
    })
}

/// A copy of the backup in memory with the newest tables, whatever the backup's are.
fn sqlite_up_to_date(source: &Connection) -> Result<Connection, StoreError> {
    let failed = |error: rusqlite::Error| dialect::failure("copy the backup", error.into());
    let mut copy = Connection::open("").map_err(failed)?;
    Backup::new(source, &mut copy).and_then(|backup| backup.step(-1).map(drop)).map_err(failed)?;
    sqlite::migrate(&copy, "the backup")?;
    Ok(copy)
}

/// Copies the rows of a table from one database to the other, column by column of the same name.
fn copy_table(source: &mut Tx<'_>, target: &mut Tx<'_>, table: &str) -> Result<(), StoreError> {
    let columns = if source.is_postgres() { columns(target, table) } else { columns(source, table) }?;
    let columns: Vec<(&str, Kind)> = columns.iter().map(|(name, kind)| (name.as_str(), *kind)).collect();
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let bulk = Bulk { verb: Verb::Insert, table, columns: &columns, on_conflict: "" };
    let mut rows: Vec<Vec<Value<'static>>> = Vec::new();
    source.each(&format!("SELECT {} FROM {table}", names.join(", ")), &[], |row| {
        let values: Result<Vec<_>, _> =
            columns.iter().enumerate().map(|(column, (_, kind))| value(row, column, *kind)).collect();
        rows.push(values?);
        if rows.len() >= COPY_ROWS_MAX {
            target.bulk(&bulk, &rows)?;
            rows.clear();
        }
        Ok::<(), StoreError>(())
    })?;
    target.bulk(&bulk, &rows)
}

/// The columns of a SQLite table; both databases have the same.
fn columns(sqlite: &mut Tx<'_>, table: &str) -> Result<Vec<(String, Kind)>, StoreError> {
    let sql = "SELECT name, type FROM pragma_table_info(?1) ORDER BY cid";
    sqlite.query(sql, &[table.into()], |row| Ok((row.text(0)?.to_string(), Kind::declared(row.text(1)?))))
}

fn value(row: &Row<'_>, column: usize, kind: Kind) -> Result<Value<'static>, StoreError> {
    Ok(match kind {
        Kind::Int => row.int_opt(column)?.into(),
        Kind::Real => row.real(column)?.into(),
        Kind::Text => row.text_opt(column)?.map(str::to_string).into(),
        Kind::Bytes => row.bytes(column)?.into(),
    })
}

/// Keeps a file that SQLite cannot write over because of its damage, under another name.
fn move_aside(path: &Path) -> Result<(), StoreError> {
    let with = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        std::path::PathBuf::from(name)
    };
    for ending in FILES {
        let (from, to) = (with(ending), with(&format!(".damaged{ending}")));
        match std::fs::rename(&from, to) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::File { path: from, source });
            }
            _ => {}
        }
    }
    tracing::warn!(kept = %with(".damaged").display(), "the damaged database is kept under another name");
    Ok(())
}

/// What SQLite's file names end in: the file, and what may lie beside it.
const FILES: [&str; 4] = ["", "-wal", "-shm", "-journal"];

fn remove_partial(path: &Path) {
    for ending in FILES {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        // Most of them do not exist; what cannot be removed is seen by the next backup.
        let _ = std::fs::remove_file(name);
    }
}
