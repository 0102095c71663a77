//! Guidelines, one document each.

use relata_model::{Guideline, RuleCode};

use crate::transaction::Tx;
use crate::{StoreError, document};

const NOUN: &str = "guideline";

/// The guideline of a code.
///
/// # Errors
/// That the database failed.
pub fn find(tx: &mut Tx<'_>, code: &RuleCode) -> Result<Option<Guideline>, StoreError> {
    document::find(tx, NOUN, code.as_str())
}

/// All of them, by code.
///
/// # Errors
/// That the database failed.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Guideline>, StoreError> {
    document::list(tx, NOUN)
}

/// Stores it under its code, in the place of an older one.
///
/// # Errors
/// That the database failed.
pub fn upsert(tx: &mut Tx<'_>, guideline: &Guideline) -> Result<(), StoreError> {
    document::upsert(tx, NOUN, guideline.code.as_str(), guideline)
}

/// Removes it; says whether it was there.
///
/// # Errors
/// That the database failed.
pub fn delete(tx: &mut Tx<'_>, code: &RuleCode) -> Result<bool, StoreError> {
    document::delete(tx, NOUN, code.as_str())
}
