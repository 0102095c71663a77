use std::sync::Arc;

use relata_model::{Guideline, Problem, RuleCode, RuleStatus, Sku, Timestamp, TypeCode};
use relata_rules::{Library, Node, Reads, conjuncts};

use super::facts::PairFacts;
use super::holding::product_fields;
use super::order::Shop;
use super::question::{Test, all_hold};
use super::table::FactTable;
use crate::Snapshot;
use crate::recommend::Request;

/// A condition that no pair shown may meet: an active guideline, or a check of a trial.
#[derive(Debug)]
pub(crate) struct Ban {
    /// The guideline that it is; `None` for a check.
    pub(crate) guideline: Option<RuleCode>,
    /// What it forbids, as it is written.
    forbid: Box<str>,
    /// The codes of the types under which it holds; `None` means all.
    kinds: Option<Box<[u32]>>,
    sources: Vec<Test>,
    targets: Vec<Test>,
    /// What reads both, or the request.
    others: Vec<Node>,
}

impl Ban {
    /// A condition under some types, or under all where none is named; types that the snapshot does not
    /// know are of no pair.
    pub(crate) fn of(
        forbid: &str,
        types: &[TypeCode],
        library: &Library,
        snapshot: &Snapshot,
    ) -> Result<Ban, Vec<Problem>> {
        let root = library.read(forbid)?;
        let kinds = types.iter().filter_map(|code| snapshot.words.types.get(code)).collect();
        let table = snapshot.facts.with_columns(snapshot, &product_fields(&root));
        let shop = Shop { snapshot, table: &table };
        let (mut sources, mut targets, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for part in conjuncts(&root) {
            match Reads::of(part) {
                Reads { request: true, .. } | Reads { source: true, target: true, .. } => {
                    others.push(part.clone());
                }
                Reads { target: true, .. } => targets.push(Test::of(part, shop)),
                Reads { .. } => sources.push(Test::of(part, shop)),
            }
        }
        let kinds = (!types.is_empty()).then_some(kinds);
        Ok(Ban { guideline: None, forbid: forbid.into(), kinds, sources, targets, others })
    }

    /// A guideline, if it is active and can be read: what cannot be read was refused when it was saved,
    /// and forbids nothing.
    pub(crate) fn of_guideline(guideline: &Guideline, library: &Library, snapshot: &Snapshot) -> Option<Ban> {
        let Guideline { code, name: _, status, types, forbid } = guideline;
        let ban =
            (*status == RuleStatus::Active).then(|| Ban::of(forbid, types, library, snapshot).ok())??;
        Some(Ban { guideline: Some(code.clone()), ..ban })
    }

    /// What it says: the code of a guideline and the condition.
    pub(crate) fn text(&self) -> String {
        match &self.guideline {
            Some(code) => format!("{code}: {}", self.forbid),
            None => self.forbid.to_string(),
        }
    }

    /// Whether it forbids a pair; where it is unknown, it does not. A fallback, which has no type, is
    /// forbidden by what holds for all types.
    fn forbids(&self, table: &FactTable, facts: &PairFacts<'_, '_>, kind: Option<u32>) -> bool {
        let shop = Shop { snapshot: facts.snapshot, table };
        let hold = |tests: &[Test], number| tests.iter().all(|test| test.check(shop, number) == Some(true));
        self.kinds.as_ref().is_none_or(|kinds| kind.is_some_and(|kind| kinds.contains(&kind)))
            && hold(&self.sources, facts.source)
            && hold(&self.targets, facts.target)
            && all_hold(&self.others, facts)
    }

    /// The same of two products of a request, whichever of their families they are.
    pub(crate) fn forbids_in(
        &self,
        request: &Request<'_>,
        source: u32,
        target: u32,
        kind: Option<u32>,
    ) -> bool {
        let head = |number: u32| request.snapshot.row(number).family;
        self.forbids(&request.table, &PairFacts::of_request(request, head(source), head(target)), kind)
    }
}

impl Request<'_> {
    /// Whether a guideline forbids showing a product beside another.
    pub(crate) fn is_forbidden(&self, source: u32, target: u32, kind: u32) -> bool {
        let bans = &self.snapshot.rules.bans;
        bans.iter().any(|ban| ban.forbids_in(self, source, target, Some(kind)))
    }
}

impl Snapshot {
    /// The guideline that forbids a pair under a type at a moment, whoever asks, if there is one.
    pub fn forbidding(
        &self,
        source: &Sku,
        target: &Sku,
        type_code: &TypeCode,
        at: Timestamp,
    ) -> Option<&RuleCode> {
        let head = |sku| Some(self.row(self.number(sku)?).family);
        let kind = self.words.types.get(type_code)?;
        let facts = PairFacts::at_moment(self, at, head(source)?, head(target)?);
        let table = self.facts.table();
        let found = self.rules.bans.iter().find(|ban| ban.forbids(&table, &facts, Some(kind)))?;
        found.guideline.as_ref()
    }
}

/// The active guidelines among some, compiled against a snapshot.
pub(crate) fn bans_of<'g>(
    guidelines: impl IntoIterator<Item = &'g Guideline>,
    library: &Library,
    snapshot: &Snapshot,
) -> Vec<Arc<Ban>> {
    let compiled = guidelines.into_iter().filter_map(|one| Ban::of_guideline(one, library, snapshot));
    compiled.map(Arc::new).collect()
}
