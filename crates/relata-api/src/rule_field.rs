use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

/// Everything that conditions can ask about, for builders to be drawn from.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RuleFieldsDocument {
    /// The fields that every shop has, then what has a name, if anything does (`is` with the codes of
    /// conditions, `in_rule` with those of rules), then the attributes found in the products.
    pub fields: Vec<RuleFieldDocument>,
    /// Which variables there are in each condition: `match`, `show`, `when`, `forbid` and `condition`.
    pub variables: BTreeMap<String, Vec<String>>,
    /// The questions that builders ask, by the names that trees have for them.
    pub operators: Vec<RuleOperatorDocument>,
}

/// One field or attribute.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RuleFieldDocument {
    /// Its name: `price`, or that of the attribute.
    pub code: String,
    /// How it is written in conditions, by variable: `{"source": "source.price"}`.
    pub paths: BTreeMap<String, String>,
    /// What people call it.
    pub label: String,
    /// Whether it is an attribute of the shop's own.
    pub attribute: bool,
    /// `flag`, `number`, `text` or `time`; null where products differ.
    pub kind: Option<String>,
    /// Whether it has several values.
    pub many: bool,
    /// How a value is entered: `text`, `number`, `money`, `switch`, `time`, `category`, `product` or `choice`.
    pub control: String,
    /// The operators that make sense, by their codes.
    pub operators: Vec<String>,
    /// A condition with it.
    pub example: String,
    /// Values found in the shop, the most frequent first.
    pub values: Vec<RuleFieldValue>,
}

/// A value found in the shop.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RuleFieldValue {
    /// The value.
    pub value: String,
    /// How many products have it; null where it is not a matter of products.
    pub products: Option<usize>,
}

/// A question that builders ask.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RuleOperatorDocument {
    /// Its name in trees.
    pub code: String,
    /// What people call it.
    pub label: String,
    /// What stands to the right of it: `nothing`, `value`, `value_or_field` or `list`.
    pub operand: String,
}
