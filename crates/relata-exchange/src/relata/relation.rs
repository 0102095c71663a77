use std::collections::BTreeMap;

use relata_model::{
    ChannelCode, Decimal, Invalid, Locale, Origin, ProblemCode, Scope, SegmentCode, Sku, Timestamp, Window,
};

use super::{RowFormat, required};
use crate::complaints::{Complaints, Fault};
use crate::decimal::quoted;
use crate::record::{ClearList, Item, RelationRow};
use crate::value::{Value, json_complaint};

/// Columns that stand in every file of relations, in this order.
pub(crate) const COLUMNS: [&str; 12] = [
    "source",
    "type",
    "target",
    "position",
    "weight",
    "quantity",
    "channels",
    "locales",
    "segments",
    "valid_from",
    "valid_until",
    "origin",
];

/// Rows of relations: one relation a row.
pub(crate) struct Relations;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Source,
    Type,
    Target,
    Position,
    Weight,
    Quantity,
    Channels,
    Locales,
    Segments,
    ValidFrom,
    ValidUntil,
    Origin,
    Pin,
    Fields,
    Arranged,
}

#[derive(Default)]
pub(crate) struct Draft {
    source: Option<Sku>,
    type_name: Option<String>,
    target: Option<Sku>,
    position: Option<u32>,
    weight: Option<f64>,
    quantity: Option<Option<Decimal>>,
    scope: Scope,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    origin: Option<Origin>,
    pin: Option<Option<u32>>,
    fields: Option<BTreeMap<String, serde_json::Value>>,
    arranged: bool,
}

impl RowFormat for Relations {
    type Column = Column;
    type Draft = Draft;
    const REQUIRED: &'static [&'static str] = &["source", "type", "target"];

    fn column(name: &str) -> Option<Column> {
        Some(match name {
            "source" => Column::Source,
            "type" => Column::Type,
            "target" => Column::Target,
            "position" => Column::Position,
            "weight" => Column::Weight,
            "quantity" => Column::Quantity,
            "channels" => Column::Channels,
            "locales" => Column::Locales,
            "segments" => Column::Segments,
            "valid_from" => Column::ValidFrom,
            "valid_until" => Column::ValidUntil,
            "origin" => Column::Origin,
            "pin" => Column::Pin,
            "fields" => Column::Fields,
            "arranged" => Column::Arranged,
            _ => return None,
        })
    }

    fn set(draft: &mut Draft, column: &Column, value: Value<'_>) -> Result<(), Fault> {
        if value.is_empty() {
            // What the file names and leaves empty gets its default back.
            match column {
                Column::Weight => draft.weight = Some(1.0),
                Column::Quantity => draft.quantity = Some(None),
                Column::Pin => draft.pin = Some(None),
                Column::Fields => draft.fields = Some(BTreeMap::new()),
                _ => {}
            }
            return Ok(());
        }
        match column {
            Column::Source => draft.source = Some(value.sku()?),
            Column::Type => draft.type_name = type_name(value)?,
            Column::Target => draft.target = Some(value.sku()?),
            Column::Position => draft.position = Some(value.place()?),
            Column::Weight => draft.weight = Some(value.factor()?),
            Column::Quantity => draft.quantity = Some(Some(quantity(value)?)),
            Column::Channels => draft.scope.channels = codes(value, ChannelCode::parse)?,
            Column::Locales => draft.scope.locales = codes(value, Locale::parse)?,
            Column::Segments => draft.scope.segments = codes(value, SegmentCode::parse)?,
            Column::ValidFrom => draft.from = Some(value.time()?),
            Column::ValidUntil => draft.until = Some(value.time()?),
            Column::Origin => draft.origin = Some(Origin::parse(&value.text()?)?),
            Column::Pin => draft.pin = Some(Some(value.place()?)),
            Column::Fields => draft.fields = Some(fields(value)?),
            Column::Arranged => draft.arranged = value.flag()?,
        }
        Ok(())
    }

    fn remains(draft: &Draft) -> Option<Item> {
        Some(Item::Incomplete(ClearList {
            source: draft.source.clone()?,
            type_name: draft.type_name.clone()?,
            foreign: false,
            column: None,
        }))
    }

    fn finish(draft: Draft, complaints: &mut Complaints) -> Option<Item> {
        let source = required(draft.source, "source", complaints);
        let type_name = required(draft.type_name, "type", complaints);
        let target = required(draft.target, "target", complaints);
        let window = match Window::new(draft.from, draft.until) {
            Ok(window) => window,
            Err(invalid) => {
                complaints.fault("valid_until", Fault { code: ProblemCode::InvalidWindow, invalid });
                Window::ALWAYS
            }
        };
        Some(Item::Relation(RelationRow {
            source: source?,
            type_name: type_name?,
            foreign: false,
            target: target?,
            position: draft.position,
            weight: draft.weight,
            quantity: draft.quantity,
            scope: draft.scope,
            window,
            origin: draft.origin,
            pin: draft.pin,
            fields: draft.fields,
            arranged: draft.arranged,
            column: None,
        }))
    }
}

/// The name of a type as it stands; only its existence makes it a code, and that is checked later.
fn type_name(value: Value<'_>) -> Result<Option<String>, Invalid> {
    value.word().map(|word| (!word.is_empty()).then(|| word.into_owned()))
}

fn quantity(value: Value<'_>) -> Result<Decimal, Invalid> {
    let quantity = value.decimal()?;
    if quantity > Decimal::ZERO {
        return Ok(quantity);
    }
    Err(Invalid::new(format!("{quantity} is not a quantity"), "write a number above 0, or leave it out"))
}

fn codes<C: Ord>(
    value: Value<'_>,
    parse: impl Fn(&str) -> Result<C, Invalid>,
) -> Result<std::collections::BTreeSet<C>, Invalid> {
    value.list()?.iter().map(|code| parse(code)).collect()
}

/// Free fields: a JSON object, in a cell as its text.
fn fields(value: Value<'_>) -> Result<BTreeMap<String, serde_json::Value>, Invalid> {
    let text = match value {
        Value::Json(json) if json.starts_with('{') => json.into(),
        _ => value.text()?,
    };
    serde_json::from_str(&text).map_err(|error| {
        Invalid::new(
            format!("{} is not a JSON object: {}", quoted(&text), json_complaint(&error)),
            "write {\"name\": value}",
        )
    })
}
