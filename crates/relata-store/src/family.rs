//! Families as pairs of keys, without their products.

use relata_model::Sku;

use crate::StoreError;
use crate::transaction::Tx;
use crate::value::Value;

/// The SKUs of the variants of these parents, which need not exist.
///
/// # Errors
/// That the database failed.
pub fn variants_of(tx: &mut Tx<'_>, parents: &[Sku]) -> Result<Vec<Sku>, StoreError> {
    let sql = "SELECT sku FROM product WHERE parent_sku IN (SELECT value FROM json_each(?1)) ORDER BY sku";
    tx.query(sql, &[Value::skus(parents)], |row| row.sku(0))
}

/// Hands over every variant with its parent, where the parent exists.
///
/// # Errors
/// What the visitor returned, or that the database failed.
pub fn each_variant<E: From<StoreError>>(
    tx: &mut Tx<'_>,
    mut visit: impl FnMut(Sku, Sku) -> Result<(), E>,
) -> Result<(), E> {
    let sql = "SELECT variant.sku, variant.parent_sku FROM product variant \
               JOIN product parent ON parent.sku = variant.parent_sku ORDER BY variant.sku";
    tx.each(sql, &[], |row| visit(row.sku(0)?, row.sku(1)?))
}
