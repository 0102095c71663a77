//! The server through its router, by example.

mod bulk;
mod bulk_edit;
mod condition;
mod connection;
mod graph;
mod hostile;
mod idempotency;
mod import;
mod job;
mod named_condition;
mod openapi;
mod operations;
mod overview;
mod product;
mod product_list;
mod quality;
mod recommendation;
mod relation;
mod request_shapes;
mod rule;
mod rule_list;
mod serve;
mod shop;
mod small_nouns;
mod test_suite;
mod upload;
