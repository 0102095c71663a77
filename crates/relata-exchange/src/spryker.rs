//! Spryker's relations, alternatives and discontinued products.
//!
//! ```text
//! product_relation.csv        a rule a row: for this product show what the tree says
//! product_relation_store.csv  where: a store a row, by the key of the relation
//! product_alternative.csv     what to show in place of a product    -> relations of the type substitute
//! product_discontinued.csv    what is not sold any more, with notes -> status and attributes
//! ```
//!
//! A tree is what Spryker's back office draws (jQuery QueryBuilder). It is translated as drawn into the tree
//! that our own builder edits, and back; what the other side cannot say exactly is refused with its place.

pub(crate) mod leaf;
pub(crate) mod reader;
pub(crate) mod tree;
pub(crate) mod writer;

use crate::Content;
use crate::header::ERROR_COLUMN;

/// What the rows of a file of Spryker are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Relations,
    Stores,
    Alternatives,
    Discontinued,
}

/// Columns of the notes of a discontinued product, by locale.
pub(crate) const NOTE: &str = "note.";
/// The field of a relation that keeps which kind of alternative it is: `abstract`, or nothing.
pub const ALTERNATIVE: &str = "alternative";
/// Attributes that keep those notes, by locale.
pub const NOTE_ATTRIBUTE: &str = "discontinued_note.";

impl Kind {
    const ALL: [Kind; 4] = [Kind::Relations, Kind::Stores, Kind::Alternatives, Kind::Discontinued];

    /// The columns that it cannot be without.
    pub(crate) fn required(self) -> &'static [&'static str] {
        match self {
            Kind::Relations => &["product_relation_key", "product", "relation_type", "rule"],
            Kind::Stores => &["product_relation_key", "store_name"],
            Kind::Alternatives => &["concrete_sku"],
            Kind::Discontinued => &["sku_concrete"],
        }
    }

    /// All columns that are read; discontinued products have notes besides.
    pub(crate) fn columns(self) -> &'static [&'static str] {
        match self {
            Kind::Relations => &[
                "product_relation_key",
                "product",
                "relation_type",
                "rule",
                "is_active",
                "is_rebuild_scheduled",
            ],
            Kind::Stores => &["product_relation_key", "store_name"],
            Kind::Alternatives => {
                &["concrete_sku", "alternative_product_concrete_sku", "alternative_product_abstract_sku"]
            }
            Kind::Discontinued => &["sku_concrete"],
        }
    }

    /// The kind of a file with these columns.
    pub(crate) fn of(keys: &[String]) -> Option<Kind> {
        let has = |name: &str| keys.iter().any(|key| key == name);
        let is_of = |kind: &Kind| match kind {
            Kind::Relations => has("product_relation_key") && has("rule"),
            Kind::Stores => has("product_relation_key") && has("store_name"),
            Kind::Alternatives => {
                has("alternative_product_concrete_sku") || has("alternative_product_abstract_sku")
            }
            Kind::Discontinued => has("sku_concrete"),
        };
        Kind::ALL.into_iter().find(is_of)
    }

    pub(crate) fn content(self) -> Content {
        match self {
            Kind::Relations | Kind::Alternatives => Content::Relations,
            Kind::Stores => Content::RuleChannels,
            Kind::Discontinued => Content::Products,
        }
    }
}

/// Whether any of its files has a column of this name.
pub(crate) fn is_column(key: &str) -> bool {
    Kind::ALL.iter().any(|kind| kind.columns().contains(&key)) || key.starts_with(NOTE)
}

/// The columns of all its files that a person can map a column to.
pub(crate) fn columns() -> Vec<&'static str> {
    let mut columns: Vec<&'static str> = Kind::ALL
        .iter()
        .flat_map(|kind| kind.columns())
        .copied()
        .filter(|key| *key != ERROR_COLUMN)
        .collect();
    columns.dedup();
    columns
}

/// The relation type of a name of theirs; other names stay as they are.
pub(crate) fn type_of(name: &str) -> &str {
    match name {
        "related-products" => "related",
        "up-selling" => "upsell",
        other => other,
    }
}

/// Their name of a relation type, if they have it; built-in types other than these two have no home there.
pub fn spryker_type(code: &str, is_built_in: bool) -> Option<&str> {
    match code {
        "related" => Some("related-products"),
        "upsell" => Some("up-selling"),
        _ if is_built_in => None,
        own => Some(own),
    }
}
