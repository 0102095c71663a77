//! Relations, and the lists that persons have arranged.
//!
//! A relation waits (is pending) while one of its products does not exist; that is no state of the
//! row, but follows from the products.

use std::collections::HashSet;

use relata_model::{
    Origin, Relation, RelationDraft, RelationId, RelationIdentity, Scope, Sku, TypeCode, Window,
};

use crate::StoreError;
use crate::filter::Filter;
use crate::relation_row::{self, read, select_relation, to_target};
use crate::transaction::Tx;
use crate::value::{Row, Value};

/// Which relations a list holds; all conditions have to be met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RelationFilter {
    /// From this product.
    pub source: Option<Sku>,
    /// To this product.
    pub target: Option<Sku>,
    /// Of this type.
    pub type_code: Option<TypeCode>,
    /// Of this origin (`import:erp`) or of every origin of this kind (`import`).
    pub origin: Option<String>,
}

/// What a cycle check needs to know of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// From which product.
    pub source: Sku,
    /// To which product.
    pub target: Sku,
    /// Where and for whom it applies.
    pub scope: Scope,
    /// When it applies.
    pub window: Window,
}

/// The relation of a number.
///
/// # Errors
/// That the database failed.
pub fn find(tx: &mut Tx<'_>, id: RelationId) -> Result<Option<Relation>, StoreError> {
    tx.query_opt(select_relation!("WHERE relation_id = ?1"), &[Value::Int(id.0)], read)
}

/// The relations of some numbers, by number; those that do not exist are left out.
///
/// # Errors
/// That the database failed.
pub fn find_many(tx: &mut Tx<'_>, ids: &[RelationId]) -> Result<Vec<Relation>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = select_relation!("WHERE relation_id IN (SELECT value FROM json_each(?1)) ORDER BY relation_id");
    tx.query(sql, &[numbers(ids)], read)
}

/// The relation of an identity.
///
/// # Errors
/// That the database failed.
pub fn find_identity(tx: &mut Tx<'_>, identity: &RelationIdentity) -> Result<Option<Relation>, StoreError> {
    let sql = select_relation!(
        "WHERE source_sku = ?1 AND type_code = ?2 AND target_sku = ?3 AND origin = ?4 AND channels = ?5 \
         AND locales = ?6 AND segments = ?7 AND valid_from_at = ?8 AND valid_until_at = ?9"
    );
    tx.query_opt(sql, &relation_row::write_identity(identity), read)
}

/// The relations of a source, by type and position.
///
/// # Errors
/// That the database failed.
pub fn of_source(tx: &mut Tx<'_>, source: &Sku) -> Result<Vec<Relation>, StoreError> {
    let sql = select_relation!("WHERE source_sku = ?1 ORDER BY type_code, position, relation_id");
    tx.query(sql, &[source.into()], read)
}

/// The relations of some sources, by source, type and position.
///
/// # Errors
/// That the database failed.
pub fn of_sources(tx: &mut Tx<'_>, sources: &[Sku]) -> Result<Vec<Relation>, StoreError> {
    let sql = select_relation!(
        "WHERE source_sku IN (SELECT value FROM json_each(?1)) \
         ORDER BY source_sku, type_code, position, relation_id"
    );
    tx.query(sql, &[Value::skus(sources)], read)
}

/// The list of a source and type, by position.
///
/// # Errors
/// That the database failed.
pub fn of_list(tx: &mut Tx<'_>, source: &Sku, type_code: &TypeCode) -> Result<Vec<Relation>, StoreError> {
    let sql = select_relation!("WHERE source_sku = ?1 AND type_code = ?2 ORDER BY position, relation_id");
    tx.query(sql, &[source.into(), type_code.into()], read)
}

/// The relations to a target, by source, type and position.
///
/// # Errors
/// That the database failed.
pub fn to_target(tx: &mut Tx<'_>, target: &Sku) -> Result<Vec<Relation>, StoreError> {
    let mut conditions = Filter::new();
    conditions.and(to_target!(), target);
    let order = "source_sku, type_code, position, relation_id";
    let (sql, values) = conditions.select(select_relation!(""), order, usize::MAX >> 1);
    tx.query(&sql, &values, read)
}

