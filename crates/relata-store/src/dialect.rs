//! Everything in which the two databases differ in what they are told and what they say.
//!
//! Statements are written once, as SQLite reads them: `?1` for a value, and
//! `x IN (SELECT value FROM json_each(?1))` for a list of values. PostgreSQL gets a mechanical
//! translation, made once per statement and connection. Bulk statements are a prepared statement
//! in a loop on SQLite, and one statement over arrays on PostgreSQL.

use std::sync::Arc;
use std::time::Duration;

use rusqlite::ErrorCode;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{ToSql, Type};

use crate::StoreError;
use crate::error::DatabaseError;
use crate::postgres_session::Begin;
use crate::value::Value;

/// What SQLite is told on every new connection.
///
/// WAL lets readers and the writer work side by side. FULL syncs at every commit, since NORMAL may
/// lose acknowledged writes at a power loss. Sub-journals of savepoints stay in memory. The writer
/// checkpoints by itself, after it has acknowledged, so the automatic checkpoint is off. The file
/// is not mapped into memory: an unreadable page has to be an error, not the end of the process.
pub(crate) fn sqlite_settings(cache_mib: u32) -> String {
    format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -{}; \
         PRAGMA mmap_size = 0;",
        u64::from(cache_mib) * 1024,
    )
}

/// What PostgreSQL is told on every new connection.
///
/// A commit has to be on disk before it is acknowledged, whatever the server's default is. A lock
/// that is not given within ten seconds is not worth waiting for. A node that lost its power shows
/// itself to the server within a minute, so that what it had locked is free again. Statements are
/// planned each time for the tables as they are: a plan that was kept from an empty table would go
/// through all rows of a full one.
pub(crate) const POSTGRES_SETTINGS: &str = "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'; \
     SELECT set_config(name, '5s', false) FROM pg_settings WHERE name = 'client_connection_check_interval'; \
     SET plan_cache_mode = 'force_custom_plan'; SET lock_timeout = '10s'; \
     SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; \
     SET application_name = 'relata'";

/// Starts a reading transaction with one snapshot. Reading everything, as a start does, may take
/// minutes; the reader may think between two statements as long.
pub(crate) const POSTGRES_BEGIN_READ: Begin = Begin {
    sql: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = '600s'; \
          SET LOCAL idle_in_transaction_session_timeout = '600s'",
    statement_max: Duration::from_secs(600),
};

/// Starts a writing transaction; statements after a lock see what the lock's last holder wrote.
/// Others may wait for what it locks, so its limits are those of an import that loads a graph of
/// millions of relations before it writes. It finds all its rows by an index, which the server would
/// not do in a table that it has not counted yet, and without other processes, which take longer to
/// start than most statements.
pub(crate) const POSTGRES_BEGIN_WRITE: Begin = Begin {
    sql: "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = '120s'; \
          SET LOCAL enable_seqscan = off; SET LOCAL max_parallel_workers_per_gather = 0; \
          SET LOCAL idle_in_transaction_session_timeout = '60s'",
    statement_max: Duration::from_secs(120),
};

/// Starts the transaction that changes the tables or fills them from a backup, while no other
/// program works; one statement may go through all rows.
pub(crate) const POSTGRES_BEGIN_CHANGE: Begin = Begin {
    sql: "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s'; \
          SET LOCAL idle_in_transaction_session_timeout = '600s'",
    statement_max: Duration::from_secs(24 * 3_600),
};

/// Serialises transactions that name the same text, until they end.
pub(crate) const POSTGRES_LOCK: &str = "SELECT pg_advisory_xact_lock(hashtextextended(?1, 0))";

/// The numbers of the session-wide locks.
pub(crate) const POSTGRES_MIGRATION_LOCK: i64 = 0x7265_6c61_7461_0001;
pub(crate) const POSTGRES_IMPORT_LOCK: i64 = 0x7265_6c61_7461_0002;

