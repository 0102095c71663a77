//! Conditions with names, one document each.

use relata_model::{ConditionCode, NamedCondition};

use crate::transaction::Tx;
use crate::{StoreError, document};

const NOUN: &str = "condition";

/// The condition of a code.
///
/// # Errors
/// That the database failed.
pub fn find(tx: &mut Tx<'_>, code: &ConditionCode) -> Result<Option<NamedCondition>, StoreError> {
    document::find(tx, NOUN, code.as_str())
}

/// All of them, by code.
///
/// # Errors
/// That the database failed.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<NamedCondition>, StoreError> {
    document::list(tx, NOUN)
}

/// Stores it under its code, in the place of an older one.
///
/// # Errors
/// That the database failed.
pub fn upsert(tx: &mut Tx<'_>, condition: &NamedCondition) -> Result<(), StoreError> {
    document::upsert(tx, NOUN, condition.code.as_str(), condition)
}

/// Removes it; says whether it was there.
///
/// # Errors
/// That the database failed.
pub fn delete(tx: &mut Tx<'_>, code: &ConditionCode) -> Result<bool, StoreError> {
    document::delete(tx, NOUN, code.as_str())
}
