use relata_model::{Currency, Decimal, Status, Timestamp};
use relata_rules::{Facts, Field, Subject, Value, View};

use crate::Snapshot;
use crate::chunk::NONE;
use crate::recommend::Request;
use crate::record::Record;

/// A source and a target as conditions see them, and the request if there is one.
///
/// Both are heads of families, or `NONE` where nothing is asked about them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PairFacts<'r, 's> {
    pub(crate) snapshot: &'s Snapshot,
    pub(crate) request: Option<&'r Request<'s>>,
    /// The moment in question.
    pub(crate) at: Timestamp,
    pub(crate) source: u32,
    pub(crate) target: u32,
}

impl<'r, 's> PairFacts<'r, 's> {
    /// Two products in a request.
    pub(crate) fn of_request(request: &'r Request<'s>, source: u32, target: u32) -> PairFacts<'r, 's> {
        let at = request.circumstances.at;
        PairFacts { snapshot: request.snapshot, request: Some(request), at, source, target }
    }

    /// Two products at a moment, whoever asks: what a condition wants to know of a request stays unknown.
    pub(crate) fn at_moment(
        snapshot: &'s Snapshot,
        at: Timestamp,
        source: u32,
        target: u32,
    ) -> PairFacts<'r, 's> {
        PairFacts { snapshot, request: None, at, source, target }
    }

    /// One product, whichever variable it is asked about by, for what reads nothing of the moment.
    pub(crate) fn of_product(snapshot: &'s Snapshot, number: u32) -> PairFacts<'r, 's> {
        PairFacts::at_moment(snapshot, NO_MOMENT, number, number)
    }

    fn number(&self, subject: Subject) -> u32 {
        match subject {
            Subject::Source => self.source,
            Subject::Target => self.target,
            Subject::Customer | Subject::Cart | Subject::Context => NONE,
        }
    }
}

/// Stands for the moment where what is asked reads none: what reads it belongs to a request.
pub(crate) const NO_MOMENT: Timestamp = Timestamp::from_micros(0);

impl Facts for PairFacts<'_, '_> {
    fn value(&self, subject: Subject, field: &Field, view: View) -> Option<Value> {
        match subject {
            Subject::Source => self.snapshot.value(self.source, field, view.source),
            Subject::Target => self.snapshot.value(self.target, field, view.target),
            Subject::Customer | Subject::Cart | Subject::Context => self.request?.value(subject, field),
        }
    }

    fn variants(&self, subject: Subject) -> usize {
        match self.number(subject) {
            NONE => 0,
            number => self.snapshot.variants(number).len(),
        }
    }

    fn bought(&self, _what: &str, _since: Timestamp) -> Option<u32> {
        // Nothing is known of what customers bought, so the question stays open.
        None
    }

    fn now(&self) -> Timestamp {
        self.at
    }
}

impl Snapshot {
    /// The value of a product's field; where it has none, that of a variant if one is named.
    fn value(&self, number: u32, field: &Field, variant: Option<usize>) -> Option<Value> {
        if number == NONE {
            return None;
        }
        let record = self.record(number)?;
        if let Some(value) = self.whole_value(number, record, field) {
            return Some(value);
        }
        let own = self.own_value(record, field);
        own.or_else(|| self.own_value(self.record(*self.variants(number).get(variant?)?)?, field))
            .or_else(|| self.margin(number, record, field, variant))
    }

    /// What a product says for its family as a whole, so that variants are not asked.
    fn whole_value(&self, number: u32, record: &Record, field: &Field) -> Option<Value> {
        let flag = |flag| Some(Value::Flag(flag));
        let tree = &self.words.categories;
        match field {
            Field::Sku => Some(Value::text(self.sku(number).as_str())),
            Field::Price => self.base_price(number, record).map(Value::Number),
            Field::InStock => flag(self.has_base_stock(number, record)),
            Field::Status => Some(Value::text(record.status.as_str())),
            Field::Popularity => Some(Value::Number(Decimal::from(self.family_orders(number)))),
            Field::HasImage => {
                let pictured = |record: &Record| record.image_url.is_some();
                let variants = self.variants(number).iter().filter_map(|&variant| self.record(variant));
                flag(pictured(record) || variants.into_iter().any(pictured))
            }
            Field::Categories => {
                let nodes = self.family_categories(number);
                Some(Value::list(nodes.into_iter().map(|node| Value::Text(tree.shared_path(node)))))
            }
            Field::Tags => {
                let variants = self.variants(number).iter().filter_map(|&variant| self.record(variant));
                let mut tags: Vec<u32> = record.tags.to_vec();
                if tags.is_empty() {
                    tags = variants.flat_map(|variant| variant.tags.iter().copied()).collect();
                }
                Some(Value::list(
                    tags.into_iter().map(|tag| Value::Text(self.words.texts.value(tag).clone())),
                ))
            }
            _ => None,
        }
    }

