use relata_model::{ChannelCode, Currency, Decimal, Invalid, Sku, Timestamp};

use super::{RowFormat, required};
use crate::complaints::{Complaints, Fault};
use crate::record::{Item, OrderRow};
use crate::value::Value;

/// Columns of a file of orders, in this order.
pub(crate) const COLUMNS: [&str; 8] =
    ["order_id", "customer_id", "ordered_at", "channel", "currency", "sku", "quantity", "unit_price"];

/// Characters in the key of an order, a customer or a visitor.
pub(crate) const KEY_CHARS_MAX: usize = 255;

/// Rows of orders: one line of an order a row.
pub(crate) struct Orders;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    OrderId,
    CustomerId,
    OrderedAt,
    Channel,
    Currency,
    Sku,
    Quantity,
    UnitPrice,
}

#[derive(Default)]
pub(crate) struct Draft {
    order_id: Option<String>,
    customer_id: Option<String>,
    ordered_at: Option<Timestamp>,
    channel: Option<ChannelCode>,
    currency: Option<Currency>,
    sku: Option<Sku>,
    quantity: Option<Decimal>,
    unit_price: Option<Decimal>,
}

impl RowFormat for Orders {
    type Column = Column;
    type Draft = Draft;
    const REQUIRED: &'static [&'static str] = &["order_id", "sku"];

    fn column(name: &str) -> Option<Column> {
        Some(match name {
            "order_id" => Column::OrderId,
            "customer_id" => Column::CustomerId,
            "ordered_at" => Column::OrderedAt,
            "channel" => Column::Channel,
            "currency" => Column::Currency,
            "sku" => Column::Sku,
            "quantity" => Column::Quantity,
            "unit_price" => Column::UnitPrice,
            _ => return None,
        })
    }

    fn set(draft: &mut Draft, column: &Column, value: Value<'_>) -> Result<(), Fault> {
        if value.is_empty() {
            return Ok(());
        }
        match column {
            Column::OrderId => draft.order_id = Some(key(value, "order id")?),
            Column::CustomerId => draft.customer_id = Some(key(value, "customer id")?),
            Column::OrderedAt => draft.ordered_at = Some(value.time()?),
            Column::Channel => draft.channel = Some(ChannelCode::parse(&value.word()?)?),
            Column::Currency => draft.currency = Some(value.currency()?),
            Column::Sku => draft.sku = Some(value.sku()?),
            Column::Quantity => draft.quantity = Some(value.decimal()?),
            Column::UnitPrice => draft.unit_price = Some(value.decimal()?),
        }
        Ok(())
    }

    fn finish(draft: Draft, complaints: &mut Complaints) -> Option<Item> {
        let order_id = required(draft.order_id, "order_id", complaints);
        let sku = required(draft.sku, "sku", complaints);
        Some(Item::OrderLine(OrderRow {
            order_id: order_id?,
            channel: draft.channel,
            customer_id: draft.customer_id,
            ordered_at: draft.ordered_at,
            currency: draft.currency,
            sku: sku?,
            quantity: draft.quantity.unwrap_or(Decimal::ONE),
            unit_price: draft.unit_price,
        }))
    }
}

/// A key of another system: 1 to 255 characters, no control characters; a JSON number counts as its digits.
pub(crate) fn key(value: Value<'_>, what: &str) -> Result<String, Invalid> {
    let text = match value {
        Value::Json(json) if !json.starts_with('"') => value.word().map(|_| json.into())?,
        _ => value.text()?,
    };
    if text.chars().count() > KEY_CHARS_MAX || text.chars().any(char::is_control) {
        return Err(Invalid::new(
            format!("the {what} is too long or holds a control character"),
            format!("write 1 to {KEY_CHARS_MAX} characters"),
        ));
    }
    Ok(text.into_owned())
}