/// The statement as PostgreSQL reads it.
pub(crate) fn postgres_statement(sql: &str) -> String {
    const LIST: &str = "IN (SELECT value FROM json_each(";
    let mut lists = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(at) = rest.find(LIST) {
        lists.push_str(&rest[..at]);
        let inside = &rest[at + LIST.len()..];
        let end = inside.find("))").unwrap_or(inside.len());
        lists.push_str("= ANY(");
        lists.push_str(&inside[..end]);
        lists.push(')');
        rest = inside.get(end + 2..).unwrap_or("");
    }
    lists.push_str(rest);
    lists.replace("instr(", "strpos(").replace('?', "$")
}

/// A migration as PostgreSQL reads it: every text sorts by its bytes, as on SQLite.
pub(crate) fn postgres_migration(sql: &str) -> String {
    sql.replace(" INTEGER /* numbered */", " BIGINT GENERATED BY DEFAULT AS IDENTITY")
        .replace(" /* json */", "::json")
        .replace(" INTEGER", " BIGINT")
        .replace(" TEXT", " TEXT COLLATE \"C\"")
        .replace(" REAL", " DOUBLE PRECISION")
        .replace(" BLOB", " BYTEA")
        .replace(") STRICT;", ");")
}

/// The kind of a column, as the array that holds it on PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Whole numbers.
    Int,
    /// Floating point numbers.
    Real,
    /// Texts.
    Text,
    /// Bytes.
    Bytes,
}

impl Kind {
    fn array(self) -> &'static str {
        match self {
            Kind::Int => "BIGINT[]",
            Kind::Real => "DOUBLE PRECISION[]",
            Kind::Text => "TEXT[]",
            Kind::Bytes => "BYTEA[]",
        }
    }

    /// The kind of a declared SQLite column.
    pub(crate) fn declared(text: &str) -> Kind {
        match text {
            "INTEGER" => Kind::Int,
            "REAL" => Kind::Real,
            "BLOB" => Kind::Bytes,
            _ => Kind::Text,
        }
    }
}

/// A statement for many rows.
#[derive(Debug, Clone)]
pub(crate) struct Bulk<'b> {
    /// What is done with the rows.
    pub(crate) verb: Verb,
    /// The table.
    pub(crate) table: &'b str,
    /// The columns with their kinds, in the order of the values; for an update the key is first.
    pub(crate) columns: &'b [(&'b str, Kind)],
    /// `ON CONFLICT …`, or empty.
    pub(crate) on_conflict: &'b str,
}

/// What is done with many rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// They are inserted.
    Insert,
    /// The rows with the same first column are changed.
    Update,
}

impl Bulk<'_> {
    /// The statement for one row.
    pub(crate) fn sqlite(&self) -> String {
        let Bulk { verb, table, columns, on_conflict } = self;
        match verb {
            Verb::Insert => {
                let marks: Vec<String> = (1..=columns.len()).map(|n| format!("?{n}")).collect();
                format!(
                    "INSERT INTO {table} ({}) VALUES ({}) {on_conflict}",
                    names(columns),
                    marks.join(", ")
                )
            }
            Verb::Update => {
                let sets: Vec<String> = columns
                    .iter()
                    .enumerate()
                    .skip(1)
                    .map(|(n, (name, _))| format!("{name} = ?{}", n + 1))
                    .collect();
                format!("UPDATE {table} SET {} WHERE {} = ?1", sets.join(", "), columns[0].0)
            }
        }
    }

    /// The statement for any number of rows, given as one array per column.
    pub(crate) fn postgres(&self) -> String {
        let Bulk { verb, table, columns, on_conflict } = self;
        let arrays: Vec<String> = columns
            .iter()
            .enumerate()
            .map(|(n, (_, kind))| format!("${}::{}", n + 1, kind.array()))
            .collect();
        let arrays = arrays.join(", ");
        let names = names(columns);
        match verb {
            Verb::Insert => {
                format!("INSERT INTO {table} ({names}) SELECT * FROM UNNEST({arrays}) {on_conflict}")
            }
            Verb::Update => {
                let sets: Vec<String> =
                    columns.iter().skip(1).map(|(name, _)| format!("{name} = given.{name}")).collect();
                let key = columns[0].0;
                format!(
                    "UPDATE {table} SET {} FROM UNNEST({arrays}) AS given ({names}) WHERE {table}.{key} = given.{key}",
                    sets.join(", ")
                )
            }
        }
    }
}

