use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Invalid;

/// A moment: microseconds since 1970-01-01T00:00:00Z, as stored; read and written as RFC 3339.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// A moment from its stored number.
    pub const fn from_micros(micros: i64) -> Timestamp {
        Timestamp(micros)
    }

    /// The number as stored.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Takes an RFC 3339 time with an offset, or a date, which means its UTC midnight.
    pub fn parse(text: &str) -> Result<Timestamp, Invalid> {
        if let Ok(moment) = text.parse::<jiff::Timestamp>() {
            return Ok(Timestamp(moment.as_microsecond()));
        }
        if text.len() == 10 {
            let midnight = format!("{text}T00:00:00Z");
            if let Ok(moment) = midnight.parse::<jiff::Timestamp>() {
                return Ok(Timestamp(moment.as_microsecond()));
            }
        }
        Err(Invalid::new(
            format!("{text:?} is not a time"),
            "write RFC 3339 with an offset, such as 2026-12-01T09:00:00Z",
        ))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(moment) => moment.fmt(f),
            Err(_) => write!(f, "{}us", self.0),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Timestamp::parse(&text).map_err(serde::de::Error::custom)
    }
}
