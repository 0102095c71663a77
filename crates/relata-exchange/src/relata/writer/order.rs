use std::io::Write;

use relata_model::{ChannelCode, Currency, Decimal, Sku, Timestamp};
use serde::Serialize;

use super::{Form, Sink, cell, number, write_json};
use crate::relata::order::COLUMNS;
use crate::{ExchangeError, OrderRow};

/// Writes lines of orders in our own format.
pub struct OrdersWriter<W: Write> {
    sink: Sink<W>,
}

impl<W: Write> OrdersWriter<W> {
    /// Starts a file.
    pub fn new(out: W, form: Form) -> Result<OrdersWriter<W>, ExchangeError> {
        Ok(OrdersWriter { sink: Sink::new(out, form, COLUMNS)? })
    }

    /// Adds a line of an order.
    pub fn write(&mut self, row: &OrderRow) -> Result<(), ExchangeError> {
        let OrderRow { order_id, channel, customer_id, ordered_at, currency, sku, quantity, unit_price } =
            row;
        match &mut self.sink {
            Sink::JsonLines(out) => {
                let line = JsonOrder {
                    order_id,
                    customer_id: customer_id.as_deref(),
                    ordered_at: *ordered_at,
                    channel: channel.as_ref(),
                    currency: *currency,
                    sku,
                    quantity,
                    unit_price: *unit_price,
                };
                write_json(out, &line)
            }
            Sink::Csv(out) => {
                out.write_field(order_id)?;
                out.write_field(cell(customer_id.as_ref()))?;
                out.write_field(cell(*ordered_at))?;
                out.write_field(cell(channel.as_ref()))?;
                out.write_field(cell(*currency))?;
                out.write_field(sku.as_str())?;
                out.write_field(quantity.to_string())?;
                out.write_field(cell(*unit_price))?;
                out.write_record(None::<&[u8]>)?;
                Ok(())
            }
        }
    }

    /// Writes what is left.
    pub fn finish(self) -> Result<(), ExchangeError> {
        self.sink.finish()
    }
}

/// A line of an order as a line of JSON. Prices are texts, as everywhere.
#[derive(Serialize)]
struct JsonOrder<'a> {
    order_id: &'a str,
    customer_id: Option<&'a str>,
    ordered_at: Option<Timestamp>,
    channel: Option<&'a ChannelCode>,
    currency: Option<Currency>,
    sku: &'a Sku,
    #[serde(serialize_with = "number")]
    quantity: &'a Decimal,
    unit_price: Option<Decimal>,
}