fn names(columns: &[(&str, Kind)]) -> String {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    names.join(", ")
}

/// One column of many rows, as PostgreSQL takes it.
pub(crate) fn postgres_array<'p>(
    kind: Kind,
    rows: &'p [Vec<Value<'_>>],
    column: usize,
) -> Box<dyn ToSql + Sync + 'p> {
    let values = rows.iter().map(|row| &row[column]);
    match kind {
        Kind::Int => Box::new(
            values
                .map(|value| match value {
                    Value::Int(number) => Some(*number),
                    Value::Bool(flag) => Some(i64::from(*flag)),
                    _ => None,
                })
                .collect::<Vec<Option<i64>>>(),
        ),
        Kind::Real => Box::new(
            values
                .map(|value| match value {
                    Value::Real(number) => Some(*number),
                    _ => None,
                })
                .collect::<Vec<Option<f64>>>(),
        ),
        Kind::Text => Box::new(
            values
                .map(|value| match value {
                    Value::Text(text) => Some(text.as_ref()),
                    _ => None,
                })
                .collect::<Vec<Option<&str>>>(),
        ),
        Kind::Bytes => Box::new(
            values
                .map(|value| match value {
                    Value::Bytes(bytes) => Some(bytes.as_ref()),
                    _ => None,
                })
                .collect::<Vec<Option<&[u8]>>>(),
        ),
    }
}

/// One value, as PostgreSQL takes it for a parameter of this type.
pub(crate) fn postgres_parameter<'p>(value: &'p Value<'_>, column: &Type) -> &'p (dyn ToSql + Sync) {
    match value {
        Value::Null if *column == Type::INT8 => &None::<i64>,
        Value::Null if *column == Type::FLOAT8 => &None::<f64>,
        Value::Null if *column == Type::BYTEA => &None::<&[u8]>,
        Value::Null => &None::<&str>,
        Value::Int(number) => number,
        Value::Real(number) => number,
        Value::Text(text) => text,
        Value::Bytes(bytes) => bytes,
        Value::Bool(true) => &1_i64,
        Value::Bool(false) => &0_i64,
        Value::Texts(texts) => texts,
        Value::Ints(numbers) => numbers,
    }
}

/// Takes numbers for new relations on PostgreSQL: from a sequence, so that writers do not wait for
/// each other. The name of the sequence is looked up once, and not for each number.
pub(crate) const POSTGRES_RELATION_NUMBERS: &str = "WITH numbers AS MATERIALIZED \
     (SELECT pg_get_serial_sequence('relation', 'relation_id')::regclass AS name) \
     SELECT nextval(numbers.name) FROM numbers, generate_series(1::bigint, ?1)";

/// The last number for a relation that PostgreSQL gave.
pub(crate) const POSTGRES_RELATION_NUMBERS_GIVEN: &str =
    "SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence('relation', 'relation_id')::regclass), 0)";

/// Tells PostgreSQL which numbers of a table are taken, after its rows were copied in.
pub(crate) fn postgres_numbers_taken(table: &str, number: &str) -> String {
    let given = match table {
        "relation" => "(SELECT value FROM counter WHERE counter_id = 'relation')",
        _ => "0",
    };
    format!(
        "SELECT setval(pg_get_serial_sequence('{table}', '{number}'), GREATEST(last, 1), last > 0) \
         FROM (SELECT GREATEST(COALESCE(max({number}), 0), {given}) AS last FROM {table}) AS taken"
    )
}

/// Takes numbers for new relations on SQLite and gives the last one: from a counter, because the
/// highest number of all rows would be given again after its row was removed.
pub(crate) const SQLITE_RELATION_NUMBERS: &str =
    "UPDATE counter SET value = value + ?1 WHERE counter_id = 'relation' RETURNING value";

/// Whether the database has a table of this name.
pub(crate) fn has_table(postgres: bool) -> &'static str {
    if postgres {
        "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = ?1"
    } else {
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?1"
    }
}

