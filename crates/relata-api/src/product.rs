use std::borrow::Cow;
use std::collections::BTreeMap;

use relata_model::{
    AttributeValue, CategoryPath, ChannelCode, Currency, Exclusion, Invalid, Locale, Offer, Problem,
    ProblemCode, Product, Sku, Status, TypeCode,
};
use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::amount::{ExactNumber, amount_text, parse_decimal, read_decimal};
use crate::fields::{Fields, settle};
use crate::{Body, Json, ParseFailure};

/// A product. In a request every field but `name` may be left out and then has its default.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Product, example = json!({
    "sku": "RS-100", "name": "Running shoe", "parent": null, "brand": "Acme", "categories": ["shoes/running"],
    "price": "89.00", "currency": "EUR", "cost": "41.00", "stock": 12, "status": "active", "tags": ["new"],
    "attributes": {"color": "red", "weight_g": 240, "waterproof": false, "sizes": ["41", "42"]},
    "url": null, "image_url": null, "description": null, "created_at": "2026-01-05T00:00:00Z",
    "names": {"de": "Laufschuh"}, "offers": {"app": {"price": "85.00", "currency": "EUR", "stock": 3}},
    "excluded": [{"type": "cross_sell", "target": "X"}]
}))]
pub struct ProductDocument {
    /// The key: 1 to 255 characters, case-sensitive.
    #[schema(required = false, min_length = 1, max_length = 255)]
    pub sku: String,
    /// What people call it.
    #[schema(min_length = 1, max_length = 1000)]
    pub name: String,
    /// The parent of a variant.
    #[schema(required = false)]
    pub parent: Option<String>,
    /// The maker's mark.
    #[schema(required = false)]
    pub brand: Option<String>,
    /// Slash-separated paths; the first is the main one.
    #[schema(required = false)]
    pub categories: Vec<String>,
    /// The price in the currency's major unit; a request may also write a number.
    #[schema(required = false, schema_with = amount_schema)]
    pub price: Option<String>,
    /// ISO 4217; the default is the shop's.
    #[schema(required = false)]
    pub currency: String,
    /// What it costs the shop.
    #[schema(required = false, schema_with = amount_schema)]
    pub cost: Option<String>,
    /// Pieces; null is not tracked, which counts as in stock.
    #[schema(required = false)]
    pub stock: Option<i64>,
    /// `active` (the default), `inactive` or `discontinued`.
    #[schema(required = false)]
    pub status: String,
    /// Free words.
    #[schema(required = false)]
    pub tags: Vec<String>,
    /// Typed attributes by name.
    #[schema(required = false)]
    pub attributes: BTreeMap<String, AttributeDocument>,
    /// Its page.
    #[schema(required = false)]
    pub url: Option<String>,
    /// Its picture.
    #[schema(required = false)]
    pub image_url: Option<String>,
    /// A longer text.
    #[schema(required = false)]
    pub description: Option<String>,
    /// When it came into the shop.
    #[schema(required = false)]
    pub created_at: Option<String>,
    /// Names in other languages, by locale.
    #[schema(required = false)]
    pub names: BTreeMap<String, String>,
    /// Price and stock per channel.
    #[schema(required = false)]
    pub offers: BTreeMap<String, OfferDocument>,
    /// Inherited relations that it does not show.
    #[schema(required = false)]
    pub excluded: Vec<ExclusionDocument>,
}

/// The value of an attribute: a text, a number, a flag, or a list of one of these kinds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum AttributeDocument {
    /// A text.
    Text(String),
    /// An exact number.
    Number(ExactNumber),
    /// Yes or no.
    Flag(bool),
    /// Several values.
    List(Vec<AttributeDocument>),
}

/// What a channel says instead of the base; absent fields are the base's.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Offer)]
pub struct OfferDocument {
    /// The price there.
    #[schema(required = false, schema_with = amount_schema)]
    pub price: Option<String>,
    /// Its currency.
    #[schema(required = false)]
    pub currency: Option<String>,
    /// Pieces for this channel.
    #[schema(required = false)]
    pub stock: Option<i64>,
}

/// A target that the product does not show under a type.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Exclusion)]
pub struct ExclusionDocument {
    /// The relation type.
    #[serde(rename = "type")]
    pub type_code: String,
    /// The target.
    pub target: String,
}

fn one_of(kinds: &[Type]) -> OneOfBuilder {
    let of = |kind: &Type| ObjectBuilder::new().schema_type(kind.clone()).build();
    kinds.iter().fold(OneOfBuilder::new(), |all, kind| all.item(of(kind)))
}

fn amount_schema() -> Schema {
    Schema::OneOf(one_of(&[Type::String, Type::Number, Type::Null]).build())
}

