use std::borrow::Cow;

use relata_model::limits::LIST_VALUES_MAX;
use relata_model::{Currency, Decimal, Invalid, Sku, Timestamp};
use serde_json::value::RawValue;

use crate::decimal::{self, quoted};
use crate::list;

/// A value of a record: a cell of a CSV file or a value of JSON, still as text.
///
/// An empty cell, `null` and an empty JSON text all mean "nothing".
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value<'a> {
    /// A cell without its quotes.
    Cell(&'a str),
    /// The text of a JSON value.
    Json(&'a str),
}

impl<'a> Value<'a> {
    pub(crate) fn json(raw: &'a RawValue) -> Value<'a> {
        Value::Json(raw.get())
    }

    pub(crate) fn is_empty(self) -> bool {
        match self {
            Value::Cell(cell) => cell.is_empty(),
            Value::Json(json) => matches!(json, "null" | "\"\""),
        }
    }

    /// The text of a JSON value that is no text, such as a number or a list.
    pub(crate) fn raw(self) -> Option<String> {
        match self {
            Value::Json(json) => Some(json.to_string()),
            Value::Cell(_) => None,
        }
    }

    /// The bytes that it takes in the file.
    pub(crate) fn bytes(self) -> usize {
        match self {
            Value::Cell(text) | Value::Json(text) => text.len(),
        }
    }

    /// A text exactly as it stands, blanks included.
    pub(crate) fn text(self) -> Result<Cow<'a, str>, Invalid> {
        match self {
            Value::Cell(cell) => Ok(Cow::Borrowed(cell)),
            Value::Json(json) if json.starts_with('"') => json_text(json),
            Value::Json(json) => {
                Err(Invalid::new(format!("{} is not a text", quoted(json)), "write a text in quotes"))
            }
        }
    }

    /// A short text without the blanks around it, or the digits of a JSON number.
    pub(crate) fn word(self) -> Result<Cow<'a, str>, Invalid> {
        match self {
            Value::Cell(cell) => Ok(Cow::Borrowed(cell.trim())),
            Value::Json(json) if json.starts_with('"') => match json_text(json)? {
                Cow::Borrowed(text) => Ok(Cow::Borrowed(text.trim())),
                Cow::Owned(text) => Ok(Cow::Owned(text.trim().to_string())),
            },
            Value::Json(json) if json.starts_with(['[', '{']) => {
                Err(Invalid::new(format!("{} is not a single value", quoted(json)), "write one value"))
            }
            Value::Json(json) => Ok(Cow::Borrowed(json)),
        }
    }

    pub(crate) fn sku(self) -> Result<Sku, Invalid> {
        Sku::parse(&self.text()?)
    }

    pub(crate) fn decimal(self) -> Result<Decimal, Invalid> {
        match self {
            Value::Json(token) if !token.starts_with('"') => decimal::parse_json(&self.word()?),
            _ => decimal::parse(&self.word()?),
        }
    }

    pub(crate) fn whole(self) -> Result<i64, Invalid> {
        decimal::parse_whole(&self.word()?)
    }

    /// A place in a list: a whole number from 1.
    pub(crate) fn place(self) -> Result<u32, Invalid> {
        let whole = self.whole()?;
        u32::try_from(whole).ok().filter(|place| *place >= 1).ok_or_else(|| {
            Invalid::new(format!("{whole} is not a place in a list"), "places are counted from 1")
        })
    }

    /// A finite number that need not be exact, at least 0.
    pub(crate) fn factor(self) -> Result<f64, Invalid> {
        let word = self.word()?;
        let plain = match self {
            Value::Json(token) if !token.starts_with('"') => {
                token.starts_with(|c: char| c == '-' || c.is_ascii_digit())
            }
            _ => decimal::is_plain(&word),
        };
        let factor = word.parse::<f64>().ok().filter(|factor| plain && factor.is_finite() && *factor >= 0.0);
        factor.ok_or_else(|| {
            Invalid::new(
                format!("{} is not a weight", quoted(&word)),
                "write a number from 0 such as 1 or 0.75",
            )
        })
    }

    pub(crate) fn currency(self) -> Result<Currency, Invalid> {
        Currency::parse(&self.word()?)
    }

    pub(crate) fn time(self) -> Result<Timestamp, Invalid> {
        Timestamp::parse(&self.word()?)
    }

    pub(crate) fn flag(self) -> Result<bool, Invalid> {
        match &*self.word()? {
            "true" => Ok(true),
            "false" => Ok(false),
            other => Err(Invalid::new(format!("{} is not a flag", quoted(other)), "write true or false")),
        }
    }

    /// Several texts: a cell or a JSON text with `|` between them, or a JSON array.
    pub(crate) fn list(self) -> Result<Vec<String>, Invalid> {
        let values = match self {
            Value::Json(json) if json.starts_with('[') => json_array(json)?
                .into_iter()
                .map(|value| Value::json(value).text().map(Cow::into_owned))
                .collect::<Result<Vec<_>, _>>()?,
            _ => list::split(&self.text()?),
        };
        if values.len() > LIST_VALUES_MAX {
            return Err(Invalid::new(format!("more than {LIST_VALUES_MAX} values"), "shorten the list"));
        }
        Ok(values)
    }
}

/// What a JSON parser says, without the place, which counts from the start of a value and not of the file.
pub(crate) fn json_complaint(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_string()
}

/// The values of the text of a JSON array.
pub(crate) fn json_array(json: &str) -> Result<Vec<&RawValue>, Invalid> {
    serde_json::from_str(json).map_err(|error| {
        Invalid::new(
            format!("{} is not a JSON array: {}", quoted(json), json_complaint(&error)),
            "write [\"a\", \"b\"]",
        )
    })
}

/// The text of a JSON string.
pub(crate) fn json_text(json: &str) -> Result<Cow<'_, str>, Invalid> {
    let inner = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    if let Some(inner) = inner
        && !inner.contains(['\\', '"'])
        && !inner.bytes().any(|byte| byte < 0x20)
    {
        return Ok(Cow::Borrowed(inner));
    }
    serde_json::from_str::<String>(json).map(Cow::Owned).map_err(|error| {
        Invalid::new(
            format!("{} is not a JSON text: {}", quoted(json), json_complaint(&error)),
            "write a text in quotes",
        )
    })
}
