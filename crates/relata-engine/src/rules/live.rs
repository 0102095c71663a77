use std::sync::Arc;

use relata_rules::{Node, holds};

use super::facts::PairFacts;
use super::order::{compare, sort};
use super::plan::Plan;
use super::set::ProductSet;
use crate::Snapshot;
use crate::sorted_blocks::SortedBlocks;

/// A rule that is active, with everything that does not depend on a request.
#[derive(Debug, Clone)]
pub(crate) struct LiveRule {
    pub(crate) plan: Arc<Plan>,
    /// The heads of families that its match takes in.
    pub(crate) sources: ProductSet,
    /// The heads of families that it shows to some source.
    shown: ProductSet,
    /// The same in the order of the rule.
    pub(crate) targets: SortedBlocks<u32>,
}

impl LiveRule {
    /// Evaluates a rule over all products. O(products × size of its conditions).
    pub(crate) fn of(plan: Arc<Plan>, snapshot: &Snapshot) -> LiveRule {
        let (mut sources, mut shown) = (ProductSet::default(), ProductSet::default());
        let mut targets = Vec::new();
        for number in snapshot.numbers().filter(|&number| snapshot.is_head(number)) {
            if all_hold(&plan.sources, snapshot, number) {
                sources.set(number, true);
            }
            if all_hold(&plan.targets, snapshot, number) {
                shown.set(number, true);
                targets.push(number);
            }
        }
        sort(snapshot, &plan, &mut targets);
        LiveRule { plan, sources, shown, targets: SortedBlocks::from_sorted(&targets) }
    }

    /// Brings the rule up to date for families that changed; `None` where nothing of it changes.
    ///
    /// O(changed × size of its conditions), and O(log targets + 512) for each target that moves.
    pub(crate) fn after(&self, before: &Snapshot, after: &Snapshot, changed: &[u32]) -> Option<LiveRule> {
        let plan = &self.plan;
        let mut next: Option<LiveRule> = None;
        let mut entering = Vec::new();
        for &number in changed {
            let is_head = after.is_head(number);
            let source = is_head && all_hold(&plan.sources, after, number);
            if source != self.sources.contains(number) {
                next.get_or_insert_with(|| self.clone()).sources.set(number, source);
            }
            let (was, is) = (self.shown.contains(number), is_head && all_hold(&plan.targets, after, number));
            if was {
                let order = |a: &u32, b: &u32| compare(before, plan, *a, *b);
                next.get_or_insert_with(|| self.clone()).targets.remove(&number, order);
            }
            if is {
                entering.push(number);
            }
            if was != is {
                next.get_or_insert_with(|| self.clone()).shown.set(number, is);
            }
        }
        for number in entering {
            let order = |a: &u32, b: &u32| compare(after, plan, *a, *b);
            next.get_or_insert_with(|| self.clone()).targets.insert(number, order);
        }
        next
    }

    pub(crate) fn bytes(&self) -> usize {
        self.sources.bytes() + self.shown.bytes() + self.targets.bytes()
    }
}

impl Snapshot {
    /// Whether a product is a parent or stands alone; rules run over these.
    pub(crate) fn is_head(&self, number: u32) -> bool {
        self.numbers().contains(&number) && self.row(number).family == number && self.record(number).is_some()
    }
}

fn all_hold(parts: &[Node], snapshot: &Snapshot, number: u32) -> bool {
    let facts = PairFacts::of_product(snapshot, number);
    parts.iter().all(|part| holds(part, &facts))
}