impl PartialSchema for AttributeDocument {
    fn schema() -> RefOr<Schema> {
        let single = [Type::String, Type::Number, Type::Boolean];
        let list = ArrayBuilder::new().items(RefOr::T(Schema::OneOf(one_of(&single).build())));
        RefOr::T(Schema::OneOf(one_of(&single).item(list.build()).build()))
    }
}

impl ToSchema for AttributeDocument {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Attribute")
    }
}

impl ProductDocument {
    /// The product as it is answered.
    pub fn from_product(product: &Product) -> ProductDocument {
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
            attributes,
            url,
            image_url,
            description,
            created_at,
            names,
            offers,
            excluded,
        } = product;
        let amount = |minor: &Option<i64>| minor.map(|minor| amount_text(minor, *currency));
        ProductDocument {
            sku: sku.to_string(),
            name: name.clone(),
            parent: parent.as_ref().map(ToString::to_string),
            brand: brand.clone(),
            categories: categories.iter().map(ToString::to_string).collect(),
            price: amount(price),
            currency: currency.to_string(),
            cost: amount(cost),
            stock: *stock,
            status: status.as_str().to_string(),
            tags: tags.clone(),
            attributes: attributes.iter().map(|(name, value)| (name.clone(), value.into())).collect(),
            url: url.clone(),
            image_url: image_url.clone(),
            description: description.clone(),
            created_at: created_at.map(|at| at.to_string()),
            names: names.iter().map(|(locale, name)| (locale.to_string(), name.clone())).collect(),
            offers: offers
                .iter()
                .map(|(channel, offer)| (channel.to_string(), OfferDocument::from_offer(offer, *currency)))
                .collect(),
            excluded: excluded.iter().map(ExclusionDocument::from_exclusion).collect(),
        }
    }

    /// Reads bytes as a product; see [`ProductDocument::read`].
    pub fn parse(bytes: &[u8], key: Option<&Sku>, shop_currency: Currency) -> Result<Product, ParseFailure> {
        ProductDocument::read(&Body::parse(bytes)?, key, shop_currency).map_err(ParseFailure::Problems)
    }

    /// Reads a body as a whole product, absent fields with their defaults.
    ///
    /// `key` is the SKU of the path: the body may leave its own out, but not name another. Errors
    /// are all problems of the body at once, each with its pointer.
    pub fn read(body: &Body, key: Option<&Sku>, shop_currency: Currency) -> Result<Product, Vec<Problem>> {
        let mut fields = Fields::of_body(body);
        fields.read_only(&["revision", "warnings"]);
        let sku = read_key(&mut fields, "sku", key, Sku::parse);
        let name = fields.required("name", |text| Ok(text.to_string()));
        let currency_given = fields.parsed("currency", Currency::parse);
        let currency = currency_given.unwrap_or(shop_currency);
        let product = Product {
            parent: fields.parsed("parent", Sku::parse),
            brand: fields.text("brand"),
            categories: fields.parsed_list("categories", CategoryPath::parse).unwrap_or_default(),
            price: fields.read("price", |json| read_amount(json, currency)),
            currency,
            cost: fields.read("cost", |json| read_amount(json, currency)),
            stock: fields.integer("stock", -STOCK_MAX, STOCK_MAX),
            status: fields.parsed("status", Status::parse).unwrap_or(Status::Active),
            tags: fields.parsed_list("tags", |text| Ok(text.to_string())).unwrap_or_default(),
            attributes: fields.map("attributes", attribute_name, read_attribute).unwrap_or_default(),
            url: fields.text("url"),
            image_url: fields.text("image_url"),
            description: fields.text("description"),
            created_at: fields.time("created_at"),
            names: fields.map("names", Locale::parse, read_text).unwrap_or_default(),
            offers: fields
                .map("offers", ChannelCode::parse, |json, at| read_offer(json, at, currency))
                .unwrap_or_default(),
            excluded: fields.list_at("excluded", read_exclusion).unwrap_or_default(),
            // A name or key with a problem of its own must not bring a second one.
            name: name.clone().unwrap_or_else(|| "-".to_string()),
            sku: sku.clone().unwrap_or_else(|| Sku::parse("-").expect("a dash is a legal SKU")),
        };
        for (field, invalid) in product.complaints() {
            fields.refuse(field, ProblemCode::InvalidValue, invalid);
        }
        settle(Some(product), fields.finish())
    }
}

/// Pieces in stock; far beyond any warehouse, and sums of thousands still fit 64 bits.
const STOCK_MAX: i64 = 1_000_000_000_000;

