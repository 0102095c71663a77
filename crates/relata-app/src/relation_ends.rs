use std::collections::{HashMap, HashSet};

use relata_model::{Money, Product, Sku};
use relata_store::product;

use crate::{App, AppError, ListedRelation};

/// The products at the ends of some relations, as lists show them.
#[derive(Debug, Default)]
pub struct RelationEnds {
    products: HashMap<Sku, Product>,
    /// Parents of which some variant can be delivered, and those of which none can.
    parents: HashMap<Sku, bool>,
    /// What the cheapest sold variant of a parent costs.
    cheapest: HashMap<Sku, Money>,
}

impl RelationEnds {
    /// The product of a SKU, if there is one.
    pub fn product(&self, sku: &Sku) -> Option<&Product> {
        self.products.get(sku)
    }

    /// Whether a product can be delivered: a parent if one of its variants can, whatever its own
    /// stock says. Stock that is not tracked counts as available.
    pub fn in_stock(&self, product: &Product) -> bool {
        let own = product.stock.is_none_or(|stock| stock > 0);
        match self.parents.get(&product.sku) {
            Some(variants) => *variants || product.stock.is_some_and(|stock| stock > 0),
            None => own,
        }
    }

    /// What a product costs: by itself, else as its cheapest sold variant.
    pub fn price(&self, product: &Product) -> Option<Money> {
        base_price(product).or_else(|| self.cheapest.get(&product.sku).copied())
    }
}

fn base_price(product: &Product) -> Option<Money> {
    product.price.map(|minor| Money { minor, currency: product.currency })
}

impl App {
    /// Loads the products at both ends of some relations; SKUs without a product are left out.
    pub fn relation_ends(&self, relations: &[ListedRelation]) -> Result<RelationEnds, AppError> {
        let ends = relations.iter().flat_map(|listed| [&listed.relation.source, &listed.relation.target]);
        let skus: Vec<Sku> = ends.collect::<HashSet<_>>().into_iter().cloned().collect();
        self.read(|tx| {
            let products = product::find_many(tx, &skus)?;
            let mut parents: HashMap<Sku, bool> = HashMap::new();
            let mut cheapest: HashMap<Sku, Money> = HashMap::new();
            for variant in product::variants_of_many(tx, &skus)? {
                let Some(parent) = variant.parent.clone() else { continue };
                let is_sold = crate::product::is_sold(&variant);
                if let Some(price) = base_price(&variant).filter(|_| is_sold) {
                    let least = cheapest.entry(parent.clone()).or_insert(price);
                    if price.currency == least.currency {
                        least.minor = least.minor.min(price.minor);
                    }
                }
                let available = is_sold && variant.stock.is_none_or(|stock| stock > 0);
                *parents.entry(parent).or_default() |= available;
            }
            let products = products.into_iter().map(|product| (product.sku.clone(), product)).collect();
            Ok(RelationEnds { products, parents, cheapest })
        })
    }
}
