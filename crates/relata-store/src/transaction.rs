use relata_model::{Action, Noun, Sku, Timestamp};
use rusqlite::Connection;

use crate::StoreError;
use crate::dialect::{self, Bulk};
use crate::error::DatabaseError;
use crate::postgres_session::Session;
use crate::value::{Row, Value};

/// Rows that one statement over arrays takes on PostgreSQL; more would only use memory.
const BULK_ROWS_MAX: usize = 10_000;

/// Who writes, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteContext {
    /// Who.
    pub actor: String,
    /// When; also the time of creation of what the write makes.
    pub at: Timestamp,
}

/// One thing that a write did; it becomes an audit row and a change row.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What was done.
    pub action: Action,
    /// To what kind of thing.
    pub noun: Noun,
    /// To which one, as in [`Noun`].
    pub key: String,
    /// For a relation, its source: the unit in which followers load relations.
    pub touches: Option<Sku>,
    /// The thing before.
    pub before: Option<serde_json::Value>,
    /// The thing after.
    pub after: Option<serde_json::Value>,
}

/// A transaction at work, on either database.
///
/// After a failed statement the work has to return the error: PostgreSQL takes no further
/// statement in the same transaction.
pub struct Tx<'c> {
    driver: Driver<'c>,
    context: Option<WriteContext>,
    changes: Vec<(Change, Option<i64>)>,
}

