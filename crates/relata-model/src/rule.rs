use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{Decimal, Invalid, RuleCode, Scope, Timestamp, TypeCode, Window};

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
    /// What becomes of the pairs that it names.
    #[serde(default)]
    pub effect: RuleEffect,
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
    /// With fewer targets of one source that can be shown it shows none of them.
    #[serde(default)]
    pub minimum: u32,
    /// A factor in the score of what it shows or boosts; at least 0.
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

impl Rule {
    /// Targets of one source that a rule shows when it does not say how many.
    pub const LIMIT: u32 = 10;

    /// A draft called after its code that shows some targets to some sources, everything else as it is
    /// when nothing is said.
    pub fn draft(code: RuleCode, type_code: TypeCode, matching: String, show: String) -> Rule {
        Rule {
            name: code.to_string(),
            code,
            type_code,
            effect: RuleEffect::Add,
            status: RuleStatus::Draft,
            matching,
            show,
            when: None,
            order_by: Vec::new(),
            limit: Rule::LIMIT,
            minimum: 0,
            weight: 1.0,
            priority: 0,
            scope: Scope::default(),
            window: Window::ALWAYS,
            offer: None,
        }
    }
}

words! {
    /// What becomes of the pairs of products that a rule names.
    #[derive(Default)]
    RuleEffect, "an effect of a rule", {
        /// They are shown.
        #[default]
        Add = "add",
        /// They are not shown, whoever related them.
        Remove = "remove",
        /// Whoever related them, their score is multiplied by the rule's weight.
        Boost = "boost",
    }
}

impl RuleEffect {
    /// Whether the rule shows products, so that it has an order, a limit and an offer.
    pub fn adds(self) -> bool {
        self == RuleEffect::Add
    }
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
    /// A field of the target, such as `target.margin`, or [`RuleOrder::RANDOM`].
    pub field: String,
    /// Which values come first.
    pub direction: SortDirection,
    /// At random: another number, other products. `None` is 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
    /// At random: how long a source shows the same; `None` is a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Rotation>,
}

impl RuleOrder {
    /// The field of an order at random: all targets stand in a circle that is drawn once, and seed,
    /// source and time say where in it a list begins.
    pub const RANDOM: &'static str = "random";

    /// By a field of the target.
    pub fn by(field: &str, direction: SortDirection) -> RuleOrder {
        RuleOrder { field: field.to_string(), direction, seed: None, every: None }
    }

    /// Whether it is at random.
    pub fn is_random(&self) -> bool {
        self.field == RuleOrder::RANDOM
    }
}

words! {
    /// How long an order at random stays the same.
    #[derive(Default)]
    Rotation, "a time of a rotation", {
        /// An hour.
        Hour = "hour",
        /// A day, from midnight UTC.
        #[default]
        Day = "day",
        /// A week, from Monday midnight UTC.
        Week = "week",
        /// For good.
        Never = "never",
    }
}

impl Rotation {
    /// Which turn a moment falls into, counted from 1970.
    pub fn turn(self, at: Timestamp) -> i64 {
        const HOUR: i64 = 3_600_000_000;
        // 1970 began on a Thursday.
        match self {
            Rotation::Hour => at.micros().div_euclid(HOUR),
            Rotation::Day => at.micros().div_euclid(24 * HOUR),
            Rotation::Week => (at.micros() + 72 * HOUR).div_euclid(168 * HOUR),
            Rotation::Never => 0,
        }
    }
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

crate::words::serde_by_word!(RuleEffect, RuleStatus, Rotation, SortDirection, OfferKind);
