use std::sync::Arc;

use relata_rules::{Node, holds};

use super::facts::PairFacts;
use super::live::LiveRule;
use crate::answer::Removal;
use crate::candidate::{Candidate, Via};
use crate::edge::Edge;
use crate::gather::{ListReader, ListRow};
use crate::recommend::Request;
use crate::substitute::first_substitute;

/// Products that may be looked at for one sold-out target of a rule.
const VISITS_MAX: usize = 200;

impl<'s> ListReader<'s> {
    /// Reads what rules alone show a product under a type.
    pub(crate) fn read_only_rules(&mut self, number: u32, kind: u32, request: &Request<'s>) {
        self.rows.clear();
        self.strongest.clear();
        self.read_rules(number, kind, request, &mut |_| {});
    }

    /// Reads what rules show a product under a type, after what is stored. Returns how many pairs
    /// were considered; what cannot be shown stays among the rows, but does not use up a rule's limit.
    pub(crate) fn read_rules(
        &mut self,
        number: u32,
        kind: u32,
        request: &Request<'s>,
        removed: &mut impl FnMut(Removal),
    ) -> u32 {
        let snapshot = request.snapshot;
        let head = snapshot.row(number).family;
        let mut considered = 0;
        for rule in snapshot.rules.of_kind(kind) {
            let source = PairFacts { snapshot, request: Some(request), source: head, target: head };
            let applies = rule.sources.contains(head)
                && snapshot.words.terms.value(rule.plan.terms).refusal(&request.circumstances).is_none()
                && all_hold(&rule.plan.asked, &source);
            if applies {
                considered += self.read_rule(number, rule, request, &source, removed);
            }
        }
        considered
    }

    /// Reads what one rule shows a product of its match, whoever asks.
    pub(crate) fn read_one_rule(&mut self, number: u32, rule: &'s Arc<LiveRule>, request: &Request<'s>) {
        self.rows.clear();
        self.strongest.clear();
        let snapshot = request.snapshot;
        let head = snapshot.row(number).family;
        let source = PairFacts { snapshot, request: Some(request), source: head, target: head };
        self.read_rule(number, rule, request, &source, &mut |_| {});
    }

    fn read_rule(
        &mut self,
        number: u32,
        rule: &'s Arc<LiveRule>,
        request: &Request<'s>,
        source: &PairFacts<'_, 's>,
        removed: &mut impl FnMut(Removal),
    ) -> u32 {
        let (snapshot, plan) = (request.snapshot, &rule.plan);
        let exclusions = snapshot.exclusions(number);
        let withheld = snapshot.rules.withheld.get(&plan.kind);
        let row = snapshot.row(source.source);
        let (mut considered, mut left) = (0, plan.rule.limit);
        for &target in rule.targets.iter() {
            if left == 0 || self.budget == 0 {
                break;
            }
            self.budget -= 1;
            let pair = PairFacts { target, ..*source };
            if target == source.source
                || plan.shared.iter().any(|field| field.differs(row, snapshot.row(target)))
                || !all_hold(&plan.pairs, &pair)
                || !all_hold(&plan.asked_of_pairs, &pair)
            {
                continue;
            }
            considered += 1;
            if withheld.is_some_and(|withheld| withheld.unproven || withheld.contains(source.source, target))
            {
                removed(Removal::Cycle);
                continue;
            }
            if exclusions.iter().any(|list| list.contains(&(plan.kind, target))) {
                removed(Removal::Excluded);
                continue;
            }
            let edge = Edge {
                id: Edge::DERIVED,
                weight: plan.rule.weight,
                target,
                position: considered,
                terms: plan.terms,
                kind: plan.kind,
            };
            let terms = snapshot.words.terms.value(plan.terms);
            let row =
                ListRow { edge, terms, via: Via { inherited: false, mirrored: false }, shadowed: false };
            left -= u32::from(is_showable(request, number, &row));
            self.enter(row, removed);
        }
        considered
    }
}

/// Whether a pair of a rule can be shown, if only by a substitute.
fn is_showable(request: &Request<'_>, source: u32, row: &ListRow<'_>) -> bool {
    match request.pair_refusal(source, row.edge.target, row.edge.kind) {
        None => true,
        Some(Removal::OutOfStock) if row.edge.kind != request.snapshot.setup().substitute => {
            let place = request.sources.iter().position(|&asked| asked == source);
            let slot = request.slots.iter().position(|slot| slot.kind == row.edge.kind);
            let (Some(place), Some(slot)) = (place, slot) else { return false };
            let wanted = Candidate { slot: slot as u32, source: place as u32, ..row.candidate(0, 0.0) };
            first_substitute(request, &wanted, &mut { VISITS_MAX }, |_| true).is_some()
        }
        Some(_) => false,
    }
}

fn all_hold(parts: &[Node], facts: &PairFacts<'_, '_>) -> bool {
    parts.iter().all(|part| holds(part, facts))
}
