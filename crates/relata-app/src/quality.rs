use std::collections::{BTreeMap, HashMap};

use relata_api::QualityDocument;
use relata_graph::{BasePrice, Finding, ProductFacts, Quality, Repair};
use relata_model::{AttributeValue, Currency, Decimal, Potential, Problem, Product, RelationType, Sku};
use relata_store::{Tx, product, relation, relation_type};

use crate::{App, AppError};

/// Findings that one answer lists; the counts go on.
const LISTED_MAX: usize = 1_000;

impl App {
    /// What is wrong with the stored relations, with proposed repairs.
    pub fn quality(&self) -> Result<QualityDocument, AppError> {
        let at = self.now();
        let findings = self.read(|tx| {
            let types = relation_type::list(tx)?;
            let mut quality = Quality::new(types.clone(), at);
            feed_products(tx, &types, &mut quality)?;
            relation::each(tx, |relation| {
                quality.relation(&relation);
                Ok::<(), AppError>(())
            })?;
            Ok(quality.finish())
        })?;
        let listed: Vec<Problem> = findings.items.into_iter().take(LISTED_MAX).map(with_repair).collect();
        let counts: BTreeMap<String, u64> =
            findings.counts.iter().map(|(code, count)| (code.as_str().to_string(), *count)).collect();
        let truncated = counts.values().sum::<u64>() > listed.len() as u64;
        let problems = QualityDocument::from_problems(&listed, LISTED_MAX).problems;
        Ok(QualityDocument { problems, counts, truncated })
    }
}

/// The proposed repair becomes the way out that the problem names.
fn with_repair(finding: Finding) -> Problem {
    let Finding { problem, relation, repair } = finding;
    let problem = match relation {
        Some(id) if problem.subject.is_none() => problem.about(id.0),
        _ => problem,
    };
    match repair {
        None => problem,
        Some(Repair::Remove(id)) => problem.hint(format!("remove relation {}", id.0)),
        Some(Repair::Retarget { relation, target }) => {
            problem.hint(format!("let relation {} point to {target}", relation.0))
        }
        Some(Repair::Shorten { source, type_code, keep }) => {
            problem.hint(format!("keep the first {keep} relations of {source} under {type_code}"))
        }
    }
}

/// Feeds every product with the availability of its whole family.
fn feed_products(tx: &mut Tx, types: &[RelationType], quality: &mut Quality) -> Result<(), AppError> {
    let currency = crate::product::shop_currency(tx)?;
    let mut families: HashMap<Sku, (bool, bool)> = HashMap::new();
    product::each(tx, |product| {
        if let Some(parent) = &product.parent {
            let (has_variants, in_stock) = families.entry(parent.clone()).or_default();
            *has_variants = true;
            *in_stock |= crate::product::is_sold(&product) && product.stock.is_none_or(|stock| stock > 0);
        }
        Ok::<(), AppError>(())
    })?;
    product::each(tx, |product| {
        let in_stock = match (families.get(&product.sku), product.stock) {
            (Some((true, variants)), stock) => *variants || stock.is_some_and(|stock| stock > 0),
            (_, stock) => stock.is_none_or(|stock| stock > 0),
        };
        quality.product(&product.sku.clone(), facts(&product, in_stock, currency, types));
        Ok::<(), AppError>(())
    })
}

fn facts(product: &Product, in_stock: bool, shop_currency: Currency, types: &[RelationType]) -> ProductFacts {
    let price = match product.price {
        None => BasePrice::Absent,
        Some(minor) if product.currency == shop_currency => BasePrice::Own(minor),
        Some(_) => BasePrice::Foreign(product.currency),
    };
    let mut potentials: BTreeMap<String, Decimal> = BTreeMap::new();
    for kind in types {
        if let Some(Potential::Attribute(name)) = &kind.potential
            && let Some(AttributeValue::Number(value)) = product.attributes.get(name)
        {
            potentials.insert(name.clone(), *value);
        }
    }
    ProductFacts {
        family: product.parent.clone().unwrap_or_else(|| product.sku.clone()),
        sold: crate::product::is_sold(product),
        in_stock,
        price,
        potentials,
    }
}
