use std::cmp::{Ordering, Reverse};

use relata_model::SortDirection;
use relata_rules::{Facts, Field, Subject, Value, View};

use super::cells::Cell;
use super::circle;
use super::column::FactColumn;
use super::facts::PairFacts;
use super::table::FactTable;
use crate::Snapshot;

/// The order of the targets of a rule: by its keys, absent values last, then by SKU.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Order {
    pub(crate) keys: Vec<(Field, SortDirection)>,
    /// Round the circle of an order at random, from this place on; there are no keys then.
    pub(crate) circle: Option<u64>,
}

/// A product with what orders it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keyed {
    /// See [`Order::first`].
    pub(crate) first: i64,
    /// Its place by SKU, where that decides next.
    rank: u32,
    pub(crate) number: u32,
}

/// The place by SKU is not known, or something else decides before.
const UNRANKED: u32 = u32::MAX;

/// A snapshot with the columns of its facts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shop<'s> {
    pub(crate) snapshot: &'s Snapshot,
    pub(crate) table: &'s FactTable,
}

impl Order {
    /// By one field.
    pub(crate) fn by(field: Field, direction: SortDirection) -> Order {
        Order { keys: vec![(field, direction)], circle: None }
    }

    /// Round the circle from a place on.
    pub(crate) fn round(start: u64) -> Order {
        Order { keys: Vec::new(), circle: Some(start) }
    }

    /// How two products stand to each other.
    pub(crate) fn compare(&self, shop: Shop<'_>, a: u32, b: u32) -> Ordering {
        if a == b {
            return Ordering::Equal;
        }
        for (field, direction) in &self.keys {
            let order = match number_keys(shop, field, *direction, a, b) {
                Some((a, b)) => a.cmp(&b),
                None => {
                    let (a, b) = (value(shop.snapshot, field, a), value(shop.snapshot, field, b));
                    by_value(*direction, a.as_ref(), b.as_ref())
                }
            };
            if order.is_ne() {
                return order;
            }
        }
        if let Some(start) = self.circle {
            let way = |number| circle::way(start, circle::place(shop.snapshot, number));
            return way(a).cmp(&way(b)).then_with(|| by_sku(shop, a, b));
        }
        by_sku(shop, a, b)
    }

    /// What orders a product before the others are asked; 0 where the first key is no number.
    pub(crate) fn first(&self, shop: Shop<'_>, number: u32) -> i64 {
        self.first_keys(shop)(number)
    }

