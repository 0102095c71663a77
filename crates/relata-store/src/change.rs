//! The change log: what other nodes and the publisher follow, in the order of commits.

use relata_model::{Noun, Sku};

use crate::StoreError;
use crate::dialect::{Bulk, Kind, Verb};
use crate::transaction::{Change, Tx};
use crate::value::{Row, Value};

/// One changed thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRow {
    /// The revision of the write that changed it.
    pub revision: i64,
    /// What kind of thing.
    pub noun: Noun,
    /// Which one.
    pub key: String,
    /// For a relation, its source: all relations of it are to be loaded.
    pub touches: Option<Sku>,
    /// For an import, its number: all keys in its chunks have changed.
    pub import_id: Option<i64>,
}

/// The changes after a revision, in order.
///
/// A revision is never cut: when the limit falls inside one, its rest is returned too.
///
/// # Errors
/// That the database failed.
pub fn since(tx: &mut Tx<'_>, revision: i64, limit: usize) -> Result<Vec<ChangeRow>, StoreError> {
    let sql = "SELECT revision, noun, noun_key, touches_sku, import_id FROM change \
               WHERE revision > ?1 ORDER BY revision, change_index LIMIT ?2";
    let mut rows = tx.query(sql, &[revision.into(), Value::Int(limit as i64)], read)?;
    if let Some(last) = rows.last().filter(|_| rows.len() == limit).map(|row| row.revision) {
        let have = rows.iter().filter(|row| row.revision == last).count();
        let sql = "SELECT revision, noun, noun_key, touches_sku, import_id FROM change \
                   WHERE revision = ?1 AND change_index >= ?2 ORDER BY change_index";
        rows.extend(tx.query(sql, &[last.into(), Value::Int(have as i64)], read)?);
    }
    Ok(rows)
}

/// The revision of the last write.
///
/// # Errors
/// That the database failed.
pub fn latest_revision(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    tx.number("SELECT value FROM counter WHERE counter_id = 'revision'", &[])
}

/// Takes the next revision. Every other write waits from here on until this one has ended.
pub(crate) fn next_revision(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    tx.number("UPDATE counter SET value = value + 1 WHERE counter_id = 'revision' RETURNING value", &[])
}

const APPEND: Bulk<'_> = Bulk {
    verb: Verb::Insert,
    table: "change",
    columns: &[
        ("revision", Kind::Int),
        ("change_index", Kind::Int),
        ("noun", Kind::Text),
        ("noun_key", Kind::Text),
        ("touches_sku", Kind::Text),
        ("import_id", Kind::Int),
    ],
    on_conflict: "",
};

/// Writes the change rows of a write.
pub(crate) fn append(
    tx: &mut Tx<'_>,
    revision: i64,
    changes: &[(Change, Option<i64>)],
) -> Result<(), StoreError> {
    let rows: Vec<_> = (changes.iter().enumerate())
        .map(|(index, (change, import_id))| {
            vec![
                revision.into(),
                Value::Int(index as i64),
                change.noun.as_str().into(),
                change.key.as_str().into(),
                change.touches.as_ref().into(),
                (*import_id).into(),
            ]
        })
        .collect();
    tx.bulk(&APPEND, &rows)
}

fn read(row: &Row<'_>) -> Result<ChangeRow, StoreError> {
    let noun = row.text(1)?;
    Ok(ChangeRow {
        revision: row.int(0)?,
        noun: Noun::parse(noun).ok_or_else(|| StoreError::decode("change", noun, "unknown noun"))?,
        key: row.text(2)?.to_string(),
        touches: row.text_opt(3)?.is_some().then(|| row.sku(3)).transpose()?,
        import_id: row.int_opt(4)?,
    })
}
