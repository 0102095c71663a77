//! Tests of the exchange: files in a few lines, and what is read from them.

// A test that meets what it does not expect shall stop there, and say on stderr what it left out.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod compression;
mod config;
mod csv;
mod hostile;
mod json_lines;
mod magento;
mod mapping;
mod orders;
mod products;
mod rejects;
mod relations;
mod round_trip;
mod show;
mod spryker;
