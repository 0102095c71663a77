use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{Decimal, Invalid, RuleCode, Scope, TypeCode, Window};

/// Makes relations by condition: for these products show those, when, in this order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Its key.
    pub code: RuleCode,
    /// What people call it.
    pub name: String,
    /// Under which type it shows.
    #[serde(rename = "type")]
    pub type_code: TypeCode,
    /// Whether it is live.
    pub status: RuleStatus,
    /// Which sources, as a condition over `source`.
    #[serde(rename = "match")]
    pub matching: String,
    /// Which targets, as a condition over `target` that may refer to `source`.
    pub show: String,
    /// In which circumstances, as a condition over customer, cart and context; `None` is always.
    pub when: Option<String>,
    /// In which order targets are shown: by the first key, among equals by the next, at last by SKU.
    pub order_by: Vec<RuleOrder>,
    /// How many targets of one source can be shown.
    pub limit: u32,
    /// Its own factor in the score; at least 0.
    pub weight: f64,
    /// Rules of a higher one come first.
    pub priority: i32,
    /// Where and for whom it applies.
    pub scope: Scope,
    /// When it applies.
    pub window: Window,
    /// What the customer gets with it, for the channel to carry out.
    pub offer: Option<RuleOffer>,
}

words! {
    /// Whether a rule or a guideline is live.
    RuleStatus, "a status of a rule", {
        /// It is being written.
        Draft = "draft",
        /// It is live.
        Active = "active",
        /// It is switched off for a while.
        Paused = "paused",
        /// It is kept for its history alone.
        Archived = "archived",
    }
}

/// One key by which the targets of a rule are ordered; targets without a value come last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleOrder {
    /// A field of the target, such as `target.margin`.
    pub field: String,
    /// Which values come first.
    pub direction: SortDirection,
}

words! {
    /// Which values come first.
    SortDirection, "a direction of an order", {
        /// The smallest.
        Ascending = "asc",
        /// The largest.
        Descending = "desc",
    }
}

/// What the customer gets with a recommendation: "buy X get Y".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleOffer {
    /// How the price falls.
    pub kind: OfferKind,
    /// By how much: percent, or an amount in the shop's currency; none for free.
    pub value: Option<Decimal>,
    /// What it is called on the page.
    pub label: String,
}

words! {
    /// How a price falls.
    OfferKind, "a kind of offer", {
        /// By a share of it.
        Percent = "percent",
        /// By an amount.
        Amount = "amount",
        /// It costs nothing.
        Free = "free",
    }
}

/// Forbids that some products are shown beside some others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Guideline {
    /// Its key.
    pub code: RuleCode,
    /// What people call it.
    pub name: String,
    /// Whether it is live.
    pub status: RuleStatus,
    /// Under which types it holds; none means all.
    pub types: Vec<TypeCode>,
    /// What is forbidden, as a condition over `source` and `target`.
    pub forbid: String,
}

crate::words::serde_by_word!(RuleStatus, SortDirection, OfferKind);
