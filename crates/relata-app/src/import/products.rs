//! Products of a file, applied in order of their SKUs.

use std::collections::{BTreeMap, HashSet};

use relata_api::ProductDocument;
use relata_model::{
    Currency, Difference, ImportMode, Noun, Problem, ProblemCode, Product, ProductPatch, Sku,
};
use relata_store::import::ImageRow;
use relata_store::{Tx, product};
use serde::{Deserialize, Serialize};

use crate::import::batch::{Applied, Reject};
use crate::import::planned::Planned;
use crate::import::product_family::Families;
use crate::import::staging::Staged;
use crate::{AppError, family};

/// A product of the file with its line.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StagedProduct {
    pub(crate) row: u64,
    pub(crate) patch: ProductPatch,
    /// The column of the parent's row that names it as a variant; such a row makes no product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) named_in: Option<String>,
}

impl Staged for StagedProduct {
    fn row(&self) -> u64 {
        self.row
    }

    fn list_name(&self) -> String {
        self.patch.sku.to_string()
    }
}

/// What all batches of one import of products share.
pub(crate) struct ProductImport {
    pub(crate) mode: ImportMode,
    pub(crate) currency: Currency,
    pub(crate) dry_run: bool,
    pub(crate) planned: Planned,
    pub(crate) families: Families,
}

/// A product of the batch as it was stored and as it is to be.
#[derive(Default)]
pub(crate) struct Entry {
    pub(crate) before: Option<Product>,
    pub(crate) after: Option<Product>,
    /// Lines of the file that made or changed it, and how each was counted.
    changes: Vec<(u64, Change)>,
}

#[derive(Clone, Copy)]
enum Change {
    Created,
    Updated,
}

impl ProductImport {
    /// Applies rows sorted by SKU, rows of one SKU in the file's order.
    pub(crate) fn apply(&mut self, tx: &mut Tx, rows: Vec<StagedProduct>) -> Result<Applied, AppError> {
        family::lock(tx)?;
        let mut entries = self.load(tx, &rows)?;
        self.families.load(tx, &rows, &self.planned)?;
        let mut applied = Applied::default();
        let mut seen: HashSet<Sku> = HashSet::new();
        for row in named_first(rows, &entries) {
            if self.mode == ImportMode::Delete {
                delete(&mut entries, &row, &mut applied);
            } else {
                let again = !seen.insert(row.patch.sku.clone());
                self.apply_row(&mut entries, row, again, &mut applied);
            }
        }
        refuse_circles(tx, &mut entries, &mut applied)?;
        if self.dry_run {
            let news = entries.values().filter_map(Entry::regrouped);
            news.for_each(|product| self.planned.add_product(product));
        } else {
            write(tx, entries, &mut applied)?;
        }
        Ok(applied)
    }

    fn load(&self, tx: &mut Tx, rows: &[StagedProduct]) -> Result<BTreeMap<Sku, Entry>, AppError> {
        let skus: HashSet<Sku> = rows.iter().map(|row| row.patch.sku.clone()).collect();
        let planned = |sku: &Sku| Entry { after: self.planned.product(sku), ..Entry::default() };
        let mut entries: BTreeMap<Sku, Entry> = skus.iter().map(|sku| (sku.clone(), planned(sku))).collect();
        for product in product::find_many(tx, &skus.into_iter().collect::<Vec<_>>())? {
            let (sku, after) = (product.sku.clone(), Some(product.clone()));
            entries.insert(sku, Entry { before: Some(product), after, changes: Vec::new() });
        }
        Ok(entries)
    }

    fn apply_row(
        &mut self,
        entries: &mut BTreeMap<Sku, Entry>,
        row: StagedProduct,
        again: bool,
        applied: &mut Applied,
    ) {
        let StagedProduct { row, patch, named_in } = row;
        let sku = patch.sku.clone();
        let stored = entries.get(&sku).and_then(|entry| entry.after.clone());
        if stored.is_none() && patch.name.is_none() {
            applied.reject(without_name(row, &sku, named_in.as_deref()));
            return;
        }
        let (after, rounded) = match patch.apply(stored.as_ref(), self.currency) {
            Ok(done) => done,
            Err(problems) => {
                let reasons = problems.into_iter().map(|(field, invalid)| {
                    let problem = Problem::invalid(ProblemCode::InvalidValue, invalid).about(&sku);
                    Reject::new(row, Some(named_in.as_deref().unwrap_or(field)), problem)
                });
                applied.reject_all(reasons);
                return;
            }
        };
        if let Some(problem) = self.families.check(entries, row, stored.as_ref(), &after) {
            let column = named_in.as_deref().unwrap_or("parent");
            applied.reject(Reject::new(row, Some(column), problem));
            return;
        }
        for field in rounded {
            let message = format!("the {field} of {sku} was rounded to the minor unit of {}", after.currency);
            applied
                .warn(Problem::warning(ProblemCode::Rounded, message).about(&sku).in_row(row, Some(field)));
        }
        let change = self.count(row, stored.as_ref(), &after, again, applied);
        if let Some(entry) = entries.get_mut(&sku) {
            entry.after = Some(after);
            entry.changes.extend(change.map(|change| (row, change)));
        }
    }

