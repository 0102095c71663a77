//! Relations as rows: the one place that knows the columns.

use std::collections::BTreeSet;

use relata_model::{
    ChannelCode, Invalid, Locale, Origin, Relation, RelationDraft, RelationId, RelationIdentity, Scope,
    SegmentCode, Timestamp, TypeCode, Window,
};

use crate::StoreError;
use crate::dialect::{Bulk, Kind, Verb};
use crate::value::{Row, Value};

/// A window without a start begins here.
const OPEN_START: i64 = i64::MIN;
/// A window without an end ends here.
const OPEN_END: i64 = i64::MAX;

/// A query for whole relations: the rest of the statement after the table.
macro_rules! select_relation {
    ($rest:literal) => {
        concat!(
            "SELECT relation_id, source_sku, type_code, target_sku, origin, channels, locales, segments, ",
            "valid_from_at, valid_until_at, position, weight, quantity, fields, pin, created_at FROM relation ",
            $rest
        )
    };
}
pub(crate) use select_relation;

/// The condition that a relation has a target, `@` being the SKU. The index by target goes by
/// blocks of relations; this asks each of them, which takes microseconds a block.
macro_rules! to_target {
    () => {
        "target_block IN (WITH RECURSIVE block (number) AS (SELECT CAST(0 AS BIGINT) UNION ALL \
         SELECT number + 1 FROM block WHERE number < (SELECT max(relation_id) FROM relation) / 32768) \
         SELECT number FROM block) AND target_sku = @"
    };
}
pub(crate) use to_target;

/// The columns in the order of [`write`].
const COLUMNS: &[(&str, Kind)] = &[
    ("relation_id", Kind::Int),
    ("source_sku", Kind::Text),
    ("type_code", Kind::Text),
    ("target_sku", Kind::Text),
    ("origin", Kind::Text),
    ("channels", Kind::Text),
    ("locales", Kind::Text),
    ("segments", Kind::Text),
    ("valid_from_at", Kind::Int),
    ("valid_until_at", Kind::Int),
    ("position", Kind::Int),
    ("weight", Kind::Real),
    ("quantity", Kind::Text),
    ("fields", Kind::Text),
    ("pin", Kind::Int),
    ("created_at", Kind::Int),
];

/// Stores new relations.
pub(crate) const INSERT: Bulk<'_> =
    Bulk { verb: Verb::Insert, table: "relation", columns: COLUMNS, on_conflict: "" };
/// Changes stored relations, by their numbers.
pub(crate) const UPDATE: Bulk<'_> =
    Bulk { verb: Verb::Update, table: "relation", columns: COLUMNS, on_conflict: "" };
/// Changes nothing but positions.
pub(crate) const RENUMBER: Bulk<'_> = Bulk {
    verb: Verb::Update,
    table: "relation",
    columns: &[("relation_id", Kind::Int), ("position", Kind::Int)],
    on_conflict: "",
};

/// A relation of a row of [`select_relation`].
pub(crate) fn read(row: &Row<'_>) -> Result<Relation, StoreError> {
    let id = row.int(0)?;
    let wrong = |error: Box<dyn std::error::Error + Send + Sync>| StoreError::decode("relation", id, error);
    let fields = row.text(13)?;
    Ok(Relation {
        id: RelationId(id),
        source: row.sku(1)?,
        type_code: TypeCode::parse(row.text(2)?).map_err(|error| wrong(error.into()))?,
        target: row.sku(3)?,
        origin: Origin::parse(row.text(4)?).map_err(|error| wrong(error.into()))?,
        scope: read_scope(row, 5).map_err(|error| wrong(error.into()))?,
        window: read_window(row, 8)?,
        position: u32::try_from(row.int(10)?).map_err(|error| wrong(error.into()))?,
        weight: row.real(11)?,
        quantity: row
            .text_opt(12)?
            .map(str::parse)
            .transpose()
            .map_err(|error: <relata_model::Decimal as std::str::FromStr>::Err| wrong(error.into()))?,
        fields: match fields {
            "" => Default::default(),
            json => serde_json::from_str(json).map_err(|error| wrong(error.into()))?,
        },
        pin: row.int_opt(14)?.map(u32::try_from).transpose().map_err(|error| wrong(error.into()))?,
        created_at: row.time(15)?,
    })
}

