use std::borrow::Cow;
use std::collections::BTreeMap;

use relata_model::{
    CategoryPath, ChannelCode, Exclusion, Invalid, Locale, OfferPatch, ProductPatch, Sku, Status, TypeCode,
};
use serde_json::value::RawValue;

use super::{RowFormat, required};
use crate::complaints::{Complaints, Fault};
use crate::decimal::quoted;
use crate::json_lines::Members;
use crate::record::Item;
use crate::value::{Value, json_array, json_complaint};
use crate::{attribute, list};

/// Columns that stand in every file of products, in this order.
pub(crate) const COLUMNS: [&str; 15] = [
    "sku",
    "name",
    "parent",
    "brand",
    "categories",
    "price",
    "currency",
    "cost",
    "stock",
    "status",
    "tags",
    "url",
    "image_url",
    "created_at",
    "description",
];

/// Rows of products: one product a row.
pub(crate) struct Products;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Column {
    Sku,
    Name,
    Parent,
    Brand,
    Categories,
    Price,
    Currency,
    Cost,
    Stock,
    Status,
    Tags,
    Url,
    ImageUrl,
    CreatedAt,
    Description,
    Excluded,
    /// `names.de`
    NameIn(Locale),
    /// `offers.app.price`
    Offer(ChannelCode, OfferField),
    /// `attributes.color`
    Attribute(String),
    /// The objects of JSON lines.
    Names,
    Offers,
    Attributes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OfferField {
    Price,
    Currency,
    Stock,
}

#[derive(Default)]
pub(crate) struct Draft {
    sku: Option<Sku>,
    name_cleared: bool,
    patch: Option<ProductPatch>,
}

impl Draft {
    fn patch(&mut self) -> &mut ProductPatch {
        // Fields may come before the key; the key is set at the end.
        self.patch.get_or_insert_with(|| ProductPatch::new(Sku::parse("?").expect("a legal SKU")))
    }
}

impl RowFormat for Products {
    type Column = Column;
    type Draft = Draft;
    const REQUIRED: &'static [&'static str] = &["sku"];

    fn column(name: &str) -> Option<Column> {
        Some(match name {
            "sku" => Column::Sku,
            "name" => Column::Name,
            "parent" => Column::Parent,
            "brand" => Column::Brand,
            "categories" => Column::Categories,
            "price" => Column::Price,
            "currency" => Column::Currency,
            "cost" => Column::Cost,
            "stock" => Column::Stock,
            "status" => Column::Status,
            "tags" => Column::Tags,
            "url" => Column::Url,
            "image_url" => Column::ImageUrl,
            "created_at" => Column::CreatedAt,
            "description" => Column::Description,
            "excluded" => Column::Excluded,
            _ => return prefixed_column(name),
        })
    }

    fn set(draft: &mut Draft, column: &Column, value: Value<'_>) -> Result<(), Fault> {
        match column {
            Column::Sku => {
                if !value.is_empty() {
                    draft.sku = Some(value.sku()?);
                }
            }
            Column::Name if value.is_empty() => draft.name_cleared = true,
            Column::Names => names(draft.patch(), value)?,
            Column::Offers => offers(draft.patch(), value)?,
            Column::Attributes => attributes(draft.patch(), value)?,
            _ => set_field(draft.patch(), column, value)?,
        }
        Ok(())
    }

    fn finish(mut draft: Draft, complaints: &mut Complaints) -> Option<Item> {
        if draft.name_cleared {
            complaints.fault("name", Fault::missing("name"));
        }
        let sku = required(draft.sku.take(), "sku", complaints)?;
        let mut patch = draft.patch.unwrap_or_else(|| ProductPatch::new(sku.clone()));
        patch.sku = sku;
        Some(Item::Product(patch))
    }
}

