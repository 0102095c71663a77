use relata_model::{Currency, Decimal, Invalid, Money};
use serde::{Serialize, Serializer, ser};
use serde_json::value::RawValue;

use crate::Json;

/// Powers of ten that a number may be written with; more is no amount of anything.
const EXPONENT_MAX: i32 = 40;

/// An exact decimal that is written as a JSON number with all its digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExactNumber(pub Decimal);

impl Serialize for ExactNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.0.to_string()).map_err(ser::Error::custom)?.serialize(serializer)
    }
}

/// An amount of minor units as people read it: `19.90`.
pub(crate) fn amount_text(minor: i64, currency: Currency) -> String {
    Money { minor, currency }.to_string()
}

/// Takes `19.90`, `-3`, `1e2`, `1.5E-3` exactly; what does not fit 28 digits is refused, not rounded.
pub(crate) fn parse_decimal(text: &str) -> Result<Decimal, Invalid> {
    let refuse = || {
        let shown: String = text.chars().take(40).collect();
        Invalid::new(
            format!("{shown:?} is not a number of up to 28 digits"),
            "write digits and a point, such as 19.90",
        )
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().map_err(|_| refuse())?),
        None => (text, 0),
    };
    if mantissa.len() > 64 || exponent.abs() > EXPONENT_MAX || !is_plain(mantissa) {
        return Err(refuse());
    }
    let plain = if exponent == 0 { mantissa.to_string() } else { shift(mantissa, exponent) };
    Decimal::from_str_exact(&plain).map_err(|_| refuse())
}

fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, fraction].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Moves the point of a plain number and drops the zeros at the end of its fraction.
fn shift(mantissa: &str, exponent: i32) -> String {
    let (sign, digits) = mantissa.strip_prefix('-').map_or(("", mantissa), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{fraction}");
    let point = whole.len() as i32 + exponent;
    let (whole, fraction) = if point <= 0 {
        ("0".to_string(), format!("{}{all}", "0".repeat(point.unsigned_abs() as usize)))
    } else if point as usize >= all.len() {
        (format!("{all}{}", "0".repeat(point as usize - all.len())), String::new())
    } else {
        (all[..point as usize].to_string(), all[point as usize..].to_string())
    };
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

/// An amount given as a JSON string or number.
pub(crate) fn read_decimal(json: &Json) -> Result<Decimal, Invalid> {
    match json {
        Json::Number(text) | Json::Text(text) => parse_decimal(text),
        other => Err(Invalid::new(
            format!("{} is not an amount", other.kind()),
            "write a decimal such as \"19.90\"",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::parse_decimal;

    #[test]
    fn numbers_are_exact_or_refused() {
        let read =
            |text: &str| parse_decimal(text).map_or("refused".to_string(), |number| number.to_string());
        for (text, exact) in [
            ("19.90", "19.90"),
            ("1e2", "100"),
            ("1.5E-3", "0.0015"),
            ("-12.5e1", "-125"),
            ("0e30", "0"),
            ("0.1", "0.1"),
            ("12345678901234567890.12345678", "12345678901234567890.12345678"),
            ("1e400", "refused"),
            ("1e-400", "refused"),
            ("1e99999999999", "refused"),
            ("0.00000000000000000000000000001", "refused"),
            ("123456789012345678901234567890", "refused"),
            ("", "refused"),
            ("-", "refused"),
            ("1.", "refused"),
            (".5", "refused"),
            ("1_000", "refused"),
            ("1,5", "refused"),
            ("+1", "refused"),
            (" 1", "refused"),
            ("NaN", "refused"),
            ("1e", "refused"),
        ] {
            assert_eq!(read(text), exact, "{text:?}");
        }
    }
}
