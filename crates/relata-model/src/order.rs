use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{ChannelCode, Currency, Sku, Timestamp};

/// One line of a customer's order. A negative quantity is a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// The order it belongs to, unique within its channel.
    pub order_id: String,
    /// The place of sale.
    pub channel: ChannelCode,
    /// Who bought; many orders have none.
    pub customer_id: Option<String>,
    /// When.
    pub ordered_at: Option<Timestamp>,
    /// The currency of the price.
    pub currency: Currency,
    /// What was bought; it need not be a known product.
    pub sku: Sku,
    /// How many; negative for a return.
    pub quantity: Decimal,
    /// The price of one piece in minor units.
    pub unit_price: Option<i64>,
}

impl OrderLine {
    /// Whether it gives something back: a negative quantity, or an order id that starts with C.
    pub fn is_return(&self) -> bool {
        self.quantity.is_sign_negative() || self.order_id.starts_with('C')
    }
}

/// Whether the product of a line is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineState {
    /// The product is in the catalogue.
    Known,
    /// The product is not in the catalogue yet.
    Pending,
}