/// A scope of three columns.
pub(crate) fn read_scope(row: &Row<'_>, column: usize) -> Result<Scope, StoreError> {
    Ok(Scope {
        channels: codes(row.text(column)?, ChannelCode::parse)?,
        locales: codes(row.text(column + 1)?, Locale::parse)?,
        segments: codes(row.text(column + 2)?, SegmentCode::parse)?,
    })
}

/// A window of two columns.
pub(crate) fn read_window(row: &Row<'_>, column: usize) -> Result<Window, StoreError> {
    let end = |at: i64, open: i64| (at != open).then(|| Timestamp::from_micros(at));
    Ok(Window { from: end(row.int(column)?, OPEN_START), until: end(row.int(column + 1)?, OPEN_END) })
}

/// The values of a draft; `None` when it has no position.
pub(crate) fn write<'v>(
    id: RelationId,
    draft: &'v RelationDraft,
    created_at: Timestamp,
) -> Result<Vec<Value<'v>>, StoreError> {
    let RelationDraft { identity, position, weight, quantity, fields, pin } = draft;
    let position = position.ok_or_else(|| StoreError::PositionMissing {
        source_sku: identity.source.to_string(),
        target_sku: identity.target.to_string(),
    })?;
    let fields = match fields.is_empty() {
        true => String::new(),
        false => {
            serde_json::to_string(fields).map_err(|error| StoreError::encode("relation", id.0, error))?
        }
    };
    let mut values = Vec::with_capacity(COLUMNS.len());
    values.push(Value::Int(id.0));
    values.extend(write_identity(identity));
    values.extend([
        Value::Int(i64::from(position)),
        Value::Real(*weight),
        quantity.map(|quantity| quantity.to_string()).into(),
        fields.into(),
        pin.map(i64::from).into(),
        created_at.into(),
    ]);
    Ok(values)
}

/// The values of an identity, in the order of its columns.
pub(crate) fn write_identity(identity: &RelationIdentity) -> [Value<'_>; 9] {
    let RelationIdentity { source, type_code, target, origin, scope, window } = identity;
    [
        source.into(),
        type_code.into(),
        target.into(),
        origin.to_string().into(),
        joined(scope.channels.iter().map(ChannelCode::as_str)).into(),
        joined(scope.locales.iter().map(Locale::as_str)).into(),
        joined(scope.segments.iter().map(SegmentCode::as_str)).into(),
        Value::Int(window.from.map_or(OPEN_START, Timestamp::micros)),
        Value::Int(window.until.map_or(OPEN_END, Timestamp::micros)),
    ]
}

/// The draft that a stored relation would have come from.
pub(crate) fn draft(relation: &Relation) -> RelationDraft {
    RelationDraft {
        identity: relation.identity(),
        position: Some(relation.position),
        weight: relation.weight,
        quantity: relation.quantity,
        fields: relation.fields.clone(),
        pin: relation.pin,
    }
}

/// Sorted codes with commas between, which no code holds: one text for one set.
fn joined<'c>(codes: impl Iterator<Item = &'c str>) -> String {
    codes.collect::<Vec<_>>().join(",")
}

fn codes<C: Ord>(text: &str, parse: impl Fn(&str) -> Result<C, Invalid>) -> Result<BTreeSet<C>, StoreError> {
    if text.is_empty() {
        return Ok(BTreeSet::new());
    }
    let codes: Result<_, Invalid> = text.split(',').map(parse).collect();
    codes.map_err(|invalid| StoreError::decode("scope", text, invalid))
}
