//! Placements, one document each.

use relata_model::{Placement, PlacementCode};

use crate::transaction::Tx;
use crate::{StoreError, document};

const NOUN: &str = "placement";

/// The placement of a code.
///
/// # Errors
/// That the database failed.
pub fn find(tx: &mut Tx<'_>, code: &PlacementCode) -> Result<Option<Placement>, StoreError> {
    document::find(tx, NOUN, code.as_str())
}

/// All of them, by code.
///
/// # Errors
/// That the database failed.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Placement>, StoreError> {
    document::list(tx, NOUN)
}

/// Stores it under its code, in the place of an older one.
///
/// # Errors
/// That the database failed.
pub fn upsert(tx: &mut Tx<'_>, placement: &Placement) -> Result<(), StoreError> {
    document::upsert(tx, NOUN, placement.code.as_str(), placement)
}

/// Removes it; says whether it was there.
///
/// # Errors
/// That the database failed.
pub fn delete(tx: &mut Tx<'_>, code: &PlacementCode) -> Result<bool, StoreError> {
    document::delete(tx, NOUN, code.as_str())
}
