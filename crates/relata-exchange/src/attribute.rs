//! The value of an attribute as a cell and as JSON.
//!
//! ```text
//! cell              value                    cell            value
//! 12.50             number                   a|b             list of the texts a and b
//! true              flag                     "12.50"         text, because it is a JSON text
//! red               text                     ["1", 2]        list, because it is a JSON array
//! ```

use relata_model::limits::LIST_VALUES_MAX;
use relata_model::{AttributeValue, Decimal, Invalid};
use serde::ser::Error;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::decimal::{parse_json, quoted};
use crate::list;
use crate::value::{Value, json_array, json_text};

/// Levels of lists inside lists.
const LIST_DEPTH_MAX: u32 = 8;

/// Takes a value that is not empty.
pub(crate) fn read(value: Value<'_>) -> Result<AttributeValue, Invalid> {
    match value {
        Value::Cell(cell) => read_cell(cell),
        Value::Json(json) => read_json(json, LIST_DEPTH_MAX),
    }
}

/// A cell that is a JSON text or array means exactly that; everything else is taken as it looks.
fn read_cell(cell: &str) -> Result<AttributeValue, Invalid> {
    if cell.starts_with('"')
        && let Ok(text) = json_text(cell)
    {
        return Ok(AttributeValue::Text(text.into_owned()));
    }
    if cell.starts_with('[')
        && cell.ends_with(']')
        && let Ok(list) = read_json(cell, LIST_DEPTH_MAX)
    {
        return Ok(list);
    }
    if list::is_list(cell) {
        let values = list::split(cell);
        if values.len() > LIST_VALUES_MAX {
            return Err(Invalid::new(format!("more than {LIST_VALUES_MAX} values"), "shorten the list"));
        }
        return Ok(AttributeValue::List(values.into_iter().map(AttributeValue::Text).collect()));
    }
    Ok(match cell {
        "true" => AttributeValue::Flag(true),
        "false" => AttributeValue::Flag(false),
        _ => canonical_number(cell)
            .map_or_else(|| AttributeValue::Text(cell.to_string()), AttributeValue::Number),
    })
}

/// The number that is written exactly like this: no `007`, no `+1`, no `1e5`.
fn canonical_number(text: &str) -> Option<Decimal> {
    let first = text.bytes().next()?;
    if !first.is_ascii_digit() && first != b'-' {
        return None;
    }
    Decimal::from_str_exact(text).ok().filter(|number| number.to_string() == text)
}

fn read_json(json: &str, depth: u32) -> Result<AttributeValue, Invalid> {
    match json.as_bytes().first() {
        Some(b'"') => Ok(AttributeValue::Text(json_text(json)?.into_owned())),
        Some(b't') => Ok(AttributeValue::Flag(true)),
        Some(b'f') => Ok(AttributeValue::Flag(false)),
        Some(b'[') if depth > 0 => {
            let values = json_array(json)?;
            if values.len() > LIST_VALUES_MAX {
                return Err(Invalid::new(format!("more than {LIST_VALUES_MAX} values"), "shorten the list"));
            }
            let values = values.into_iter().map(|value| read_json(value.get(), depth - 1));
            Ok(AttributeValue::List(values.collect::<Result<_, _>>()?))
        }
        Some(b'-' | b'0'..=b'9') => Ok(AttributeValue::Number(parse_json(json)?)),
        _ => Err(Invalid::new(
            format!("{} is not the value of an attribute", quoted(json)),
            "write a text, a number, true, false or a list of them",
        )),
    }
}

/// A value as the cell that reads back as the same value, as plain as possible.
pub(crate) fn write_cell(value: &AttributeValue) -> String {
    let plain = match value {
        AttributeValue::Text(text) => text.clone(),
        AttributeValue::Number(number) => number.to_string(),
        AttributeValue::Flag(flag) => flag.to_string(),
        AttributeValue::List(values) => list::join(values.iter().filter_map(|value| match value {
            AttributeValue::Text(text) => Some(text.as_str()),
            _ => None,
        })),
    };
    let same = !plain.is_empty() && read_cell(&plain).is_ok_and(|read| read == *value);
    if same { plain } else { serde_json::to_string(&AsJson(value)).unwrap_or(plain) }
}

/// A value as plain JSON: a text, an exact number, a flag or an array.
pub(crate) struct AsJson<'a>(pub(crate) &'a AttributeValue);

impl Serialize for AsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            AttributeValue::Text(text) => serializer.serialize_str(text),
            AttributeValue::Flag(flag) => serializer.serialize_bool(*flag),
            AttributeValue::List(values) => serializer.collect_seq(values.iter().map(AsJson)),
            AttributeValue::Number(number) => {
                let token = RawValue::from_string(number.to_string()).map_err(S::Error::custom)?;
                token.serialize(serializer)
            }
        }
    }
}
