use std::fmt::Write;

use serde::Serialize;
use serde_json::value::RawValue;

use super::reader::is_number;
use crate::body::Entries;

/// Writes a document as YAML that reads well in version control: fields in their order, one a line, texts
/// without quotes where nothing else could be meant, texts of several lines as blocks. Fields of the
/// document itself that are named in `left_out` are not written.
///
/// [`super::read_yaml`] reads it as what it was.
///
/// # Errors
/// That the document cannot be written as JSON either.
pub fn to_yaml(document: &impl Serialize, left_out: &[&str]) -> Result<String, serde_json::Error> {
    let json = serde_json::to_string(document)?;
    let mut text = String::new();
    if json.starts_with('{') {
        let Entries(mut fields) = serde_json::from_str(&json)?;
        fields.retain(|(name, _)| !left_out.contains(&name.as_str()));
        write_fields(&mut text, &fields, 0, Lead::Line)?;
    } else {
        write_value(&mut text, &json, 0, Lead::Line)?;
    }
    Ok(text)
}

/// What stands in front of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// Nothing: the value begins a line, indented already.
    Line,
    /// `name:`, after which a value that takes lines begins a new one.
    Name,
}

fn write_value(text: &mut String, json: &str, indent: usize, lead: Lead) -> Result<(), serde_json::Error> {
    match json.as_bytes().first() {
        Some(b'{') => {
            let Entries(fields) = serde_json::from_str(json)?;
            write_fields(text, &fields, indent, lead)
        }
        Some(b'[') => {
            let values: Vec<&RawValue> = serde_json::from_str(json)?;
            write_list(text, &values, indent, lead)
        }
        Some(b'"') => {
            let value: String = serde_json::from_str(json)?;
            space(text, lead);
            write_text(text, &value, indent);
            Ok(())
        }
        _ => {
            space(text, lead);
            let _ = writeln!(text, "{json}");
            Ok(())
        }
    }
}

fn space(text: &mut String, lead: Lead) {
    if lead == Lead::Name {
        text.push(' ');
    }
}

fn write_fields(
    text: &mut String,
    fields: &[(String, &RawValue)],
    indent: usize,
    lead: Lead,
) -> Result<(), serde_json::Error> {
    if fields.is_empty() {
        space(text, lead);
        text.push_str("{}\n");
        return Ok(());
    }
    let (inner, mut is_placed) = match lead {
        Lead::Line => (indent, true),
        Lead::Name => (indent + 2, false),
    };
    if lead == Lead::Name {
        text.push('\n');
    }
    for (name, value) in fields {
        if !is_placed {
            text.push_str(&" ".repeat(inner));
        }
        is_placed = false;
        let _ = write!(text, "{}:", one_line(name));
        write_value(text, value.get(), inner, Lead::Name)?;
    }
    Ok(())
}

fn write_list(
    text: &mut String,
    values: &[&RawValue],
    indent: usize,
    lead: Lead,
) -> Result<(), serde_json::Error> {
    if values.is_empty() {
        space(text, lead);
        text.push_str("[]\n");
        return Ok(());
    }
    let (inner, mut is_placed) = match lead {
        Lead::Line => (indent, true),
        Lead::Name => (indent + 2, false),
    };
    if lead == Lead::Name {
        text.push('\n');
    }
    for value in values {
        if !is_placed {
            text.push_str(&" ".repeat(inner));
        }
        is_placed = false;
        text.push_str("- ");
        write_value(text, value.get(), inner + 2, Lead::Line)?;
    }
    Ok(())
}

fn write_text(text: &mut String, value: &str, indent: usize) {
    if !is_block(value) {
        text.push_str(&one_line(value));
        text.push('\n');
        return;
    }
    text.push_str(if value.ends_with('\n') { "|\n" } else { "|-\n" });
    for line in value.trim_end_matches('\n').split('\n') {
        if !line.is_empty() {
            text.push_str(&" ".repeat(indent + 2));
            text.push_str(line);
        }
        text.push('\n');
    }
}

/// Whether a block of lines gives the text back.
fn is_block(value: &str) -> bool {
    let body = value.strip_suffix('\n').unwrap_or(value);
    let is_line = |line: &str| !line.ends_with(' ') && line.chars().all(is_printable);
    body.contains('\n')
        && !body.ends_with('\n')
        && !body.starts_with([' ', '\n'])
        && body.split('\n').all(is_line)
}

fn is_printable(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// A text on one line: as it is where nothing else could be meant, else in quotes.
fn one_line(value: &str) -> String {
    if is_plain(value) { value.to_string() } else { quoted(value) }
}

fn is_plain(value: &str) -> bool {
    // Words that readers of older YAML take for something else than text.
    const WORDS: [&str; 10] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan"];
    let is_word = || WORDS.iter().any(|word| word.eq_ignore_ascii_case(value));
    let starts = value.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let is_legal = |c: char| is_printable(c) && !matches!(c, '#' | ':');
    starts && !value.ends_with(' ') && value.chars().all(is_legal) && !is_word() && !is_number(value)
}

fn quoted(value: &str) -> String {
    let mut text = String::from('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            c if is_printable(c) => text.push(c),
            c => {
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
        }
    }
    text.push('"');
    text
}