enum Driver<'c> {
    Sqlite(&'c Connection),
    Postgres(&'c mut Session),
}

impl<'c> Tx<'c> {
    pub(crate) fn sqlite(connection: &'c Connection, context: Option<WriteContext>) -> Tx<'c> {
        Tx { driver: Driver::Sqlite(connection), context, changes: Vec::new() }
    }

    pub(crate) fn postgres(session: &'c mut Session, context: Option<WriteContext>) -> Tx<'c> {
        Tx { driver: Driver::Postgres(session), context, changes: Vec::new() }
    }

    /// The time of the write; in a reading transaction the beginning of 1970.
    pub fn at(&self) -> Timestamp {
        self.context.as_ref().map_or(Timestamp::from_micros(0), |context| context.at)
    }

    /// Who writes; empty in a reading transaction.
    pub fn actor(&self) -> &str {
        self.context.as_ref().map_or("", |context| &context.actor)
    }

    /// Notes a change; its audit row and change row are written at the end of the transaction.
    pub fn record(&mut self, change: Change) {
        self.changes.push((change, None));
    }

    /// Notes the change that stands for a whole import.
    pub(crate) fn record_import(&mut self, change: Change, import_id: i64) {
        self.changes.push((change, Some(import_id)));
    }

    /// Whether a change was noted.
    pub(crate) fn has_changes(&self) -> bool {
        !self.changes.is_empty()
    }

    /// Waits until no other transaction holds the lock of this name, and holds it to the end.
    ///
    /// On SQLite there is one writer, so there is nothing to wait for.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the lock is not given within ten seconds.
    pub fn lock(&mut self, name: &str) -> Result<(), StoreError> {
        match self.driver {
            Driver::Sqlite(_) => Ok(()),
            Driver::Postgres(_) => self.execute(dialect::POSTGRES_LOCK, &[name.into()]).map(drop),
        }
    }

    /// Writes audit and change rows. The counter row is locked here and not before, so that
    /// revisions follow each other in the order of commits.
    ///
    /// Returns the revision of the write, or the current one if it recorded nothing.
    pub(crate) fn finish(&mut self) -> Result<i64, StoreError> {
        // PostgreSQL would answer the commit of such a transaction as if all were well, and roll back.
        if matches!(&self.driver, Driver::Postgres(session) if session.has_failed()) {
            return Err(StoreError::StatementIgnored);
        }
        let changes = std::mem::take(&mut self.changes);
        if changes.is_empty() {
            return crate::change::latest_revision(self);
        }
        if self.context.is_none() {
            return Err(StoreError::ReadOnly);
        }
        let revision = crate::change::next_revision(self)?;
        crate::audit::append(self, revision, &changes)?;
        crate::change::append(self, revision, &changes)?;
        Ok(revision)
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.driver, Driver::Postgres(_))
    }

    /// Runs statements without values, each database's own way of a migration.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), DatabaseError> {
        match &mut self.driver {
            Driver::Sqlite(connection) => Ok(connection.execute_batch(sql)?),
            Driver::Postgres(session) => session.batch(sql),
        }
    }

    /// Runs a statement; returns how many rows it changed.
    pub(crate) fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        match &mut self.driver {
            Driver::Sqlite(connection) => connection
                .prepare_cached(sql)
                .and_then(|mut statement| statement.execute(rusqlite::params_from_iter(values)))
                .map(|changed| changed as u64)
                .map_err(|error| dialect::failure(sql, error.into())),
            Driver::Postgres(session) => {
                session.execute(sql, values).map_err(|error| dialect::failure(sql, error))
            }
        }
    }

    /// Runs a query and hands each row over as it comes; nothing is gathered.
    pub(crate) fn each<E: From<StoreError>>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        mut visit: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |error: DatabaseError| E::from(dialect::failure(sql, error));
        match &mut self.driver {
            Driver::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql).map_err(|error| failed(error.into()))?;
                let mut rows = statement
                    .query(rusqlite::params_from_iter(values))
                    .map_err(|error| failed(error.into()))?;
                while let Some(row) = rows.next().map_err(|error| failed(error.into()))? {
                    visit(&Row::Sqlite(row))?;
                }
                Ok(())
            }
            Driver::Postgres(session) => {
                let mut rows = session.query(sql, values).map_err(failed)?;
                while let Some(row) = rows.next().map_err(failed)? {
                    visit(&Row::Postgres(&row))?;
                }
                Ok(())
            }
        }
    }

    /// Runs a query and gathers what is made of its rows.
    pub(crate) fn query<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        self.each(sql, values, |row| {
            found.push(read(row)?);
            Ok::<(), StoreError>(())
        })?;
        Ok(found)
    }

    /// Runs a query that gives one row at most.
    pub(crate) fn query_opt<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.query(sql, values, read)?.pop())
    }

    /// Runs a query that gives one number, such as a count.
    pub(crate) fn number(&mut self, sql: &str, values: &[Value<'_>]) -> Result<i64, StoreError> {
        Ok(self.query_opt(sql, values, |row| row.int(0))?.unwrap_or(0))
    }

    /// Inserts or updates many rows.
    pub(crate) fn bulk(&mut self, bulk: &Bulk<'_>, rows: &[Vec<Value<'_>>]) -> Result<(), StoreError> {
        match &mut self.driver {
            Driver::Sqlite(connection) => {
                let sql = bulk.sqlite();
                let failed = |error: rusqlite::Error| dialect::failure(&sql, error.into());
                let mut statement = connection.prepare_cached(&sql).map_err(failed)?;
                for row in rows {
                    statement.execute(rusqlite::params_from_iter(row)).map_err(failed)?;
                }
                Ok(())
            }
            Driver::Postgres(session) => {
                let sql = bulk.postgres();
                for rows in rows.chunks(BULK_ROWS_MAX) {
                    let arrays: Vec<_> = (bulk.columns.iter().enumerate())
                        .map(|(column, (_, kind))| dialect::postgres_array(*kind, rows, column))
                        .collect();
                    session.execute_arrays(&sql, &arrays).map_err(|error| dialect::failure(&sql, error))?;
                }
                Ok(())
            }
        }
    }

    /// Numbers for new relations, ascending.
    pub(crate) fn relation_numbers(&mut self, count: usize) -> Result<Vec<i64>, StoreError> {
        if count == 0 {
            return Ok(Vec::new());
        }
        let wanted = [Value::Int(count as i64)];
        if !self.is_postgres() {
            let last = self.number(dialect::SQLITE_RELATION_NUMBERS, &wanted)?;
            return Ok((last - count as i64 + 1..=last).collect());
        }
        let mut numbers = self.query(dialect::POSTGRES_RELATION_NUMBERS, &wanted, |row| row.int(0))?;
        numbers.sort_unstable();
        Ok(numbers)
    }
}
