//! Use cases through the app's own boundary, on SQLite and, where it is installed, on PostgreSQL.

#![allow(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]

mod fixture;
mod import;
mod list_order;
mod luma;
mod race;
mod revert;
mod serving;