/// A page of relations by number, after a number.
///
/// # Errors
/// That the database failed.
pub fn list(
    tx: &mut Tx<'_>,
    filter: &RelationFilter,
    after: Option<RelationId>,
    limit: usize,
) -> Result<Vec<Relation>, StoreError> {
    let RelationFilter { source, target, type_code, origin } = filter;
    let mut conditions = Filter::new();
    conditions.and_opt("relation_id > @", after.map(|id| id.0));
    conditions.and_opt("source_sku = @", source.as_ref());
    conditions.and_opt(to_target!(), target.as_ref());
    conditions.and_opt("type_code = @", type_code.as_ref());
    match origin.as_deref() {
        Some(exact) if exact == Origin::Manual.kind() || exact.contains(':') => {
            conditions.and("origin = @", exact)
        }
        Some(kind) => {
            // The semicolon comes right after the colon, so this is every text with the prefix.
            conditions.and("origin >= @", format!("{kind}:"));
            conditions.and("origin < @", format!("{kind};"));
        }
        None => {}
    }
    if conditions.is_impossible() {
        return Ok(Vec::new());
    }
    let (sql, values) = conditions.select(select_relation!(""), "relation_id", limit);
    tx.query(&sql, &values, read)
}

/// The edges of a type that leave some products, in one query.
///
/// # Errors
/// That the database failed.
pub fn outgoing(tx: &mut Tx<'_>, type_code: &TypeCode, sources: &[Sku]) -> Result<Vec<Edge>, StoreError> {
    let sql = "SELECT source_sku, target_sku, channels, locales, segments, valid_from_at, valid_until_at \
               FROM relation WHERE source_sku IN (SELECT value FROM json_each(?1)) AND type_code = ?2 \
               ORDER BY source_sku, position, relation_id";
    tx.query(sql, &[Value::skus(sources), type_code.into()], |row| {
        Ok(Edge {
            source: row.sku(0)?,
            target: row.sku(1)?,
            scope: relation_row::read_scope(row, 2)?,
            window: relation_row::read_window(row, 5)?,
        })
    })
}

/// Stores new relations and gives their numbers, in the order of the drafts.
///
/// They are created at the time of the write. Every draft has to have a position.
///
/// # Errors
/// [`StoreError::Duplicate`] when one of the identities exists; [`StoreError::PositionMissing`].
pub fn insert_many(tx: &mut Tx<'_>, drafts: &[RelationDraft]) -> Result<Vec<RelationId>, StoreError> {
    let ids: Vec<RelationId> = tx.relation_numbers(drafts.len())?.into_iter().map(RelationId).collect();
    let at = tx.at();
    let rows: Result<Vec<_>, _> =
        ids.iter().zip(drafts).map(|(id, draft)| relation_row::write(*id, draft, at)).collect();
    tx.bulk(&relation_row::INSERT, &rows?)?;
    Ok(ids)
}

/// Stores relations that were removed before again, under their old numbers and times.
///
/// # Errors
/// [`StoreError::Duplicate`] when one of the numbers or identities exists.
pub fn restore_many(tx: &mut Tx<'_>, relations: &[Relation]) -> Result<(), StoreError> {
    write_all(tx, &relation_row::INSERT, relations)
}

/// Changes stored relations, by their numbers; numbers that do not exist are passed over.
///
/// # Errors
/// [`StoreError::Duplicate`] when a new identity exists already.
pub fn update_many(tx: &mut Tx<'_>, relations: &[Relation]) -> Result<(), StoreError> {
    write_all(tx, &relation_row::UPDATE, relations)
}

fn write_all(
    tx: &mut Tx<'_>,
    bulk: &crate::dialect::Bulk<'_>,
    relations: &[Relation],
) -> Result<(), StoreError> {
    let drafts: Vec<RelationDraft> = relations.iter().map(relation_row::draft).collect();
    let rows: Result<Vec<_>, _> = (relations.iter().zip(&drafts))
        .map(|(relation, draft)| relation_row::write(relation.id, draft, relation.created_at))
        .collect();
    tx.bulk(bulk, &rows?)
}

/// Changes positions, and nothing else.
///
/// # Errors
/// That the database failed.
pub fn renumber(tx: &mut Tx<'_>, positions: &[(RelationId, u32)]) -> Result<(), StoreError> {
    let rows: Vec<_> = positions
        .iter()
        .map(|(id, position)| vec![Value::Int(id.0), Value::Int(i64::from(*position))])
        .collect();
    tx.bulk(&relation_row::RENUMBER, &rows)
}

