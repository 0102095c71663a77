//! The server through its router, by example.

mod bulk;
mod connection;
mod graph;
mod hostile;
mod idempotency;
mod import;
mod openapi;
mod operations;
mod overview;
mod product;
mod product_list;
mod recommendation;
mod relation;
mod request_shapes;
mod serve;
mod shop;
mod small_nouns;
