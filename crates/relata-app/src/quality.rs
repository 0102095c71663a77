use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, PoisonError};

use relata_api::{ProblemDetail, QualityDocument, QualityFinding, RepairDocument};
use relata_graph::{BasePrice, Finding, Findings, ProductFacts, Quality, Repair};
use relata_model::{
    AttributeValue, Currency, Decimal, Potential, Problem, ProblemCode, Product, RelationType, Sku,
    Timestamp, TypeCode,
};
use relata_store::{Tx, change, product, relation, relation_type};
use serde_json::json;

use crate::page::cursor;
use crate::{App, AppError, PageRequest};

/// Findings of an answer that names no page.
const LISTED_MAX: usize = 1_000;
/// How long findings hold without a write: windows end as time goes by.
const FRESH_US: i64 = 60_000_000;

/// Which findings to list.
#[derive(Debug, Clone, Default)]
pub struct QualityQuery {
    /// Of this code alone.
    pub kind: Option<ProblemCode>,
    /// About relations of this type alone.
    pub type_code: Option<TypeCode>,
    /// About this product, as source, as target, or along a circle.
    pub product: Option<Sku>,
    /// Which part of the list; `None` is the first thousand.
    pub page: Option<PageRequest>,
}

/// Findings as they were at a revision and a moment.
pub(crate) struct QualityAsOf {
    revision: i64,
    at: Timestamp,
    findings: Arc<Findings>,
}

impl App {
    /// What is wrong with the stored relations, with proposed repairs.
    ///
    /// Looks at the whole shop after a write, and at what it found then until the next one, for a
    /// minute at most. Lists of more than [`relata_graph::FINDINGS_PER_CODE_MAX`] findings of a code
    /// are cut off there, before they are filtered; the counts go on.
    pub fn quality(&self, query: &QualityQuery) -> Result<QualityDocument, AppError> {
        let QualityQuery { kind, type_code, product, page } = query;
        self.check_type(type_code.as_ref())?;
        let findings = self.findings()?;
        let is_asked = |finding: &&Finding| {
            kind.is_none_or(|kind| finding.problem.code == kind)
                && type_code.as_ref().is_none_or(|code| finding.type_code.as_ref() == Some(code))
                && product.as_ref().is_none_or(|sku| is_about(finding, sku))
        };
        let (skip, size) = match page {
            Some(page) => (page.after_number('q')?.unwrap_or(0).max(0) as usize, page.size()),
            None => (0, LISTED_MAX),
        };
        let mut listed: Vec<&Finding> =
            findings.items.iter().filter(is_asked).skip(skip).take(size + 1).collect();
        let more = listed.len() > size;
        listed.truncate(size);
        let next = more.then(|| cursor('q', &(skip + size).to_string()));
        let of_kind = |code: ProblemCode| kind.is_none_or(|kind| code == kind);
        let counted: u64 =
            findings.counts.iter().filter(|(code, _)| of_kind(*code)).map(|(_, count)| *count).sum();
        let kept = findings.items.iter().filter(|finding| of_kind(finding.problem.code)).count() as u64;
        let names = self.names_of(&listed)?;
        Ok(QualityDocument {
            problems: listed.into_iter().map(|finding| document(finding, &names)).collect(),
            counts: findings.counts.iter().map(|(code, count)| (code.as_str().to_string(), *count)).collect(),
            truncated: more || counted > kept,
            next,
        })
    }

    /// A type that does not exist would have no findings; it is a mistake instead.
    fn check_type(&self, code: Option<&TypeCode>) -> Result<(), AppError> {
        let Some(code) = code else { return Ok(()) };
        if self.read(|tx| Ok(relation_type::find(tx, code)?))?.is_some() {
            return Ok(());
        }
        let problem = Problem::error(ProblemCode::UnknownType, format!("there is no relation type {code}"));
        Err(AppError::invalid(vec![problem.at("/type").hint("GET /v1/relation-types lists them")]))
    }

