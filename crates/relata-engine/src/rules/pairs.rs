use std::ops::ControlFlow;

use relata_rules::{Node, holds};

use super::facts::PairFacts;
use super::live::LiveRule;
use crate::answer::Removal;
use crate::recommend::Request;

impl LiveRule {
    /// Hands over the pairs of a product for a request, in the order of the rule, each with why it must
    /// not be served if so; `source` is its family.
    pub(crate) fn each_pair(
        &self,
        number: u32,
        source: &PairFacts<'_, '_>,
        request: &Request<'_>,
        mut each: impl FnMut(u32, Option<Removal>) -> ControlFlow<()>,
    ) {
        let (snapshot, plan) = (request.snapshot, &self.plan);
        let exclusions = snapshot.exclusions(number);
        let withheld = snapshot.rules.withheld.get(&plan.kind);
        let row = snapshot.row(source.source);
        for &target in self.targets.iter().filter(|&&target| target != source.source) {
            let pair = PairFacts { target, ..*source };
            let hold = |parts: &[Node]| parts.iter().all(|part| holds(part, &pair));
            let differs = plan.shared.iter().any(|field| field.differs(row, snapshot.row(target)));
            if differs || !hold(&plan.pairs) || !hold(&plan.asked_of_pairs) {
                continue;
            }
            let is_withheld = withheld
                .is_some_and(|withheld| withheld.unproven || withheld.contains(source.source, target));
            let refusal = if is_withheld {
                Some(Removal::Cycle)
            } else {
                let is_excluded = exclusions.iter().any(|list| list.contains(&(plan.kind, target)));
                is_excluded.then_some(Removal::Excluded)
            };
            if each(target, refusal).is_break() {
                return;
            }
        }
    }
}
