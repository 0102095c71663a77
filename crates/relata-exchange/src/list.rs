//! Several values in one cell: `new|sale`.
//!
//! `|` parts values; `\|`, `\\`, `\:` and a backslash before a blank mean the character itself;
//! any other backslash is text. Blanks around a value and empty values are dropped.

/// The values of a cell.
pub(crate) fn split(cell: &str) -> Vec<String> {
    pieces(cell, '|').map(unescape).filter(|value| !value.is_empty()).collect()
}

/// Whether a cell holds more than one value.
pub(crate) fn is_list(cell: &str) -> bool {
    pieces(cell, '|').nth(1).is_some()
}

/// Values as a cell that [`split`] takes apart again.
pub(crate) fn join<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    let mut cell = String::new();
    for value in values {
        if !cell.is_empty() {
            cell.push('|');
        }
        escape(value, &['|'], &mut cell);
    }
    cell
}

/// Writes a value so that none of its characters parts anything.
pub(crate) fn escape(value: &str, parting: &[char], out: &mut String) {
    let first_text = value.find(|c: char| !c.is_whitespace()).unwrap_or(value.len());
    let after_text = value.trim_end().len();
    for (at, c) in value.char_indices() {
        let outer_blank = c.is_whitespace() && (at < first_text || at >= after_text);
        if c == '\\' || parting.contains(&c) || outer_blank {
            out.push('\\');
        }
        out.push(c);
    }
}

/// Cuts a text at each character that is not escaped, and leaves the escapes in.
pub(crate) fn pieces(text: &str, parting: char) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut escaped = false;
        for (at, c) in text.char_indices() {
            if c == parting && !escaped {
                rest = Some(&text[at + c.len_utf8()..]);
                return Some(&text[..at]);
            }
            escaped = c == '\\' && !escaped;
        }
        rest = None;
        Some(text)
    })
}

/// A value without the blanks around it and without its escapes.
pub(crate) fn unescape(piece: &str) -> String {
    let trimmed = trim(piece);
    let mut value = String::with_capacity(trimmed.len());
    let mut chars = trimmed.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some(&next)) if matches!(next, '|' | '\\' | ':') || next.is_whitespace() => {
                value.push(next);
                chars.next();
            }
            _ => value.push(c),
        }
    }
    value
}

/// Drops blanks on both sides, but not one that a backslash protects.
fn trim(piece: &str) -> &str {
    let piece = piece.trim_start();
    let trimmed = piece.trim_end();
    let protecting = trimmed.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
    match piece[trimmed.len()..].chars().next() {
        Some(blank) if protecting => &piece[..trimmed.len() + blank.len_utf8()],
        _ => trimmed,
    }
}
