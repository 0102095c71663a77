use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::invalid::check_text;
use crate::limits::{ATTRIBUTES_MAX, LIST_VALUES_MAX, NAME_CHARS_MAX, TEXT_CHARS_MAX};
use crate::{CategoryPath, ChannelCode, Currency, Invalid, Locale, Offer, Sku, Timestamp, TypeCode};

/// A sellable thing. A product that names a parent is a variant of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// Its key.
    pub sku: Sku,
    /// What people call it, in the shop's own language.
    pub name: String,
    /// The parent of a variant; it may not exist yet, then the variant stands alone.
    pub parent: Option<Sku>,
    /// The maker's mark.
    pub brand: Option<String>,
    /// Paths in the category tree; the first is the main one.
    pub categories: Vec<CategoryPath>,
    /// The base price in minor units of `currency`.
    pub price: Option<i64>,
    /// The currency of price and cost.
    pub currency: Currency,
    /// What it costs the shop, in minor units of `currency`.
    pub cost: Option<i64>,
    /// Pieces in stock; `None` is not tracked, which counts as available.
    pub stock: Option<i64>,
    /// Whether it is sold.
    pub status: Status,
    /// Free words.
    pub tags: Vec<String>,
    /// Typed attributes by name.
    pub attributes: BTreeMap<String, AttributeValue>,
    /// Its page.
    pub url: Option<String>,
    /// Its picture.
    pub image_url: Option<String>,
    /// A longer text.
    pub description: Option<String>,
    /// When it came into the shop.
    pub created_at: Option<Timestamp>,
    /// Names in other languages.
    pub names: BTreeMap<Locale, String>,
    /// Price and stock per channel that override the base.
    pub offers: BTreeMap<ChannelCode, Offer>,
    /// Inherited relations that this product does not show.
    pub excluded: Vec<Exclusion>,
}

impl Product {
    /// A product with nothing but its key, its name and the defaults.
    pub fn new(sku: Sku, name: impl Into<String>) -> Product {
        Product {
            sku,
            name: name.into(),
            parent: None,
            brand: None,
            categories: Vec::new(),
            price: None,
            currency: Currency::EUR,
            cost: None,
            stock: None,
            status: Status::Active,
            tags: Vec::new(),
            attributes: BTreeMap::new(),
            url: None,
            image_url: None,
            description: None,
            created_at: None,
            names: BTreeMap::new(),
            offers: BTreeMap::new(),
            excluded: Vec::new(),
        }
    }

    /// Everything that is wrong with the product by itself, as (field, complaint).
    pub fn complaints(&self) -> Vec<(&'static str, Invalid)> {
        let mut found = Vec::new();
        let mut check = |field, result: Result<(), Invalid>| {
            if let Err(invalid) = result {
                found.push((field, invalid));
            }
        };
        if self.name.trim().is_empty() {
            check("name", Err(Invalid::new("the name is empty", "give the product a name")));
        }
        check("name", check_text(&self.name, NAME_CHARS_MAX, "the name"));
        for (field, text, chars_max) in [
            ("brand", &self.brand, NAME_CHARS_MAX),
            ("url", &self.url, TEXT_CHARS_MAX),
            ("image_url", &self.image_url, TEXT_CHARS_MAX),
            ("description", &self.description, TEXT_CHARS_MAX),
        ] {
            if let Some(text) = text {
                check(field, check_text(text, chars_max, field));
            }
        }
        if self.parent.as_ref() == Some(&self.sku) {
            check(
                "parent",
                Err(Invalid::new("the product is its own parent", "name another product or none")),
            );
        }
        for (field, amount) in [("price", self.price), ("cost", self.cost)] {
            if amount.is_some_and(|amount| amount < 0) {
                check(
                    field,
                    Err(Invalid::new(format!("the {field} is negative"), "write 0 or more, or leave it out")),
                );
            }
        }
        for (field, count, count_max) in [
            ("categories", self.categories.len(), LIST_VALUES_MAX),
            ("tags", self.tags.len(), LIST_VALUES_MAX),
            ("excluded", self.excluded.len(), LIST_VALUES_MAX),
            ("offers", self.offers.len(), LIST_VALUES_MAX),
            ("names", self.names.len(), LIST_VALUES_MAX),
            ("attributes", self.attributes.len(), ATTRIBUTES_MAX),
        ] {
            if count > count_max {
                check(field, Err(Invalid::new(format!("more than {count_max} values"), "shorten the list")));
            }
        }
        for tag in &self.tags {
            check("tags", check_text(tag, NAME_CHARS_MAX, "a tag"));
        }
        for name in self.names.values() {
            check("names", check_text(name, NAME_CHARS_MAX, "a name"));
        }
        for (name, value) in &self.attributes {
            check("attributes", check_text(name, NAME_CHARS_MAX, "the name of an attribute"));
            check("attributes", value.check());
        }
        found
    }
}

/// Whether a product is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Sold.
    Active,
    /// Not sold for now.
    Inactive,
    /// Not sold any more.
    Discontinued,
}

impl Status {
    /// Takes `active`, `inactive` or `discontinued`.
    pub fn parse(text: &str) -> Result<Status, Invalid> {
        match text {
            "active" => Ok(Status::Active),
            "inactive" => Ok(Status::Inactive),
            "discontinued" => Ok(Status::Discontinued),
            _ => Err(Invalid::new(
                format!("{text:?} is not a status"),
                "write active, inactive or discontinued",
            )),
        }
    }

    /// The status as text.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Active => "active",
            Status::Inactive => "inactive",
            Status::Discontinued => "discontinued",
        }
    }
}

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttributeValue {
    /// A text.
    Text(String),
    /// An exact number.
    Number(Decimal),
    /// Yes or no.
    Flag(bool),
    /// Several values of one kind.
    List(Vec<AttributeValue>),
}

impl AttributeValue {
    fn check(&self) -> Result<(), Invalid> {
        match self {
            AttributeValue::Text(text) => check_text(text, TEXT_CHARS_MAX, "the value of an attribute"),
            AttributeValue::List(values) if values.len() > LIST_VALUES_MAX => Err(Invalid::new(
                format!("more than {LIST_VALUES_MAX} values in an attribute"),
                "shorten the list",
            )),
            AttributeValue::List(values) => values.iter().try_for_each(AttributeValue::check),
            AttributeValue::Number(_) | AttributeValue::Flag(_) => Ok(()),
        }
    }
}

/// A target that a product does not show under a type, though its parent does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Exclusion {
    /// The relation type.
    #[serde(rename = "type")]
    pub type_code: TypeCode,
    /// The target not to show.
    pub target: Sku,
}
