//! Products of a file, applied in order of their SKUs.

use std::collections::{BTreeMap, HashSet};

use relata_model::{
    Currency, Difference, ImportMode, Noun, Problem, ProblemCode, Product, ProductPatch, Sku,
};
use relata_store::import::ImageRow;
use relata_store::{Tx, product};
use serde::{Deserialize, Serialize};

use crate::import::batch::{Applied, Reject};
use crate::{AppError, family};

/// Variants whose parent was missing that are remembered until the end of the file.
const MISSING_PARENTS_MAX: usize = 10_000;

/// A product of the file with its line.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StagedProduct {
    pub(crate) row: u64,
    pub(crate) patch: ProductPatch,
}

/// What all batches of one import of products share.
pub(crate) struct ProductImport {
    pub(crate) mode: ImportMode,
    pub(crate) currency: Currency,
    pub(crate) dry_run: bool,
    /// Variants whose parent had not been seen: line, variant, parent.
    missing_parents: Vec<(u64, Sku, Sku)>,
}

/// A product of the batch as it was stored and as it is to be.
struct Entry {
    before: Option<Product>,
    after: Option<Product>,
}

impl ProductImport {
    pub(crate) fn new(mode: ImportMode, currency: Currency, dry_run: bool) -> ProductImport {
        ProductImport { mode, currency, dry_run, missing_parents: Vec::new() }
    }

    /// Applies rows sorted by SKU, rows of one SKU in the file's order.
    pub(crate) fn apply(&mut self, tx: &mut Tx, rows: Vec<StagedProduct>) -> Result<Applied, AppError> {
        family::lock(tx)?;
        let mut entries = load(tx, &rows)?;
        let parents = self.load_parents(tx, &rows)?;
        let mut applied = Applied::default();
        let mut seen: HashSet<Sku> = HashSet::new();
        for row in rows {
            if self.mode == ImportMode::Delete {
                delete(&mut entries, &row, &mut applied);
            } else {
                let again = !seen.insert(row.patch.sku.clone());
                self.apply_row(tx, &mut entries, &parents, row, again, &mut applied)?;
            }
        }
        if !self.dry_run {
            write(tx, entries, &mut applied)?;
        }
        Ok(applied)
    }

    fn load_parents(&self, tx: &mut Tx, rows: &[StagedProduct]) -> Result<BTreeMap<Sku, Product>, AppError> {
        let wanted: HashSet<Sku> = rows.iter().filter_map(|row| row.patch.parent.clone().flatten()).collect();
        let found = product::find_many(tx, &wanted.into_iter().collect::<Vec<_>>())?;
        Ok(found.into_iter().map(|product| (product.sku.clone(), product)).collect())
    }

    fn apply_row(
        &mut self,
        tx: &mut Tx,
        entries: &mut BTreeMap<Sku, Entry>,
        parents: &BTreeMap<Sku, Product>,
        row: StagedProduct,
        again: bool,
        applied: &mut Applied,
    ) -> Result<(), AppError> {
        let StagedProduct { row, patch } = row;
        let sku = patch.sku.clone();
        let stored = entries.get(&sku).and_then(|entry| entry.after.clone());
        let (after, rounded) = match patch.apply(stored.as_ref(), self.currency) {
            Ok(done) => done,
            Err(problems) => {
                let reasons = problems.into_iter().map(|(field, invalid)| {
                    let problem = Problem::invalid(ProblemCode::InvalidValue, invalid).about(&sku);
                    Reject::new(row, Some(field), problem)
                });
                applied.reject_all(reasons);
                return Ok(());
            }
        };
        if let Some(problem) = self.check_family(tx, entries, parents, row, stored.as_ref(), &after)? {
            applied.reject(Reject::new(row, Some("parent"), problem));
            return Ok(());
        }
        for field in rounded {
            let message = format!("the {field} of {sku} was rounded to the minor unit of {}", after.currency);
            applied
                .warn(Problem::warning(ProblemCode::Rounded, message).about(&sku).in_row(row, Some(field)));
        }
        self.count(row, stored.as_ref(), &after, again, applied);
        if let Some(entry) = entries.get_mut(&sku) {
            entry.after = Some(after);
        }
        Ok(())
    }

