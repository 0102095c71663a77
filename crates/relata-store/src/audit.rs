//! The audit log: who changed what, when, from what to what.

use std::collections::BTreeSet;

use relata_model::{Action, AuditEntry, Noun, Sku, Timestamp};

use crate::StoreError;
use crate::dialect::{Bulk, Kind, Verb};
use crate::filter::Filter;
use crate::transaction::{Change, Tx};
use crate::value::{Row, Value};

/// Which entries a list holds; all conditions have to be met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// About this kind of thing.
    pub noun: Option<Noun>,
    /// About the thing of this key.
    pub key: Option<String>,
    /// Of this revision.
    pub revision: Option<i64>,
    /// By this person or program.
    pub actor: Option<String>,
    /// Of what was done.
    pub action: Option<Action>,
    /// About this product, and about relations that pointed from it or to it.
    pub product: Option<Sku>,
    /// From this moment on.
    pub since: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

const SELECT: &str = "SELECT audit_id, revision, happened_at, actor, action, noun, noun_key, before_body, \
                      after_body FROM audit";

const APPEND: Bulk<'_> = Bulk {
    verb: Verb::Insert,
    table: "audit",
    columns: &[
        ("revision", Kind::Int),
        ("happened_at", Kind::Int),
        ("actor", Kind::Text),
        ("action", Kind::Text),
        ("noun", Kind::Text),
        ("noun_key", Kind::Text),
        ("before_body", Kind::Text),
        ("after_body", Kind::Text),
    ],
    on_conflict: "",
};

/// Both ends of every relation that has an entry.
const APPEND_ENDS: Bulk<'_> = Bulk {
    verb: Verb::Insert,
    table: "audit_relation_end",
    columns: &[("sku", Kind::Text), ("relation_key", Kind::Text)],
    on_conflict: "ON CONFLICT DO NOTHING",
};

/// The entries about a product, `@` being its SKU: a look into an index for each of its relations.
const ABOUT_PRODUCT: &str = "audit_id IN (\
    SELECT audit_id FROM audit WHERE noun = 'product' AND noun_key = @ UNION ALL \
    SELECT a.audit_id FROM audit_relation_end e \
    JOIN audit a ON a.noun = 'relation' AND a.noun_key = e.relation_key WHERE e.sku = @)";

/// A page of entries, the newest first, before an entry's number.
///
/// # Errors
/// That the database failed.
pub fn list(
    tx: &mut Tx<'_>,
    filter: &AuditFilter,
    before: Option<i64>,
    limit: usize,
) -> Result<Vec<AuditEntry>, StoreError> {
    let AuditFilter { noun, key, revision, actor, action, product, since, until } = filter;
    let mut conditions = Filter::new();
    conditions.and_opt("audit_id < @", before);
    conditions.and_opt("noun = @", noun.map(Noun::as_str));
    conditions.and_opt("noun_key = @", key.as_deref());
    conditions.and_opt("revision = @", *revision);
    conditions.and_opt("actor = @", actor.as_deref());
    conditions.and_opt("action = @", action.map(Action::as_str));
    conditions.and_opt(ABOUT_PRODUCT, product.as_ref());
    conditions.and_opt("happened_at >= @", *since);
    conditions.and_opt("happened_at < @", *until);
    if conditions.is_impossible() {
        return Ok(Vec::new());
    }
    let (sql, values) = conditions.select(SELECT, "audit_id DESC", limit);
    tx.query(&sql, &values, read)
}

/// All entries of a revision, in the order in which they were recorded.
///
/// # Errors
/// That the database failed.
pub fn of_revision(tx: &mut Tx<'_>, revision: i64) -> Result<Vec<AuditEntry>, StoreError> {
    let sql = "SELECT audit_id, revision, happened_at, actor, action, noun, noun_key, before_body, after_body \
               FROM audit WHERE revision = ?1 ORDER BY audit_id";
    tx.query(sql, &[revision.into()], read)
}

/// Writes the audit rows of a write.
pub(crate) fn append(
    tx: &mut Tx<'_>,
    revision: i64,
    changes: &[(Change, Option<i64>)],
) -> Result<(), StoreError> {
    let (at, actor) = (tx.at(), tx.actor().to_string());
    let json = |body: &Option<serde_json::Value>| body.as_ref().map(ToString::to_string);
    let rows: Vec<_> = (changes.iter())
        .map(|(change, _)| {
            vec![
                revision.into(),
                at.into(),
                actor.as_str().into(),
                change.action.as_str().into(),
                change.noun.as_str().into(),
                change.key.as_str().into(),
                json(&change.before).into(),
                Value::from(json(&change.after)),
            ]
        })
        .collect();
    tx.bulk(&APPEND, &rows)?;
    append_ends(tx, changes)
}

fn append_ends(tx: &mut Tx<'_>, changes: &[(Change, Option<i64>)]) -> Result<(), StoreError> {
    let mut ends = BTreeSet::new();
    for (change, _) in changes.iter().filter(|(change, _)| change.noun == Noun::Relation) {
        for body in [&change.before, &change.after].into_iter().flatten() {
            let skus = ["source", "target"].into_iter().filter_map(|end| body.get(end)?.as_str());
            ends.extend(skus.map(|sku| (sku, change.key.as_str())));
        }
    }
    if ends.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = ends.into_iter().map(|(sku, key)| vec![sku.into(), key.into()]).collect();
    tx.bulk(&APPEND_ENDS, &rows)
}

fn read(row: &Row<'_>) -> Result<AuditEntry, StoreError> {
    let audit_id = row.int(0)?;
    let unknown = |what: &str| StoreError::decode("audit", audit_id, format!("unknown word {what:?}"));
    let json = |text: Option<&str>| {
        text.map(serde_json::from_str)
            .transpose()
            .map_err(|error| StoreError::decode("audit", audit_id, error))
    };
    let (action, noun) = (row.text(4)?, row.text(5)?);
    Ok(AuditEntry {
        audit_id,
        revision: row.int(1)?,
        at: row.time(2)?,
        actor: row.text(3)?.to_string(),
        action: Action::parse(action).ok_or_else(|| unknown(action))?,
        noun: Noun::parse(noun).ok_or_else(|| unknown(noun))?,
        key: row.text(6)?.to_string(),
        before: json(row.text_opt(7)?)?,
        after: json(row.text_opt(8)?)?,
    })
}
