//! All facts for the index, or those that changed.

use std::collections::{BTreeSet, HashMap};

use relata_model::{Catalogue, Delta, Product, Relation, Sku, SourceRelations};

use crate::transaction::Tx;
use crate::{
    StoreError, change, channel, condition, guideline, order, placement, product, relation, relation_type,
    rule, shop,
};

/// Keys looked up in one statement.
const KEYS_MAX: usize = 1_000;

/// What may have changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TouchedKeys {
    /// Products.
    pub products: BTreeSet<Sku>,
    /// Sources of relations.
    pub sources: BTreeSet<Sku>,
    /// Whether any relation type.
    pub types: bool,
    /// Whether any channel.
    pub channels: bool,
    /// Whether any placement.
    pub placements: bool,
    /// Whether any rule.
    pub rules: bool,
    /// Whether any guideline.
    pub guidelines: bool,
    /// Whether any condition with a name.
    pub conditions: bool,
    /// Whether the shop's settings.
    pub shop: bool,
    /// SKUs in orders.
    pub popularity: Vec<Sku>,
}

/// Everything, as of the transaction's snapshot.
///
/// # Errors
/// That the database failed.
pub fn load(tx: &mut Tx<'_>) -> Result<Catalogue, StoreError> {
    let mut catalogue = Catalogue {
        revision: change::latest_revision(tx)?,
        types: relation_type::list(tx)?,
        channels: channel::list(tx)?,
        placements: placement::list(tx)?,
        rules: rule::list(tx)?,
        guidelines: guideline::list(tx)?,
        conditions: condition::list(tx)?,
        currency: shop::currency(tx)?,
        ..Catalogue::default()
    };
    product::each(tx, |product| {
        catalogue.products.push(product);
        Ok::<(), StoreError>(())
    })?;
    relation::each(tx, |relation| {
        catalogue.relations.push(relation);
        Ok::<(), StoreError>(())
    })?;
    order::popularity(tx, |sku, orders| {
        catalogue.popularity.push((sku, orders));
        Ok::<(), StoreError>(())
    })?;
    Ok(catalogue)
}

/// The facts of some keys, as of the transaction's snapshot.
///
/// # Errors
/// That the database failed.
pub fn delta(tx: &mut Tx<'_>, keys: &TouchedKeys) -> Result<Delta, StoreError> {
    let TouchedKeys {
        products,
        sources,
        types,
        channels,
        placements,
        rules,
        guidelines,
        conditions,
        shop,
        popularity,
    } = keys;
    Ok(Delta {
        revision: change::latest_revision(tx)?,
        products: changed_products(tx, products)?,
        relations: changed_sources(tx, sources)?,
        types: types.then(|| relation_type::list(tx)).transpose()?,
        channels: channels.then(|| channel::list(tx)).transpose()?,
        placements: placements.then(|| placement::list(tx)).transpose()?,
        rules: rules.then(|| rule::list(tx)).transpose()?,
        guidelines: guidelines.then(|| guideline::list(tx)).transpose()?,
        conditions: conditions.then(|| condition::list(tx)).transpose()?,
        currency: if *shop { shop::currency(tx)? } else { None },
        popularity: changed_popularity(tx, popularity)?,
    })
}

fn changed_products(
    tx: &mut Tx<'_>,
    skus: &BTreeSet<Sku>,
) -> Result<Vec<(Sku, Option<Product>)>, StoreError> {
    let skus: Vec<Sku> = skus.iter().cloned().collect();
    let mut changed = Vec::with_capacity(skus.len());
    for skus in skus.chunks(KEYS_MAX) {
        let found = product::find_many(tx, skus)?;
        let mut found: HashMap<Sku, Product> =
            found.into_iter().map(|product| (product.sku.clone(), product)).collect();
        changed.extend(skus.iter().map(|sku| (sku.clone(), found.remove(sku))));
    }
    Ok(changed)
}

fn changed_sources(tx: &mut Tx<'_>, skus: &BTreeSet<Sku>) -> Result<Vec<SourceRelations>, StoreError> {
    let skus: Vec<Sku> = skus.iter().cloned().collect();
    let mut changed = Vec::with_capacity(skus.len());
    for skus in skus.chunks(KEYS_MAX) {
        let mut found: HashMap<Sku, Vec<Relation>> = HashMap::new();
        for relation in relation::of_sources(tx, skus)? {
            found.entry(relation.source.clone()).or_default().push(relation);
        }
        changed.extend(skus.iter().map(|source| {
            let relations = found.remove(source).unwrap_or_default();
            SourceRelations { source: source.clone(), relations }
        }));
    }
    Ok(changed)
}

/// Every SKU asked for is in the answer, those without orders with 0.
fn changed_popularity(tx: &mut Tx<'_>, skus: &[Sku]) -> Result<Vec<(Sku, u32)>, StoreError> {
    let skus: Vec<Sku> = skus.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    let mut changed = Vec::with_capacity(skus.len());
    for skus in skus.chunks(KEYS_MAX) {
        let found: HashMap<Sku, u32> = order::popularity_of(tx, skus)?.into_iter().collect();
        changed.extend(skus.iter().map(|sku| (sku.clone(), found.get(sku).copied().unwrap_or(0))));
    }
    Ok(changed)
}
