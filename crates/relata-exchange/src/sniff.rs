//! What kind of values stand in a column.

use std::collections::HashSet;

use relata_model::Timestamp;

use crate::decimal;
use crate::mapping::{FieldKind, with_point};
use crate::suggestion::Known;

/// Shares of the values of a column that look like something, each from 0 to 1.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shares {
    pub(crate) number: f64,
    /// Numbers with two decimals, or with the sign of a currency.
    pub(crate) money: f64,
    pub(crate) time: f64,
    pub(crate) boolean: f64,
    pub(crate) url: f64,
    /// Addresses of pictures.
    pub(crate) image: f64,
    /// Article numbers of trade with a right check digit.
    pub(crate) ean: f64,
    pub(crate) currency: f64,
    /// SKUs of the shop.
    pub(crate) sku: f64,
    /// Codes of relation types of the shop.
    pub(crate) relation_type: f64,
    /// Short, without blanks, with a digit, and no two the same.
    pub(crate) code_like: f64,
}

/// What stands in a column, as far as it was seen.
pub(crate) struct Values {
    shares: Option<Shares>,
}

impl Values {
    pub(crate) fn of(values: &[String], known: &Known) -> Values {
        if values.is_empty() {
            return Values { shares: None };
        }
        let share = |is: &dyn Fn(&str) -> bool| {
            values.iter().filter(|value| is(value.trim())).count() as f64 / values.len() as f64
        };
        let distinct: HashSet<&str> = values.iter().map(String::as_str).collect();
        let all_differ = distinct.len() == values.len() && values.len() > 1;
        Values {
            shares: Some(Shares {
                number: share(&is_number),
                money: share(&is_money),
                time: share(&is_time),
                boolean: share(&|text| matches!(text, "true" | "false")),
                url: share(&is_url),
                image: share(&|text| is_url(text) && is_picture(text)),
                ean: share(&is_ean),
                currency: share(&is_currency),
                sku: share(&|text| known.skus.contains(text)),
                relation_type: share(&|text| known.types.contains(text)),
                code_like: if all_differ { share(&is_code_like) } else { 0.0 },
            }),
        }
    }

    /// The shares; `None` when nothing was seen.
    pub(crate) fn shares(&self) -> Option<Shares> {
        self.shares
    }

    /// The share that can stand in a field of a kind; nothing seen speaks against nothing.
    pub(crate) fn share_of(&self, kind: FieldKind) -> f64 {
        let Some(shares) = self.shares else { return 1.0 };
        match kind {
            FieldKind::Number => shares.number,
            FieldKind::Money => shares.number.max(shares.money),
            FieldKind::Time => shares.time,
            FieldKind::Boolean => shares.boolean,
            FieldKind::Text | FieldKind::List | FieldKind::Any => 1.0,
        }
    }
}

/// Whether most numbers with decimals have a comma before them.
pub(crate) fn has_decimal_comma<'a>(values: impl Iterator<Item = &'a str>) -> bool {
    let (mut commas, mut points) = (0, 0);
    for value in values.map(str::trim) {
        let decimals =
            |mark: char| value.rsplit_once(mark).is_some_and(|(_, part)| (1..=2).contains(&part.len()));
        if decimals(',') && with_point(value).is_some() {
            commas += 1;
        } else if decimals('.') && decimal::is_plain(value) {
            points += 1;
        }
    }
    commas > points
}

fn is_number(text: &str) -> bool {
    decimal::is_plain(text) || with_point(text).is_some()
}

fn is_money(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| "€$£ \u{a0}".contains(c));
    let signed = bare.len() < text.len();
    let two = bare.rsplit_once(['.', ',']).is_some_and(|(_, part)| part.len() == 2);
    (signed || two) && is_number(bare)
}

/// A date as files write it, not only as it is taken.
fn is_time(text: &str) -> bool {
    if Timestamp::parse(text).is_ok() {
        return true;
    }
    let date = text.split([' ', 'T']).next().unwrap_or_default();
    ['.', '/', '-'].into_iter().any(|mark| {
        let parts: Vec<&str> = date.split(mark).collect();
        let all_digits =
            |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
        parts.len() == 3
            && parts.iter().all(all_digits)
            && parts.iter().any(|part| part.len() == 4 || part.len() == 2)
    })
}

fn is_url(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://") || text.starts_with("//")
}

fn is_picture(text: &str) -> bool {
    let path = text.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg", ".avif"].iter().any(|end| path.ends_with(end))
}

/// GTIN-8, 12, 13 or 14: the last digit makes the sum, weighed 3 and 1 by turns, a multiple of ten.
fn is_ean(text: &str) -> bool {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || !matches!(text.len(), 8 | 12 | 13 | 14) {
        return false;
    }
    let weighed = text.bytes().rev().zip([1_u32, 3].into_iter().cycle());
    weighed.map(|(byte, weight)| u32::from(byte - b'0') * weight).sum::<u32>() % 10 == 0
}

fn is_currency(text: &str) -> bool {
    matches!(
        text,
        "EUR"
            | "USD"
            | "GBP"
            | "CHF"
            | "JPY"
            | "SEK"
            | "NOK"
            | "DKK"
            | "PLN"
            | "CZK"
            | "HUF"
            | "CAD"
            | "AUD"
            | "CNY"
    )
}

fn is_code_like(text: &str) -> bool {
    (2..=40).contains(&text.len())
        && !text.contains(char::is_whitespace)
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && !is_url(text)
        && !is_money(text)
        && !is_time(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_by_what_they_look_like() {
        for money in ["12.90", "12,90", "1.234,50 €", "$5", "€ 3,00"] {
            assert!(is_money(money), "{money}");
        }
        for other in ["12", "a12.90", "2026-01-05", ""] {
            assert!(!is_money(other), "{other}");
        }
        for time in ["2026-01-05", "2026-01-05T09:00:00Z", "05.01.2026", "1/5/2026", "05.01.2026 09:00"] {
            assert!(is_time(time), "{time}");
        }
        for other in ["1.2", "RS-100-4", "1.234.567,00", "10.1.1.1"] {
            assert!(!is_time(other), "{other}");
        }
        assert!(is_ean("4006381333931") && is_ean("96385074") && is_ean("036000291452"));
        assert!(!is_ean("4006381333932") && !is_ean("12345"));
        assert!(is_picture("https://x.test/a.JPG?w=3") && !is_picture("https://x.test/a"));
    }

    #[test]
    fn a_decimal_comma_is_told_by_most_of_the_numbers() {
        assert!(has_decimal_comma(["12,90", "1.234,50", "7"].into_iter()));
        assert!(!has_decimal_comma(["12.90", "7,5", "3.10"].into_iter()));
        assert!(!has_decimal_comma(["a, bc", "1,234,567"].into_iter()));
    }
}