    /// The findings of the newest revision. Who comes while they are looked for waits for them.
    fn findings(&self) -> Result<Arc<Findings>, AppError> {
        let mut kept = self.inner.quality.lock().unwrap_or_else(PoisonError::into_inner);
        let at = self.now();
        let revision = self.read(|tx| Ok(change::latest_revision(tx)?))?;
        let holds = |known: &&QualityAsOf| {
            known.revision == revision && (0..FRESH_US).contains(&(at.micros() - known.at.micros()))
        };
        if let Some(known) = kept.as_ref().filter(holds) {
            return Ok(known.findings.clone());
        }
        *kept = None;
        let (revision, findings) = self.read(|tx| {
            let types = relation_type::list(tx)?;
            let mut quality = Quality::new(types.clone(), at);
            feed_products(tx, &types, &mut quality)?;
            relation::each_by_number(tx, |relation| {
                quality.relation(&relation);
                Ok::<(), AppError>(())
            })?;
            Ok::<_, AppError>((change::latest_revision(tx)?, quality.finish()))
        })?;
        let findings = Arc::new(findings);
        *kept = Some(QualityAsOf { revision, at, findings: findings.clone() });
        Ok(findings)
    }

    fn names_of(&self, findings: &[&Finding]) -> Result<HashMap<Sku, String>, AppError> {
        let skus: Vec<Sku> = findings
            .iter()
            .flat_map(|finding| skus_of(finding))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let products = self.read(|tx| Ok(product::find_many(tx, &skus)?))?;
        Ok(products.into_iter().map(|product| (product.sku, product.name)).collect())
    }
}

fn is_about(finding: &Finding, sku: &Sku) -> bool {
    let Finding { problem, source, target, .. } = finding;
    source == sku || target.as_ref() == Some(sku) || problem.path.iter().flatten().any(|step| step == sku)
}

/// Every product that a finding names.
fn skus_of(finding: &Finding) -> BTreeSet<Sku> {
    let Finding { problem, source, target, repair, .. } = finding;
    let instead = match repair {
        Some(Repair::Retarget { target, .. }) => Some(target),
        _ => None,
    };
    let along = problem.path.iter().flatten();
    along.chain(target).chain(instead).chain([source]).cloned().collect()
}

/// A finding as it is answered. The proposed repair is also the way out that its problem names.
fn document(finding: &Finding, names: &HashMap<Sku, String>) -> QualityFinding {
    let Finding { problem, relation, source, type_code, target, repair } = finding;
    let mut problem = problem.clone();
    if let (Some(id), None) = (relation, &problem.subject) {
        problem = problem.about(id.0);
    }
    let (hint, repair) = match repair {
        None => (None, None),
        Some(Repair::Remove(id)) => {
            (Some(format!("remove relation {}", id.0)), Some(request("DELETE", id.0, None)))
        }
        Some(Repair::Retarget { relation, target }) => (
            Some(format!("let relation {} point to {target}", relation.0)),
            Some(request("PATCH", relation.0, Some(json!({ "target": target })))),
        ),
        Some(Repair::Shorten { source, type_code, keep }) => {
            (Some(format!("keep the first {keep} relations of {source} under {type_code}")), None)
        }
    };
    if let Some(hint) = hint {
        problem = problem.hint(hint);
    }
    let named = skus_of(finding).into_iter();
    QualityFinding {
        problem: ProblemDetail::from(&problem),
        relation: relation.map(|id| id.0.to_string()),
        source: source.to_string(),
        type_code: type_code.as_ref().map(ToString::to_string),
        target: target.as_ref().map(ToString::to_string),
        names: named.filter_map(|sku| Some((sku.to_string(), names.get(&sku)?.clone()))).collect(),
        repair,
    }
}

fn request(method: &str, relation: i64, body: Option<serde_json::Value>) -> RepairDocument {
    RepairDocument { method: method.to_string(), path: format!("/v1/relations/{relation}"), body }
}

/// Feeds every product with the availability of its whole family.
fn feed_products(tx: &mut Tx, types: &[RelationType], quality: &mut Quality) -> Result<(), AppError> {
    let currency = crate::product::shop_currency(tx)?;
    let mut families: HashMap<Sku, bool> = HashMap::new();
    let mut fed: Vec<(Sku, Option<i64>, ProductFacts)> = Vec::new();
    product::each(tx, |product| {
        let in_stock = product.stock.is_none_or(|stock| stock > 0);
        if let Some(parent) = &product.parent {
            *families.entry(parent.clone()).or_default() |= crate::product::is_sold(&product) && in_stock;
        }
        fed.push((product.sku.clone(), product.stock, facts(&product, in_stock, currency, types)));
        Ok::<(), AppError>(())
    })?;
    for (sku, stock, mut facts) in fed {
        if let Some(variants) = families.get(&sku) {
            facts.in_stock = *variants || stock.is_some_and(|stock| stock > 0);
        }
        quality.product(&sku, facts);
    }
    Ok(())
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
