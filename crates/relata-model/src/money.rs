use std::fmt;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::Invalid;

/// An ISO 4217 currency code, three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// Currencies whose minor unit is not a hundredth (ISO 4217, list one).
const NO_DIGITS: &[&str] = &[
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF",
    "XOF", "XPF",
];
const THREE_DIGITS: &[&str] = &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

impl Currency {
    /// The currency of a shop that has configured none.
    pub const EUR: Currency = Currency(*b"EUR");

    /// Takes three capital letters.
    pub fn parse(text: &str) -> Result<Currency, Invalid> {
        match text.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Currency([a, b, c])),
            _ => Err(Invalid::new(
                format!("{text:?} is not a currency"),
                "write the three capital letters of ISO 4217, such as EUR",
            )),
        }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Digits after the decimal point.
    pub fn digits(&self) -> u32 {
        if NO_DIGITS.contains(&self.as_str()) {
            0
        } else if THREE_DIGITS.contains(&self.as_str()) {
            3
        } else {
            2
        }
    }

    /// An amount in the major unit as whole minor units.
    ///
    /// An amount with more digits than the currency has gives [`TooPrecise`], which holds the
    /// amount rounded half away from zero: the caller decides whether to take it.
    pub fn minor(&self, amount: Decimal) -> Result<i64, TooPrecise> {
        let scale = Decimal::from(10_i64.pow(self.digits()));
        let shifted = amount.checked_mul(scale).unwrap_or(Decimal::MAX);
        let whole = shifted.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        let minor = whole.to_i64().filter(|minor| minor.unsigned_abs() <= Money::MINOR_MAX);
        match minor {
            Some(minor) if whole == shifted => Ok(minor),
            rounded => Err(TooPrecise { rounded, digits: self.digits() }),
        }
    }
}

/// An amount that does not fit its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooPrecise {
    /// The amount in minor units, rounded half away from zero; `None` when it is too large.
    pub rounded: Option<i64>,
    /// The digits that the currency has.
    pub digits: u32,
}

impl From<TooPrecise> for Invalid {
    fn from(too: TooPrecise) -> Invalid {
        match too.rounded {
            Some(_) => Invalid::new(
                format!("the amount has more than {} digits after the point", too.digits),
                "round it to the minor unit of the currency",
            ),
            None => Invalid::new("the amount is too large", "amounts go up to 10^15 minor units"),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Currency::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// An exact amount: whole minor units of a currency. Shown as `19.90`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Whole minor units, such as cents.
    pub minor: i64,
    /// The currency they are of.
    pub currency: Currency,
}

impl Money {
    /// The largest amount: 10^15 minor units, so that sums of thousands still fit 64 bits.
    pub const MINOR_MAX: u64 = 1_000_000_000_000_000;

    /// The amount in the major unit.
    pub fn decimal(&self) -> Decimal {
        Decimal::new(self.minor, self.currency.digits())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.decimal().fmt(f)
    }
}
