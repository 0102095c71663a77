use std::cmp::Ordering;
use std::sync::Arc;

use relata_model::{Decimal, Timestamp};

use crate::Kind;

/// A value that is there; one that is absent is `None` wherever values are asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// An exact number.
    Number(Decimal),
    /// A text; case matters.
    Text(Arc<str>),
    /// A moment.
    Time(Timestamp),
    /// A length of time in microseconds.
    Duration(i64),
    /// Several values.
    List(Arc<[Value]>),
}

impl Value {
    /// A text.
    pub fn text(text: &str) -> Value {
        Value::Text(Arc::from(text))
    }

    /// A list.
    pub fn list(values: impl IntoIterator<Item = Value>) -> Value {
        Value::List(values.into_iter().collect())
    }

    /// Its kind; that of a list is [`Kind::List`].
    pub fn kind(&self) -> Kind {
        match self {
            Value::Flag(_) => Kind::Flag,
            Value::Number(_) => Kind::Number,
            Value::Text(_) => Kind::Text,
            Value::Time(_) => Kind::Time,
            Value::Duration(_) => Kind::Duration,
            Value::List(_) => Kind::List,
        }
    }

    /// How two values of one kind stand to each other; values of different kinds, and lists, do not.
    pub fn order(&self, other: &Value) -> Option<Ordering> {
        match (self, other) {
            (Value::Flag(a), Value::Flag(b)) => Some(a.cmp(b)),
            (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
            (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
            (Value::Time(a), Value::Time(b)) => Some(a.cmp(b)),
            (Value::Duration(a), Value::Duration(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }

    /// Its members; a single value is a list of one.
    pub fn members(&self) -> &[Value] {
        match self {
            Value::List(values) => values,
            single => std::slice::from_ref(single),
        }
    }
}
