//! Use cases through the app's own boundary, on SQLite and, where it is installed, on PostgreSQL.

mod fixture;
mod import;
mod list_order;
mod luma;
mod race;
mod revert;
mod serving;
