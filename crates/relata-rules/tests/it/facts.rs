use std::collections::BTreeMap;

use relata_model::{AttributeValue, Decimal, Timestamp};
use relata_rules::{Facts, Field, Subject, Value, View, Vocabulary, holds, parse};
use serde_json::Value as Json;

/// A product as `sku brand category[,category] price stock` with attributes as JSON.
#[derive(Debug, Clone, Default)]
pub(crate) struct Thing {
    pub(crate) values: BTreeMap<Field, Value>,
    pub(crate) variants: Vec<Thing>,
}

impl Thing {
    pub(crate) fn new(sku: &str) -> Thing {
        let empty = || Value::list([]);
        Thing {
            values: [(Field::Sku, Value::text(sku)), (Field::Tags, empty()), (Field::Categories, empty())]
                .into(),
            variants: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, field: Field, value: Value) -> Thing {
        self.values.insert(field, value);
        self
    }

    pub(crate) fn price(self, price: &str) -> Thing {
        self.with(Field::Price, number(price))
    }

    pub(crate) fn attribute(self, name: &str, value: Json) -> Thing {
        self.with(Field::Attribute(name.into()), json(&value))
    }
}

pub(crate) fn number(text: &str) -> Value {
    Value::Number(text.parse().expect("a number"))
}

fn json(value: &Json) -> Value {
    match value {
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Number(number) => Value::Number(number.to_string().parse::<Decimal>().expect("a number")),
        Json::String(text) => Value::text(text),
        Json::Array(values) => Value::list(values.iter().map(json)),
        other => panic!("{other} is no value"),
    }
}

/// Two products and a moment.
pub(crate) struct Pair<'p> {
    pub(crate) source: &'p Thing,
    pub(crate) target: &'p Thing,
    pub(crate) now: Timestamp,
}

impl Facts for Pair<'_> {
    fn value(&self, subject: Subject, field: &Field, view: View) -> Option<Value> {
        let (thing, variant) = match subject {
            Subject::Source => (self.source, view.source),
            Subject::Target => (self.target, view.target),
            _ => return None,
        };
        let through = || thing.variants.get(variant?)?.values.get(field);
        thing.values.get(field).or_else(through).cloned()
    }

    fn variants(&self, subject: Subject) -> usize {
        match subject {
            Subject::Source => self.source.variants.len(),
            Subject::Target => self.target.variants.len(),
            _ => 0,
        }
    }

    fn bought(&self, _: &str, _: Timestamp) -> Option<u32> {
        None
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}

/// The moment of all examples.
pub(crate) fn now() -> Timestamp {
    Timestamp::parse("2026-06-01T00:00:00Z").expect("a time")
}

pub(crate) fn pair<'p>(source: &'p Thing, target: &'p Thing) -> Pair<'p> {
    Pair { source, target, now: now() }
}

/// Whether a condition holds for a pair.
pub(crate) fn ask(text: &str, source: &Thing, target: &Thing) -> bool {
    let condition = parse(text).unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
    holds(&condition.root, &pair(source, target))
}

/// Attributes of a shop of clothes and computers.
pub(crate) fn vocabulary() -> Vocabulary {
    let text = |text: &str| AttributeValue::Text(text.to_owned());
    let mut words = Vocabulary::default();
    words.add("color", &text("red"));
    words.add("color", &text("grey"));
    words.add("screen", &AttributeValue::Number(Decimal::from(13)));
    words.add("eco", &AttributeValue::Flag(true));
    words.add("fits", &AttributeValue::List(vec![AttributeValue::Number(Decimal::from(13))]));
    words.add("ports", &AttributeValue::List(vec![text("usb")]));
    words.add("screen size", &AttributeValue::Number(Decimal::from(13)));
    words
}
