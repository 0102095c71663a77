//! The shop's own settings, one document each.

use relata_model::Currency;
use serde_json::Value;

use crate::transaction::Tx;
use crate::{StoreError, document};

const NOUN: &str = "shop";
const CURRENCY: &str = "currency";

/// The currency of the shop; `None` until it is configured or the first import decides.
///
/// # Errors
/// That the database failed.
pub fn currency(tx: &mut Tx<'_>) -> Result<Option<Currency>, StoreError> {
    document::find(tx, NOUN, CURRENCY)
}

/// Decides the currency of the shop.
///
/// # Errors
/// That the database failed.
pub fn set_currency(tx: &mut Tx<'_>, currency: Currency) -> Result<(), StoreError> {
    document::upsert(tx, NOUN, CURRENCY, &currency)
}

/// The setting of a name.
///
/// # Errors
/// That the database failed.
pub fn setting(tx: &mut Tx<'_>, name: &str) -> Result<Option<Value>, StoreError> {
    document::find(tx, NOUN, name)
}

/// Stores a setting, in the place of an older one.
///
/// # Errors
/// That the database failed.
pub fn set_setting(tx: &mut Tx<'_>, name: &str, value: &Value) -> Result<(), StoreError> {
    document::upsert(tx, NOUN, name, value)
}
