use std::sync::{Arc, Mutex, PoisonError};

use relata_model::SortDirection;
use relata_rules::Field;

use super::column::FactColumn;
use super::order::{Order, Shop};
use super::pair::PairPart;
use super::parallel::map_parallel;
use super::plan::Plan;
use super::question::Test;
use super::ranked::RankedKey;
use super::select::select_all;
use super::set::ProductSet;
use super::table::{FactStore, FactTable, Moved};
use crate::Snapshot;
use crate::sorted_blocks::SortedBlocks;

/// A rule shows so many targets that it walks the list of all families in its order instead of a
/// list of its own: one in 16, and so few are never looked for but walked.
const SHARE: usize = 16;
const WALKED: usize = 32;
/// Targets at the front of a shared list that a rule keeps for itself; with a quarter of them left
/// they are looked up again.
const FIRST: usize = 256;

/// A rule that is active, with everything that does not depend on a request.
#[derive(Debug, Clone)]
pub(crate) struct LiveRule {
    pub(crate) plan: Arc<Plan>,
    /// Its conditions, resolved against the columns of the shop.
    pub(crate) tests: Arc<Tests>,
    /// The heads of families that its match takes in.
    pub(crate) sources: ProductSet,
    /// The heads of families that it shows to some source.
    pub(crate) shown: ProductSet,
    pub(crate) targets: Targets,
}

/// The conditions of a rule, resolved against columns.
#[derive(Debug)]
pub(crate) struct Tests {
    sources: Vec<Test>,
    targets: Vec<Test>,
    pub(crate) pairs: Vec<PairPart>,
    /// Where the lists stand by which the targets of one source are found.
    pub(crate) lists: Vec<List>,
    /// The columns that decide about the order of targets.
    ordered: Vec<usize>,
    /// Whether some key of its order is no column, so that any change may move a target.
    ordered_by_text: bool,
}

/// A list of all families that a rule can use to find the targets of one source.
#[derive(Debug, Clone, Copy)]
pub(crate) struct List {
    /// The place of the list in the table.
    pub(crate) place: usize,
    /// The column of words that groups it.
    pub(crate) column: Option<usize>,
    /// The column of numbers of which the source wants a stretch, and by which it is ordered first.
    pub(crate) numbers: Option<(usize, SortDirection)>,
    /// Whether it is in the order of the rule.
    pub(crate) is_in_order: bool,
    /// The place of the order of the rule among the further orders of the list.
    pub(crate) further: Option<usize>,
}

/// The targets of a rule in its order.
#[derive(Debug, Clone)]
pub(crate) enum Targets {
    /// Its own list.
    Own(SortedBlocks<u32>),
    /// Those of all families in its order that it shows.
    Shared {
        /// The place of that list.
        list: usize,
        /// The first of them, so that nothing is passed over to find these.
        first: SortedBlocks<u32>,
    },
}

impl LiveRule {
    /// Evaluates rules over all products, on all cores. See [`select_all`].
    pub(crate) fn all(plans: &[Arc<Plan>], snapshot: &Snapshot, store: &FactStore) -> Vec<Arc<LiveRule>> {
        let mut fields: Vec<Field> = plans.iter().flat_map(|plan| plan.fields()).collect();
        fields.sort_unstable();
        fields.dedup();
        if plans.is_empty() {
            return Vec::new();
        }
        // Once for all, so that each record is fetched once.
        let table = store.with_columns(snapshot, &fields);
        let shop = Shop { snapshot, table: &table };
        let tests: Vec<Tests> = map_parallel(plans, |plan| Tests::of(plan, shop));
        let conditions: Vec<&[Test]> = tests.iter().flat_map(Tests::conditions).collect();
        let mut sets = select_all(shop, &conditions).into_iter();
        let set = |tests: &[Test], sets: &mut dyn Iterator<Item = ProductSet>| match tests {
            // A rule that shows whatever the source wants takes in all families.
            [] => table.heads().clone(),
            _ => sets.next().expect("one for each condition"),
        };
        let selected: Vec<(ProductSet, ProductSet)> = tests
            .iter()
            .map(|tests| (set(&tests.sources, &mut sets), set(&tests.targets, &mut sets)))
            .collect();
        let parts: Vec<_> = plans.iter().zip(tests).zip(selected).map(Some).map(Mutex::new).collect();
        map_parallel(&parts, |part| {
            let part = part.lock().unwrap_or_else(PoisonError::into_inner).take();
            let ((plan, tests), sets) = part.expect("each part is taken once");
            Arc::new(LiveRule::new(plan.clone(), tests, sets, snapshot, store))
        })
    }

