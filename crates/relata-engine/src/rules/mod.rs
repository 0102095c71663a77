//! Rules and guidelines, compiled.
//!
//! ```text
//!  Rule --Plan::of--> what each part of its conditions reads
//!                        source alone   -> the set of sources            kept up to date by changes
//!                        target alone   -> the ordered list of targets   kept up to date by changes
//!                        both           -> asked of a source and its targets, in their order
//!                        request, time  -> asked when a request comes
//! ```
//!
//! Source times target is never written out: a request walks the one list of the rule until enough
//! of it can be shown. A rule that cannot be read loses its own candidates and nothing else.

mod book;
mod circles;
mod facts;
mod guideline;
mod live;
mod order;
mod pairs;
mod plan;
mod preview;
mod read;
mod set;
mod summary;
mod vocabulary;

pub(crate) use book::RuleBook;
pub use circles::WithheldPair;
pub(crate) use facts::PairFacts;
pub(crate) use live::LiveRule;
pub use preview::{Example, Preview};
pub use summary::RuleSummary;
