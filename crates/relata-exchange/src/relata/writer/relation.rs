use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use relata_model::{ChannelCode, Decimal, Locale, Origin, SegmentCode, Sku, Timestamp};
use serde::{Serialize, Serializer};

use super::{Form, Sink, cell, number, write_json};
use crate::relata::relation::COLUMNS;
use crate::{ExchangeError, RelationRow, list};

/// Columns of relations that a CSV file only has when a row needs them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RelationColumns {
    /// Some row is pinned.
    pub pin: bool,
    /// Some row has further fields.
    pub fields: bool,
    /// Some row stands in a list that a person has arranged.
    pub arranged: bool,
}

impl RelationColumns {
    /// Takes in what a row needs.
    pub fn add(&mut self, row: &RelationRow) {
        self.pin |= matches!(row.pin, Some(Some(_)));
        self.fields |= row.fields.as_ref().is_some_and(|fields| !fields.is_empty());
        self.arranged |= row.arranged;
    }
}

/// Writes relations in our own format.
pub struct RelationsWriter<W: Write> {
    sink: Sink<W>,
    columns: RelationColumns,
}

impl<W: Write> RelationsWriter<W> {
    /// Starts a file. The columns have to be known first; JSON lines do not look at them.
    pub fn new(out: W, form: Form, columns: RelationColumns) -> Result<RelationsWriter<W>, ExchangeError> {
        let extra = [("pin", columns.pin), ("fields", columns.fields), ("arranged", columns.arranged)];
        let extra = extra.into_iter().filter(|(_, needed)| *needed).map(|(name, _)| name);
        Ok(RelationsWriter { sink: Sink::new(out, form, COLUMNS.into_iter().chain(extra))?, columns })
    }

    /// Adds a relation.
    pub fn write(&mut self, row: &RelationRow) -> Result<(), ExchangeError> {
        match &mut self.sink {
            Sink::JsonLines(out) => write_json(out, &JsonRelation::from(row)),
            Sink::Csv(out) => write_cells(out, self.columns, row),
        }
    }

    /// Writes what is left.
    pub fn finish(self) -> Result<(), ExchangeError> {
        self.sink.finish()
    }
}

fn write_cells<W: Write>(
    out: &mut csv::Writer<W>,
    columns: RelationColumns,
    row: &RelationRow,
) -> Result<(), ExchangeError> {
    let RelationRow {
        source,
        type_name,
        foreign: _,
        target,
        position,
        weight,
        quantity,
        scope,
        window,
        origin,
        pin,
        fields,
        arranged,
        column: _,
    } = row;
    out.write_field(source.as_str())?;
    out.write_field(type_name)?;
    out.write_field(target.as_str())?;
    out.write_field(cell(*position))?;
    out.write_field(cell(*weight))?;
    out.write_field(cell(quantity.flatten()))?;
    out.write_field(list::join(scope.channels.iter().map(ChannelCode::as_str)))?;
    out.write_field(list::join(scope.locales.iter().map(Locale::as_str)))?;
    out.write_field(list::join(scope.segments.iter().map(SegmentCode::as_str)))?;
    out.write_field(cell(window.from))?;
    out.write_field(cell(window.until))?;
    out.write_field(cell(origin.as_ref()))?;
    if columns.pin {
        out.write_field(cell(pin.flatten()))?;
    }
    if columns.fields {
        let fields = fields.as_ref().filter(|fields| !fields.is_empty());
        out.write_field(fields.map(serde_json::to_string).transpose()?.unwrap_or_default())?;
    }
    if columns.arranged {
        out.write_field(if *arranged { "true" } else { "" })?;
    }
    out.write_record(None::<&[u8]>)?;
    Ok(())
}

/// A relation as a line of JSON: the fields of the CSV file, the rare ones only where they are set.
#[derive(Serialize)]
struct JsonRelation<'a> {
    source: &'a Sku,
    #[serde(rename = "type")]
    type_name: &'a str,
    target: &'a Sku,
    position: Option<u32>,
    weight: Option<f64>,
    #[serde(serialize_with = "optional_number")]
    quantity: Option<Decimal>,
    channels: &'a BTreeSet<ChannelCode>,
    locales: &'a BTreeSet<Locale>,
    segments: &'a BTreeSet<SegmentCode>,
    valid_from: Option<Timestamp>,
    valid_until: Option<Timestamp>,
    origin: Option<&'a Origin>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pin: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<&'a BTreeMap<String, serde_json::Value>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    arranged: bool,
}

impl<'a> From<&'a RelationRow> for JsonRelation<'a> {
    fn from(row: &'a RelationRow) -> JsonRelation<'a> {
        JsonRelation {
            source: &row.source,
            type_name: &row.type_name,
            target: &row.target,
            position: row.position,
            weight: row.weight,
            quantity: row.quantity.flatten(),
            channels: &row.scope.channels,
            locales: &row.scope.locales,
            segments: &row.scope.segments,
            valid_from: row.window.from,
            valid_until: row.window.until,
            origin: row.origin.as_ref(),
            pin: row.pin.flatten(),
            fields: row.fields.as_ref().filter(|fields| !fields.is_empty()),
            arranged: row.arranged,
        }
    }
}

fn optional_number<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => number(value, serializer),
        None => serializer.serialize_none(),
    }
}
