use std::collections::BTreeMap;

use relata_model::{
    ChannelCode, Currency, Decimal, OrderLine, Origin, Problem, ProductPatch, Relation, RuleCode, RuleStatus,
    Scope, Sku, Timestamp, Window,
};
use serde::{Deserialize, Deserializer, Serialize};

/// One record of a file: a row of a CSV file or a line of JSON.
///
/// Things read = `items` + `rejected`; nothing else happens to a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The line of the file where the record starts, the header being 1.
    pub row: u64,
    /// What could be read from it, in the order of the record.
    pub items: Vec<Item>,
    /// Why parts of it were rejected, with row and column. A part can have several.
    pub problems: Vec<Problem>,
    /// What to know, though it was taken.
    pub warnings: Vec<Problem>,
    /// How many products, relations, order lines or events of it were rejected.
    pub rejected: u64,
    /// The record as it stood in the file, for the file of rejects.
    pub raw: RawRecord,
}

/// The text of a record as it stood in its file, without the line break at its end.
///
/// Bytes that are not UTF-8 stand as `\xFF`. A record over the bound of bytes is cut there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RawRecord(pub(crate) String);

impl RawRecord {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One thing that a record describes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// A product, or some of its fields.
    Product(ProductPatch),
    /// A product as a variant of another, named in the row of its parent.
    Variant(VariantRow),
    /// A relation.
    Relation(RelationRow),
    /// A list that the file empties on purpose.
    Clear(ClearList),
    /// A list of which a row was rejected, so that the file does not say all of it.
    Incomplete(ClearList),
    /// A rule for one product.
    Rule(Box<RuleRow>),
    /// A channel of a rule.
    RuleChannel(RuleChannelRow),
    /// A line of an order.
    OrderLine(OrderRow),
    /// Something that a visitor did.
    Event(EventRow),
}

/// A variant that the row of its parent names. It says whose variant a product is and makes no product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantRow {
    /// The variant.
    pub sku: Sku,
    /// Its parent.
    pub parent: Sku,
    /// The column of the parent's row.
    pub column: String,
}

/// A relation as a file gives it. `None` is: the file does not say, what is stored stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RelationRow {
    /// From which product.
    pub source: Sku,
    /// Under which type; whether the type exists is not checked here.
    #[serde(rename = "type")]
    pub type_name: String,
    /// Whether the name comes from another system's vocabulary, so that the type may be made.
    pub foreign: bool,
    /// To which product.
    pub target: Sku,
    /// Its wished place, from 1; `None` is the order of the file.
    pub position: Option<u32>,
    /// Its factor in the score; an empty cell gives the default, 1.
    pub weight: Option<f64>,
    /// How many of the target go with one of the source; the inner `None` clears it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub quantity: Option<Option<Decimal>>,
    /// Where and for whom it applies.
    pub scope: Scope,
    /// When it applies.
    pub window: Window,
    /// Who made it, where the file says so.
    pub origin: Option<Origin>,
    /// A fixed place before all others; the inner `None` clears it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub pin: Option<Option<u32>>,
    /// Further fields; an empty cell gives none.
    pub fields: Option<BTreeMap<String, serde_json::Value>>,
    /// Whether a person has arranged the list it stands in.
    pub arranged: bool,
    /// The column of a wide row that it was read from.
    pub column: Option<String>,
}

/// Keeps "given as nothing" apart from "not given".
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl RelationRow {
    /// A row that says no more than which products and which type.
    pub fn new(source: Sku, type_name: impl Into<String>, target: Sku) -> RelationRow {
        RelationRow {
            source,
            type_name: type_name.into(),
            foreign: false,
            target,
            position: None,
            weight: None,
            quantity: None,
            scope: Scope::default(),
            window: Window::ALWAYS,
            origin: None,
            pin: None,
            fields: None,
            arranged: false,
            column: None,
        }
    }
}

