//! What the small nouns share: they are stored as documents by code.

use relata_model::{Action, Noun};
use relata_store::{Change, Tx};
use serde::Serialize;

use crate::AppError;

/// Writes the audit and change rows of a document.
pub(crate) fn record<T: Serialize>(
    tx: &mut Tx,
    noun: Noun,
    key: String,
    before: Option<&T>,
    after: Option<&T>,
) -> Result<(), AppError> {
    let action = match (before, after) {
        (None, _) => Action::Create,
        (Some(_), Some(_)) => Action::Update,
        (Some(_), None) => Action::Delete,
    };
    let before = before.map(serde_json::to_value).transpose()?;
    let after = after.map(serde_json::to_value).transpose()?;
    tx.record(Change { action, noun, key, touches: None, before, after });
    Ok(())
}