    /// The value that one product or variant has by itself.
    fn own_value(&self, record: &Record, field: &Field) -> Option<Value> {
        match field {
            Field::Name => Some(Value::text(&record.name)),
            Field::Brand => {
                (record.brand != NONE).then(|| Value::Text(self.words.brands.value(record.brand).clone()))
            }
            Field::Category => {
                record.categories.first().map(|&node| Value::Text(self.words.categories.shared_path(node)))
            }
            Field::Cost => self.base_amount(record, record.cost).map(Value::Number),
            Field::Stock => record.stock.map(|stock| Value::Number(Decimal::from(stock))),
            Field::CreatedAt => record.created_at.map(Value::Time),
            Field::Attribute(name) => {
                let value = record.attribute(self.words.attributes.get(&**name)?)?;
                Some(value.value(&self.words))
            }
            _ => None,
        }
    }

    /// Price minus cost; the price is that of the family, the cost may be a variant's.
    fn margin(&self, number: u32, record: &Record, field: &Field, variant: Option<usize>) -> Option<Value> {
        if *field != Field::Margin {
            return None;
        }
        let through = || self.record(*self.variants(number).get(variant?)?);
        let own = self.base_amount(record, record.cost);
        let cost = own.or_else(|| through().and_then(|variant| self.base_amount(variant, variant.cost)))?;
        self.base_price(number, record)?.checked_sub(cost).map(Value::Number)
    }

    /// An amount in the shop's own currency; one in another currency counts as absent.
    pub(super) fn base_amount(&self, record: &Record, minor: Option<i64>) -> Option<Decimal> {
        let base: Currency = self.setup.currency;
        (record.currency == base).then_some(())?;
        Some(Decimal::new(minor?, base.digits()))
    }

    /// The product's own price, else that of its cheapest variant that is sold.
    pub(crate) fn base_price(&self, number: u32, record: &Record) -> Option<Decimal> {
        let own = self.base_amount(record, record.price);
        own.or_else(|| {
            let variants = self.variants(number).iter().filter_map(|&variant| self.record(variant));
            let sold = variants.filter(|variant| variant.status == Status::Active);
            sold.filter_map(|variant| self.base_amount(variant, variant.price)).min()
        })
    }

    /// Whether a family can be bought as far as its base stock goes.
    pub(super) fn has_base_stock(&self, number: u32, record: &Record) -> bool {
        let has_pieces = |record: &Record| record.stock.is_none_or(|pieces| pieces > 0);
        let variants = self.variants(number);
        if variants.is_empty() {
            return has_pieces(record);
        }
        let mut sold = variants
            .iter()
            .filter_map(|&variant| self.record(variant))
            .filter(|variant| variant.status == Status::Active);
        record.stock.is_some_and(|pieces| pieces > 0) || sold.any(has_pieces)
    }
}

impl Request<'_> {
    /// What is known of the customer, the cart and the place.
    fn value(&self, subject: Subject, field: &Field) -> Option<Value> {
        let snapshot = self.snapshot;
        let texts = |texts: Vec<&str>| Value::list(texts.into_iter().map(Value::text));
        match (subject, field) {
            (Subject::Customer, Field::Id) => self.customer.as_deref().map(Value::text),
            (Subject::Customer, Field::Segments) => {
                Some(texts(self.segments.iter().map(|segment| segment.as_str()).collect()))
            }
            (Subject::Cart, Field::Skus) => Some(texts(self.cart.iter().map(|sku| sku.as_str()).collect())),
            (Subject::Cart, Field::Size) => Some(Value::Number(Decimal::from(self.cart.len()))),
            (Subject::Cart, Field::Total) => {
                let prices = self.cart_numbers().map(|number| {
                    let record = snapshot.record(number);
                    record.and_then(|record| snapshot.base_price(number, record)).unwrap_or_default()
                });
                Some(Value::Number(prices.sum()))
            }
            (Subject::Cart, Field::CartCategories) => {
                let mut nodes: Vec<u32> = self
                    .cart_families
                    .iter()
                    .flat_map(|&family| snapshot.family_categories(family))
                    .collect();
                nodes.sort_unstable();
                nodes.dedup();
                let tree = &snapshot.words.categories;
                Some(Value::list(nodes.into_iter().map(|node| Value::Text(tree.shared_path(node)))))
            }
            (Subject::Context, Field::Channel) => {
                Some(Value::text(snapshot.channels()[self.channel].code.as_str()))
            }
            (Subject::Context, Field::Locale) => {
                self.locale.as_ref().map(|locale| Value::text(locale.as_str()))
            }
            (Subject::Context, Field::Placement) => {
                self.placement.as_ref().map(|code| Value::text(code.as_str()))
            }
            (Subject::Context, Field::Date) => Some(Value::Time(self.circumstances.at)),
            _ => None,
        }
    }

    fn cart_numbers(&self) -> impl Iterator<Item = u32> {
        self.cart.iter().filter_map(|sku| self.snapshot.number(sku))
    }
}
