//! The facts of a shop in SQLite or PostgreSQL, behind one [`Store`].
//!
//! A file is enough to start with; a server with many nodes comes later without another word in
//! the program. All SQL of Relata is in this crate, written out once, one module a noun; what the
//! two databases see differently is in `dialect.rs`.
//!
//! ```text
//!   store.write(context, |tx| …)                 store.read(|tx| …)
//!        |                                            |
//!        |  one transaction = one revision            |  one snapshot
//!        v                                            v
//!   Tx -- product:: relation:: order:: import:: … -- Tx
//!        |                                            |
//!        |  tx.record(change): audit row and change row at the end
//!        v                                            v
//!   SQLite: one writer thread, a savepoint       SQLite: a pool of readers
//!           per write, one commit per group      PostgreSQL: the same pool as for writes
//!   PostgreSQL: a pool of connections
//! ```
//!
//! What is promised:
//!
//! - A write that was acknowledged is on disk and is seen by every later read.
//! - A write is there with its audit rows and its change rows, or not at all.
//! - Revisions have the order of the commits: whoever follows [`change::since`] misses nothing.
//! - Keys sort by their bytes, on both databases.
//! - After a commit of which the outcome is unknown SQLite's writer stops, since a second try could
//!   acknowledge what never reached the disk. A full disk only refuses writes until there is room.
//! - PostgreSQL that is away, frozen or cut off fails a call within two seconds with an error that
//!   [`StoreError::is_unavailable`]; when it is back, so is the store. A statement that is only slow
//!   is waited for to its limit: 2 minutes in a write, 10 in a read.
//! - No message holds a password; a URL that demands encryption is never served without it.
//!
//! Everything here waits for the database: call it from threads that may wait. The work of a write
//! runs on another thread (SQLite) and must not call [`Store::write`] itself.
//!
//! The store keeps facts and knows no rules: what may be related to what is decided by its callers,
//! who use [`Tx::lock`] where two writers could each be right alone and wrong together.

pub mod audit;
mod backup;
pub mod catalogue;
pub mod change;
pub mod channel;
pub mod condition;
mod database_url;
mod dialect;
mod document;
mod error;
pub mod family;
mod filter;
pub mod guideline;
pub mod idempotency;
pub mod import;
mod import_guard;
mod integrity;
pub mod job;
pub mod mapping;
pub mod order;
pub mod placement;
mod pool;
mod postgres_address;
mod postgres_pool;
mod postgres_session;
#[cfg(feature = "tls")]
mod postgres_tls;
pub mod product;
pub mod relation;
mod relation_row;
pub mod relation_type;
pub mod rule;
mod schema;
pub mod shop;
mod sqlite;
mod store;
pub mod test_suite;
mod transaction;
mod value;
mod version;
pub mod view;
mod writer;

pub use database_url::DatabaseUrl;
pub use error::{DatabaseError, StoreError, TlsError};
pub use import_guard::ImportGuard;
pub use schema::SchemaStatus;
pub use store::{Store, StoreOptions, Written};
pub use transaction::{Change, Tx, WriteContext};
