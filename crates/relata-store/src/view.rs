//! Saved views, one document each.

use relata_model::{View, ViewCode};

use crate::transaction::Tx;
use crate::{StoreError, document};

const NOUN: &str = "view";

/// The view of a code.
///
/// # Errors
/// That the database failed.
pub fn find(tx: &mut Tx<'_>, code: &ViewCode) -> Result<Option<View>, StoreError> {
    document::find(tx, NOUN, code.as_str())
}

/// All of them, by code.
///
/// # Errors
/// That the database failed.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<View>, StoreError> {
    document::list(tx, NOUN)
}

/// Stores it under its code, in the place of an older one.
///
/// # Errors
/// That the database failed.
pub fn upsert(tx: &mut Tx<'_>, view: &View) -> Result<(), StoreError> {
    document::upsert(tx, NOUN, view.code.as_str(), view)
}

/// Removes it; says whether it was there.
///
/// # Errors
/// That the database failed.
pub fn delete(tx: &mut Tx<'_>, code: &ViewCode) -> Result<bool, StoreError> {
    document::delete(tx, NOUN, code.as_str())
}
