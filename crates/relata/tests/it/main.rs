//! The program as people and scripts meet it: the built binary on databases of its own.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test says what went wrong, and what it left out"
)]

mod apply;
mod bench;
mod commands;
mod durability;
mod evaluate;
mod house;
mod import;
mod layers;
mod malformed;
mod program;
mod recommend;
mod rule;
mod serve;
mod server;
mod test_suite;
mod tour;
mod try_shop;
