//! Relation types, one document each.

use relata_model::{RelationType, TypeCode};

use crate::transaction::Tx;
use crate::{StoreError, document};

const NOUN: &str = "relation_type";

/// The relation type of a code.
///
/// # Errors
/// That the database failed.
pub fn find(tx: &mut Tx<'_>, code: &TypeCode) -> Result<Option<RelationType>, StoreError> {
    document::find(tx, NOUN, code.as_str())
}

/// All of them, by code.
///
/// # Errors
/// That the database failed.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<RelationType>, StoreError> {
    document::list(tx, NOUN)
}

/// Stores it under its code, in the place of an older one.
///
/// # Errors
/// That the database failed.
pub fn upsert(tx: &mut Tx<'_>, relation_type: &RelationType) -> Result<(), StoreError> {
    document::upsert(tx, NOUN, relation_type.code.as_str(), relation_type)
}

/// Removes it; says whether it was there.
///
/// # Errors
/// That the database failed.
pub fn delete(tx: &mut Tx<'_>, code: &TypeCode) -> Result<bool, StoreError> {
    document::delete(tx, NOUN, code.as_str())
}