impl From<&Relation> for RelationRow {
    fn from(relation: &Relation) -> RelationRow {
        let Relation {
            id: _,
            source,
            type_code,
            target,
            origin,
            scope,
            window,
            position,
            weight,
            quantity,
            fields,
            pin,
            created_at: _,
        } = relation;
        RelationRow {
            source: source.clone(),
            type_name: type_code.as_str().to_string(),
            foreign: false,
            target: target.clone(),
            position: Some(*position),
            weight: Some(*weight),
            quantity: Some(*quantity),
            scope: scope.clone(),
            window: *window,
            origin: Some(origin.clone()),
            pin: Some(*pin),
            fields: Some(fields.clone()),
            arranged: false,
            column: None,
        }
    }
}

/// A list of a source and a type that the file names without naming a relation.
///
/// As [`Item::Clear`] the file declares it empty: in replace mode the list is emptied, in others nothing
/// happens. As [`Item::Incomplete`] nothing of it is removed, because a rejected row is about it.
/// Either way it is no relation and is not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearList {
    /// Whose list.
    pub source: Sku,
    /// Of which type.
    #[serde(rename = "type")]
    pub type_name: String,
    /// See [`RelationRow::foreign`].
    pub foreign: bool,
    /// See [`RelationRow::column`].
    pub column: Option<String>,
}

/// A rule for one product, as another system gives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleRow {
    /// Its key.
    pub code: RuleCode,
    /// The product that it is for.
    pub source: Sku,
    /// Under which type it shows; whether the type exists is not checked here.
    #[serde(rename = "type")]
    pub type_name: String,
    /// Whether it is live.
    pub status: RuleStatus,
    /// What it shows, as the tree of the other system.
    pub tree: serde_json::Value,
}

/// A channel in which a rule shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleChannelRow {
    /// The rule.
    pub code: RuleCode,
    /// The channel.
    pub channel: ChannelCode,
}

/// A line of an order as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRow {
    /// The order it belongs to: 1 to 255 characters.
    pub order_id: String,
    /// The place of sale, where the file says so.
    pub channel: Option<ChannelCode>,
    /// Who bought.
    pub customer_id: Option<String>,
    /// When.
    pub ordered_at: Option<Timestamp>,
    /// The currency of the price; the shop's where the file does not say.
    pub currency: Option<Currency>,
    /// What was bought.
    pub sku: Sku,
    /// How many; negative for a return; 1 where the file does not say.
    pub quantity: Decimal,
    /// The price of one piece in the major unit.
    pub unit_price: Option<Decimal>,
}

impl From<&OrderLine> for OrderRow {
    fn from(line: &OrderLine) -> OrderRow {
        let OrderLine { order_id, channel, customer_id, ordered_at, currency, sku, quantity, unit_price } =
            line;
        OrderRow {
            order_id: order_id.clone(),
            channel: Some(channel.clone()),
            customer_id: customer_id.clone(),
            ordered_at: *ordered_at,
            currency: Some(*currency),
            sku: sku.clone(),
            quantity: *quantity,
            unit_price: unit_price.map(|minor| Decimal::new(minor, currency.digits())),
        }
    }
}

/// Something that a visitor did, as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRow {
    /// What was done.
    pub event: EventKind,
    /// When.
    pub event_at: Timestamp,
    /// Who did it: 1 to 255 characters.
    pub visitor_id: String,
    /// With which product.
    pub sku: Option<Sku>,
    /// Where it was shown.
    pub placement: Option<String>,
    /// The answer that showed it.
    pub request_id: Option<String>,
    /// Its place in that answer, from 1.
    pub position: Option<u32>,
    /// What it was worth, in the major unit.
    pub value: Option<Decimal>,
}

/// What a visitor did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// Was shown it.
    Impression,
    /// Clicked on it.
    Click,
    /// Looked at it.
    View,
    /// Put it into the cart.
    AddToCart,
    /// Bought it.
    Purchase,
    /// Said whether it was a good answer.
    Feedback,
}

impl EventKind {
    /// All of them.
    pub const ALL: [EventKind; 6] = [
        EventKind::Impression,
        EventKind::Click,
        EventKind::View,
        EventKind::AddToCart,
        EventKind::Purchase,
        EventKind::Feedback,
    ];

    /// The kind as text.
    pub fn as_str(self) -> &'static str {
        match self {
            EventKind::Impression => "impression",
            EventKind::Click => "click",
            EventKind::View => "view",
            EventKind::AddToCart => "add_to_cart",
            EventKind::Purchase => "purchase",
            EventKind::Feedback => "feedback",
        }
    }
}
