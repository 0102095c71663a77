use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What kind of thing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Noun {
    /// A product; the key is its SKU.
    Product,
    /// A relation; the key is its number.
    Relation,
    /// A relation type; the key is its code.
    RelationType,
    /// A channel; the key is its code.
    Channel,
    /// A placement; the key is its code.
    Placement,
    /// A saved mapping; the key is its code.
    Mapping,
    /// A customer's order; the key is channel and order id.
    Order,
    /// An import as a whole; the key is its number.
    Import,
    /// The shop's own settings; the key is the setting's name.
    Shop,
    /// A saved view; the key is its code.
    View,
    /// A rule; the key is its code.
    Rule,
    /// A guideline; the key is its code.
    Guideline,
    /// A condition with a name; the key is its code.
    Condition,
    /// A test suite; the key is its code.
    TestSuite,
}

impl Noun {
    /// All of them.
    pub const ALL: [Noun; 14] = [
        Noun::Product,
        Noun::Relation,
        Noun::RelationType,
        Noun::Channel,
        Noun::Placement,
        Noun::Mapping,
        Noun::Order,
        Noun::Import,
        Noun::Shop,
        Noun::View,
        Noun::Rule,
        Noun::Guideline,
        Noun::Condition,
        Noun::TestSuite,
    ];

    /// The noun as text.
    pub fn as_str(self) -> &'static str {
        match self {
            Noun::Product => "product",
            Noun::Relation => "relation",
            Noun::RelationType => "relation_type",
            Noun::Channel => "channel",
            Noun::Placement => "placement",
            Noun::Mapping => "mapping",
            Noun::Order => "order",
            Noun::Import => "import",
            Noun::Shop => "shop",
            Noun::View => "view",
            Noun::Rule => "rule",
            Noun::Guideline => "guideline",
            Noun::Condition => "condition",
            Noun::TestSuite => "test_suite",
        }
    }

    /// The noun of a text.
    pub fn parse(text: &str) -> Option<Noun> {
        Noun::ALL.into_iter().find(|noun| noun.as_str() == text)
    }
}

/// What was done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It was made.
    Create,
    /// It was changed.
    Update,
    /// It was removed.
    Delete,
}

impl Action {
    /// The action as text.
    pub fn as_str(self) -> &'static str {
        match self {
            Action::Create => "create",
            Action::Update => "update",
            Action::Delete => "delete",
        }
    }

    /// The action of a text.
    pub fn parse(text: &str) -> Option<Action> {
        [Action::Create, Action::Update, Action::Delete].into_iter().find(|action| action.as_str() == text)
    }
}

/// One line of the audit log: who changed what, when, from what to what.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// Its number.
    pub audit_id: i64,
    /// The revision that the change belongs to.
    pub revision: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What was done.
    pub action: Action,
    /// To what kind of thing.
    pub noun: Noun,
    /// To which one.
    pub key: String,
    /// The thing before, as stored.
    pub before: Option<serde_json::Value>,
    /// The thing after, as stored.
    pub after: Option<serde_json::Value>,
}