    fn count(
        &self,
        row: u64,
        stored: Option<&Product>,
        after: &Product,
        again: bool,
        applied: &mut Applied,
    ) -> Option<Change> {
        let (action, change) = match stored {
            None => {
                applied.counts.created += 1;
                ("create", Change::Created)
            }
            Some(stored) if stored == after => {
                applied.counts.unchanged += 1;
                if again {
                    let message = format!("{} stands in the file twice", after.sku);
                    let warning = Problem::warning(ProblemCode::DuplicateRow, message).about(&after.sku);
                    applied.warn(warning.in_row(row, Some("sku")));
                }
                return None;
            }
            Some(_) => {
                applied.counts.updated += 1;
                ("update", Change::Updated)
            }
        };
        if self.dry_run {
            // As the API writes products: money as decimal strings.
            let json = |product| serde_json::to_value(ProductDocument::from_product(product)).ok();
            let before = stored.and_then(json);
            let after_json = json(after);
            let (before, after_json) = changed_fields(before, after_json);
            let (subject, action) = (after.sku.to_string(), action.to_string());
            applied.differ(Difference { row, subject, action, before, after: after_json });
        }
        Some(change)
    }
}

/// Puts the row that names a new product before the other rows about it, so that a parent may list
/// its variants above their own rows.
fn named_first(mut rows: Vec<StagedProduct>, entries: &BTreeMap<Sku, Entry>) -> Vec<StagedProduct> {
    for group in rows.chunk_by_mut(|a, b| a.patch.sku == b.patch.sku) {
        let is_new = |row: &StagedProduct| entries.get(&row.patch.sku).is_none_or(|e| e.after.is_none());
        if group.first().is_some_and(is_new)
            && let Some(named) = group.iter().position(|row| row.patch.name.is_some())
        {
            group[..=named].rotate_right(1);
        }
    }
    rows
}

/// A row about a product that does not exist, which gives it no name.
fn without_name(row: u64, sku: &Sku, named_in: Option<&str>) -> Reject {
    let (code, message, hint) = match named_in {
        Some(_) => (
            ProblemCode::UnknownProduct,
            format!("the variant {sku} does not exist, and no row of the file makes it"),
            "give it a row of its own with sku and name, in this file or in one before it",
        ),
        None => (
            ProblemCode::MissingValue,
            format!("{sku} does not exist, and a new product needs a name"),
            "fill the name in, or make the product first",
        ),
    };
    let problem = Problem::error(code, message).about(sku).hint(hint);
    Reject::new(row, Some(named_in.unwrap_or("name")), problem)
}

fn delete(entries: &mut BTreeMap<Sku, Entry>, row: &StagedProduct, applied: &mut Applied) {
    // The row lists the parent; its variants are only named there.
    let entry = if row.named_in.is_none() { entries.get_mut(&row.patch.sku) } else { None };
    match entry.and_then(|entry| entry.after.take()) {
        Some(_) => applied.counts.removed += 1,
        None => applied.counts.unchanged += 1,
    }
}

/// Takes back the rows of products that would join families so that stored relations run in a circle.
fn refuse_circles(
    tx: &mut Tx,
    entries: &mut BTreeMap<Sku, Entry>,
    applied: &mut Applied,
) -> Result<(), AppError> {
    let laws = family::laws_in_use(tx)?;
    if laws.is_empty() {
        return Ok(());
    }
    let mut regrouped = family::Regrouped::default();
    for product in entries.values().filter_map(Entry::regrouped) {
        regrouped.insert(&product.sku, product.parent.as_ref());
    }
    for (sku, entry) in entries {
        let Some(after) = entry.regrouped() else { continue };
        let circle = family::check_joined(tx, &laws, entry.before.as_ref(), after, &regrouped)?;
        let Some(problem) = circle else { continue };
        regrouped.remove(sku);
        entry.after = entry.before.clone();
        for (row, change) in entry.changes.drain(..) {
            match change {
                Change::Created => applied.counts.created -= 1,
                Change::Updated => applied.counts.updated -= 1,
            }
            applied.differences.retain(|difference| difference.row != row);
            applied.reject(Reject::new(row, Some("parent"), problem.clone()));
        }
    }
    Ok(())
}

impl Entry {
    /// The product as it is to be, if it is new or gets another parent.
    fn regrouped(&self) -> Option<&Product> {
        let before = self.before.as_ref().map(|before| &before.parent);
        self.after.as_ref().filter(|after| before != Some(&after.parent))
    }
}

fn write(tx: &mut Tx, entries: BTreeMap<Sku, Entry>, applied: &mut Applied) -> Result<(), AppError> {
    let mut upserts = Vec::new();
    for (sku, Entry { before, after, .. }) in entries {
        if before == after {
            continue;
        }
        applied.images.push(image(&sku, before.as_ref())?);
        match after {
            Some(after) => upserts.push(after),
            None => drop(product::delete(tx, &sku)?),
        }
    }
    Ok(product::upsert_many(tx, &upserts)?)
}

fn image(sku: &Sku, before: Option<&Product>) -> Result<ImageRow, AppError> {
    let before = before.map(serde_json::to_value).transpose()?;
    Ok(ImageRow { noun: Noun::Product, key: sku.to_string(), touches: None, before, after: None })
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
