//! Examples in a tiny shop language, and properties held against a naive evaluator.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test that cannot unwrap has failed")]

mod agreement;
mod answers;
mod catalogue;
mod changes;
mod circles;
mod coverage;
mod fallbacks;
mod families;
mod fuzz;
mod graph;
mod lists;
mod naive;
mod named;
mod phrase;
mod placements;
mod proof;
mod random;
mod reading;
mod rule_effects;
mod rules;
mod rules_large;
mod search;
mod shop;
mod snapshot;
mod sql_oracle;
mod substitutes;
mod trial;
mod truth;
