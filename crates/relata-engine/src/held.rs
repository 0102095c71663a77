use relata_model::{AttributeValue, Decimal};
use relata_rules::Value;

use crate::words::Words;

/// The value of an attribute as the index keeps it: texts by code.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Held {
    Flag(bool),
    Number(Decimal),
    Text(u32),
    List(Box<[Held]>),
}

impl Held {
    pub(crate) fn of(value: &AttributeValue, words: &mut Words) -> Held {
        match value {
            AttributeValue::Flag(flag) => Held::Flag(*flag),
            AttributeValue::Number(number) => Held::Number(*number),
            AttributeValue::Text(text) => Held::Text(words.text(text)),
            AttributeValue::List(values) => {
                Held::List(values.iter().map(|value| Held::of(value, words)).collect())
            }
        }
    }

    /// The value as conditions read it.
    pub(crate) fn value(&self, words: &Words) -> Value {
        match self {
            Held::Flag(flag) => Value::Flag(*flag),
            Held::Number(number) => Value::Number(*number),
            Held::Text(code) => Value::Text(words.texts.value(*code).clone()),
            Held::List(values) => Value::list(values.iter().map(|value| value.value(words))),
        }
    }

    /// The value as products have it.
    pub(crate) fn attribute(&self, words: &Words) -> AttributeValue {
        match self {
            Held::Flag(flag) => AttributeValue::Flag(*flag),
            Held::Number(number) => AttributeValue::Number(*number),
            Held::Text(code) => AttributeValue::Text(words.texts.value(*code).to_string()),
            Held::List(values) => {
                AttributeValue::List(values.iter().map(|value| value.attribute(words)).collect())
            }
        }
    }

    /// Bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Held::List(values) => size_of_val(&**values) + values.iter().map(Held::bytes).sum::<usize>(),
            Held::Flag(_) | Held::Number(_) | Held::Text(_) => 0,
        }
    }
}
