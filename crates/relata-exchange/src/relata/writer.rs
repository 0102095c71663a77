//! The writers of our own format. What they write reads back as the same, byte for byte and value for value.

pub(crate) mod order;
pub(crate) mod product;
pub(crate) mod relation;

use std::io::Write;

use relata_model::Decimal;
use serde::ser::Error;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::ExchangeError;

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A header, then one line a row, with commas.
    Csv,
    /// One JSON object a line.
    JsonLines,
}

/// Where rows go.
pub(crate) enum Sink<W: Write> {
    Csv(Box<csv::Writer<W>>),
    JsonLines(W),
}

impl<W: Write> Sink<W> {
    pub(crate) fn new<'a>(
        out: W,
        form: Form,
        columns: impl IntoIterator<Item = &'a str>,
    ) -> Result<Sink<W>, ExchangeError> {
        match form {
            Form::JsonLines => Ok(Sink::JsonLines(out)),
            Form::Csv => {
                let mut out = csv::Writer::from_writer(out);
                out.write_record(columns)?;
                Ok(Sink::Csv(Box::new(out)))
            }
        }
    }

    /// Writes what is left.
    pub(crate) fn finish(self) -> Result<(), ExchangeError> {
        match self {
            Sink::Csv(mut out) => out.flush()?,
            Sink::JsonLines(mut out) => out.flush()?,
        }
        Ok(())
    }
}

pub(crate) fn write_json<W: Write>(out: &mut W, row: &impl Serialize) -> Result<(), ExchangeError> {
    serde_json::to_writer(&mut *out, row)?;
    out.write_all(b"\n")?;
    Ok(())
}

/// A decimal as a JSON number with all its digits.
pub(crate) fn number<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    RawValue::from_string(value.to_string()).map_err(S::Error::custom)?.serialize(serializer)
}

/// What a cell says of a value that may be absent.
pub(crate) fn cell(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