fn prefixed_column(name: &str) -> Option<Column> {
    if let Some(attribute) = name.strip_prefix("attributes.") {
        return (!attribute.is_empty()).then(|| Column::Attribute(attribute.to_string()));
    }
    if let Some(locale) = name.strip_prefix("names.") {
        return Locale::parse(locale).ok().map(Column::NameIn);
    }
    let (channel, field) = name.strip_prefix("offers.")?.rsplit_once('.')?;
    let field = match field {
        "price" => OfferField::Price,
        "currency" => OfferField::Currency,
        "stock" => OfferField::Stock,
        _ => return None,
    };
    ChannelCode::parse(channel).ok().map(|channel| Column::Offer(channel, field))
}

/// The column of a key of a JSON object, where three more keys hold objects.
pub(crate) fn json_column(name: &str) -> Option<Column> {
    match name {
        "names" => Some(Column::Names),
        "offers" => Some(Column::Offers),
        "attributes" => Some(Column::Attributes),
        _ => Products::column(name),
    }
}

/// A value, or nothing where the field is empty.
fn filled<'a, T>(
    value: Value<'a>,
    read: impl FnOnce(Value<'a>) -> Result<T, Invalid>,
) -> Result<Option<T>, Invalid> {
    if value.is_empty() { Ok(None) } else { read(value).map(Some) }
}

pub(crate) fn set_field(patch: &mut ProductPatch, column: &Column, value: Value<'_>) -> Result<(), Invalid> {
    match column {
        Column::Name => patch.name = Some(text(value)?),
        Column::Parent => patch.parent = Some(filled(value, Value::sku)?),
        Column::Brand => patch.brand = Some(filled(value, text)?),
        Column::Categories => {
            patch.categories = Some(
                value_list(value)?.iter().map(|path| CategoryPath::parse(path)).collect::<Result<_, _>>()?,
            );
        }
        Column::Price => patch.price = Some(filled(value, Value::decimal)?),
        Column::Currency => patch.currency = Some(filled(value, Value::currency)?),
        Column::Cost => patch.cost = Some(filled(value, Value::decimal)?),
        Column::Stock => patch.stock = Some(filled(value, Value::whole)?),
        Column::Status => patch.status = Some(filled(value, status)?.unwrap_or(Status::Active)),
        Column::Tags => patch.tags = Some(value_list(value)?),
        Column::Url => patch.url = Some(filled(value, text)?),
        Column::ImageUrl => patch.image_url = Some(filled(value, text)?),
        Column::CreatedAt => patch.created_at = Some(filled(value, Value::time)?),
        Column::Description => patch.description = Some(filled(value, text)?),
        Column::Excluded => patch.excluded = Some(filled(value, excluded)?.unwrap_or_default()),
        Column::NameIn(locale) => {
            patch.names.insert(locale.clone(), filled(value, text)?);
        }
        Column::Offer(channel, field) => {
            set_offer(patch.offers.entry(channel.clone()).or_default(), *field, value)?;
        }
        Column::Attribute(name) => {
            let empty = match value {
                Value::Json(json) => json == "null",
                Value::Cell(cell) => cell.is_empty(),
            };
            let read = if empty { None } else { Some(attribute::read(value)?) };
            patch.attributes.insert(name.clone(), read);
        }
        Column::Sku | Column::Names | Column::Offers | Column::Attributes => {}
    }
    Ok(())
}

/// Several texts; nothing is an empty list.
fn value_list(value: Value<'_>) -> Result<Vec<String>, Invalid> {
    Ok(filled(value, Value::list)?.unwrap_or_default())
}

fn text(value: Value<'_>) -> Result<String, Invalid> {
    value.text().map(Cow::into_owned)
}

fn status(value: Value<'_>) -> Result<Status, Invalid> {
    Status::parse(&value.word()?)
}

fn set_offer(offer: &mut OfferPatch, field: OfferField, value: Value<'_>) -> Result<(), Invalid> {
    match field {
        OfferField::Price => offer.price = Some(filled(value, Value::decimal)?),
        OfferField::Currency => offer.currency = Some(filled(value, Value::currency)?),
        OfferField::Stock => offer.stock = Some(filled(value, Value::whole)?),
    }
    Ok(())
}

