use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    AttributeValue, CategoryPath, ChannelCode, Currency, Exclusion, Invalid, Locale, Offer, Product, Sku,
    Status, Timestamp,
};

/// A product as a file or a partial update gives it: `None` is untouched, `Some` is set.
///
/// Where a field can be empty the inner `None` clears it. Amounts stay decimals here, because the
/// currency may only be known later: the product's own, else the shop's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductPatch {
    /// The product meant.
    pub sku: Sku,
    /// See [`Product::name`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// See [`Product::parent`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub parent: Option<Option<Sku>>,
    /// See [`Product::brand`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub brand: Option<Option<String>>,
    /// See [`Product::categories`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub categories: Option<Vec<CategoryPath>>,
    /// See [`Product::price`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub price: Option<Amount>,
    /// See [`Product::currency`]; the inner `None` is the shop's.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub currency: Option<Option<Currency>>,
    /// See [`Product::cost`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub cost: Option<Amount>,
    /// See [`Product::stock`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub stock: Option<Option<i64>>,
    /// See [`Product::status`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// See [`Product::tags`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Attributes to set; `None` removes one. Attributes not named stay.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Option<AttributeValue>>,
    /// See [`Product::url`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub url: Option<Option<String>>,
    /// See [`Product::image_url`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub image_url: Option<Option<String>>,
    /// See [`Product::description`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub description: Option<Option<String>>,
    /// See [`Product::created_at`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub created_at: Option<Option<Timestamp>>,
    /// Names to set; `None` removes one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<Locale, Option<String>>,
    /// Offers to change, field by field.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub offers: BTreeMap<ChannelCode, OfferPatch>,
    /// See [`Product::excluded`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excluded: Option<Vec<Exclusion>>,
}

/// Keeps "set to nothing" apart from "not given" when a patch is stored for a while as JSON.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// An amount in the major unit, or none.
pub type Amount = Option<Decimal>;

/// An offer as a file or a partial update gives it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OfferPatch {
    /// See [`Offer::price`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub price: Option<Amount>,
    /// See [`Offer::currency`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub currency: Option<Option<Currency>>,
    /// See [`Offer::stock`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub stock: Option<Option<i64>>,
}

impl ProductPatch {
    /// A patch that names a product and touches nothing.
    pub fn new(sku: Sku) -> ProductPatch {
        ProductPatch {
            sku,
            name: None,
            parent: None,
            brand: None,
            categories: None,
            price: None,
            currency: None,
            cost: None,
            stock: None,
            status: None,
            tags: None,
            attributes: BTreeMap::new(),
            url: None,
            image_url: None,
            description: None,
            created_at: None,
            names: BTreeMap::new(),
            offers: BTreeMap::new(),
            excluded: None,
        }
    }

    /// The product after the patch, and the fields whose amounts had to be rounded.
    ///
    /// `before` is what is stored, if anything; `shop_currency` is what a product without a
    /// currency has. Errors name the field.
    pub fn apply(
        self,
        before: Option<&Product>,
        shop_currency: Currency,
    ) -> Result<(Product, Vec<&'static str>), Vec<(&'static str, Invalid)>> {
        let mut amounts = Amounts::default();
        let mut product = match before {
            Some(before) => before.clone(),
            None => Product { currency: shop_currency, ..Product::new(self.sku.clone(), "") },
        };
        let ProductPatch {
            sku: _,
            name,
            parent,
            brand,
            categories,
            price,
            currency,
            cost,
            stock,
            status,
            tags,
            attributes,
            url,
            image_url,
            description,
            created_at,
            names,
            offers,
            excluded,
        } = self;
        set(&mut product.name, name);
        set(&mut product.parent, parent);
        set(&mut product.brand, brand);
        set(&mut product.categories, categories);
        set(&mut product.stock, stock);
        set(&mut product.status, status);
        set(&mut product.tags, tags);
        set(&mut product.url, url);
        set(&mut product.image_url, image_url);
        set(&mut product.description, description);
        set(&mut product.created_at, created_at);
        set(&mut product.excluded, excluded);
        set(&mut product.currency, currency.map(|currency| currency.unwrap_or(shop_currency)));
        if let Some(price) = price {
            product.price = amounts.minor("price", price, product.currency);
        }
        if let Some(cost) = cost {
            product.cost = amounts.minor("cost", cost, product.currency);
        }
        for (channel, patch) in offers {
            amounts.offer(&mut product, channel, patch);
        }
        merge(&mut product.attributes, attributes);
        merge(&mut product.names, names);
        let Amounts { rounded, mut problems } = amounts;
        problems.extend(product.complaints());
        if problems.is_empty() { Ok((product, rounded)) } else { Err(problems) }
    }
}

/// Turns amounts into minor units and notes what did not fit.
#[derive(Default)]
struct Amounts {
    rounded: Vec<&'static str>,
    problems: Vec<(&'static str, Invalid)>,
}

impl Amounts {
    fn minor(&mut self, field: &'static str, amount: Amount, currency: Currency) -> Option<i64> {
        let too = match currency.minor(amount?) {
            Ok(minor) => return Some(minor),
            Err(too) => too,
        };
        match too.rounded {
            Some(_) => self.rounded.push(field),
            None => self.problems.push((field, Invalid::from(too))),
        }
        too.rounded
    }

    /// Changes an offer field by field; one that says nothing any more is gone.
    fn offer(&mut self, product: &mut Product, channel: ChannelCode, patch: OfferPatch) {
        let mut offer = product.offers.remove(&channel).unwrap_or_default();
        set(&mut offer.currency, patch.currency);
        set(&mut offer.stock, patch.stock);
        if let Some(price) = patch.price {
            offer.price = self.minor("offers", price, offer.currency.unwrap_or(product.currency));
        }
        if offer != Offer::default() {
            product.offers.insert(channel, offer);
        }
    }
}

fn set<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}

fn merge<K: Ord, V>(map: &mut BTreeMap<K, V>, changes: BTreeMap<K, Option<V>>) {
    for (key, value) in changes {
        match value {
            Some(value) => map.insert(key, value),
            None => map.remove(&key),
        };
    }
}
