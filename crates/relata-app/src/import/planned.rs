//! What the files of a dry run would have made so far, for the files after them.

use std::collections::{HashMap, HashSet};

use relata_model::{Currency, Product, RelationType, RuleCode, Sku, TypeCode};
use relata_rules::Reference;
use relata_store::{Tx, product};

use crate::{AppError, family};

/// Products that are remembered; with more, what refers to the rest is told to wait for it.
const PRODUCTS_MAX: usize = 1_000_000;

/// What would be there by now, had the files before been written. Empty outside of dry runs, but for what has names.
#[derive(Debug, Default)]
pub(crate) struct Planned {
    /// Products that are not stored, or under another parent, with their parents.
    products: HashMap<Sku, Option<Sku>>,
    types: HashMap<TypeCode, RelationType>,
    rules: HashSet<RuleCode>,
    /// Conditions and matches of rules of the files, whether or not it is a dry run: they name one another.
    pub(crate) named: Vec<(Reference, String)>,
    pub(crate) currency: Option<Currency>,
}

impl Planned {
    /// Whether a product would be there that is not stored.
    pub(crate) fn has_product(&self, sku: &Sku) -> bool {
        self.products.contains_key(sku)
    }

    /// A product that would be there, as far as it is remembered.
    pub(crate) fn product(&self, sku: &Sku) -> Option<Product> {
        let parent = self.products.get(sku)?.clone();
        Some(Product { parent, ..Product::new(sku.clone(), sku.as_str()) })
    }

    /// Remembers a product that would be made or get another parent.
    pub(crate) fn add_product(&mut self, product: &Product) {
        if self.products.len() < PRODUCTS_MAX || self.products.contains_key(&product.sku) {
            self.products.insert(product.sku.clone(), product.parent.clone());
        }
    }

    /// Remembers a rule that would be made or is there.
    pub(crate) fn add_rule(&mut self, code: &RuleCode) {
        self.rules.insert(code.clone());
    }

    /// Whether a rule would be there.
    pub(crate) fn has_rule(&self, code: &RuleCode) -> bool {
        self.rules.contains(code)
    }

    /// Remembers a type that would be made or changed.
    pub(crate) fn add_type(&mut self, kind: RelationType) {
        self.types.insert(kind.code.clone(), kind);
    }

    /// Whether a type would be there.
    pub(crate) fn has_type(&self, code: &TypeCode) -> bool {
        self.types.contains_key(code)
    }

    /// The types that would be made or changed.
    pub(crate) fn types(&self) -> impl Iterator<Item = &RelationType> {
        self.types.values()
    }

    /// Those of some SKUs that are products or would be.
    pub(crate) fn existing(&self, tx: &mut Tx, skus: &[Sku]) -> Result<HashSet<Sku>, AppError> {
        let mut existing = product::exists_many(tx, skus)?;
        existing.extend(skus.iter().filter(|sku| self.has_product(sku)).cloned());
        Ok(existing)
    }

    /// [`family::load_parents`] with the products that would be there.
    pub(crate) fn load_parents(&self, tx: &mut Tx, skus: &[Sku]) -> Result<family::Parents, AppError> {
        let mut parents = family::load_parents(tx, skus)?;
        if self.products.is_empty() {
            return Ok(parents);
        }
        let named = skus.iter().filter_map(|sku| self.products.get_key_value(sku));
        parents.extend(named.map(|(sku, parent)| (sku.clone(), parent.clone())));
        let unknown: HashSet<Sku> =
            parents.values().flatten().filter(|parent| !parents.contains_key(*parent)).cloned().collect();
        let unknown: Vec<Sku> = unknown.into_iter().collect();
        parents.extend(product::family_of(tx, &unknown)?);
        let named = unknown.iter().filter_map(|sku| self.products.get_key_value(sku));
        parents.extend(named.map(|(sku, parent)| (sku.clone(), parent.clone())));
        Ok(parents)
    }
}
