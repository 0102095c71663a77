use relata_model::limits::CANDIDATES_MAX;
use relata_model::{Guideline, Problem, RuleCode, RuleStatus, TypeCode};
use relata_rules::{Library, Node, conjuncts, holds};

use super::Trial;
use super::example::TrialExample;
use super::shown::Case;
use crate::answer::Removal;
use crate::gather::ListReader;
use crate::recommend::Request;
use crate::rules::PairFacts;

/// A condition that no pick may meet.
#[derive(Debug, Clone)]
pub(super) struct Ban {
    /// The guideline that it is, or `None` for a check of the suite.
    pub(super) guideline: Option<RuleCode>,
    /// Under which types it holds; none means all.
    types: Vec<TypeCode>,
    text: String,
    parts: Vec<Node>,
}

impl Ban {
    pub(super) fn of(forbid: &str, types: &[TypeCode], library: &Library) -> Result<Ban, Vec<Problem>> {
        let root = library.read(forbid)?;
        Ok(Ban {
            guideline: None,
            types: types.to_vec(),
            text: forbid.to_string(),
            parts: conjuncts(&root).into_iter().cloned().collect(),
        })
    }

    /// One that is active and can be read.
    pub(super) fn of_guideline(guideline: &Guideline, library: &Library) -> Option<Ban> {
        let Guideline { code, name: _, status, types, forbid } = guideline;
        let ban = (*status == RuleStatus::Active).then(|| Ban::of(forbid, types, library).ok())??;
        Some(Ban { text: format!("{code}: {forbid}"), guideline: Some(code.clone()), ..ban })
    }

    /// What it says.
    pub(super) fn text(&self) -> String {
        self.text.clone()
    }

    /// Whether it forbids a product beside another; where it is unknown, it does not. A fallback, which
    /// has no type, is forbidden by what holds for all types.
    pub(super) fn forbids(&self, request: &Request<'_>, source: u32, target: u32, kind: Option<u32>) -> bool {
        let snapshot = request.snapshot;
        let holds_for = |code: &TypeCode| kind.is_some() && snapshot.words.types.get(code) == kind;
        if !self.types.is_empty() && !self.types.iter().any(holds_for) {
            return false;
        }
        let head = |number: u32| snapshot.row(number).family;
        let facts =
            PairFacts { snapshot, request: Some(request), source: head(source), target: head(target) };
        self.parts.iter().all(|part| holds(part, &facts))
    }
}

impl Trial<'_> {
    /// Notes what guidelines took out of an answer, and names it while examples are wanted.
    pub(super) fn note_removed(&mut self, request: &Request<'_>, case: &Case, count: usize) {
        let before = self.removed.count;
        if self.removed.wants_more() {
            let mut reader = ListReader::new(self.snapshot, CANDIDATES_MAX);
            for slot in &request.slots {
                reader.read(case.source, slot.kind, request, |_| {});
                for row in reader.rows.iter().filter(|row| !row.shadowed) {
                    let target = row.edge.target;
                    if request.pair_refusal(case.source, target, slot.kind) != Some(Removal::Guideline) {
                        continue;
                    }
                    let forbids = |ban: &&Ban| ban.forbids(request, case.source, target, Some(slot.kind));
                    let Some(ban) = self.guidelines.iter().find(forbids) else { continue };
                    let origin = row.terms.origin.to_string();
                    let snapshot = self.snapshot;
                    self.removed.push(|| TrialExample {
                        product: Some(snapshot.sku(case.source).clone()),
                        ask: Some(case.ask as usize),
                        pick: Some(snapshot.sku(target).clone()),
                        type_code: Some(snapshot.words.types.value(slot.kind).clone()),
                        rule: origin.strip_prefix("rule:").and_then(|code| RuleCode::parse(code).ok()),
                        origin: Some(origin),
                        guideline: ban.guideline.clone(),
                        text: ban.text(),
                    });
                }
            }
        }
        // What no example names is counted all the same.
        self.removed.count = before + count;
    }
}
