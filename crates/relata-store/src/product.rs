//! Products: a JSON body by SKU, with columns for what lists are filtered by.

use std::collections::{BTreeMap, HashMap, HashSet};

use relata_model::{CategoryPath, Product, Sku};

use crate::StoreError;
use crate::dialect::{Bulk, Kind, Verb};
use crate::transaction::Tx;
use crate::value::{Row, Value};

const STORE: Bulk<'_> = Bulk {
    verb: Verb::Insert,
    table: "product",
    columns: &[
        ("sku", Kind::Text),
        ("parent_sku", Kind::Text),
        ("name", Kind::Text),
        ("brand", Kind::Text),
        ("status", Kind::Text),
        ("category_paths", Kind::Text),
        ("search_text", Kind::Text),
        ("body", Kind::Text),
    ],
    on_conflict: "ON CONFLICT (sku) DO UPDATE SET parent_sku = excluded.parent_sku, name = excluded.name, \
        brand = excluded.brand, status = excluded.status, category_paths = excluded.category_paths, \
        search_text = excluded.search_text, body = excluded.body",
};

/// The product of a SKU.
///
/// # Errors
/// That the database failed.
pub fn find(tx: &mut Tx<'_>, sku: &Sku) -> Result<Option<Product>, StoreError> {
    tx.query_opt("SELECT sku, body FROM product WHERE sku = ?1", &[sku.into()], read)
}

/// The products of some SKUs, by SKU; those that do not exist are left out.
///
/// # Errors
/// That the database failed.
pub fn find_many(tx: &mut Tx<'_>, skus: &[Sku]) -> Result<Vec<Product>, StoreError> {
    let sql = "SELECT sku, body FROM product WHERE sku IN (SELECT value FROM json_each(?1)) ORDER BY sku";
    tx.query(sql, &[Value::skus(skus)], read)
}

/// Those of some SKUs that are products.
///
/// # Errors
/// That the database failed.
pub fn exists_many(tx: &mut Tx<'_>, skus: &[Sku]) -> Result<HashSet<Sku>, StoreError> {
    let sql = "SELECT sku FROM product WHERE sku IN (SELECT value FROM json_each(?1))";
    Ok(tx.query(sql, &[Value::skus(skus)], |row| row.sku(0))?.into_iter().collect())
}

/// The parent of each of some products; SKUs that are no products are left out.
///
/// # Errors
/// That the database failed.
pub fn family_of(tx: &mut Tx<'_>, skus: &[Sku]) -> Result<HashMap<Sku, Option<Sku>>, StoreError> {
    let sql = "SELECT sku, parent_sku FROM product WHERE sku IN (SELECT value FROM json_each(?1))";
    let read = |row: &Row<'_>| {
        let parent = row.text_opt(1)?.is_some().then(|| row.sku(1)).transpose()?;
        Ok((row.sku(0)?, parent))
    };
    Ok(tx.query(sql, &[Value::skus(skus)], read)?.into_iter().collect())
}

/// The variants of a parent, by SKU; the parent itself need not exist.
///
/// # Errors
/// That the database failed.
pub fn variants_of(tx: &mut Tx<'_>, parent: &Sku) -> Result<Vec<Product>, StoreError> {
    tx.query("SELECT sku, body FROM product WHERE parent_sku = ?1 ORDER BY sku", &[parent.into()], read)
}

/// The variants of some parents, by SKU; the parents themselves need not exist.
///
/// # Errors
/// That the database failed.
pub fn variants_of_many(tx: &mut Tx<'_>, parents: &[Sku]) -> Result<Vec<Product>, StoreError> {
    let sql =
        "SELECT sku, body FROM product WHERE parent_sku IN (SELECT value FROM json_each(?1)) ORDER BY sku";
    tx.query(sql, &[Value::skus(parents)], read)
}

/// Stores products, in the place of older ones of the same SKU; of two of the same SKU the later
/// one is stored.
///
/// # Errors
/// That the database failed.
pub fn upsert_many(tx: &mut Tx<'_>, products: &[Product]) -> Result<(), StoreError> {
    // By SKU, so that neighbours in the index are written together and each SKU comes once.
    let last: BTreeMap<&Sku, &Product> = products.iter().map(|product| (&product.sku, product)).collect();
    let rows: Result<Vec<_>, _> = last.into_values().map(write).collect();
    tx.bulk(&STORE, &rows?)
}

/// Removes a product; says whether it was there. Its relations stay and are pending.
///
/// # Errors
/// That the database failed.
pub fn delete(tx: &mut Tx<'_>, sku: &Sku) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM product WHERE sku = ?1", &[sku.into()])? > 0)
}

/// Hands over every product, in the order of the SKUs' bytes.
///
/// # Errors
/// What the visitor returned, or that the database failed.
pub fn each<E: From<StoreError>>(
    tx: &mut Tx<'_>,
    mut visit: impl FnMut(Product) -> Result<(), E>,
) -> Result<(), E> {
    tx.each("SELECT sku, body FROM product ORDER BY sku", &[], |row| visit(read(row)?))
}

/// How many products there are.
///
/// # Errors
/// That the database failed.
pub fn count(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    Ok(tx.number("SELECT count(*) FROM product", &[])?.unsigned_abs())
}

fn read(row: &Row<'_>) -> Result<Product, StoreError> {
    serde_json::from_str(row.text(1)?)
        .map_err(|error| StoreError::decode("product", row.text(0).unwrap_or_default(), error))
}

fn write(product: &Product) -> Result<Vec<Value<'_>>, StoreError> {
    let body =
        serde_json::to_string(product).map_err(|error| StoreError::encode("product", &product.sku, error))?;
    let brand = product.brand.as_deref();
    let search = format!("{}\n{}\n{}", product.sku, product.name, brand.unwrap_or_default());
    Ok(vec![
        (&product.sku).into(),
        product.parent.as_ref().into(),
        product.name.as_str().into(),
        brand.into(),
        product.status.as_str().into(),
        category_paths(&product.categories).into(),
        search.to_lowercase().into(),
        body.into(),
    ])
}

/// Every path and every ancestor on a line of its own, with a line end before and after.
fn category_paths(paths: &[CategoryPath]) -> String {
    let mut lines: Vec<&str> = paths.iter().flat_map(CategoryPath::ancestors).collect();
    lines.sort_unstable();
    lines.dedup();
    if lines.is_empty() { String::new() } else { format!("\n{}\n", lines.join("\n")) }
}
