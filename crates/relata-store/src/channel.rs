//! Channels, one document each.

use relata_model::{Channel, ChannelCode};

use crate::transaction::Tx;
use crate::{StoreError, document};

const NOUN: &str = "channel";

/// The channel of a code.
///
/// # Errors
/// That the database failed.
pub fn find(tx: &mut Tx<'_>, code: &ChannelCode) -> Result<Option<Channel>, StoreError> {
    document::find(tx, NOUN, code.as_str())
}

/// All of them, by code.
///
/// # Errors
/// That the database failed.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Channel>, StoreError> {
    document::list(tx, NOUN)
}

/// Stores it under its code, in the place of an older one.
///
/// # Errors
/// That the database failed.
pub fn upsert(tx: &mut Tx<'_>, channel: &Channel) -> Result<(), StoreError> {
    document::upsert(tx, NOUN, channel.code.as_str(), channel)
}

/// Removes it; says whether it was there.
///
/// # Errors
/// That the database failed.
pub fn delete(tx: &mut Tx<'_>, code: &ChannelCode) -> Result<bool, StoreError> {
    document::delete(tx, NOUN, code.as_str())
}