/// Removes relations; gives how many there were. Closing the gaps in their lists is the caller's.
///
/// # Errors
/// That the database failed.
pub fn delete_many(tx: &mut Tx<'_>, ids: &[RelationId]) -> Result<u64, StoreError> {
    if ids.is_empty() {
        return Ok(0);
    }
    tx.execute("DELETE FROM relation WHERE relation_id IN (SELECT value FROM json_each(?1))", &[numbers(ids)])
}

/// Hands over every relation, by source, type and position; SKUs in the order of their bytes.
///
/// # Errors
/// What the visitor returned, or that the database failed.
pub fn each<E: From<StoreError>>(
    tx: &mut Tx<'_>,
    mut visit: impl FnMut(Relation) -> Result<(), E>,
) -> Result<(), E> {
    let sql = select_relation!("ORDER BY source_sku, type_code, position, relation_id");
    tx.each(sql, &[], |row| visit(read(row)?))
}

/// Hands over every relation, by number: as they lie, so without sorting them.
///
/// # Errors
/// What the visitor returned, or that the database failed.
pub fn each_by_number<E: From<StoreError>>(
    tx: &mut Tx<'_>,
    mut visit: impl FnMut(Relation) -> Result<(), E>,
) -> Result<(), E> {
    tx.each(select_relation!("ORDER BY relation_id"), &[], |row| visit(read(row)?))
}

/// Hands over every relation of a type, by number.
///
/// # Errors
/// What the visitor returned, or that the database failed.
pub fn each_of_type<E: From<StoreError>>(
    tx: &mut Tx<'_>,
    type_code: &TypeCode,
    mut visit: impl FnMut(Relation) -> Result<(), E>,
) -> Result<(), E> {
    let sql = select_relation!("WHERE type_code = ?1 ORDER BY relation_id");
    tx.each(sql, &[type_code.into()], |row| visit(read(row)?))
}

/// How many relations there are.
///
/// # Errors
/// That the database failed.
pub fn count(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    Ok(tx.number("SELECT count(*) FROM relation", &[])?.unsigned_abs())
}

/// How many relations wait for a product. Looks at all.
///
/// # Errors
/// That the database failed.
pub fn count_pending(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) FROM relation \
               WHERE NOT EXISTS (SELECT 1 FROM product WHERE sku = source_sku) \
               OR NOT EXISTS (SELECT 1 FROM product WHERE sku = target_sku)";
    Ok(tx.number(sql, &[])?.unsigned_abs())
}

/// Whether a person has arranged a list, so that imports append and never reorder.
///
/// # Errors
/// That the database failed.
pub fn is_arranged(tx: &mut Tx<'_>, source: &Sku, type_code: &TypeCode) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM list_arranged WHERE source_sku = ?1 AND type_code = ?2";
    Ok(tx.number(sql, &[source.into(), type_code.into()])? > 0)
}

/// The arranged lists of some sources.
///
/// # Errors
/// That the database failed.
pub fn arranged_of_sources(tx: &mut Tx<'_>, sources: &[Sku]) -> Result<HashSet<(Sku, TypeCode)>, StoreError> {
    let sql = "SELECT source_sku, type_code FROM list_arranged \
               WHERE source_sku IN (SELECT value FROM json_each(?1))";
    Ok(tx.query(sql, &[Value::skus(sources)], read_list)?.into_iter().collect())
}

fn read_list(row: &Row<'_>) -> Result<(Sku, TypeCode), StoreError> {
    let code = row.text(1)?;
    let code = TypeCode::parse(code).map_err(|invalid| StoreError::decode("list_arranged", code, invalid))?;
    Ok((row.sku(0)?, code))
}

/// All arranged lists.
///
/// # Errors
/// That the database failed.
pub fn arranged(tx: &mut Tx<'_>) -> Result<HashSet<(Sku, TypeCode)>, StoreError> {
    Ok(tx.query("SELECT source_sku, type_code FROM list_arranged", &[], read_list)?.into_iter().collect())
}

/// Notes that a person has arranged a list, or takes the note back.
///
/// # Errors
/// That the database failed.
pub fn set_arranged(
    tx: &mut Tx<'_>,
    source: &Sku,
    type_code: &TypeCode,
    arranged: bool,
) -> Result<(), StoreError> {
    let sql = match arranged {
        true => "INSERT INTO list_arranged (source_sku, type_code) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        false => "DELETE FROM list_arranged WHERE source_sku = ?1 AND type_code = ?2",
    };
    tx.execute(sql, &[source.into(), type_code.into()]).map(drop)
}

fn numbers(ids: &[RelationId]) -> Value<'static> {
    Value::Ints(ids.iter().map(|id| id.0).collect())
}
