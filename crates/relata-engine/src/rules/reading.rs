use relata_model::{Decimal, Status};
use relata_rules::Field;

use crate::Snapshot;
use crate::chunk::NONE;
use crate::held::Held;
use crate::record::Record;

/// Numbers are kept in millionths, exactly or not at all.
const UNIT: i64 = 1_000_000;
/// Beyond it a number is not kept in a column; cells need two values for themselves.
const LARGEST: i64 = i64::MAX - 2;

/// What one family says of one field, in the codes and numbers of columns.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Reading {
    /// Whether anything is known, be it an empty list.
    pub(crate) known: bool,
    pub(crate) codes: Vec<u32>,
    pub(crate) numbers: Vec<i64>,
    pub(crate) kinds: Kinds,
}

/// Which kinds of values were read, a bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Kinds(u8);

impl Kinds {
    pub(crate) const FLAG: Kinds = Kinds(1);
    pub(crate) const NUMBER: Kinds = Kinds(2);
    pub(crate) const TEXT: Kinds = Kinds(4);
    pub(crate) const TEXTS: Kinds = Kinds(8);
    /// What columns do not hold: lists of lists or numbers, and numbers of more than six places.
    pub(crate) const ODD: Kinds = Kinds(16);

    pub(crate) fn add(&mut self, other: Kinds) {
        self.0 |= other.0;
    }
}

impl Reading {
    pub(crate) fn clear(&mut self) {
        self.known = false;
        self.codes.clear();
        self.numbers.clear();
        self.kinds = Kinds::default();
    }

    fn code(&mut self, code: u32) {
        self.known = true;
        if !self.codes.contains(&code) {
            self.codes.push(code);
        }
    }

    fn flag(&mut self, flag: bool) {
        self.code(u32::from(flag));
    }

    fn exact(&mut self, number: i64) {
        self.known = true;
        if !self.numbers.contains(&number) {
            self.numbers.push(number);
        }
    }

    fn number(&mut self, number: Decimal) {
        match exact_millionths(number) {
            Some(number) => self.exact(number),
            None => self.kinds.add(Kinds::ODD),
        }
    }

    fn held(&mut self, value: &Held) {
        match value {
            Held::Flag(flag) => {
                self.kinds.add(Kinds::FLAG);
                self.flag(*flag);
            }
            Held::Number(number) => {
                self.kinds.add(Kinds::NUMBER);
                self.number(*number);
            }
            Held::Text(code) => {
                self.kinds.add(Kinds::TEXT);
                self.code(*code);
            }
            Held::List(values) => {
                self.kinds.add(Kinds::TEXTS);
                self.known = true;
                for value in values {
                    match value {
                        Held::Text(code) => self.code(*code),
                        _ => self.kinds.add(Kinds::ODD),
                    }
                }
            }
        }
    }
}

/// A number in millionths, if it is one exactly.
pub(crate) fn exact_millionths(number: Decimal) -> Option<i64> {
    let scaled = number.checked_mul(Decimal::from(UNIT))?;
    let whole = i64::try_from(scaled).ok().filter(|_| scaled.fract().is_zero())?;
    (-LARGEST..=LARGEST).contains(&whole).then_some(whole)
}

/// The millionths next to a number, downward and upward; past what columns hold, the nearest bound.
pub(crate) fn millionths_around(number: Decimal) -> (i64, i64) {
    let bound = |number: Decimal| {
        let whole = number.checked_mul(Decimal::from(UNIT));
        let whole = whole.unwrap_or(if number.is_sign_negative() { Decimal::MIN } else { Decimal::MAX });
        (whole.floor(), whole.ceil())
    };
    let within = |whole: Decimal| {
        i64::try_from(whole)
            .map_or(if whole.is_sign_negative() { -LARGEST - 1 } else { LARGEST + 1 }, |whole| {
                whole.clamp(-LARGEST - 1, LARGEST + 1)
            })
    };
    let (floor, ceil) = bound(number);
    (within(floor), within(ceil))
}

impl Snapshot {
    /// Reads what a family says of a field: its head, and where that says nothing its variants.
    ///
    /// The same as asking [`relata_rules::Facts`] for the head and then through each variant.
    pub(crate) fn read_field(&self, head: u32, field: &Field, attribute: Option<u32>, found: &mut Reading) {
        found.clear();
        let Some(record) = self.record(head) else { return };
        match field {
            Field::Price => {
                self.base_price(head, record).into_iter().for_each(|price| found.number(price));
            }
            Field::InStock => found.flag(self.has_base_stock(head, record)),
            Field::Status => found.code(status_code(record.status)),
            Field::Popularity => found.exact(i64::from(self.family_orders(head)) * UNIT),
            Field::HasImage => {
                let is_pictured = |record: &Record| record.image_url.is_some();
                let pictured = is_pictured(record) || self.members(head).any(is_pictured);
                found.flag(pictured);
            }
            Field::Categories => {
                found.known = true;
                self.read_lists(head, record, |record| &record.categories, found);
            }
            Field::Tags => {
                found.known = true;
                self.read_lists(head, record, |record| &record.tags, found);
            }
            Field::Margin => self.read_margin(head, record, found),
            _ => {
                self.read_own(record, field, attribute, found);
                if !found.known && found.kinds == Kinds::default() {
                    self.members(head).for_each(|variant| self.read_own(variant, field, attribute, found));
                }
            }
        }
    }

    fn members(&self, head: u32) -> impl Iterator<Item = &Record> {
        self.variants(head).iter().filter_map(|&variant| self.record(variant))
    }

    fn read_lists(&self, head: u32, record: &Record, list: fn(&Record) -> &[u32], found: &mut Reading) {
        list(record).iter().for_each(|&code| found.code(code));
        if found.codes.is_empty() {
            self.members(head).flat_map(list).for_each(|&code| found.code(code));
        }
    }

    fn read_margin(&self, head: u32, record: &Record, found: &mut Reading) {
        let Some(price) = self.base_price(head, record) else { return };
        let own = self.base_amount(record, record.cost);
        let mut enter = |cost| match price.checked_sub(cost) {
            Some(margin) => found.number(margin),
            None => found.kinds.add(Kinds::ODD),
        };
        match own {
            Some(cost) => enter(cost),
            None => self.members(head).filter_map(|one| self.base_amount(one, one.cost)).for_each(enter),
        }
    }

    fn read_own(&self, record: &Record, field: &Field, attribute: Option<u32>, found: &mut Reading) {
        match field {
            Field::Brand if record.brand != NONE => found.code(record.brand),
            Field::Category => record.categories.first().into_iter().for_each(|&node| found.code(node)),
            Field::Cost => {
                let cost = self.base_amount(record, record.cost);
                cost.into_iter().for_each(|cost| found.number(cost));
            }
            Field::Stock => record.stock.into_iter().for_each(|stock| found.number(Decimal::from(stock))),
            Field::CreatedAt => record.created_at.into_iter().for_each(|at| found.exact(at.micros())),
            Field::Attribute(_) => {
                let value = attribute.and_then(|name| record.attribute(name));
                value.into_iter().for_each(|value| found.held(value));
            }
            _ => {}
        }
    }
}

/// The statuses by their codes in a column.
pub(crate) const STATUSES: [Status; 3] = [Status::Active, Status::Inactive, Status::Discontinued];

fn status_code(status: Status) -> u32 {
    match status {
        Status::Active => 0,
        Status::Inactive => 1,
        Status::Discontinued => 2,
    }
}
