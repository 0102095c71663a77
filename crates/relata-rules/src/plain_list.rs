//! Long lists of plain values, read without the parser, which needs microseconds for each of them.

use std::str::FromStr;

use relata_model::Decimal;

use crate::Value;
use crate::expr::{Expr, Node};

/// Lists of fewer values are left to the parser.
const VALUES_MIN: usize = 16;

/// A list whose members are texts in quotes and numbers.
#[derive(Debug)]
pub(crate) struct PlainList {
    /// The byte of its bracket.
    pub(crate) at: u32,
    pub(crate) values: Vec<Node>,
}

/// Takes long lists out of a text: each becomes a list of one value and blanks, so that every other
/// part stays at its place. `lists` are the bytes of their brackets, ascending and apart.
pub(crate) fn take_out(text: &str, lists: &[(usize, usize)]) -> (String, Vec<PlainList>) {
    let mut taken = Vec::new();
    let mut rest = String::with_capacity(text.len());
    for &(start, end) in lists {
        let Some(values) = values(text, start + 1, end).filter(|values| values.len() >= VALUES_MIN) else {
            continue;
        };
        rest.push_str(&text[rest.len()..=start]);
        rest.push('0');
        rest.extend(std::iter::repeat_n(' ', end - start - 2));
        taken.push(PlainList { at: start as u32, values });
    }
    rest.push_str(&text[rest.len()..]);
    (rest, taken)
}

/// The members between two bytes; `None` where one is anything else than a plain text or number.
fn values(text: &str, start: usize, end: usize) -> Option<Vec<Node>> {
    let mut values = Vec::new();
    let mut at = start;
    loop {
        at += text[at..end].len() - text[at..end].trim_start().len();
        let rest = &text[at..end];
        if rest.is_empty() {
            return Some(values);
        }
        let (value, len) = if rest.starts_with(['\'', '"']) { quoted(rest)? } else { number(rest)? };
        values.push(Node { expr: Expr::Value(value), at: at as u32 });
        let after = rest[len..].trim_start();
        match after.strip_prefix(',') {
            Some(more) => at = end - more.len(),
            None if after.is_empty() => return Some(values),
            None => return None,
        }
    }
}

/// A text in quotes and how many bytes it takes; escapes that are seldom used are left to the parser.
fn quoted(rest: &str) -> Option<(Value, usize)> {
    let mut letters = rest.char_indices();
    let (_, quote) = letters.next()?;
    let mut text = String::new();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\n' | '\r' => return None,
            '\\' => text.push(match letters.next()?.1 {
                escaped @ ('\\' | '\'' | '"') => escaped,
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                _ => return None,
            }),
            end if end == quote => return Some((Value::text(&text), at + 1)),
            letter => text.push(letter),
        }
    }
    None
}

fn number(rest: &str) -> Option<(Value, usize)> {
    let len = rest.find(|c: char| c == ',' || c.is_whitespace()).unwrap_or(rest.len());
    let digits = rest[..len].strip_prefix('-').unwrap_or(&rest[..len]);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(whole) || !plain(fraction) {
        return None;
    }
    Some((Value::Number(Decimal::from_str(&rest[..len]).ok()?), len))
}