/// `cross_sell:X|upsell:Y`, or `[{"type": "cross_sell", "target": "X"}]`.
fn excluded(value: Value<'_>) -> Result<Vec<Exclusion>, Invalid> {
    if let Value::Json(json) = value
        && json.starts_with('[')
    {
        return json_array(json)?.into_iter().map(json_exclusion).collect();
    }
    let cell = value.text()?;
    let parts = list::pieces(&cell, '|').filter(|piece| !piece.trim().is_empty());
    parts
        .map(|piece| {
            let type_code = list::pieces(piece, ':').next().unwrap_or_default();
            let target = piece.get(type_code.len() + 1..).ok_or_else(|| {
                Invalid::new(format!("{} is no type with a target", quoted(piece)), "write type:target")
            })?;
            Ok(Exclusion {
                type_code: TypeCode::parse(&list::unescape(type_code))?,
                target: Sku::parse(&list::unescape(target))?,
            })
        })
        .collect()
}

fn json_exclusion(json: &RawValue) -> Result<Exclusion, Invalid> {
    let mut type_code = None;
    let mut target = None;
    for (key, value) in members(json.get())? {
        match key.as_str() {
            "type" => type_code = Some(TypeCode::parse(&Value::json(value).word()?)?),
            "target" => target = Some(Value::json(value).sku()?),
            _ => {}
        }
    }
    match (type_code, target) {
        (Some(type_code), Some(target)) => Ok(Exclusion { type_code, target }),
        _ => Err(Invalid::new("an exclusion has no type or no target", "write {\"type\": …, \"target\": …}")),
    }
}

fn members(json: &str) -> Result<Vec<(String, &RawValue)>, Invalid> {
    Members::parse(json).map(|members| members.0).map_err(|error| {
        Invalid::new(
            format!("{} is not an object: {}", quoted(json), json_complaint(&error)),
            "write {\"name\": value}",
        )
    })
}

/// An object, where `null` names nothing.
fn object(value: Value<'_>) -> Result<Vec<(String, &RawValue)>, Invalid> {
    match value {
        Value::Json("null") => Ok(Vec::new()),
        Value::Json(json) => members(json),
        Value::Cell(_) => Err(Invalid::new("an object cannot stand in a cell", "use one column a field")),
    }
}

fn names(patch: &mut ProductPatch, value: Value<'_>) -> Result<(), Invalid> {
    for (locale, name) in object(value)? {
        set_field(patch, &Column::NameIn(Locale::parse(&locale)?), Value::json(name))?;
    }
    Ok(())
}

fn attributes(patch: &mut ProductPatch, value: Value<'_>) -> Result<(), Invalid> {
    for (name, value) in object(value)? {
        if name.is_empty() {
            return Err(Invalid::new("an attribute has no name", "name it, or leave it out"));
        }
        let at = |invalid: Invalid| Invalid {
            message: format!("{name}: {}", invalid.message),
            hint: invalid.hint,
        };
        set_field(patch, &Column::Attribute(name.clone()), Value::json(value)).map_err(at)?;
    }
    Ok(())
}

fn offers(patch: &mut ProductPatch, value: Value<'_>) -> Result<(), Invalid> {
    for (channel, fields) in object(value)? {
        let offer = patch.offers.entry(ChannelCode::parse(&channel)?).or_default();
        let fields: BTreeMap<String, &RawValue> = members(fields.get())?.into_iter().collect();
        for (field, value) in fields {
            let known = match field.as_str() {
                "price" => OfferField::Price,
                "currency" => OfferField::Currency,
                "stock" => OfferField::Stock,
                _ => {
                    return Err(Invalid::new(
                        format!("an offer has no {field:?}"),
                        "use price, currency and stock",
                    ));
                }
            };
            set_offer(offer, known, Value::json(value))?;
        }
    }
    Ok(())
}
