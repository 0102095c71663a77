use std::cmp::{Ordering, Reverse};

use relata_model::SortDirection;
use relata_rules::{Facts, Subject, Value, View};

use super::facts::PairFacts;
use super::plan::Plan;
use crate::Snapshot;

/// How two targets of a rule stand to each other: by its keys, absent values last, then by SKU.
pub(crate) fn compare(snapshot: &Snapshot, plan: &Plan, a: u32, b: u32) -> Ordering {
    if a == b {
        return Ordering::Equal;
    }
    for key in 0..plan.order.len() {
        let order =
            by_key(plan, key, value(snapshot, plan, key, a).as_ref(), value(snapshot, plan, key, b).as_ref());
        if order.is_ne() {
            return order;
        }
    }
    snapshot.sku(a).cmp(snapshot.sku(b))
}

/// Puts targets in the order of a rule; each value is looked up once.
pub(crate) fn sort(snapshot: &Snapshot, plan: &Plan, targets: &mut Vec<u32>) {
    let values = |number: u32| -> Vec<Option<Value>> {
        (0..plan.order.len()).map(|key| value(snapshot, plan, key, number)).collect()
    };
    let mut keyed: Vec<(Vec<Option<Value>>, u32)> =
        targets.iter().map(|&number| (values(number), number)).collect();
    keyed.sort_by(|(a, a_number), (b, b_number)| {
        let by_keys = (0..plan.order.len()).map(|key| by_key(plan, key, a[key].as_ref(), b[key].as_ref()));
        let by_keys = by_keys.fold(Ordering::Equal, Ordering::then);
        by_keys.then_with(|| snapshot.sku(*a_number).cmp(snapshot.sku(*b_number)))
    });
    targets.clear();
    targets.extend(keyed.into_iter().map(|(_, number)| number));
}

fn value(snapshot: &Snapshot, plan: &Plan, key: usize, number: u32) -> Option<Value> {
    let facts = PairFacts::of_product(snapshot, number);
    let own = facts.value(Subject::Target, &plan.order[key].0, View::default());
    // A parent without a value goes by the lowest of its variants'.
    own.or_else(|| {
        let of_variant = |variant| {
            let view = View { source: None, target: Some(variant) };
            facts.value(Subject::Target, &plan.order[key].0, view)
        };
        (0..snapshot.variants(number).len()).filter_map(of_variant).min_by(ascending)
    })
}

/// Values of different kinds are ordered by kind, so that the order is total.
fn ascending(a: &Value, b: &Value) -> Ordering {
    a.order(b).unwrap_or_else(|| a.kind().cmp(&b.kind()))
}

fn by_key(plan: &Plan, key: usize, a: Option<&Value>, b: Option<&Value>) -> Ordering {
    let (Some(first), Some(second)) = (a, b) else { return Reverse(a.is_some()).cmp(&Reverse(b.is_some())) };
    match plan.order[key].1 {
        SortDirection::Ascending => ascending(first, second),
        SortDirection::Descending => ascending(second, first),
    }
}
