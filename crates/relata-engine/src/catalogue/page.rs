use std::cmp::Ordering;

use relata_model::{ProductKey, ProductOrder, Sku};

use crate::catalogue::Selected;

/// A product in a list, with what it is sorted by: where a page ends and the next begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Its SKU.
    pub sku: Sku,
    /// What it is sorted by besides; `None` where that is absent or the SKU itself.
    pub value: Option<SortValue>,
}

/// What a product is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SortValue {
    /// A number: pieces, orders, relations, or thousandths of a currency's major unit.
    Number(i64),
    /// A text in lower case.
    Text(String),
}

/// All of a selection by SKU.
pub(crate) fn by_sku<'a>(selected: &'a Selected<'_>) -> impl DoubleEndedIterator<Item = u32> + 'a {
    let numbers = selected.view.order().numbers.iter().copied();
    numbers.filter(|&number| selected.met.contains(number))
}

impl Selected<'_> {
    /// The first so many products after a place.
    ///
    /// O(products) for any order but by SKU, which costs only what is passed over.
    pub fn page(&self, order: ProductOrder, after: Option<&Placed>, limit: usize) -> Vec<Placed> {
        match order.key {
            ProductKey::Sku => self.page_by_sku(order.descending, after, limit),
            ProductKey::Name => self.page_by_name(order.descending, after, limit),
            key => self.page_by_number(key, order.descending, after, limit),
        }
    }

    /// The place among all SKUs of the first one after a SKU.
    fn rank_after(&self, sku: &Sku) -> usize {
        let numbers = &self.view.order().numbers;
        numbers.partition_point(|&number| self.view.snapshot.sku(number) <= sku)
    }

    fn page_by_sku(&self, descending: bool, after: Option<&Placed>, limit: usize) -> Vec<Placed> {
        let numbers = &self.view.order().numbers;
        let is_met = |number: &&u32| self.met.contains(**number);
        let placed = |&number: &u32| Placed { sku: self.view.snapshot.sku(number).clone(), value: None };
        if descending {
            let before = |place: &Placed| {
                numbers.partition_point(|&number| self.view.snapshot.sku(number) < &place.sku)
            };
            let end = after.map_or(numbers.len(), before);
            return numbers[..end].iter().rev().filter(is_met).take(limit).map(placed).collect();
        }
        let start = after.map_or(0, |place| self.rank_after(&place.sku));
        numbers[start..].iter().filter(is_met).take(limit).map(placed).collect()
    }

    fn page_by_name(&self, descending: bool, after: Option<&Placed>, limit: usize) -> Vec<Placed> {
        let text = self.view.text();
        let order = |a: &(&str, u32), b: &(&str, u32)| {
            let names = if descending { b.0.cmp(a.0) } else { a.0.cmp(b.0) };
            names.then(a.1.cmp(&b.1))
        };
        let start = after.map(|place| match &place.value {
            Some(SortValue::Text(name)) => (name.as_str(), self.rank_after(&place.sku) as u32),
            _ => ("", 0),
        });
        let rank = &self.view.order().rank;
        let entries = self.met.iter().map(|number| (text.name(number), rank[number as usize]));
        let found = first(entries, start, order, limit);
        found
            .into_iter()
            .map(|(name, rank)| self.placed(rank, Some(SortValue::Text(name.to_string()))))
            .collect()
    }

    fn page_by_number(
        &self,
        key: ProductKey,
        descending: bool,
        after: Option<&Placed>,
        limit: usize,
    ) -> Vec<Placed> {
        // What is absent comes last, whichever way the others are sorted.
        let sorted = |value: Option<i64>| match value {
            None => (true, 0),
            Some(value) => (false, if descending { -value } else { value }),
        };
        let start = after.map(|place| {
            let value = match place.value {
                Some(SortValue::Number(value)) => Some(value),
                _ => None,
            };
            (sorted(value), self.rank_after(&place.sku) as u32)
        });
        let rank = &self.view.order().rank;
        let entries = self.met.iter().map(|number| (sorted(self.number(key, number)), rank[number as usize]));
        let found = first(entries, start, Ord::cmp, limit);
        let value = |(is_absent, value): (bool, i64)| {
            (!is_absent).then_some(SortValue::Number(if descending { -value } else { value }))
        };
        found.into_iter().map(|(key, rank)| self.placed(rank, value(key))).collect()
    }

    fn placed(&self, rank: u32, value: Option<SortValue>) -> Placed {
        let number = self.view.order().numbers[rank as usize];
        Placed { sku: self.view.snapshot.sku(number).clone(), value }
    }

    /// What a product is sorted by, if it is a number that it has.
    fn number(&self, key: ProductKey, number: u32) -> Option<i64> {
        let (snapshot, channel) = (self.view.snapshot, self.view.channel());
        match key {
            ProductKey::Sku | ProductKey::Name => None,
            ProductKey::Price => snapshot
                .price(number, channel)
                .map(|price| price.minor.saturating_mul(10_i64.pow(3 - price.currency.digits().min(3)))),
            ProductKey::Stock => {
                let code = snapshot.setup().channel_codes()[channel];
                snapshot.record(number)?.stock_in(code)
            }
            ProductKey::Relations => Some(snapshot.edges(number).len() as i64),
            ProductKey::Orders => Some(i64::from(snapshot.family_orders(number))),
        }
    }
}

/// The first so many entries from a start on, sorted. O(entries).
fn first<T>(
    entries: impl Iterator<Item = T>,
    start: Option<T>,
    order: impl Fn(&T, &T) -> Ordering,
    limit: usize,
) -> Vec<T> {
    let is_left = |entry: &T| start.as_ref().is_none_or(|start| order(entry, start) != Ordering::Less);
    let mut found: Vec<T> = entries.filter(is_left).collect();
    if limit < found.len() {
        found.select_nth_unstable_by(limit, &order);
        found.truncate(limit);
    }
    found.sort_unstable_by(&order);
    found
}
