use std::ops::ControlFlow;
use std::sync::Arc;

use super::circles::Withheld;
use super::facts::PairFacts;
use super::live::LiveRule;
use super::order::Shop;
use super::question::all_hold;
use super::walk::EFFORT;
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
        let mut places = std::mem::take(&mut self.places);
        snapshot.rules.applying_to(head, kind, &mut places);
        for rule in places.iter().map(|&place| &snapshot.rules.live[place]) {
            let source = PairFacts::of_request(request, head, head);
            let applies =
                snapshot.words.terms.value(rule.plan.terms).refusal(&request.circumstances).is_none()
                    && all_hold(&rule.plan.asked, &source);
            if applies {
                considered += self.read_rule(number, rule, request, &source, removed);
            }
        }
        self.places = places;
        considered
    }

    fn read_rule(
        &mut self,
        number: u32,
        rule: &'s Arc<LiveRule>,
        request: &Request<'s>,
        source: &PairFacts<'_, 's>,
        removed: &mut impl FnMut(Removal),
    ) -> u32 {
        let plan = &rule.plan;
        let terms = request.snapshot.words.terms.value(plan.terms);
        let (mut considered, mut left) = (0, plan.rule.limit);
        let mut found = std::mem::take(&mut self.of_rule);
        found.clear();
        rule.each_pair(number, source, request, |target, withheld| {
            if left == 0 || self.budget == 0 {
                return ControlFlow::Break(());
            }
            self.budget -= 1;
            considered += 1;
            if let Some(reason) = withheld {
                removed(reason);
                return ControlFlow::Continue(());
            }
            let edge = Edge {
                id: Edge::DERIVED,
                weight: plan.rule.weight,
                target,
                position: considered,
                terms: plan.terms,
                kind: plan.kind,
            };
            let row =
                ListRow { edge, terms, via: Via { inherited: false, mirrored: false }, shadowed: false };
            left -= u32::from(is_showable(request, number, &row));
            found.push(row);
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        let is_enough = plan.rule.limit - left >= plan.rule.minimum;
        for row in &found {
            if is_enough { self.enter(*row, removed) } else { removed(Removal::TooFew) }
        }
        self.of_rule = found;
        considered
    }
}

impl LiveRule {
    /// Hands over the pairs of a product for a request, each with why it must not be served if so;
    /// `source` is its family. Gives how many families it cost a look at.
    pub(crate) fn each_pair(
        &self,
        number: u32,
        source: &PairFacts<'_, '_>,
        request: &Request<'_>,
        mut each: impl FnMut(u32, Option<Removal>) -> ControlFlow<()>,
    ) -> usize {
        let snapshot = request.snapshot;
        let exclusions = snapshot.exclusions(number);
        let withheld = snapshot.rules.withheld.get(&self.plan.kind);
        let shop = Shop { snapshot, table: &request.table };
        let wanted = self.plan.rule.limit as usize;
        let looked = self.each_target(shop, source, wanted, &mut { EFFORT }, |target| {
            let pair = PairFacts { target, ..*source };
            if !all_hold(&self.plan.asked_of_pairs, &pair) {
                return ControlFlow::Continue(());
            }
            let is_withheld = |found: &Withheld| found.unproven || found.contains(source.source, target);
            let is_excluded = || exclusions.iter().any(|list| list.contains(&(self.plan.kind, target)));
            each(
                target,
                match withheld {
                    Some(found) if is_withheld(found) => Some(Removal::Cycle),
                    _ if is_excluded() => Some(Removal::Excluded),
                    _ => None,
                },
            )
        });
        looked.unwrap_or(EFFORT)
    }
}

/// Whether a pair of a rule can be shown, if only by a substitute.
pub(crate) fn is_showable(request: &Request<'_>, source: u32, row: &ListRow<'_>) -> bool {
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
