//! Learning from orders: what customers' baskets say about which product goes with which.
//!
//! ```text
//!   booked lines --> ledger --> Baskets --+--> PairTable       evidence that people read: both, lift, ratio
//!   (orders,         returns    (compact, |
//!    returns)        net out    in time   +--> Ranker          what completes a basket: the rank
//!                               order)    |
//!   views --------------------> sessions -+--> Neighbours      what is viewed next
//!                                         |
//!   histories of customers ---------------+--> NextBasket      what a customer will want next
//!                                         |
//!                                         +--> protocol        how good all of these are on held-out orders
//! ```
//!
//! Products, customers and orders are dense numbers that the caller gives out. Nothing does I/O, reads a clock or draws random numbers: time comes in with the data, a seed as
//! an argument, and the same input gives the same output on any number of cores.
//!
//! A walk through: [`settle`] turns booked lines into [`Baskets`], in which what was given back is gone.
//! [`PairTable::count`] counts all pairs in one pass and keeps the best of each product, with the counts
//! behind them. A pair's score is read by people; which product completes a whole basket is asked of the
//! `Ranker`, because one product's pairs know nothing of the rest of the basket.
//! [`Tally`] holds answers against what was really bought.
//!
//! Invariants: the counts behind a pair are those of the baskets, whatever weighs them; ties are broken
//! by numbers, never by chance or by which thread came first; whatever is chosen is chosen on orders
//! older than those it is measured on.

mod basket;
mod dice;
mod ledger;
mod metrics;
mod neighbours;
mod next_basket;
mod pairs;
mod protocol;
mod ranker;
mod resemblance;
mod service;
mod session;
mod top;
mod work;

pub use basket::{Basket, Baskets, NOBODY, Postings};
pub use dice::Dice;
pub use ledger::{LedgerReport, Line, Returns, settle};
pub use metrics::{Answered, Quality, Tally};
pub use neighbours::{NeighbourOptions, Neighbours};
pub use next_basket::{History, NextBasket, NextBasketMethod, TifuOptions};
pub use pairs::{Counts, Measure, Pair, PairOptions, PairTable};
pub use protocol::{Fold, Followed, Question, fold, followed, item_to_item, leave_one_out, next_views};
pub use ranker::{
    Content, LinearSettings, MergeSettings, Ranker, Scratch, Settings, Trial, Tuned, Weighting, tune,
};
pub use resemblance::{Described, resemblance};
pub use service::services;
pub use session::{Session, sessions, viewed_together};
pub use top::best_of;