/// The key of a body, which may be absent where the path has it and must not differ from it.
pub(crate) fn read_key<T: PartialEq + Clone + std::fmt::Display>(
    fields: &mut Fields<'_>,
    name: &'static str,
    key: Option<&T>,
    parse: fn(&str) -> Result<T, Invalid>,
) -> Option<T> {
    let Some(key) = key else { return fields.required(name, parse) };
    let given = fields.parsed(name, parse);
    if let Some(given) = given.filter(|given| given != key) {
        let message = format!("the body names {given}, the path {key}");
        fields.refuse(
            name,
            ProblemCode::KeyMismatch,
            Invalid::new(message, "make them the same, or leave it out here"),
        );
    }
    Some(key.clone())
}

fn read_amount(json: &Json, currency: Currency) -> Result<i64, Invalid> {
    currency.minor(read_decimal(json)?).map_err(Invalid::from)
}

fn attribute_name(text: &str) -> Result<String, Invalid> {
    if text.trim().is_empty() {
        return Err(Invalid::new("the name of an attribute is empty", "give it a name"));
    }
    Ok(text.to_string())
}

fn read_text(json: &Json, at: String) -> Result<String, Vec<Problem>> {
    let text = json
        .as_text()
        .map_err(|invalid| vec![Problem::invalid(ProblemCode::InvalidValue, invalid).at(at)])?;
    Ok(text.to_string())
}

fn read_attribute(json: &Json, at: String) -> Result<AttributeValue, Vec<Problem>> {
    let refuse = |invalid| vec![Problem::invalid(ProblemCode::InvalidValue, invalid).at(&at)];
    let Json::List(values) = json else { return read_single(json).map_err(refuse) };
    let values: Vec<AttributeValue> =
        values.iter().map(read_single).collect::<Result<_, Invalid>>().map_err(refuse)?;
    let kind = |value: &AttributeValue| std::mem::discriminant(value);
    if values.windows(2).any(|pair| kind(&pair[0]) != kind(&pair[1])) {
        return Err(refuse(Invalid::new(
            "the list mixes kinds of values",
            "use only texts, only numbers or only flags",
        )));
    }
    Ok(AttributeValue::List(values))
}

fn read_single(json: &Json) -> Result<AttributeValue, Invalid> {
    match json {
        Json::Text(text) => Ok(AttributeValue::Text(text.clone())),
        Json::Number(text) => parse_decimal(text).map(AttributeValue::Number),
        Json::Flag(flag) => Ok(AttributeValue::Flag(*flag)),
        other => Err(Invalid::new(
            format!("{} is not a value of an attribute", other.kind()),
            "write a text, a number, true or false, or a list of these",
        )),
    }
}

fn read_offer(json: &Json, at: String, base: Currency) -> Result<Offer, Vec<Problem>> {
    let object = json.as_object(&at)?;
    let mut fields = Fields::of_object(object, at);
    let currency = fields.parsed("currency", Currency::parse);
    let offer = Offer {
        price: fields.read("price", |json| match read_amount(json, currency.unwrap_or(base))? {
            minor if minor < 0 => {
                Err(Invalid::new("the price is negative", "write 0 or more, or leave it out"))
            }
            minor => Ok(minor),
        }),
        currency,
        stock: fields.integer("stock", -STOCK_MAX, STOCK_MAX),
    };
    settle(Some(offer), fields.finish())
}

fn read_exclusion(json: &Json, at: String) -> Result<Exclusion, Vec<Problem>> {
    let object = json.as_object(&at)?;
    let mut fields = Fields::of_object(object, at);
    let type_code = fields.required("type", TypeCode::parse);
    let target = fields.required("target", Sku::parse);
    let exclusion = type_code.zip(target).map(|(type_code, target)| Exclusion { type_code, target });
    settle(exclusion, fields.finish())
}

impl OfferDocument {
    fn from_offer(offer: &Offer, base: Currency) -> OfferDocument {
        let Offer { price, currency, stock } = offer;
        OfferDocument {
            price: price.map(|minor| amount_text(minor, currency.unwrap_or(base))),
            currency: currency.map(|currency| currency.to_string()),
            stock: *stock,
        }
    }
}

impl ExclusionDocument {
    fn from_exclusion(exclusion: &Exclusion) -> ExclusionDocument {
        let Exclusion { type_code, target } = exclusion;
        ExclusionDocument { type_code: type_code.to_string(), target: target.to_string() }
    }
}

impl From<&AttributeValue> for AttributeDocument {
    fn from(value: &AttributeValue) -> AttributeDocument {
        match value {
            AttributeValue::Text(text) => AttributeDocument::Text(text.clone()),
            AttributeValue::Number(number) => AttributeDocument::Number(ExactNumber(*number)),
            AttributeValue::Flag(flag) => AttributeDocument::Flag(*flag),
            AttributeValue::List(values) => AttributeDocument::List(values.iter().map(Into::into).collect()),
        }
    }
}
