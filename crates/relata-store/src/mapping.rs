//! Saved mappings, one document each.

use relata_model::{MappingCode, SavedMapping};

use crate::transaction::Tx;
use crate::{StoreError, document};

const NOUN: &str = "mapping";

/// The mapping of a code.
///
/// # Errors
/// That the database failed.
pub fn find(tx: &mut Tx<'_>, code: &MappingCode) -> Result<Option<SavedMapping>, StoreError> {
    document::find(tx, NOUN, code.as_str())
}

/// All of them, by code.
///
/// # Errors
/// That the database failed.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<SavedMapping>, StoreError> {
    document::list(tx, NOUN)
}

/// Stores it under its code, in the place of an older one.
///
/// # Errors
/// That the database failed.
pub fn upsert(tx: &mut Tx<'_>, mapping: &SavedMapping) -> Result<(), StoreError> {
    document::upsert(tx, NOUN, mapping.code.as_str(), mapping)
}

/// Removes it; says whether it was there.
///
/// # Errors
/// That the database failed.
pub fn delete(tx: &mut Tx<'_>, code: &MappingCode) -> Result<bool, StoreError> {
    document::delete(tx, NOUN, code.as_str())
}
