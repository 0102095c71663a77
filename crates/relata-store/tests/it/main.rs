//! One suite, run on SQLite always and on PostgreSQL where it is installed.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

mod backup;
#[cfg(feature = "tls")]
mod certificate;
mod damage;
mod disk;
mod fixture;
mod group;
mod import;
mod order;
mod patience;
mod product;
mod proxy;
mod relation;
mod revision;
mod schema;
mod shop;
mod tls;
mod url;