    fn check_family(
        &mut self,
        tx: &mut Tx,
        entries: &BTreeMap<Sku, Entry>,
        parents: &BTreeMap<Sku, Product>,
        row: u64,
        stored: Option<&Product>,
        after: &Product,
    ) -> Result<Option<Problem>, AppError> {
        let Some(parent) = &after.parent else { return Ok(None) };
        if stored.is_some_and(|stored| stored.parent == after.parent) {
            return Ok(None);
        }
        let in_batch = entries.get(parent).and_then(|entry| entry.after.as_ref());
        match family::check_parent(after, in_batch.or_else(|| parents.get(parent))) {
            Some(problem) if problem.is_error() => return Ok(Some(problem)),
            Some(_) if self.missing_parents.len() < MISSING_PARENTS_MAX => {
                self.missing_parents.push((row, after.sku.clone(), parent.clone()));
            }
            Some(_) | None => {}
        }
        let has_variants = !relata_store::family::variants_of(tx, std::slice::from_ref(&after.sku))?
            .is_empty()
            || entries.values().any(|entry| {
                entry.after.as_ref().is_some_and(|product| product.parent.as_ref() == Some(&after.sku))
            });
        Ok(has_variants.then(|| family::nested(after, parent)))
    }

    fn count(&self, row: u64, stored: Option<&Product>, after: &Product, again: bool, applied: &mut Applied) {
        let action = match stored {
            None => {
                applied.counts.created += 1;
                "create"
            }
            Some(stored) if stored == after => {
                applied.counts.unchanged += 1;
                if again {
                    let message = format!("{} stands in the file twice", after.sku);
                    let warning = Problem::warning(ProblemCode::DuplicateRow, message).about(&after.sku);
                    applied.warn(warning.in_row(row, Some("sku")));
                }
                return;
            }
            Some(_) => {
                applied.counts.updated += 1;
                "update"
            }
        };
        if self.dry_run {
            let before = stored.and_then(|stored| serde_json::to_value(stored).ok());
            let after_json = serde_json::to_value(after).ok();
            let (before, after_json) = changed_fields(before, after_json);
            let subject = after.sku.to_string();
            applied.differ(Difference {
                row,
                subject,
                action: action.to_string(),
                before,
                after: after_json,
            });
        }
    }

    /// Tells of variants whose parent has not come with the whole file.
    pub(crate) fn finish(&mut self, tx: &mut Tx) -> Result<Vec<Problem>, AppError> {
        let parents: Vec<Sku> = self.missing_parents.iter().map(|(_, _, parent)| parent.clone()).collect();
        let existing: HashSet<Sku> = product::exists_many(tx, &parents)?.into_iter().collect();
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

fn load(tx: &mut Tx, rows: &[StagedProduct]) -> Result<BTreeMap<Sku, Entry>, AppError> {
    let skus: HashSet<Sku> = rows.iter().map(|row| row.patch.sku.clone()).collect();
    let mut entries: BTreeMap<Sku, Entry> =
        skus.iter().map(|sku| (sku.clone(), Entry { before: None, after: None })).collect();
    for product in product::find_many(tx, &skus.into_iter().collect::<Vec<_>>())? {
        entries.insert(product.sku.clone(), Entry { before: Some(product.clone()), after: Some(product) });
    }
    Ok(entries)
}

fn delete(entries: &mut BTreeMap<Sku, Entry>, row: &StagedProduct, applied: &mut Applied) {
    let gone = entries.get_mut(&row.patch.sku).and_then(|entry| entry.after.take());
    match gone {
        Some(_) => applied.counts.removed += 1,
        None => applied.counts.unchanged += 1,
    }
}

fn write(tx: &mut Tx, entries: BTreeMap<Sku, Entry>, applied: &mut Applied) -> Result<(), AppError> {
    let mut upserts = Vec::new();
    let mut joined = Vec::new();
    for (sku, Entry { before, after }) in entries {
        if before == after {
            continue;
        }
        let json = before.as_ref().map(serde_json::to_value).transpose()?;
        applied.images.push(ImageRow {
            noun: Noun::Product,
            key: sku.to_string(),
            touches: None,
            before: json,
            after: None,
        });
        match after {
            Some(after) => {
                let parent_before = before.as_ref().and_then(|before| before.parent.clone());
                if parent_before != after.parent || before.is_none() {
                    joined.push((before, after.clone()));
                }
                upserts.push(after);
            }
            None => drop(product::delete(tx, &sku)?),
        }
    }
    product::upsert_many(tx, &upserts)?;
    family::check_all_merged(tx, &joined)
}

/// Both sides of a difference, without the fields that are the same.
fn changed_fields(
    before: Option<serde_json::Value>,
    after: Option<serde_json::Value>,
) -> (Option<serde_json::Value>, Option<serde_json::Value>) {
    let (Some(serde_json::Value::Object(mut before)), Some(serde_json::Value::Object(mut after))) =
        (before.clone(), after.clone())
    else {
        return (before, after);
    };
    let same: Vec<String> = before
        .iter()
        .filter(|(name, value)| after.get(*name) == Some(value))
        .map(|(name, _)| name.clone())
        .collect();
    for name in same {
        before.remove(&name);
        after.remove(&name);
    }
    (Some(before.into()), Some(after.into()))
}
