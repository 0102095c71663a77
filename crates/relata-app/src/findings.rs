//! The whole shop as the checks of quality need it, taken from the index.

use std::collections::BTreeMap;
use std::time::Duration;

use relata_engine::{Snapshot, StoredProduct};
use relata_graph::{BasePrice, Finding, Findings, ProductFacts, Quality, RelationFacts, TermsFacts};
use relata_model::{
    AttributeValue, Currency, Decimal, Potential, Problem, ProblemCode, RelationType, Sku, Status, Timestamp,
};
use relata_store::product;

use crate::desk::{Looked, Seen, Wanted};
use crate::{App, AppError};

/// How long a list of findings waits for the look that shows the last write. In a small shop a look
/// takes a few milliseconds, so that its lists always show every write; past this bound people get
/// what was found before, and are told so.
const FRESH_WAIT: Duration = Duration::from_secs(1);

/// Numeric attributes by product, of those that are the potential of a type.
type Potentials = BTreeMap<Sku, BTreeMap<String, Decimal>>;

impl App {
    /// What is wrong with the shop as a snapshot has it, or as it was before, if that takes long.
    pub(crate) fn findings(&self, snapshot: &Snapshot) -> Result<Looked<Findings>, AppError> {
        let wanted = Wanted { revision: snapshot.revision(), at: self.now(), wait: FRESH_WAIT };
        let app = self.clone();
        self.inner.findings.ask(wanted, move || app.look_for_findings())
    }

    /// Told the revision of each look at the findings that came to its end.
    pub fn findings_done(&self) -> tokio::sync::watch::Receiver<i64> {
        self.inner.findings.done()
    }

    fn look_for_findings(&self) -> Result<Seen<Findings>, AppError> {
        let (snapshot, at) = (self.snapshot()?, self.now());
        let currency = self.shop_currency()?;
        let potentials = self.potentials(snapshot.types())?;
        let quality = collect(&snapshot, at, currency, potentials);
        Ok(Seen {
            revision: snapshot.revision(),
            until: snapshot.next_turn(at),
            value: with_withheld(quality.finish(), &snapshot),
        })
    }

    /// Read from the database, where a type asks for them.
    fn potentials(&self, types: &[RelationType]) -> Result<Potentials, AppError> {
        let named = types.iter().filter_map(|kind| match &kind.potential {
            Some(Potential::Attribute(name)) => Some(name),
            Some(Potential::Price) | None => None,
        });
        let names: Vec<&String> = named.collect();
        let mut potentials = Potentials::new();
        if names.is_empty() {
            return Ok(potentials);
        }
        self.read(|tx| {
            product::each(tx, |product| {
                for &name in &names {
                    if let Some(AttributeValue::Number(value)) = product.attributes.get(name) {
                        potentials.entry(product.sku.clone()).or_default().insert(name.clone(), *value);
                    }
                }
                Ok::<(), AppError>(())
            })
        })?;
        Ok(potentials)
    }
}

/// Adds the pairs of rules that are not shown because they would close a circle.
fn with_withheld(mut findings: Findings, snapshot: &Snapshot) -> Findings {
    for pair in snapshot.withheld_pairs() {
        let (Some(source), Some(target)) = (pair.path.first(), pair.path.get(1)) else { continue };
        findings.push(ProblemCode::Withheld, || {
            let path: Vec<&str> = pair.path.iter().map(|sku| sku.as_str()).collect();
            let message =
                format!("the rule {} does not show {target} at {source}: {}", pair.rule, path.join(" → "));
            Finding {
                problem: Problem::warning(ProblemCode::Withheld, message)
                    .about(&pair.rule)
                    .along(pair.path.clone()),
                relation: None,
                source: source.clone(),
                type_code: Some(pair.type_code.clone()),
                target: Some(target.clone()),
                repair: None,
            }
        });
    }
    findings
}

/// Numbers products by SKU and types by code, so that findings do not depend on how the index came
/// about.
fn collect(snapshot: &Snapshot, at: Timestamp, currency: Currency, mut potentials: Potentials) -> Quality {
    let mut types: Vec<(usize, &RelationType)> = snapshot.types().iter().enumerate().collect();
    types.sort_by(|(_, a), (_, b)| a.code.cmp(&b.code));
    let mut quality = Quality::new(types.iter().map(|(_, kind)| (*kind).clone()).collect(), at);
    let mut type_numbers = vec![0; types.len()];
    (0..).zip(&types).for_each(|(number, (place, _))| type_numbers[*place] = number);

    let stored: Vec<(&Sku, Option<StoredProduct>)> = snapshot.stored_products().collect();
    let in_stock = stock_of_families(&stored);
    let mut order: Vec<u32> = (0..stored.len() as u32).collect();
    order.sort_unstable_by_key(|&number| stored[number as usize].0);
    let mut numbers = vec![0; stored.len()];
    for &number in &order {
        let (sku, product) = stored[number as usize];
        numbers[number as usize] = quality.number(sku);
        let Some(product) = product else { continue };
        let facts = ProductFacts {
            family: product.parent.map_or(sku, |parent| stored[parent as usize].0).clone(),
            sold: product.status == Status::Active,
            in_stock: in_stock[number as usize],
            price: base_price(&product, currency),
            potentials: potentials.remove(sku).unwrap_or_default(),
        };
        quality.product(sku, facts);
    }
    for terms in snapshot.stored_terms() {
        quality.terms(TermsFacts {
            rank: terms.origin.rank(),
            scope: terms.scope.clone(),
            window: terms.window,
        });
    }
    for relation in snapshot.stored_relations() {
        quality.relation(RelationFacts {
            id: relation.id,
            type_number: type_numbers[relation.type_place],
            source: numbers[relation.source as usize],
            target: numbers[relation.target as usize],
            position: relation.position,
            terms: relation.terms,
        });
    }
    quality
}

/// By number whether there is anything to deliver: of a parent, whether one of its variants on sale
/// can be, or it has pieces of its own.
fn stock_of_families(stored: &[(&Sku, Option<StoredProduct>)]) -> Vec<bool> {
    let has_stock = |stock: Option<i64>| stock.is_none_or(|stock| stock > 0);
    let mut variants: Vec<Option<bool>> = vec![None; stored.len()];
    for product in stored.iter().filter_map(|(_, product)| product.as_ref()) {
        if let Some(parent) = product.parent {
            let sold = product.status == Status::Active && has_stock(product.stock);
            *variants[parent as usize].get_or_insert(false) |= sold;
        }
    }
    let of = |(number, (_, product)): (usize, &(&Sku, Option<StoredProduct>))| {
        let stock = product.as_ref().and_then(|product| product.stock);
        match variants[number] {
            None => has_stock(stock),
            Some(any) => any || stock.is_some_and(|stock| stock > 0),
        }
    };
    stored.iter().enumerate().map(of).collect()
}

fn base_price(product: &StoredProduct, currency: Currency) -> BasePrice {
    match product.price {
        None => BasePrice::Absent,
        Some(price) if price.currency == currency => BasePrice::Own(price.minor),
        Some(price) => BasePrice::Foreign(price.currency),
    }
}
