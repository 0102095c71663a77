use std::cmp::Ordering;

use super::column::FactColumn;
use super::order::{Order, Shop};
use crate::sorted_blocks::{Place, SortedBlocks};

/// Which list of families is wanted: those with each word of a column together, in an order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct RankedKey {
    /// The place of the column; all families are one group without it.
    pub(crate) column: Option<usize>,
    pub(crate) order: Order,
}

/// All families, grouped by a word and ordered within each group.
///
/// Rules that want the same groups in the same order share one; which of the families a rule shows
/// is asked of its own set.
#[derive(Debug, Clone)]
pub(crate) struct Ranked {
    pub(crate) key: RankedKey,
    entries: SortedBlocks<Entry>,
}

/// A family in a group.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    code: u32,
    /// See [`Order::first`].
    pub(crate) first: i64,
    pub(crate) number: u32,
}

impl Ranked {
    /// O(n log n) in the families that have a word of the column.
    pub(crate) fn of(shop: Shop<'_>, key: RankedKey) -> Ranked {
        let mut entries: Vec<Entry> = Vec::new();
        let first_key = key.order.first_keys(shop);
        for number in shop.table.heads().iter() {
            let first = first_key(number);
            each_code(shop, key.column, number, |code| entries.push(Entry { code, first, number }));
        }
        entries.sort_unstable_by(|a, b| compare(shop, &key.order, a, b));
        Ranked { entries: SortedBlocks::from_sorted(&entries), key }
    }

    /// Takes a family out as it stood before a change.
    pub(crate) fn remove(&mut self, before: Shop<'_>, number: u32) {
        let Ranked { key, entries } = self;
        let first = key.order.first(before, number);
        each_code(before, key.column, number, |code| {
            entries.remove(&Entry { code, first, number }, |a, b| compare(before, &key.order, a, b));
        });
    }

    /// Enters a family as it stands after a change.
    pub(crate) fn insert(&mut self, after: Shop<'_>, number: u32) {
        let Ranked { key, entries } = self;
        let first = key.order.first(after, number);
        each_code(after, key.column, number, |code| {
            entries.insert(Entry { code, first, number }, |a, b| compare(after, &key.order, a, b));
        });
    }

    /// The places between which the families of a word stand whose first keys lie in a range.
    pub(crate) fn range(&self, code: u32, low: i64, high: i64) -> (Place, Place) {
        let from = self.entries.find_first(|entry| (entry.code, entry.first) >= (code, low));
        let until = self.entries.find_first(|entry| (entry.code, entry.first) > (code, high));
        (from, until)
    }

    /// The same of a list that goes round a circle: from a place on to the end, then up to it.
    pub(crate) fn round(&self, code: u32, start: u64) -> [(Place, Place); 2] {
        // Places have 63 bits.
        let start = start as i64;
        [self.range(code, start, i64::MAX), self.range(code, i64::MIN, start - 1)]
    }

    /// From behind a family to the end, where there is but one group.
    pub(crate) fn behind(&self, shop: Shop<'_>, number: u32) -> (Place, Place) {
        let order = &self.key.order;
        let last = Entry { code: 0, first: order.first(shop, number), number };
        let from = self.entries.find_first(|entry| compare(shop, order, entry, &last).is_gt());
        (from, self.range(0, i64::MIN, i64::MAX).1)
    }

    /// How many families stand between two places.
    pub(crate) fn count(&self, (from, until): (Place, Place)) -> usize {
        self.entries.distance(from, until)
    }

    /// The families between two places, in order.
    pub(crate) fn between(&self, range: (Place, Place)) -> impl Iterator<Item = u32> {
        let count = self.count(range);
        self.entries.iter_from(range.0).take(count).map(|entry| entry.number)
    }

    pub(crate) fn bytes(&self) -> usize {
        self.entries.bytes()
    }
}

/// The words under which a family stands; 0 where there is but one group.
fn each_code(shop: Shop<'_>, column: Option<usize>, number: u32, mut each: impl FnMut(u32)) {
    match column.map(|column| &*shop.table.columns()[column]) {
        None if shop.table.heads().contains(number) => each(0),
        Some(FactColumn::Codes(column)) => {
            column.cells.get(number).unwrap_or_default().iter().for_each(|code| each(*code));
        }
        _ => {}
    }
}

fn compare(shop: Shop<'_>, order: &Order, a: &Entry, b: &Entry) -> Ordering {
    (a.code, a.first).cmp(&(b.code, b.first)).then_with(|| order.compare(shop, a.number, b.number))
}
