//! One suite, run on SQLite always and on PostgreSQL where it is installed.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

mod backup;
mod fixture;
mod group;
mod import;
mod order;
mod product;
mod relation;
mod revision;
mod schema;
mod shop;
mod speed;
mod url;
