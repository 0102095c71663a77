use relata_model::{Channel, Placement, RelationType};

use crate::error::DatabaseError;
use crate::transaction::Tx;
use crate::{StoreError, channel, dialect, placement, relation_type};

struct Migration {
    version: i64,
    name: &'static str,
    sql: &'static str,
}

/// In order, forward only; a migration that was ever released is never edited.
const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "catalogue", sql: include_str!("../migrations/0001_catalogue.sql") },
    Migration { version: 2, name: "change_log", sql: include_str!("../migrations/0002_change_log.sql") },
    Migration { version: 3, name: "orders", sql: include_str!("../migrations/0003_orders.sql") },
    Migration {
        version: 4,
        name: "imports_and_jobs",
        sql: include_str!("../migrations/0004_imports_and_jobs.sql"),
    },
    Migration {
        version: 5,
        name: "rejects_and_mappings",
        sql: include_str!("../migrations/0005_rejects_and_mappings.sql"),
    },
    Migration {
        version: 6,
        name: "audit_relation_end",
        sql: include_str!("../migrations/0006_audit_relation_end.sql"),
    },
];

/// The tables that hold facts, in an order in which they can be filled.
pub(crate) const TABLES: &[&str] = &[
    "counter",
    "product",
    "relation",
    "list_arranged",
    "document",
    "audit",
    "audit_relation_end",
    "change",
    "customer_order",
    "order_line",
    "import",
    "import_chunk",
    "import_reject",
    "job",
    "idempotency",
];

/// The tables whose rows are numbered by the database, with the number's column.
pub(crate) const NUMBERED: &[(&str, &str)] = &[
    ("relation", "relation_id"),
    ("audit", "audit_id"),
    ("customer_order", "customer_order_id"),
    ("import", "import_id"),
    ("job", "job_id"),
];

/// The newest migration that the program knows.
pub(crate) fn known_version() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| migration.version)
}

/// How the tables of a database stand to this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaStatus {
    /// The newest migration in the database; 0 for an empty one, or one that is not there yet.
    pub found: i64,
    /// The newest migration that the program knows.
    pub known: i64,
    /// The migrations that would be applied, in order, with their names.
    pub pending: Vec<(i64, &'static str)>,
}

impl SchemaStatus {
    /// Whether a newer program has changed the tables, so that this one must not use them.
    pub fn is_too_new(&self) -> bool {
        self.found > self.known
    }
}

/// What a found version means.
pub(crate) fn status(found: i64) -> SchemaStatus {
    let pending = MIGRATIONS.iter().filter(|migration| migration.version > found);
    let pending = pending.map(|migration| (migration.version, migration.name)).collect();
    SchemaStatus { found, known: known_version(), pending }
}

/// The newest migration in the database; 0 for an empty one.
pub(crate) fn found_version(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    let exists = tx.number(dialect::has_table(tx.is_postgres()), &["schema_version".into()])? > 0;
    if !exists {
        return Ok(0);
    }
    tx.number("SELECT COALESCE(max(version), 0) FROM schema_version", &[])
}

/// The newest migration in the database; 0 for an empty one.
///
/// # Errors
/// [`StoreError::SchemaTooNew`] when a newer program has changed the tables.
pub(crate) fn version(tx: &mut Tx<'_>, url: &str) -> Result<i64, StoreError> {
    let found = found_version(tx)?;
    if found > known_version() {
        return Err(StoreError::SchemaTooNew { url: url.to_string(), found, known: known_version() });
    }
    Ok(found)
}

/// Applies what is missing up to a version, inside the transaction at hand; fills a new database
/// with what every shop has from the start, once all its tables are there.
pub(crate) fn migrate(tx: &mut Tx<'_>, url: &str, until: i64) -> Result<(), StoreError> {
    let found = version(tx, url)?;
    if found == 0 {
        let sql = "CREATE TABLE IF NOT EXISTS schema_version (
            version INTEGER NOT NULL, name TEXT NOT NULL,
            CONSTRAINT schema_version_key PRIMARY KEY (version)) STRICT;";
        apply(tx, sql).map_err(|source| StoreError::Migrate {
            version: 0,
            name: "schema_version",
            source,
        })?;
    }
    let missing = MIGRATIONS.iter().filter(|migration| migration.version > found);
    for migration in missing.take_while(|migration| migration.version <= until) {
        let Migration { version, name, sql } = migration;
        tracing::info!(version, name, "migrating the database");
        apply(tx, sql).map_err(|source| StoreError::Migrate { version: *version, name, source })?;
        let values = [(*version).into(), (*name).into()];
        tx.execute("INSERT INTO schema_version (version, name) VALUES (?1, ?2)", &values)?;
    }
    if found == 0 && until >= 1 {
        fill(tx)?;
    }
    Ok(())
}

fn apply(tx: &mut Tx<'_>, sql: &str) -> Result<(), DatabaseError> {
    if tx.is_postgres() { tx.batch(&dialect::postgres_migration(sql)) } else { tx.batch(sql) }
}

fn fill(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    for kind in RelationType::built_in() {
        relation_type::upsert(tx, &kind)?;
    }
    for place in Placement::built_in() {
        placement::upsert(tx, &place)?;
    }
    channel::upsert(tx, &Channel::web())
}
