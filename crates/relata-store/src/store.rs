use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use crate::import_guard::ImportGuard;
use crate::postgres_pool::Server;
use crate::postgres_session::Session;
use crate::schema::SchemaStatus;
use crate::sqlite::{self, File};
use crate::transaction::{Tx, WriteContext};
use crate::{DatabaseUrl, StoreError, backup, change, dialect, integrity, schema};

/// How the store uses its database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreOptions {
    /// Connections in use at once: readers on SQLite, all on PostgreSQL.
    pub connections_max: usize,
    /// Memory for the pages of SQLite's writer, in MiB; readers take an eighth each.
    pub cache_mib: u32,
}

impl Default for StoreOptions {
    fn default() -> StoreOptions {
        StoreOptions { connections_max: 16, cache_mib: 64 }
    }
}

/// What a committed write gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written<T> {
    /// What the work returned.
    pub value: T,
    /// The revision of the write, or the current one if it recorded nothing.
    pub revision: i64,
    /// Whether it recorded anything.
    pub changed: bool,
}

/// The database of a shop. Cheap to clone; the last clone that is dropped closes it.
///
/// All methods wait for the database; call them from a thread that may.
#[derive(Clone)]
pub struct Store {
    url: DatabaseUrl,
    database: Arc<Database>,
}

pub(crate) enum Database {
    Sqlite(File),
    Postgres(Box<Server>),
}

impl Store {
    /// Opens a database, creates it when it is missing, and brings its tables up to date.
    ///
    /// # Errors
    /// [`StoreError::SqliteTooOld`], [`StoreError::SchemaTooNew`], [`StoreError::NotRelata`], or that
    /// it cannot be reached or opened.
    pub fn open(url: &DatabaseUrl, options: &StoreOptions) -> Result<Store, StoreError> {
        let database = match url {
            DatabaseUrl::Sqlite(path) => Database::Sqlite(File::open(path, &url.to_string(), options)?),
            DatabaseUrl::Postgres(text) => {
                let server = Server::new(text, options.connections_max)?;
                migrate_postgres(&server, &url.to_string(), schema::known_version())?;
                Database::Postgres(Box::new(server))
            }
        };
        Ok(Store { url: url.clone(), database: Arc::new(database) })
    }

    /// How the tables of a database stand to this program, without a change to them.
    ///
    /// # Errors
    /// That it cannot be reached or opened, or belongs to another program.
    pub fn schema_status(url: &DatabaseUrl) -> Result<SchemaStatus, StoreError> {
        let found = match url {
            DatabaseUrl::Sqlite(path) => sqlite::schema_version(path, &url.to_string())?,
            DatabaseUrl::Postgres(text) => {
                let server = Server::new(text, 1)?;
                server.open(&url.to_string())?;
                let found = |session: &mut Session| schema::found_version(&mut Tx::postgres(session, None));
                server.transact(&dialect::POSTGRES_BEGIN_READ, found)?
            }
        };
        Ok(schema::status(found))
    }

    /// Brings the tables of a database to an older version than the newest, or leaves them if they
    /// are past it; only so can the tests make the databases of older programs.
    #[doc(hidden)]
    pub fn migrate_to(url: &DatabaseUrl, version: i64) -> Result<(), StoreError> {
        match url {
            DatabaseUrl::Sqlite(path) => {
                let connection = sqlite::connect(path, StoreOptions::default().cache_mib);
                let connection =
                    connection.map_err(|error| dialect::failure("open the database", error.into()))?;
                sqlite::migrate_to(&connection, &url.to_string(), version)
            }
            DatabaseUrl::Postgres(text) => {
                migrate_postgres(&Server::new(text, 1)?, &url.to_string(), version)
            }
        }
    }

    /// The database that was opened.
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Runs a piece of work in one transaction and returns when it is committed.
    ///
    /// An `Err` from the work, or a panic in it, rolls back what it wrote and nothing else. On
    /// SQLite all writes run one after the other on one thread and share their commits. Calling
    /// `write` from inside the work is a bug and is refused; `read` there sees what was committed
    /// before.
    ///
    /// # Errors
    /// What the work returned; [`StoreError::Unavailable`] when the database cannot be reached;
    /// [`StoreError::Commit`] when the outcome is unknown; [`StoreError::Stopped`] after a commit
    /// on SQLite failed in a way after which nothing may be acknowledged.
    pub fn write<T, E>(
        &self,
        context: WriteContext,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<Written<T>, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        if INSIDE_WRITE.get() {
            return Err(StoreError::NestedWrite.into());
        }
        match &*self.database {
            Database::Sqlite(file) => file.writer().write(context, work),
            Database::Postgres(server) => server.transact(&dialect::POSTGRES_BEGIN_WRITE, |session| {
                run_work(&mut Tx::postgres(session, Some(context)), work)
            }),
        }
    }

