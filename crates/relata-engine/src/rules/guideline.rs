use std::sync::Arc;

use relata_model::{Guideline, Problem, RuleCode, Sku, TypeCode};
use relata_rules::{Library, Node, Reads, conjuncts};

use super::facts::PairFacts;
use super::holding::product_fields;
use super::order::Shop;
use super::question::{Test, all_hold};
use super::table::FactTable;
use crate::Snapshot;
use crate::recommend::Request;

/// A guideline that is active.
#[derive(Debug)]
pub(crate) struct Ban {
    pub(crate) code: RuleCode,
    /// The codes of the types under which it holds; none means all.
    kinds: Vec<u32>,
    sources: Vec<Test>,
    targets: Vec<Test>,
    /// What reads both, or the request.
    others: Vec<Node>,
}

impl Ban {
    pub(crate) fn of(
        guideline: &Guideline,
        library: &Library,
        snapshot: &mut Snapshot,
    ) -> Result<Ban, Vec<Problem>> {
        let root = library.read(&guideline.forbid)?;
        let words = Arc::make_mut(&mut snapshot.words);
        let kinds = guideline.types.iter().map(|code| words.types.intern(code)).collect();
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
        Ok(Ban { code: guideline.code.clone(), kinds, sources, targets, others })
    }

    /// Whether it forbids a pair; where it is unknown, it does not.
    fn forbids(&self, table: &FactTable, facts: &PairFacts<'_, '_>, kind: u32) -> bool {
        let shop = Shop { snapshot: facts.snapshot, table };
        let hold = |tests: &[Test], number| tests.iter().all(|test| test.check(shop, number) == Some(true));
        (self.kinds.is_empty() || self.kinds.contains(&kind))
            && hold(&self.sources, facts.source)
            && hold(&self.targets, facts.target)
            && all_hold(&self.others, facts)
    }
}

impl Request<'_> {
    /// Whether a guideline forbids showing a product beside another.
    pub(crate) fn is_forbidden(&self, source: u32, target: u32, kind: u32) -> bool {
        let snapshot = self.snapshot;
        let bans = &snapshot.rules.bans;
        if bans.is_empty() {
            return false;
        }
        let head = |number: u32| snapshot.row(number).family;
        let facts = PairFacts { snapshot, request: Some(self), source: head(source), target: head(target) };
        bans.iter().any(|ban| ban.forbids(&self.table, &facts, kind))
    }
}

impl Snapshot {
    /// The guideline that forbids a pair under a type whoever asks, if there is one.
    pub fn forbidding(&self, source: &Sku, target: &Sku, type_code: &TypeCode) -> Option<&RuleCode> {
        let head = |sku| Some(self.row(self.number(sku)?).family);
        let kind = self.words.types.get(type_code)?;
        let facts = PairFacts { snapshot: self, request: None, source: head(source)?, target: head(target)? };
        let table = self.facts.table();
        self.rules.bans.iter().find(|ban| ban.forbids(&table, &facts, kind)).map(|ban| &ban.code)
    }
}
