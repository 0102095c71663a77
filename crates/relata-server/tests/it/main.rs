//! The server through its router, by example.

mod bulk;
mod hostile;
mod idempotency;
mod import;
mod openapi;
mod operations;
mod product;
mod recommendation;
mod relation;
mod serve;
mod shop;
mod small_nouns;