/// What a failed statement means to the caller.
pub(crate) fn failure(statement: &str, source: DatabaseError) -> StoreError {
    if is_full(&source) {
        return StoreError::DiskFull { source: Arc::new(source) };
    }
    if is_damaged(&source) {
        return StoreError::Damaged { source: Arc::new(source) };
    }
    if is_unreachable(&source) {
        return StoreError::Unavailable { source };
    }
    match duplicate(&source) {
        Some(constraint) => StoreError::Duplicate { constraint },
        None => StoreError::Statement { statement: statement.to_string(), source },
    }
}

/// What a failed commit means to those who wait for it.
pub(crate) fn commit_failure(source: Arc<DatabaseError>) -> StoreError {
    match is_full(&source) {
        true => StoreError::DiskFull { source },
        false => StoreError::Commit { source },
    }
}

/// Whether there is no room on the disk.
fn is_full(source: &DatabaseError) -> bool {
    match source {
        DatabaseError::Sqlite(error) => is_full_sqlite(error),
        DatabaseError::Postgres(error) => error.code() == Some(&SqlState::DISK_FULL),
        DatabaseError::Silent { .. } | DatabaseError::Thread(_) => false,
    }
}

/// Also when the file by which processes share the log could not grow: by then the log is written,
/// but nobody takes it for committed, and the next write goes over it.
fn is_full_sqlite(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    error.sqlite_error_code() == Some(ErrorCode::DiskFull)
        || code == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

/// Whether pages of the database hold what was never written there.
pub(crate) fn is_damaged(source: &DatabaseError) -> bool {
    match source {
        DatabaseError::Sqlite(error) => {
            matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
        }
        DatabaseError::Postgres(error) => error
            .code()
            .is_some_and(|code| [SqlState::DATA_CORRUPTED, SqlState::INDEX_CORRUPTED].contains(code)),
        DatabaseError::Silent { .. } | DatabaseError::Thread(_) => false,
    }
}

/// The constraint, when a row with the same key exists.
fn duplicate(source: &DatabaseError) -> Option<String> {
    match source {
        DatabaseError::Sqlite(rusqlite::Error::SqliteFailure(error, message)) => {
            let unique =
                [rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE, rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY];
            unique.contains(&error.extended_code).then(|| message.clone().unwrap_or_default())
        }
        DatabaseError::Sqlite(_) | DatabaseError::Silent { .. } | DatabaseError::Thread(_) => None,
        DatabaseError::Postgres(error) => {
            let error = error.as_db_error()?;
            let constraint = || error.constraint().unwrap_or_default().to_string();
            (*error.code() == SqlState::UNIQUE_VIOLATION).then(constraint)
        }
    }
}

/// Whether the database cannot be reached or is too busy, so that asking later may help.
pub(crate) fn is_unreachable(source: &DatabaseError) -> bool {
    match source {
        DatabaseError::Sqlite(error) => {
            matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
        }
        DatabaseError::Silent { .. } | DatabaseError::Thread(_) => true,
        DatabaseError::Postgres(error) => match error.as_db_error() {
            Some(error) => {
                let class = &error.code().code()[..2];
                // Connection trouble, no more room, operator at work, disk trouble, conflicts between
                // writers; a lock or an answer of ours that came too late; a server that only reads.
                let states = [
                    SqlState::LOCK_NOT_AVAILABLE,
                    SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
                    SqlState::READ_ONLY_SQL_TRANSACTION,
                ];
                ["08", "53", "57", "58", "40"].contains(&class) || states.contains(error.code())
            }
            None => {
                let io = std::error::Error::source(error).is_some_and(|source| source.is::<std::io::Error>());
                error.is_closed() || io || error.to_string().starts_with("error connecting")
            }
        },
    }
}

/// Whether nothing may be acknowledged after it, because what reached the disk is unknown.
///
/// A full disk or a lock that was not given leave the file as it was; everything else at a commit
/// may be a failed sync, after which a second try could lie.
pub(crate) fn stops_writing(error: &rusqlite::Error) -> bool {
    let busy = matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked));
    !busy && !is_full_sqlite(error)
}
