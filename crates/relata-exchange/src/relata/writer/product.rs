use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use relata_model::{
    AttributeValue, CategoryPath, ChannelCode, Currency, Exclusion, Locale, Money, Offer, Product, Sku,
    Status, Timestamp,
};
use serde::{Serialize, Serializer};

use super::{Form, Sink, cell, write_json};
use crate::relata::product::COLUMNS;
use crate::{ExchangeError, attribute, list};

/// Columns of products that a CSV file only has when a product needs them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductColumns {
    /// Languages in which some product has a name.
    pub locales: BTreeSet<Locale>,
    /// Channels in which some product has an offer.
    pub channels: BTreeSet<ChannelCode>,
    /// Attributes that some product has.
    pub attributes: BTreeSet<String>,
    /// Whether some product excludes a relation.
    pub excluded: bool,
}

impl ProductColumns {
    /// Takes in what a product needs.
    pub fn add(&mut self, product: &Product) {
        add_new(&mut self.locales, product.names.keys());
        add_new(&mut self.channels, product.offers.keys());
        add_new(&mut self.attributes, product.attributes.keys());
        self.excluded |= !product.excluded.is_empty();
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = COLUMNS.iter().map(ToString::to_string).collect();
        names.extend(self.locales.iter().map(|locale| format!("names.{locale}")));
        for channel in &self.channels {
            names.extend(["price", "currency", "stock"].map(|field| format!("offers.{channel}.{field}")));
        }
        if self.excluded {
            names.push("excluded".to_string());
        }
        names.extend(self.attributes.iter().map(|name| format!("attributes.{name}")));
        names
    }
}

fn add_new<'a, T: Ord + Clone + 'a>(set: &mut BTreeSet<T>, values: impl Iterator<Item = &'a T>) {
    for value in values {
        if !set.contains(value) {
            set.insert(value.clone());
        }
    }
}

/// Writes products in our own format.
pub struct ProductsWriter<W: Write> {
    sink: Sink<W>,
    columns: ProductColumns,
}

impl<W: Write> ProductsWriter<W> {
    /// Starts a file. The columns have to be known first; JSON lines do not look at them.
    pub fn new(out: W, form: Form, columns: ProductColumns) -> Result<ProductsWriter<W>, ExchangeError> {
        let names = columns.names();
        Ok(ProductsWriter { sink: Sink::new(out, form, names.iter().map(String::as_str))?, columns })
    }

    /// Adds a product.
    pub fn write(&mut self, product: &Product) -> Result<(), ExchangeError> {
        match &mut self.sink {
            Sink::JsonLines(out) => write_json(out, &JsonProduct::from(product)),
            Sink::Csv(out) => {
                write_base(out, product)?;
                write_extra(out, product, &self.columns)?;
                out.write_record(None::<&[u8]>)?;
                Ok(())
            }
        }
    }

    /// Writes what is left.
    pub fn finish(self) -> Result<(), ExchangeError> {
        self.sink.finish()
    }
}

fn amount(minor: Option<i64>, currency: Currency) -> Option<String> {
    minor.map(|minor| Money { minor, currency }.to_string())
}

fn offer_price(offer: &Offer, product: &Product) -> Option<String> {
    amount(offer.price, offer.currency.unwrap_or(product.currency))
}

/// The columns of every file.
fn write_base<W: Write>(out: &mut csv::Writer<W>, product: &Product) -> Result<(), ExchangeError> {
    let Product {
        sku,
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
        attributes: _,
        url,
        image_url,
        description,
        created_at,
        names: _,
        offers: _,
        excluded: _,
    } = product;
    out.write_field(sku.as_str())?;
    out.write_field(name)?;
    out.write_field(cell(parent.as_ref()))?;
    out.write_field(cell(brand.as_ref()))?;
    out.write_field(list::join(categories.iter().map(CategoryPath::as_str)))?;
    out.write_field(cell(amount(*price, *currency)))?;
    out.write_field(currency.as_str())?;
    out.write_field(cell(amount(*cost, *currency)))?;
    out.write_field(cell(*stock))?;
    out.write_field(status.as_str())?;
    out.write_field(list::join(tags.iter().map(String::as_str)))?;
    out.write_field(cell(url.as_ref()))?;
    out.write_field(cell(image_url.as_ref()))?;
    out.write_field(cell(*created_at))?;
    out.write_field(cell(description.as_ref()))?;
    Ok(())
}

