//! The words of Relata as types.
//!
//! A shop has [`Product`]s, grouped in families of a parent and its variants.
//! A [`Relation`] points from a source product to a target product under one [`RelationType`].
//! Who made it is its [`Origin`], where it applies its [`Scope`], when its [`Window`].
//!
//! ```text
//!            RelationType (weight, cycle law, placements)
//!                 |
//!  Product --- Relation ---> Product          Channel: offers, assortment
//!  (source)   origin, scope,  (target)        Placement: blocks, caps, fallbacks
//!             window, position                Order: what customers bought together
//! ```
//!
//! What a person or a feed did wrong is a [`Problem`] in a list, never an `Err` of the machine.
//! Nothing here does I/O, reads a clock or knows SQL; times and seeds come in as arguments.
//! Money is whole minor units of a [`Currency`]; other numbers are exact decimals.

mod audit;
mod catalogue;
mod category;
mod channel;
mod code;
mod color;
mod condition;
mod direction;
mod import;
mod invalid;
pub mod limits;
mod mapping;
mod money;
mod order;
mod origin;
mod placement;
mod problem;
mod product;
mod product_patch;
mod relation;
mod relation_type;
mod rule;
mod scope;
mod selection;
mod sku;
mod test_suite;
mod time;
mod view;
mod window;
mod words;

pub use audit::{Action, AuditEntry, Noun};
pub use catalogue::{Catalogue, Delta, SourceRelations};
pub use category::CategoryPath;
pub use channel::{Assortment, Channel, Offer};
pub use code::{
    ChannelCode, ConditionCode, Locale, MappingCode, PlacementCode, RuleCode, ScreenCode, SegmentCode,
    SuiteCode, TypeCode, ViewCode,
};
pub use color::Color;
pub use condition::NamedCondition;
pub use direction::Direction;
pub use import::{Difference, ImportCounts, ImportMode, ImportReport, ProblemGroup, ProfileName};
pub use invalid::Invalid;
pub use mapping::{Mapping, SavedMapping};
pub use money::{Currency, Money, TooPrecise};
pub use order::{LineState, OrderLine};
pub use origin::Origin;
pub use placement::{Arrangement, Block, Caps, Fallback, Placement};
pub use problem::{Problem, ProblemCode, Severity};
pub use product::{AttributeValue, Exclusion, Product, Status};
pub use product_patch::{Amount, OfferPatch, ProductPatch};
pub use relation::{Relation, RelationDraft, RelationId, RelationIdentity, RelationStatus};
pub use relation_type::{CycleLaw, Potential, RelationType};
pub use rule::{
    Guideline, OfferKind, Rotation, Rule, RuleEffect, RuleOffer, RuleOrder, RuleStatus, SortDirection,
};
pub use rust_decimal::Decimal;
pub use scope::Scope;
pub use selection::{Availability, ProductKey, ProductLevel, ProductOrder, ProductSelection, ProductState};
pub use sku::Sku;
pub use test_suite::{
    Measure, SampleBy, TestAsk, TestCheck, TestCheckKind, TestSample, TestSeverity, TestSuite,
};
pub use time::Timestamp;
pub use view::View;
pub use window::Window;
