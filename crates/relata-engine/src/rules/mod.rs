//! Rules and guidelines, compiled.
//!
//! ```text
//!  Rule --Plan::of--> what each part of its conditions reads
//!                        source alone   -> the set of sources            kept up to date by changes
//!                        target alone   -> the ordered list of targets   kept up to date by changes
//!                        both           -> asked of a source and its targets, in their order
//!                        request, time  -> asked when a request comes
//!
//!  facts --FactTable--> columns of words and numbers, families of words   (cells, column, postings)
//!                       families grouped by a word, in an order           (ranked)
//!
//!  everything           select: the narrowest posting, then columns; else columns from end to end
//!  one product changed  after:  the columns that moved, then the rules that read them
//!  one rule changed     LiveRule::of, preview
//!  one request          applying: the rules of a product; walk: group, stretch or list in order
//! ```
//!
//! A part is resolved against columns where its answer follows from one value (`question`) or from
//! one value at each end (`pair`); whatever else is evaluated as it stands. Both ways answer alike.
//!
//! Source times target is never written out: a request walks the one list of the rule until enough
//! of it can be shown. A rule that cannot be read loses its own candidates and nothing else.

mod applying;
mod best;
mod book;
mod cells;
mod circle;
mod circles;
mod codes;
mod column;
mod effect;
mod facts;
mod falling;
mod guideline;
mod holding;
mod live;
mod masks;
mod named;
mod order;
mod pair;
mod parallel;
mod picked;
mod plan;
mod postings;
mod preview;
mod question;
mod ranked;
mod ranked_block;
mod read;
mod reading;
mod select;
mod set;
mod summary;
mod table;
mod vocabulary;
mod walk;
mod wanted;

pub(crate) use book::RuleBook;
pub use circles::WithheldPair;
pub(crate) use facts::PairFacts;
pub(crate) use falling::Touched;
pub(crate) use guideline::{Ban, bans_of};
pub use holding::Holding;
pub(crate) use live::LiveRule;
pub(crate) use named::NamedChange;
pub use named::library;
pub(crate) use parallel::map_parallel;
pub use preview::{Example, Preview};
pub(crate) use set::ProductSet;
pub use summary::RuleSummary;
pub(crate) use table::{FactStore, FactTable};