/// The columns that some product of the file needs.
fn write_extra<W: Write>(
    out: &mut csv::Writer<W>,
    product: &Product,
    columns: &ProductColumns,
) -> Result<(), ExchangeError> {
    for locale in &columns.locales {
        out.write_field(cell(product.names.get(locale)))?;
    }
    for channel in &columns.channels {
        let offer = product.offers.get(channel);
        out.write_field(cell(offer.and_then(|offer| offer_price(offer, product))))?;
        out.write_field(cell(offer.and_then(|offer| offer.currency)))?;
        out.write_field(cell(offer.and_then(|offer| offer.stock)))?;
    }
    if columns.excluded {
        out.write_field(excluded_cell(&product.excluded))?;
    }
    for name in &columns.attributes {
        out.write_field(product.attributes.get(name).map(attribute::write_cell).unwrap_or_default())?;
    }
    Ok(())
}

/// `cross_sell:X|upsell:Y`
fn excluded_cell(excluded: &[Exclusion]) -> String {
    let mut cell = String::new();
    for Exclusion { type_code, target } in excluded {
        if !cell.is_empty() {
            cell.push('|');
        }
        list::escape(type_code.as_str(), &['|', ':'], &mut cell);
        cell.push(':');
        list::escape(target.as_str(), &['|'], &mut cell);
    }
    cell
}

/// A product as a line of JSON, in the shape of the API.
#[derive(Serialize)]
struct JsonProduct<'a> {
    sku: &'a Sku,
    name: &'a str,
    parent: Option<&'a Sku>,
    brand: Option<&'a str>,
    categories: &'a [CategoryPath],
    price: Option<String>,
    currency: Currency,
    cost: Option<String>,
    stock: Option<i64>,
    status: Status,
    tags: &'a [String],
    attributes: JsonAttributes<'a>,
    url: Option<&'a str>,
    image_url: Option<&'a str>,
    created_at: Option<Timestamp>,
    description: Option<&'a str>,
    names: &'a BTreeMap<Locale, String>,
    offers: BTreeMap<&'a ChannelCode, JsonOffer>,
    excluded: &'a [Exclusion],
}

#[derive(Serialize)]
struct JsonOffer {
    price: Option<String>,
    currency: Option<Currency>,
    stock: Option<i64>,
}

struct JsonAttributes<'a>(&'a BTreeMap<String, AttributeValue>);

impl Serialize for JsonAttributes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, attribute::AsJson(value))))
    }
}

impl<'a> From<&'a Product> for JsonProduct<'a> {
    fn from(product: &'a Product) -> JsonProduct<'a> {
        let offer = |offer: &Offer| JsonOffer {
            price: offer_price(offer, product),
            currency: offer.currency,
            stock: offer.stock,
        };
        JsonProduct {
            sku: &product.sku,
            name: &product.name,
            parent: product.parent.as_ref(),
            brand: product.brand.as_deref(),
            categories: &product.categories,
            price: amount(product.price, product.currency),
            currency: product.currency,
            cost: amount(product.cost, product.currency),
            stock: product.stock,
            status: product.status,
            tags: &product.tags,
            attributes: JsonAttributes(&product.attributes),
            url: product.url.as_deref(),
            image_url: product.image_url.as_deref(),
            created_at: product.created_at,
            description: product.description.as_deref(),
            names: &product.names,
            offers: product.offers.iter().map(|(channel, value)| (channel, offer(value))).collect(),
            excluded: &product.excluded,
        }
    }
}
