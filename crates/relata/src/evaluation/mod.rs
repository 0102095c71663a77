//! Holding the learner against orders that it has not seen.
//!
//! ```text
//!   files --> lines --> what is learned from | what is held out
//!                                |                    |
//!                              model             questions with known answers
//!                                +------- asked -------+--> Report
//! ```

mod orders;
mod protocol;
mod report;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::ValueEnum;

pub(crate) use protocol::evaluate;

/// What is held out, and what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Protocol {
    /// One product of each held-out basket is hidden, the rest asked with
    LeaveOneOut,
    /// Each product of a held-out basket is asked with, the rest is relevant
    ItemToItem,
    /// A customer's history is asked with, their next basket is relevant
    NextBasket,
    /// The views so far are asked with, the next view is relevant
    Session,
}

/// What answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Method {
    /// Linear models of whole baskets, with settings chosen on the last weeks (leave-one-out)
    Ranker,
    /// What is in most baskets
    Popular,
    /// Share of the baskets with one that hold the other
    Confidence,
    /// Confidence, divided by the root of the target's share of all baskets
    Dial,
    /// Times more often together than by chance
    Lift,
    /// Shared baskets by the root of both counts
    Cosine,
    /// Shared baskets by the baskets with either
    Jaccard,
    /// Log-likelihood ratio
    Llr,
    /// What everybody buys most (next-basket)
    GTopfreq,
    /// What the customer buys most (next-basket)
    PTopfreq,
    /// What the customer buys most, then what everybody does (next-basket)
    GpTopfreq,
    /// Tastes of the customer and of those nearest to them (next-basket)
    TifuKnn,
    /// Sessions most alike (session)
    VmisKnn,
}

/// What to evaluate and how.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// Files of orders, or of views with a session for an order.
    pub files: Vec<PathBuf>,
    /// Files that are held out in place of the newest fifth.
    pub held_out: Vec<PathBuf>,
    /// Files of products, whose names say which ones resemble each other.
    pub products: Vec<PathBuf>,
    /// What is asked.
    pub protocol: Protocol,
    /// What answers; the protocol's own best where nothing is said.
    pub method: Option<Method>,
    /// Places in an answer.
    pub k: NonZeroUsize,
    /// What chance depends on.
    pub seed: u64,
    /// How often the next-basket protocol cuts the customers.
    pub folds: u64,
    /// Whether the settings of the ranker are chosen.
    pub tuning: Tuning,
}

/// Whether settings are chosen or taken as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tuning {
    /// Chosen on the newest tenth of what is learned from.
    Choose,
    /// The built-in ones.
    BuiltIn,
}

/// The name of a protocol or method, as flags take it.
fn name_of(value: &impl ValueEnum) -> String {
    value.to_possible_value().map_or_else(String::new, |value| value.get_name().to_string())
}
