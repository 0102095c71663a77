use std::collections::BTreeSet;

use relata_api::{ProblemDetail, QualityDocument, QualityFinding, RepairDocument};
use relata_graph::{Finding, Repair};
use relata_model::{ProblemCode, Sku, TypeCode};
use serde_json::json;

use crate::coverage::check_known;
use crate::desk::Looked;
use crate::page::cursor;
use crate::{App, AppError, PageRequest};

/// Findings of an answer that names no page.
const LISTED_MAX: usize = 1_000;

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

impl App {
    /// What is wrong with the stored relations, with proposed repairs.
    ///
    /// Looks at the whole shop after a write, and at what it found then until the next one. Where the
    /// look takes more than a second, what was found before is told, with `refreshing`. Lists of more
    /// than [`relata_graph::FINDINGS_PER_CODE_MAX`] findings of a code are cut off there, before they
    /// are filtered; the counts go on.
    pub fn quality(&self, query: &QualityQuery) -> Result<QualityDocument, AppError> {
        let QualityQuery { kind, type_code, product, page } = query;
        self.catch_up_for_readers()?;
        let snapshot = self.snapshot()?;
        check_known(&snapshot, type_code.iter().map(|code| ("/type", code)), None)?;
        let Looked { seen, refreshing } = self.findings(&snapshot)?;
        let findings = &seen.value;
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
        let broken = match (kind, product, skip) {
            (None, None, 0) => self.broken(type_code.as_ref())?,
            _ => Vec::new(),
        };
        let name_of = |sku: &Sku| snapshot.name_of(sku);
        Ok(QualityDocument {
            problems: listed.into_iter().map(|finding| document(finding, name_of)).collect(),
            counts: findings.counts.iter().map(|(code, count)| (code.as_str().to_string(), *count)).collect(),
            broken,
            truncated: more || counted > kept,
            next,
            revision: seen.revision,
            refreshing,
        })
    }
}

fn is_about(finding: &Finding, sku: &Sku) -> bool {
    let Finding { problem, source, target, .. } = finding;
    source == sku
        || target.as_ref() == Some(sku)
        || problem.path.iter().flatten().any(|step| step == sku.as_str())
}

/// Every product that a finding names.
fn skus_of(finding: &Finding) -> BTreeSet<Sku> {
    let Finding { problem, source, target, repair, .. } = finding;
    let instead = match repair {
        Some(Repair::Retarget { target, .. }) => Some(target),
        _ => None,
    };
    let along: Vec<Sku> = problem.path.iter().flatten().filter_map(|step| Sku::parse(step).ok()).collect();
    target.iter().chain(instead).chain([source]).cloned().chain(along).collect()
}

/// A finding as it is answered. The proposed repair is also the way out that its problem names.
fn document<'n>(finding: &Finding, name_of: impl Fn(&Sku) -> Option<&'n str>) -> QualityFinding {
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
        names: named.filter_map(|sku| Some((sku.to_string(), name_of(&sku)?.to_string()))).collect(),
        repair,
    }
}

fn request(method: &str, relation: i64, body: Option<serde_json::Value>) -> RepairDocument {
    RepairDocument { method: method.to_string(), path: format!("/v1/relations/{relation}"), body }
}
