//! Rules, one document each.

use relata_model::{Rule, RuleCode};

use crate::transaction::Tx;
use crate::{StoreError, document};

const NOUN: &str = "rule";

/// The rule of a code.
///
/// # Errors
/// That the database failed.
pub fn find(tx: &mut Tx<'_>, code: &RuleCode) -> Result<Option<Rule>, StoreError> {
    document::find(tx, NOUN, code.as_str())
}

/// All of them, by code.
///
/// # Errors
/// That the database failed.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Rule>, StoreError> {
    document::list(tx, NOUN)
}

/// Stores it under its code, in the place of an older one.
///
/// # Errors
/// That the database failed.
pub fn upsert(tx: &mut Tx<'_>, rule: &Rule) -> Result<(), StoreError> {
    document::upsert(tx, NOUN, rule.code.as_str(), rule)
}

/// Removes it; says whether it was there.
///
/// # Errors
/// That the database failed.
pub fn delete(tx: &mut Tx<'_>, code: &RuleCode) -> Result<bool, StoreError> {
    document::delete(tx, NOUN, code.as_str())
}