    /// Runs a piece of work on one snapshot of the database, which holds every write that was
    /// acknowledged before. What the work writes is refused or dropped.
    ///
    /// # Errors
    /// What the work returned, or that the database cannot be reached.
    pub fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        match &*self.database {
            Database::Sqlite(file) => file.read(|reader| work(&mut Tx::sqlite(reader, None))),
            Database::Postgres(server) => server
                .transact(&dialect::POSTGRES_BEGIN_READ, |session| work(&mut Tx::postgres(session, None))),
        }
    }

    /// Whether anything was committed after a revision, by this process or another. One small query.
    ///
    /// # Errors
    /// That the database cannot be reached.
    pub fn changed_since(&self, revision: i64) -> Result<bool, StoreError> {
        self.read(|tx| Ok(change::latest_revision(tx)? > revision))
    }

    /// Copies the whole database, as it is at one moment, into a new SQLite file. Writers go on.
    ///
    /// Of a PostgreSQL database the backup is a SQLite file too, so that either can be restored
    /// into either.
    ///
    /// # Errors
    /// [`StoreError::BackupExists`] when there is such a file; or that copying failed.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        backup::create(self, to)
    }

    /// Puts a backup in the place of a database, which no program may have open meanwhile.
    ///
    /// # Errors
    /// [`StoreError::RestoreOccupied`] when the database holds facts and `force` is not set;
    /// [`StoreError::BackupDamaged`]; [`StoreError::SchemaTooNew`].
    pub fn restore(from: &Path, to: &DatabaseUrl, force: bool) -> Result<(), StoreError> {
        backup::restore(from, to, force)
    }

    /// Looks for damage; each finding is one sentence, none is a healthy database.
    ///
    /// Reads everything: seconds for a million relations.
    ///
    /// # Errors
    /// That the database cannot be reached.
    pub fn integrity(&self) -> Result<Vec<String>, StoreError> {
        self.read(integrity::findings)
    }

    /// Takes the lock that one import at a time holds; `None` when another one runs.
    ///
    /// The death of the process frees it.
    ///
    /// # Errors
    /// That the lock file cannot be made, or the database cannot be reached.
    pub fn try_import_guard(&self) -> Result<Option<ImportGuard>, StoreError> {
        ImportGuard::try_take(&self.database)
    }

    pub(crate) fn database(&self) -> &Database {
        &self.database
    }
}

thread_local! {
    /// Whether this thread is inside the work of a write.
    static INSIDE_WRITE: Cell<bool> = const { Cell::new(false) };
}

/// Runs the work of a write and writes its audit and change rows; a panic becomes an error.
pub(crate) fn run_work<T, E: From<StoreError>>(
    tx: &mut Tx<'_>,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
) -> Result<Written<T>, E> {
    INSIDE_WRITE.set(true);
    let worked = catch_unwind(AssertUnwindSafe(|| work(tx)));
    INSIDE_WRITE.set(false);
    let value = worked.unwrap_or_else(|panic| {
        let text =
            panic.downcast_ref::<&str>().copied().or(panic.downcast_ref::<String>().map(String::as_str));
        Err(StoreError::Panicked { message: text.unwrap_or("without a message").to_string() }.into())
    })?;
    let changed = tx.has_changes();
    let revision = tx.finish()?;
    Ok(Written { value, revision, changed })
}

/// Brings the tables of a server up to date; nodes that start together wait for each other.
fn migrate_postgres(server: &Server, url: &str, version: i64) -> Result<(), StoreError> {
    server.open(url)?;
    server.transact(&dialect::POSTGRES_BEGIN_CHANGE, |session: &mut Session| {
        let mut tx = Tx::postgres(session, None);
        let encoding = "SELECT current_setting('server_encoding')";
        let found = tx.query_opt(encoding, &[], |row| row.text(0).map(str::to_string))?.unwrap_or_default();
        if found != "UTF8" {
            return Err(StoreError::WrongEncoding { found });
        }
        if schema::version(&mut tx, url)? >= version {
            return Ok(());
        }
        tx.execute("SELECT pg_advisory_xact_lock(?1)", &[dialect::POSTGRES_MIGRATION_LOCK.into()])?;
        schema::migrate(&mut tx, url, version)
    })
}