    /// A rule with the families that it takes in and shows.
    fn new(
        plan: Arc<Plan>,
        mut tests: Tests,
        (sources, shown): (ProductSet, ProductSet),
        snapshot: &Snapshot,
        store: &FactStore,
    ) -> LiveRule {
        let heads = store.table().heads().len();
        let count = shown.len();
        let adds = plan.rule.effect.adds();
        if adds && count > WALKED {
            tests.add_lists(&plan, snapshot, store);
        }
        let is_large = adds && count > WALKED && count > heads / SHARE;
        let whole = RankedKey { column: None, order: plan.order.clone() };
        let shared = is_large.then(|| store.with_ranked(snapshot, whole, None)).flatten();
        let table = store.table();
        let shop = Shop { snapshot, table: &table };
        let targets = match shared {
            Some(list) => Targets::Shared { list, first: SortedBlocks::default() },
            // Nobody walks to what it removes or boosts.
            None if !adds => Targets::Own(SortedBlocks::default()),
            None => {
                let mut own = Vec::with_capacity(count);
                shown.each(|number| own.push(number));
                plan.order.sort(shop, &mut own);
                Targets::Own(SortedBlocks::from_sorted(&own))
            }
        };
        let mut live = LiveRule { plan, tests: Arc::new(tests), sources, shown, targets };
        live.refill(shop);
        live
    }

    /// Brings the rule up to date for families that changed; `None` where nothing of it changes.
    ///
    /// O(changed × size of its conditions), and O(log targets + 512) for each target that moves.
    pub(crate) fn after(
        &self,
        before: Shop<'_>,
        after: Shop<'_>,
        changed: &[u32],
        moved: &Moved,
    ) -> Option<LiveRule> {
        let tests = &self.tests;
        let asks = |list: &[Test]| moved.heads || list.iter().any(|test| test.reads_any(&moved.columns));
        let adds = self.plan.rule.effect.adds();
        let reorders = tests.ordered_by_text || tests.ordered.iter().any(|&column| moved.columns[column]);
        let (source_asked, target_asked) = (asks(&tests.sources), asks(&tests.targets));
        if !source_asked && !target_asked && !reorders {
            return None;
        }
        let mut next: Option<LiveRule> = None;
        let mut entering = Vec::new();
        for &number in changed {
            let is_head = after.table.heads().contains(number);
            let holds = |tests: &[Test]| tests.iter().all(|test| test.check(after, number) == Some(true));
            if source_asked {
                let source = is_head && holds(&tests.sources);
                if source != self.sources.contains(number) {
                    next.get_or_insert_with(|| self.clone()).sources.set(number, source);
                }
            }
            let was = self.shown.contains(number);
            let is = if target_asked { is_head && holds(&tests.targets) } else { was };
            if adds && was && (!is || reorders) {
                next.get_or_insert_with(|| self.clone()).remove(before, number);
            }
            if adds && is && (!was || reorders) {
                entering.push(number);
            }
            if was != is {
                next.get_or_insert_with(|| self.clone()).shown.set(number, is);
            }
        }
        for number in entering {
            next.get_or_insert_with(|| self.clone()).insert(after, number);
        }
        next.iter_mut().for_each(|next| next.refill(after));
        next
    }

    fn remove(&mut self, before: Shop<'_>, number: u32) {
        let (Targets::Own(list) | Targets::Shared { first: list, .. }) = &mut self.targets;
        list.remove(&number, |a, b| self.plan.order.compare(before, *a, *b));
    }

    fn insert(&mut self, after: Shop<'_>, number: u32) {
        let order = |a: &u32, b: &u32| self.plan.order.compare(after, *a, *b);
        match &mut self.targets {
            Targets::Own(list) => list.insert(number, order),
            // Behind the last that is kept it is found in the shared list.
            Targets::Shared { first, .. } => {
                if first.last().is_some_and(|last| order(&number, last).is_lt()) {
                    first.insert(number, order);
                }
            }
        }
    }

    /// Looks the first targets up again where few are left or too many came.
    fn refill(&mut self, shop: Shop<'_>) {
        let Targets::Shared { list, first } = &mut self.targets else { return };
        if (FIRST / 4..=2 * FIRST).contains(&first.len()) {
            return;
        }
        let ranked = shop.table.ranked(*list);
        let all = ranked.between(ranked.whole());
        let found: Vec<u32> = all.filter(|number| self.shown.contains(*number)).take(FIRST).collect();
        *first = SortedBlocks::from_sorted(&found);
    }

