//! The compiled index of a shop and the answers drawn from it.
//!
//! [`compile`] turns all facts, a `Catalogue`, into a [`Snapshot`]: immutable, in memory, with a
//! generation number. [`Snapshot::apply`] makes the next one from what changed and shares with
//! its predecessor every part that did not. [`recommend`] answers one [`Query`] from one snapshot.
//! Everything here is a pure function: no input or output, no clock, no randomness. The same
//! snapshot and query give the same answer, and an index brought up to date by changes gives the
//! same answers as one compiled afresh.
//!
//! ```text
//!  Catalogue --compile--> Snapshot <--apply-- Delta        facts in, index out
//!                            |
//!                            |   words       names as dense codes
//!                            |   numbers     SKU <-> dense number, never reused
//!                            |   chunks      2,048 products each: rows, bits, records, edges
//!                            |   rankings    families by orders and by age, per category
//!                            v
//!  Query --resolve--> Request --gather--> candidates --select--> picks ---> Answer
//!                                 |           |           |
//!                      window, scope, status  arrange,    one per family, caps,
//!                      stock, cart, shadowed  merge       substitutes for the sold out
//! ```
//!
//! Products are dense numbers. A SKU that something names before its product arrives has a number
//! already, a *ghost*: relations to it are pending, and live from the moment the product is set.
//! A removed product becomes a ghost again, so that numbers never shift.
//!
//! What an answer needs per candidate lies together: a 16 byte row per product, one bit per
//! product and channel for stock and one for the assortment, 32 bytes per relation. Texts are
//! read for the picks alone. No string is hashed or compared once a query is resolved.
//!
//! Snapshots share memory, so dropping the last handle of an old one frees only what changed
//! since, but that can still be much after a large import: drop old snapshots on a thread of
//! their own (the app keeps a reclaimer), never on the thread that answers.

mod answer;
mod apply;
mod builder;
mod candidate;
mod card;
mod catalogue;
mod category;
mod chunk;
mod coverage;
mod covered;
mod dictionary;
mod dump;
mod edge;
mod fallback;
mod family;
mod gather;
mod graph;
mod held;
mod link;
mod listing;
mod memory;
mod mirror;
mod proposal;
mod query;
mod ranking;
mod reason;
mod recommend;
mod record;
mod rule_list;
mod rules;
mod select;
mod setup;
mod snapshot;
mod sorted_blocks;
mod stored;
mod substitute;
mod terms;
mod trial;
mod words;

pub use answer::{Answer, Pick, PickOrigin, Reason, Removal};
pub use builder::{Builder, compile};
pub use card::Card;
pub use catalogue::{Columns, Facets, Found, Placed, RelationSummary, Selected, SortValue, TypeFacet, View};
pub use coverage::{Coverage, CoverageQuery, coverage, coverage_by_channel};
pub use dump::Dump;
pub use graph::{Circle, Circles, FoundPath, Neighbourhood, NeighbourhoodQuery, Node};
pub use link::Link;
pub use listing::{Listed, ListedStatus, served_list};
pub use memory::{Bytes, Memory};
pub use proposal::{Evidence, Proposal};
pub use query::Query;
pub use recommend::recommend;
pub use rule_list::{RuleRow, rule_rows};
pub use rules::{Example, Holding, Preview, RuleSummary, WithheldPair, library};
pub use snapshot::Snapshot;
pub use stored::{StoredProduct, StoredRelation, StoredTerms};
pub use trial::{
    ChangedAnswer, Checked, Difference, History, Sample, Trial, TrialExample, TrialFacts, TrialState,
};
