use relata_model::{Guideline, Problem, RuleCode, Sku, TypeCode};
use relata_rules::{Node, conjuncts, holds, parse};

use super::facts::PairFacts;
use crate::Snapshot;
use crate::recommend::Request;
use crate::words::Words;

/// A guideline that is active.
#[derive(Debug)]
pub(crate) struct Ban {
    pub(crate) code: RuleCode,
    /// The codes of the types under which it holds; none means all.
    kinds: Vec<u32>,
    parts: Vec<Node>,
}

impl Ban {
    pub(crate) fn of(guideline: &Guideline, words: &mut Words) -> Result<Ban, Vec<Problem>> {
        let condition = parse(&guideline.forbid)?;
        Ok(Ban {
            code: guideline.code.clone(),
            kinds: guideline.types.iter().map(|code| words.types.intern(code)).collect(),
            parts: conjuncts(&condition.root).into_iter().cloned().collect(),
        })
    }

    /// Whether it forbids a pair; where it is unknown, it does not.
    fn forbids(&self, facts: &PairFacts<'_, '_>, kind: u32) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&kind))
            && self.parts.iter().all(|part| holds(part, facts))
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
        bans.iter().any(|ban| ban.forbids(&facts, kind))
    }
}

impl Snapshot {
    /// The guideline that forbids a pair under a type whoever asks, if there is one.
    pub fn forbidding(&self, source: &Sku, target: &Sku, type_code: &TypeCode) -> Option<&RuleCode> {
        let head = |sku| Some(self.row(self.number(sku)?).family);
        let kind = self.words.types.get(type_code)?;
        let facts = PairFacts { snapshot: self, request: None, source: head(source)?, target: head(target)? };
        self.rules.bans.iter().find(|ban| ban.forbids(&facts, kind)).map(|ban| &ban.code)
    }
}
