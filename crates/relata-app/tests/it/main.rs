//! Use cases through the app's own boundary, on SQLite and, where it is installed, on PostgreSQL.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test says what went wrong, and what it left out"
)]

mod configuration;
mod coverage;
mod fixture;
mod import;
mod list_order;
mod luma;
mod named_condition;
mod outage;
mod race;
mod revert;
mod rule_race;
mod selection;
mod serving;
mod spryker;
mod storm;
mod upload;
