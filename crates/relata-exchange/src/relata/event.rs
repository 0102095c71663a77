use relata_model::{Decimal, Invalid, Sku, Timestamp};

use super::order::key;
use super::{RowFormat, required};
use crate::complaints::{Complaints, Fault};
use crate::decimal::quoted;
use crate::record::{EventKind, EventRow, Item};
use crate::value::Value;

/// Rows of events: one event a row.
pub(crate) struct Events;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Event,
    EventAt,
    VisitorId,
    Sku,
    Placement,
    RequestId,
    Position,
    Value,
}

#[derive(Default)]
pub(crate) struct Draft {
    event: Option<EventKind>,
    event_at: Option<Timestamp>,
    visitor_id: Option<String>,
    sku: Option<Sku>,
    placement: Option<String>,
    request_id: Option<String>,
    position: Option<u32>,
    value: Option<Decimal>,
}

impl RowFormat for Events {
    type Column = Column;
    type Draft = Draft;
    const REQUIRED: &'static [&'static str] = &["event", "event_at", "visitor_id"];

    fn column(name: &str) -> Option<Column> {
        Some(match name {
            "event" => Column::Event,
            "event_at" => Column::EventAt,
            "visitor_id" => Column::VisitorId,
            "sku" => Column::Sku,
            "placement" => Column::Placement,
            "request_id" => Column::RequestId,
            "position" => Column::Position,
            "value" => Column::Value,
            _ => return None,
        })
    }

    fn set(draft: &mut Draft, column: &Column, value: Value<'_>) -> Result<(), Fault> {
        if value.is_empty() {
            return Ok(());
        }
        match column {
            Column::Event => draft.event = Some(kind(value)?),
            Column::EventAt => draft.event_at = Some(value.time()?),
            Column::VisitorId => draft.visitor_id = Some(key(value, "visitor id")?),
            Column::Sku => draft.sku = Some(value.sku()?),
            Column::Placement => draft.placement = Some(key(value, "placement")?),
            Column::RequestId => draft.request_id = Some(key(value, "request id")?),
            Column::Position => draft.position = Some(value.place()?),
            Column::Value => draft.value = Some(value.decimal()?),
        }
        Ok(())
    }

    fn finish(draft: Draft, complaints: &mut Complaints) -> Option<Item> {
        let event = required(draft.event, "event", complaints);
        let event_at = required(draft.event_at, "event_at", complaints);
        let visitor_id = required(draft.visitor_id, "visitor_id", complaints);
        Some(Item::Event(EventRow {
            event: event?,
            event_at: event_at?,
            visitor_id: visitor_id?,
            sku: draft.sku,
            placement: draft.placement,
            request_id: draft.request_id,
            position: draft.position,
            value: draft.value,
        }))
    }
}

fn kind(value: Value<'_>) -> Result<EventKind, Invalid> {
    let word = value.word()?;
    EventKind::ALL.into_iter().find(|kind| kind.as_str() == word).ok_or_else(|| {
        let known = EventKind::ALL.map(EventKind::as_str).join(", ");
        Invalid::new(format!("{} is not an event", quoted(&word)), format!("write one of {known}"))
    })
}
