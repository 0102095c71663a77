//! Conditions as people write them, asked of small shops.

mod absent;
mod bounds;
mod facts;
mod matches;
mod problems;
mod proof;
mod references;
mod round_trip;
mod sentences;
mod trees;
