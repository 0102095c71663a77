//! Examples and oracles for cycle laws and quality.

#![allow(clippy::unwrap_used)]

mod digraph;
mod quality;
mod random_graph;
mod scoped;
mod speed;