    /// The same for many products.
    pub(crate) fn first_keys<'t>(&self, shop: Shop<'t>) -> impl Fn(u32) -> i64 + 't {
        let first = self.keys.first();
        let cells = first.and_then(|(field, _)| match shop.table.column(field) {
            Some(FactColumn::Numbers(cells)) => Some(cells),
            _ => None,
        });
        let direction = first.map_or(SortDirection::Ascending, |(_, direction)| *direction);
        let circle = self.circle;
        move |number| {
            if let Some(start) = circle {
                return circle::way(start, circle::place(shop.snapshot, number));
            }
            let Some(cells) = cells else { return 0 };
            match (cells.cell(number), direction) {
                (i64::MANY, _) => key(cells.get(number), direction),
                (i64::ABSENT, _) => i64::MAX,
                (value, SortDirection::Ascending) => value,
                (value, SortDirection::Descending) => !value,
            }
        }
    }

    /// Products with what orders them.
    pub(crate) fn keyed<'t>(&self, shop: Shop<'t>) -> impl Fn(u32) -> Keyed + 't {
        let first = self.first_keys(shop);
        let is_number = |(field, _): &(Field, SortDirection)| {
            matches!(shop.table.column(field), Some(FactColumn::Numbers(_)))
        };
        let is_decided = self.keys.len() <= 1 && self.keys.iter().all(is_number);
        let rank = move |number| shop.table.sku_rank(number).filter(|_| is_decided).unwrap_or(UNRANKED);
        move |number| Keyed { first: first(number), rank: rank(number), number }
    }

    /// The same as [`Order::compare`], quicker.
    pub(crate) fn compare_keyed(&self, shop: Shop<'_>, a: &Keyed, b: &Keyed) -> Ordering {
        a.first.cmp(&b.first).then_with(|| match (a.rank, b.rank) {
            // Nothing is looked up for those whose ranks are known.
            (UNRANKED, _) | (_, UNRANKED) => self.compare(shop, a.number, b.number),
            (a, b) => a.cmp(&b),
        })
    }

    /// Puts products in this order.
    pub(crate) fn sort(&self, shop: Shop<'_>, numbers: &mut [u32]) {
        self.first_of(shop, numbers, usize::MAX);
    }

    /// Brings the first so many products to the front, in this order; gives how many they are.
    pub(crate) fn first_of(&self, shop: Shop<'_>, numbers: &mut [u32], count: usize) -> usize {
        let is_text = |(field, _): &(Field, SortDirection)| {
            !matches!(shop.table.column(field), Some(FactColumn::Numbers(_)))
        };
        if self.keys.iter().any(is_text) {
            self.sort_by_value(shop, numbers);
            return numbers.len();
        }
        let keyed = self.keyed(shop);
        let mut keyed: Vec<Keyed> = numbers.iter().map(|&number| keyed(number)).collect();
        let order = |a: &Keyed, b: &Keyed| self.compare_keyed(shop, a, b);
        if keyed.len() > count && count > 0 {
            keyed.select_nth_unstable_by(count - 1, order);
        }
        let count = count.min(keyed.len());
        keyed[..count].sort_unstable_by(order);
        numbers.iter_mut().zip(keyed).for_each(|(place, keyed)| *place = keyed.number);
        count
    }

    /// The same where some key is a text; each value is looked up once.
    fn sort_by_value(&self, shop: Shop<'_>, numbers: &mut [u32]) {
        let values = |number: u32| -> Vec<Option<Value>> {
            self.keys.iter().map(|(field, _)| value(shop.snapshot, field, number)).collect()
        };
        let mut keyed: Vec<(Vec<Option<Value>>, u32)> =
            numbers.iter().map(|&number| (values(number), number)).collect();
        keyed.sort_by(|(a, a_number), (b, b_number)| {
            let keys = self.keys.iter().zip(a.iter().zip(b));
            let by_keys = keys.map(|((_, direction), (a, b))| by_value(*direction, a.as_ref(), b.as_ref()));
            let by_keys = by_keys.fold(Ordering::Equal, Ordering::then);
            by_keys.then_with(|| by_sku(shop, *a_number, *b_number))
        });
        numbers.iter_mut().zip(keyed).for_each(|(place, (_, number))| *place = number);
    }
}

/// Known ranks are compared before texts are.
fn by_sku(shop: Shop<'_>, a: u32, b: u32) -> Ordering {
    match (shop.table.sku_rank(a), shop.table.sku_rank(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => shop.snapshot.sku(a).cmp(shop.snapshot.sku(b)),
    }
}

fn number_keys(
    shop: Shop<'_>,
    field: &Field,
    direction: SortDirection,
    a: u32,
    b: u32,
) -> Option<(i64, i64)> {
    match shop.table.column(field)? {
        FactColumn::Numbers(cells) => Some((key(cells.get(a), direction), key(cells.get(b), direction))),
        _ => None,
    }
}

/// A parent without a value goes by the lowest of its variants'; what has none comes last.
fn key(values: Option<&[i64]>, direction: SortDirection) -> i64 {
    match (values.and_then(|values| values.iter().min()), direction) {
        (None, _) => i64::MAX,
        (Some(&value), SortDirection::Ascending) => value,
        // Turns the order round without leaving the range; only what is absent would come to the top.
        (Some(&value), SortDirection::Descending) => !value.max(i64::ABSENT + 1),
    }
}

fn value(snapshot: &Snapshot, field: &Field, number: u32) -> Option<Value> {
    let facts = PairFacts::of_product(snapshot, number);
    let own = facts.value(Subject::Target, field, View::default());
    own.or_else(|| {
        let of_variant = |variant| {
            let view = View { source: None, target: Some(variant) };
            facts.value(Subject::Target, field, view)
        };
        (0..snapshot.variants(number).len()).filter_map(of_variant).min_by(ascending)
    })
}

/// Values of different kinds are ordered by kind, so that the order is total.
fn ascending(a: &Value, b: &Value) -> Ordering {
    a.order(b).unwrap_or_else(|| a.kind().cmp(&b.kind()))
}

fn by_value(direction: SortDirection, a: Option<&Value>, b: Option<&Value>) -> Ordering {
    let (Some(first), Some(second)) = (a, b) else { return Reverse(a.is_some()).cmp(&Reverse(b.is_some())) };
    match direction {
        SortDirection::Ascending => ascending(first, second),
        SortDirection::Descending => ascending(second, first),
    }
}
