//! Parents and variants while products are imported.

use std::collections::{BTreeMap, HashMap, HashSet};

use relata_model::{Problem, ProblemCode, Product, Sku};
use relata_store::{Tx, product};

use crate::import::planned::Planned;
use crate::import::products::{Entry, StagedProduct};
use crate::{AppError, family};

/// Variants whose parent was missing that are remembered until the end of the file.
const MISSING_PARENTS_MAX: usize = 10_000;

/// What is known of families; parents and variants are those of the current batch.
#[derive(Default)]
pub(crate) struct Families {
    parents: HashMap<Sku, Product>,
    /// Products of the batch that have variants.
    with_variants: HashSet<Sku>,
    /// Variants whose parent had not been seen: line, variant, parent.
    missing_parents: Vec<(u64, Sku, Sku)>,
}

impl Families {
    /// Loads the parents that the rows of a batch name, and which of its products have variants.
    pub(crate) fn load(
        &mut self,
        tx: &mut Tx,
        rows: &[StagedProduct],
        planned: &Planned,
    ) -> Result<(), AppError> {
        let wanted: HashSet<Sku> = rows.iter().filter_map(|row| row.patch.parent.clone().flatten()).collect();
        if wanted.is_empty() {
            self.parents.clear();
            self.with_variants.clear();
            return Ok(());
        }
        self.parents = wanted
            .iter()
            .filter_map(|sku| planned.product(sku).map(|product| (sku.clone(), product)))
            .collect();
        let found = product::find_many(tx, &wanted.into_iter().collect::<Vec<_>>())?;
        self.parents.extend(found.into_iter().map(|product| (product.sku.clone(), product)));
        let skus: HashSet<Sku> = rows.iter().map(|row| row.patch.sku.clone()).collect();
        let variants = relata_store::family::variants_of(tx, &skus.into_iter().collect::<Vec<_>>())?;
        self.with_variants = product::family_of(tx, &variants)?.into_values().flatten().collect();
        Ok(())
    }

    /// What speaks against the parent that a row gives a product.
    pub(crate) fn check(
        &mut self,
        entries: &BTreeMap<Sku, Entry>,
        row: u64,
        stored: Option<&Product>,
        after: &Product,
    ) -> Option<Problem> {
        let parent = after.parent.as_ref()?;
        if stored.is_some_and(|stored| stored.parent == after.parent) {
            return None;
        }
        let in_batch = entries.get(parent).and_then(|entry| entry.after.as_ref());
        match family::check_parent(after, in_batch.or_else(|| self.parents.get(parent))) {
            Some(problem) if problem.is_error() => return Some(problem),
            Some(_) if self.missing_parents.len() < MISSING_PARENTS_MAX => {
                self.missing_parents.push((row, after.sku.clone(), parent.clone()));
            }
            Some(_) | None => {}
        }
        if self.with_variants.contains(&after.sku) {
            return Some(family::nested(after, parent));
        }
        self.with_variants.insert(parent.clone());
        None
    }

    /// Tells of variants whose parent has not come with the whole file.
    pub(crate) fn finish(&mut self, tx: &mut Tx, planned: &Planned) -> Result<Vec<Problem>, AppError> {
        let parents: Vec<Sku> = self.missing_parents.iter().map(|(_, _, parent)| parent.clone()).collect();
        let existing = planned.existing(tx, &parents)?;
        let still = self.missing_parents.drain(..).filter(|(_, _, parent)| !existing.contains(parent));
        let warnings = still.map(|(row, variant, parent)| {
            let message = format!("the parent {parent} of {variant} does not exist yet");
            Problem::warning(ProblemCode::ParentMissing, message)
                .about(variant)
                .in_row(row, Some("parent"))
                .hint("until it does, the variant stands alone")
        });
        Ok(warnings.collect())
    }
}
