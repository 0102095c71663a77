use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Origin, Scope, Sku, Timestamp, TypeCode, Window};

/// The number under which a relation is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RelationId(pub i64);

/// A directed relation between two products.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// Where it is stored.
    pub id: RelationId,
    /// From which product.
    pub source: Sku,
    /// Under which type.
    #[serde(rename = "type")]
    pub type_code: TypeCode,
    /// To which product.
    pub target: Sku,
    /// Who made it.
    pub origin: Origin,
    /// Where and for whom it applies.
    pub scope: Scope,
    /// When it applies.
    pub window: Window,
    /// Its place in the list of source and type: 1 to n without gaps over all stored relations.
    pub position: u32,
    /// Its own factor in the score; at least 0.
    pub weight: f64,
    /// How many of the target go with one of the source.
    pub quantity: Option<Decimal>,
    /// Further fields of the relation, as given.
    pub fields: BTreeMap<String, serde_json::Value>,
    /// A fixed place before all others: 1 is first.
    pub pin: Option<u32>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What makes a relation the same relation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RelationIdentity {
    /// From which product.
    pub source: Sku,
    /// Under which type.
    #[serde(rename = "type")]
    pub type_code: TypeCode,
    /// To which product.
    pub target: Sku,
    /// Who made it.
    pub origin: Origin,
    /// Where and for whom it applies.
    pub scope: Scope,
    /// When it applies.
    pub window: Window,
}

/// A relation before it is stored: the place in its list may be left open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RelationDraft {
    /// What makes it the same relation.
    pub identity: RelationIdentity,
    /// Its wished place; `None` is the end.
    pub position: Option<u32>,
    /// See [`Relation::weight`].
    pub weight: f64,
    /// See [`Relation::quantity`].
    pub quantity: Option<Decimal>,
    /// See [`Relation::fields`].
    pub fields: BTreeMap<String, serde_json::Value>,
    /// See [`Relation::pin`].
    pub pin: Option<u32>,
}

impl Relation {
    /// What makes it the same relation.
    pub fn identity(&self) -> RelationIdentity {
        RelationIdentity {
            source: self.source.clone(),
            type_code: self.type_code.clone(),
            target: self.target.clone(),
            origin: self.origin.clone(),
            scope: self.scope.clone(),
            window: self.window,
        }
    }
}

impl RelationDraft {
    /// A draft with the defaults: at the end, weight 1, nothing else.
    pub fn new(identity: RelationIdentity) -> RelationDraft {
        RelationDraft {
            identity,
            position: None,
            weight: 1.0,
            quantity: None,
            fields: BTreeMap::new(),
            pin: None,
        }
    }
}

/// Whether a stored relation is shown, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationStatus {
    /// Its products exist and its window is open.
    Active,
    /// Its window opens later.
    Scheduled,
    /// One of its products does not exist yet.
    Pending,
    /// Its window has ended.
    Expired,
    /// The product excludes its target.
    Excluded,
    /// It would close a circle together with facts that outrank it.
    Withheld,
    /// Another relation of the same pair is shown instead.
    Shadowed,
}

impl RelationStatus {
    /// All of them.
    pub const ALL: [RelationStatus; 7] = [
        RelationStatus::Active,
        RelationStatus::Scheduled,
        RelationStatus::Pending,
        RelationStatus::Expired,
        RelationStatus::Excluded,
        RelationStatus::Withheld,
        RelationStatus::Shadowed,
    ];

    /// The status as text.
    pub fn as_str(self) -> &'static str {
        match self {
            RelationStatus::Active => "active",
            RelationStatus::Scheduled => "scheduled",
            RelationStatus::Pending => "pending",
            RelationStatus::Expired => "expired",
            RelationStatus::Excluded => "excluded",
            RelationStatus::Withheld => "withheld",
            RelationStatus::Shadowed => "shadowed",
        }
    }

    /// The status of a text.
    pub fn parse(text: &str) -> Option<RelationStatus> {
        RelationStatus::ALL.into_iter().find(|status| status.as_str() == text)
    }
}