    /// Everything that it shows to some source, in its order.
    pub(crate) fn all_targets<'t>(&'t self, table: &'t FactTable) -> Box<dyn Iterator<Item = u32> + 't> {
        match &self.targets {
            _ if !self.plan.rule.effect.adds() => Box::new(self.shown.iter()),
            Targets::Own(list) => Box::new(list.iter().copied()),
            Targets::Shared { list, .. } => {
                let list = table.ranked(*list);
                let all = list.between(list.whole());
                Box::new(all.filter(|number| self.shown.contains(*number)))
            }
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        let (Targets::Own(list) | Targets::Shared { first: list, .. }) = &self.targets;
        // What takes in all families shares their set.
        let bytes = |set: &ProductSet, tests: &[Test]| if tests.is_empty() { 0 } else { set.bytes() };
        bytes(&self.sources, &self.tests.sources) + bytes(&self.shown, &self.tests.targets) + list.bytes()
    }
}

impl Tests {
    fn of(plan: &Plan, shop: Shop<'_>) -> Tests {
        let fields = plan.order.keys.iter().map(|(field, _)| shop.table.place(field));
        let ordered: Vec<Option<usize>> = fields.collect();
        Tests {
            sources: plan.sources.iter().map(|part| Test::of(part, shop)).collect(),
            targets: plan.targets.iter().map(|part| Test::of(part, shop)).collect(),
            pairs: plan.pairs.iter().map(|part| PairPart::of(part, shop)).collect(),
            lists: Vec::new(),
            ordered_by_text: ordered.contains(&None),
            ordered: ordered.into_iter().flatten().collect(),
        }
    }

    /// What is to be selected for it: conditions that ask nothing take in all families.
    fn conditions(&self) -> impl Iterator<Item = &[Test]> {
        [&*self.sources, &*self.targets].into_iter().filter(|tests| !tests.is_empty())
    }

    /// Finds the lists by which the targets of one source are found without walking them all.
    fn add_lists(&mut self, plan: &Plan, snapshot: &Snapshot, store: &FactStore) {
        let mut groups: Vec<Option<usize>> =
            self.pairs.iter().filter_map(PairPart::group_column).map(Some).collect();
        let numbers: Vec<usize> = self.pairs.iter().filter_map(PairPart::number_column).collect();
        if groups.is_empty() && !numbers.is_empty() {
            groups.push(None);
        }
        groups.sort_unstable();
        groups.dedup();
        let table = store.table();
        let is_number = |field: &Field| matches!(table.column(field), Some(FactColumn::Numbers(_)));
        // Least keys tell nothing where the first key is no number.
        let further = plan.order.keys.first().filter(|(field, _)| is_number(field)).map(|_| &plan.order);
        let first = plan.order.keys.first().map(|(field, direction)| (table.place(field), *direction));
        for column in groups {
            // Where the first key is a number that the source wants a stretch of, the stretch is in order.
            let in_order = numbers.iter().find_map(|&number| {
                first.filter(|(place, _)| *place == Some(number)).map(|(_, direction)| (number, direction))
            });
            if column.is_some() || in_order.is_some() {
                let key = RankedKey { column, order: plan.order.clone() };
                let place = store.with_ranked(snapshot, key, None);
                self.lists.extend(place.map(|place| List {
                    place,
                    column,
                    numbers: in_order,
                    is_in_order: true,
                    further: None,
                }));
            }
            let mut others = numbers.clone();
            others.sort_unstable();
            others.dedup();
            others.retain(|number| in_order.is_none_or(|(ordered, _)| ordered != *number));
            for number in others {
                let Some(field) = table.field(number) else { continue };
                let order = Order::by(field.clone(), SortDirection::Ascending);
                let Some(place) = store.with_ranked(snapshot, RankedKey { column, order }, further) else {
                    continue;
                };
                self.lists.push(List {
                    place,
                    column,
                    numbers: Some((number, SortDirection::Ascending)),
                    is_in_order: false,
                    further: further.and_then(|order| store.table().ranked(place).place_of_order(order)),
                });
            }
        }
    }
}

impl Snapshot {
    /// Whether a product is a parent or stands alone; rules run over these.
    pub(crate) fn is_head(&self, number: u32) -> bool {
        self.numbers().contains(&number) && self.row(number).family == number && self.record(number).is_some()
    }
}
