use std::path::PathBuf;
use std::sync::Arc;

/// What the database said.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// SQLite said it.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL or the connection to it said it.
    #[error(transparent)]
    Postgres(#[from] tokio_postgres::Error),
    /// PostgreSQL said nothing, for longer than a caller should wait.
    #[error("the server did not answer for {waited_ms} ms")]
    Silent {
        /// How long it was waited for.
        waited_ms: u64,
    },
    /// The system gave nothing to wait with.
    #[error("cannot wait for the server")]
    Thread(#[source] std::io::Error),
}

impl DatabaseError {
    pub(crate) fn silent(waited: std::time::Duration) -> DatabaseError {
        DatabaseError::Silent { waited_ms: waited.as_millis() as u64 }
    }
}

/// Why there can be no encrypted connection.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The file with the certificates to trust is of no use.
    #[error("no certificate to trust in {path}: {reason}; sslrootcert names a PEM file", path = path.display())]
    Roots {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The system trusts nobody.
    #[error("the system has no certificates to trust: name a PEM file with sslrootcert=FILE")]
    NoSystemRoots,
    /// The library refused its settings.
    #[error("encryption cannot be set up: {0}")]
    Setup(String),
}

/// Why the store could not do what was asked. Never a mistake of the user.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The name of the database is not one.
    #[error("{text:?} names no database: {hint}")]
    WrongUrl {
        /// The name, without a password.
        text: String,
        /// What to write instead.
        hint: String,
    },
    /// The database could not be opened.
    #[error("cannot open the database {url}")]
    Open {
        /// The database, without a password.
        url: String,
        /// What it said.
        #[source]
        source: DatabaseError,
    },
    /// The URL demands TLS, and the program was built without it.
    #[error(
        "{url} demands encryption (sslmode={mode}), and this program was built without it: build it with the \
         feature tls, or write sslmode=disable where the network is private"
    )]
    TlsMissing {
        /// The database, without a password.
        url: String,
        /// What it demands.
        mode: String,
    },
    /// There can be no encrypted connection.
    #[error("cannot encrypt the connection to {url}")]
    TlsRoots {
        /// The database, without a password.
        url: String,
        /// Why not.
        #[source]
        source: TlsError,
    },
    /// The SQLite library of the program can corrupt the write-ahead log.
    #[error("SQLite {found} is too old: build the program with SQLite 3.51.3 or newer")]
    SqliteTooOld {
        /// The version of the library.
        found: &'static str,
    },
    /// PostgreSQL keeps its texts in another encoding than UTF-8.
    #[error("the database is kept in {found}: create it with the encoding UTF8")]
    WrongEncoding {
        /// The encoding of the server.
        found: String,
    },
    /// A newer program has changed the tables.
    #[error("the database {url} has schema {found}, this program knows {known}: use the newer program")]
    SchemaTooNew {
        /// The database, without a password.
        url: String,
        /// The newest migration in the database.
        found: i64,
        /// The newest migration in the program.
        known: i64,
    },
    /// The file holds tables of another program.
    #[error("{url} is a database of another program: name another file")]
    NotRelata {
        /// The database, without a password.
        url: String,
    },
    /// The file holds no tables at all.
    #[error(
        "{url} is no database, or its beginning is damaged: name another file, or restore the last backup \
         with relata restore FILE --force"
    )]
    NotADatabase {
        /// The file.
        url: String,
    },
    /// A migration failed; nothing of it is left.
    #[error("migration {version} ({name}) failed")]
    Migrate {
        /// Its number.
        version: i64,
        /// Its name.
        name: &'static str,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// The database cannot be reached, or is too busy to answer in time.
    #[error("the database cannot be reached")]
    Unavailable {
        /// What it said.
        #[source]
        source: DatabaseError,
    },
    /// The disk of the database is full: nothing was written, reading goes on.
    #[error("the disk of the database is full: make room, writing goes on by itself then")]
    DiskFull {
        /// What the database said; it fails every write of its group.
        #[source]
        source: Arc<DatabaseError>,
    },
    /// The file of the database is damaged.
    #[error(
        "the database is damaged: stop the server, keep a copy of the file, look at it with relata doctor, \
         then restore the last backup with relata restore FILE --force"
    )]
    Damaged {
        /// What the database said.
        #[source]
        source: Arc<DatabaseError>,
    },
    /// All connections were in use for longer than a caller should wait.
    #[error("no database connection became free in time: try again later")]
    Busy,
    /// A statement failed.
    #[error("the statement failed: {statement}")]
    Statement {
        /// The statement, without its values.
        statement: String,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// A row with the same key exists.
    #[error("a row with the same key exists ({constraint})")]
    Duplicate {
        /// The constraint, or on SQLite its columns.
        constraint: String,
    },
    /// The commit failed: nothing of the write was acknowledged, whether it is there is unknown.
    #[error("the commit failed")]
    Commit {
        /// What the database said; one failed commit fails every write of its group.
        #[source]
        source: Arc<DatabaseError>,
    },
    /// The database gave up the transaction of a whole group of writes, for instance on a full disk.
    #[error("the database gave up the transaction: nothing was written")]
    TransactionLost,
    /// An earlier commit failed in a way after which no write may be acknowledged.
    #[error("writing has stopped: {reason}; restart the program after mending the disk")]
    Stopped {
        /// What happened.
        reason: String,
    },
    /// The writer is gone; the store is being closed.
    #[error("the store is closed")]
    Closed,
    /// The work of a write panicked; its part was rolled back.
    #[error("the work of a write panicked: {message}")]
    Panicked {
        /// What it said.
        message: String,
    },
    /// A write was asked for from inside a write.
    #[error("a write was started inside a write: use the transaction at hand")]
    NestedWrite,
    /// A change was recorded in a reading transaction.
    #[error("a reading transaction cannot record a change")]
    ReadOnly,
    /// A relation was to be stored without a position.
    #[error("the relation from {source_sku} to {target_sku} has no position")]
    PositionMissing {
        /// Its source.
        source_sku: String,
        /// Its target.
        target_sku: String,
    },
    /// A statement of the transaction failed, and the work went on as if it had not.
    #[error("a statement of the write failed before its end: nothing was written")]
    StatementIgnored,
    /// What is stored cannot be understood.
    #[error("the stored {noun} {key:?} cannot be read: run doctor")]
    Decode {
        /// What kind of thing.
        noun: &'static str,
        /// Which one.
        key: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A value cannot be stored.
    #[error("the {noun} {key:?} cannot be stored")]
    Encode {
        /// What kind of thing.
        noun: &'static str,
        /// Which one.
        key: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A file beside the database could not be used.
    #[error("cannot use the file {path}", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The file for a backup exists.
    #[error("{path} exists: name a file that does not", path = path.display())]
    BackupExists {
        /// The file.
        path: PathBuf,
    },
    /// The backup could not be copied.
    #[error("cannot copy the database to or from {path}", path = path.display())]
    Backup {
        /// The file of the backup.
        path: PathBuf,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// The backup is damaged.
    #[error("the backup {path} is damaged: {finding}", path = path.display())]
    BackupDamaged {
        /// The file of the backup.
        path: PathBuf,
        /// The first finding.
        finding: String,
    },
    /// The database to restore into is not empty.
    #[error("{url} holds data: restore into a new database, or force it")]
    RestoreOccupied {
        /// The database, without a password.
        url: String,
    },
}

impl StoreError {
    /// Whether the database cannot be reached for now; what was asked may be asked again later.
    pub fn is_unavailable(&self) -> bool {
        match self {
            StoreError::Unavailable { .. } | StoreError::Busy | StoreError::Closed => true,
            StoreError::Stopped { .. } | StoreError::TransactionLost | StoreError::Commit { .. } => true,
            StoreError::DiskFull { .. } => true,
            StoreError::Open { source, .. } => crate::dialect::is_unreachable(source),
            _ => false,
        }
    }

    /// Whether a row with the same key exists.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, StoreError::Duplicate { .. })
    }

    /// A text that names no database; it is to be without its password.
    pub(crate) fn wrong_url(shown: &str, hint: impl Into<String>) -> StoreError {
        StoreError::WrongUrl { text: shown.to_string(), hint: hint.into() }
    }

    /// A PostgreSQL URL that the driver does not understand.
    pub(crate) fn unreadable_url(url: &str, shown: &str) -> StoreError {
        let hint = match crate::database_url::not_known(url) {
            Some(name) => format!("leave out {name}, this program cannot go by it"),
            None => "write postgres://user:password@host/database, with %40 for an at sign and %2F for a \
                     slash in the password"
                .to_string(),
        };
        StoreError::wrong_url(shown, hint)
    }

    /// A stored thing that cannot be understood.
    pub(crate) fn decode(
        noun: &'static str,
        key: impl ToString,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> StoreError {
        StoreError::Decode { noun, key: key.to_string(), source: source.into() }
    }

    /// A thing that cannot be stored.
    pub(crate) fn encode(
        noun: &'static str,
        key: impl ToString,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> StoreError {
        StoreError::Encode { noun, key: key.to_string(), source: source.into() }
    }
}
