use relata_model::{Action, Currency, Noun, Problem, ProblemCode, Product, Sku, Status};
use relata_store::{Tx, product, shop};

use crate::page::{Precondition, etag};
use crate::{App, AppError, Caller, Saved, family};

impl App {
    /// One product.
    pub fn find_product(&self, sku: &Sku) -> Result<Product, AppError> {
        let found = self.read(|tx| Ok(product::find(tx, sku)?))?;
        found.ok_or_else(|| AppError::not_found("product", sku))
    }

    /// The currency of a product that names none.
    pub fn shop_currency(&self) -> Result<Currency, AppError> {
        self.read(shop_currency)
    }

    /// Makes or changes a product; `change` gets it as stored and the shop's currency.
    pub fn save_product(
        &self,
        caller: &Caller,
        sku: Sku,
        precondition: Precondition,
        change: impl FnOnce(Option<&Product>, Currency) -> Result<Product, Vec<Problem>> + Send + 'static,
    ) -> Result<Saved<Product>, AppError> {
        let written = self.write(caller, move |tx| {
            family::lock(tx)?;
            let before = product::find(tx, &sku)?;
            precondition.check(before.as_ref().map(etag).as_deref(), "product", &sku)?;
            let currency = shop_currency(tx)?;
            let after = change(before.as_ref(), currency).map_err(AppError::invalid)?;
            let (errors, warnings): (Vec<_>, Vec<_>) =
                check(tx, before.as_ref(), &after)?.into_iter().partition(Problem::is_error);
            if !errors.is_empty() {
                return Err(AppError::invalid(errors));
            }
            let created = before.is_none();
            if before.as_ref() != Some(&after) {
                product::upsert_many(tx, std::slice::from_ref(&after))?;
                record(tx, before.as_ref(), Some(&after))?;
            }
            Ok((after, created, warnings))
        })?;
        let (value, created, warnings) = written.value;
        Ok(Saved { value, revision: written.revision, changed: written.changed, created, warnings })
    }

    /// Everything that speaks against a product as it would be stored.
    pub fn check_product(&self, after: &Product) -> Result<Vec<Problem>, AppError> {
        self.read(|tx| {
            let before = product::find(tx, &after.sku)?;
            check(tx, before.as_ref(), after)
        })
    }

    /// Removes a product; its relations stay and wait for it as pending.
    pub fn delete_product(
        &self,
        caller: &Caller,
        sku: &Sku,
        precondition: Precondition,
    ) -> Result<i64, AppError> {
        let sku = sku.clone();
        let written = self.write(caller, move |tx| {
            family::lock(tx)?;
            let Some(before) = product::find(tx, &sku)? else {
                return Err(AppError::not_found("product", &sku));
            };
            precondition.check(Some(&etag(&before)), "product", &sku)?;
            product::delete(tx, &sku)?;
            record(tx, Some(&before), None)
        })?;
        Ok(written.revision)
    }
}

/// The currency of a product that names none.
pub(crate) fn shop_currency(tx: &mut Tx) -> Result<Currency, AppError> {
    Ok(shop::currency(tx)?.unwrap_or(Currency::EUR))
}

/// What speaks against a product beside what is wrong with it by itself.
pub(crate) fn check(
    tx: &mut Tx,
    before: Option<&Product>,
    after: &Product,
) -> Result<Vec<Problem>, AppError> {
    let mut problems: Vec<Problem> = after
        .complaints()
        .into_iter()
        .map(|(field, invalid)| Problem::invalid(ProblemCode::InvalidValue, invalid).at(format!("/{field}")))
        .collect();
    problems.extend(family::check_joining(tx, before, after)?);
    let Some(parent) = &after.parent else { return Ok(problems) };
    if before.is_some_and(|before| before.parent == after.parent) {
        return Ok(problems);
    }
    let parent_product = product::find(tx, parent)?;
    problems.extend(family::check_parent(after, parent_product.as_ref()));
    if !product::variants_of(tx, &after.sku)?.is_empty() {
        problems.push(family::nested(after, parent));
    }
    Ok(problems)
}

/// Writes the audit and change rows of a product.
pub(crate) fn record(tx: &mut Tx, before: Option<&Product>, after: Option<&Product>) -> Result<(), AppError> {
    let Some(sku) = after.or(before).map(|product| product.sku.to_string()) else { return Ok(()) };
    let action = match (before, after) {
        (None, _) => Action::Create,
        (Some(_), Some(_)) => Action::Update,
        (Some(_), None) => Action::Delete,
    };
    let json = |product: Option<&Product>| product.map(serde_json::to_value).transpose();
    tx.record(relata_store::Change {
        action,
        noun: Noun::Product,
        key: sku,
        touches: None,
        before: json(before)?,
        after: json(after)?,
    });
    Ok(())
}

/// Whether shoppers can see a product at all.
pub(crate) fn is_sold(product: &Product) -> bool {
    product.status == Status::Active
}
