use std::str::FromStr;

use relata_model::Decimal;

/// A length of time in microseconds: ISO 8601 (`P30D`, `PT12H`; a month is 30 days, a year 365) or
/// Go's form, which CEL has (`36h`, `1h30m`).
pub(crate) fn micros(text: &str) -> Option<i64> {
    let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let mut total = Decimal::ZERO;
    let (mut in_time, iso) = (false, rest.starts_with('P'));
    let mut rest = if iso { &rest[1..] } else { rest };
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        if iso && !in_time && rest.starts_with('T') {
            (in_time, rest) = (true, &rest[1..]);
            if rest.is_empty() {
                return None;
            }
            continue;
        }
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
        let number = Decimal::from_str(&rest[..digits]).ok()?;
        let letters = rest[digits..].find(|c: char| c.is_ascii_digit() || c == '.' || (iso && c == 'T'));
        let unit = &rest[digits..letters.map_or(rest.len(), |end| end + digits)];
        let seconds = unit_seconds(unit, iso, in_time)?;
        total = total.checked_add(number.checked_mul(seconds)?)?;
        rest = &rest[digits + unit.len()..];
    }
    let micros = total.checked_mul(Decimal::from(1_000_000))?;
    let micros = i64::try_from(micros.trunc()).ok()?;
    Some(if negative { -micros } else { micros })
}

fn unit_seconds(unit: &str, iso: bool, in_time: bool) -> Option<Decimal> {
    const DAY: i64 = 86_400;
    let whole = match (iso, in_time, unit) {
        (true, false, "Y") => 365 * DAY,
        (true, false, "M") => 30 * DAY,
        (true, false, "W") => 7 * DAY,
        (true, false, "D") => DAY,
        (true, true, "H") | (false, _, "h") => 3_600,
        (true, true, "M") | (false, _, "m") => 60,
        (true, true, "S") | (false, _, "s") => 1,
        (false, _, "d") => DAY,
        (false, _, "ms") => return Some(Decimal::new(1, 3)),
        (false, _, "us") => return Some(Decimal::new(1, 6)),
        _ => return None,
    };
    Some(Decimal::from(whole))
}

/// A length of time in the form that it is printed in: days where they are whole, else seconds.
pub(crate) fn iso(micros: i64) -> String {
    const DAY: i64 = 86_400_000_000;
    let sign = if micros < 0 { "-" } else { "" };
    let length = micros.unsigned_abs() as i128;
    if length > 0 && length % i128::from(DAY) == 0 {
        return format!("{sign}P{}D", length / i128::from(DAY));
    }
    let seconds = Decimal::from_i128_with_scale(length, 6).normalize();
    format!("{sign}PT{seconds}S")
}
