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

mod applying;
mod book;
mod cells;
mod circles;
mod column;
mod facts;
mod falling;
mod guideline;
mod live;
mod order;
mod pair;
mod parallel;
mod plan;
mod preview;
mod question;
mod ranked;
mod read;
mod reading;
mod select;
mod set;
mod summary;
mod table;
mod vocabulary;
mod walk;

pub(crate) use book::RuleBook;
pub use circles::WithheldPair;
pub(crate) use facts::PairFacts;
pub(crate) use falling::Touched;
pub(crate) use live::LiveRule;
pub(crate) use parallel::map_parallel;
pub use preview::{Example, Preview};
pub(crate) use set::ProductSet;
pub use summary::RuleSummary;
pub(crate) use table::{FactStore, FactTable};
