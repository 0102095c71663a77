use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{ChannelCode, Currency, Locale, Sku};

/// A place of sale with its own assortment, language, currency and offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// Its key.
    pub code: ChannelCode,
    /// What people call it.
    pub name: String,
    /// The language of a request that names none.
    pub locale: Option<Locale>,
    /// The currency in which it sells.
    pub currency: Option<Currency>,
    /// What is sold there; `None` is everything.
    pub assortment: Option<Assortment>,
}

impl Channel {
    /// The channel that exists from the start.
    pub fn web() -> Channel {
        Channel {
            code: ChannelCode::parse("web").expect("web is a legal code"),
            name: "Web shop".to_string(),
            locale: None,
            currency: None,
            assortment: None,
        }
    }
}

/// The products that a channel sells; written as a plain list, or as the text of a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Assortment {
    /// A list of SKUs; a parent brings its variants, a variant its parent.
    List(BTreeSet<Sku>),
    /// A condition over `source`, asked of parents and of products that stand alone; it holds for a
    /// family as a whole.
    Condition(String),
}

impl Assortment {
    /// The condition, if it is one.
    pub fn condition(&self) -> Option<&str> {
        match self {
            Assortment::List(_) => None,
            Assortment::Condition(text) => Some(text),
        }
    }
}

/// What a channel says of a product instead of the base.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The price in minor units of `currency`; `None` is the base price.
    pub price: Option<i64>,
    /// The currency of the price; `None` is the product's.
    pub currency: Option<Currency>,
    /// Pieces in stock; `None` is the base stock.
    pub stock: Option<i64>,
}
