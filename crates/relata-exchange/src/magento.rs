//! The product import of Magento and Adobe Commerce: products and links in one wide row.
//!
//! ```text
//! sku,name,price,qty,related_skus,related_position,upsell_skus,…
//! A,Alpha,9.90,5,"B,C","1,2",D
//!   -> product A, relations A related B, A related C, A upsell D
//! ```
//!
//! An empty cell says nothing; `__EMPTY__VALUE__` empties a field or a list.

pub(crate) mod product;
pub(crate) mod reader;
pub(crate) mod writer;

use crate::Content;
use crate::header::ERROR_COLUMN;

/// What empties a field or a list.
pub(crate) const EMPTY: &str = "__EMPTY__VALUE__";

/// A kind of link, with its columns and the relation type that it becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) skus: &'static str,
    pub(crate) positions: &'static str,
    pub(crate) type_name: &'static str,
}

/// The kinds of link that have a counterpart, in the order of Magento's columns.
pub(crate) const LINKS: [Link; 3] = [
    Link { skus: "related_skus", positions: "related_position", type_name: "related" },
    Link { skus: "crosssell_skus", positions: "crosssell_position", type_name: "cross_sell" },
    Link { skus: "upsell_skus", positions: "upsell_position", type_name: "upsell" },
];

/// Members of sets: no lists that an import may sweep, so they are reported and not read.
pub(crate) const SETS: [&str; 2] = ["associated_skus", "bundle_values"];

/// Columns that say nothing about what we keep.
const IGNORED: [&str; 4] = ["product_type", "attribute_set_code", "visibility", ERROR_COLUMN];

/// What a column of Magento is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Sku,
    StoreView,
    Field(product::Field),
    Variations,
    Skus(Link),
    Positions(Link),
    Set,
    Ignored,
}

impl Column {
    /// What it fills, in words.
    pub(crate) fn reads_as(self) -> Option<String> {
        match self {
            Column::Sku => Some("sku".to_string()),
            Column::StoreView => Some("names.<locale>".to_string()),
            Column::Field(field) => Some(field.reads_as().to_string()),
            Column::Variations => Some("parent of the variants".to_string()),
            Column::Skus(link) => Some(format!("relations {}", link.type_name)),
            Column::Positions(link) => Some(format!("position in {}", link.type_name)),
            Column::Set | Column::Ignored => None,
        }
    }
}

/// The columns that are read, in the order in which they are named to people.
pub(crate) fn columns() -> Vec<&'static str> {
    let links = LINKS.into_iter().flat_map(|link| [link.skus, link.positions]);
    let own = ["sku", "store_view_code", "configurable_variations"].into_iter();
    own.chain(product::Field::KEYS).chain(links).collect()
}

/// The column of a name, if it is known.
pub(crate) fn column(key: &str) -> Option<Column> {
    match key {
        "sku" => return Some(Column::Sku),
        "store_view_code" => return Some(Column::StoreView),
        "configurable_variations" => return Some(Column::Variations),
        _ => {}
    }
    if let Some(field) = product::Field::of(key) {
        return Some(Column::Field(field));
    }
    if let Some(link) = LINKS.into_iter().find(|link| link.skus == key) {
        return Some(Column::Skus(link));
    }
    if let Some(link) = LINKS.into_iter().find(|link| link.positions == key) {
        return Some(Column::Positions(link));
    }
    if SETS.contains(&key) {
        return Some(Column::Set);
    }
    IGNORED.contains(&key).then_some(Column::Ignored)
}

/// Whether a column of this name says that the file is Magento's.
pub(crate) fn is_mark(key: &str) -> bool {
    matches!(column(key), Some(Column::Skus(_) | Column::Set | Column::Variations))
        || matches!(key, "additional_attributes" | "product_online")
}

/// What the rows of a file with these columns describe.
pub(crate) fn content(keys: &[String]) -> Content {
    let columns: Vec<Column> = keys.iter().filter_map(|key| column(key)).collect();
    let links = columns.iter().any(|column| matches!(column, Column::Skus(_)));
    let products = columns.iter().any(|column| matches!(column, Column::Field(_) | Column::Variations));
    match (links, products) {
        (true, true) => Content::Wide,
        (true, false) => Content::Relations,
        (false, _) => Content::Products,
    }
}
