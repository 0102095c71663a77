use relata_model::{Problem, ProblemCode};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, Tag};

use super::frames::{Frames, Mark, complain};
use super::{MarkedDocument, Place, Spot, YAML_BYTES_MAX, YAML_DOCUMENTS_MAX};
use crate::{Json, ParseFailure};

/// Reads the documents of a YAML text, empty ones left out.
///
/// Plain `null`, `~`, `true` and `false` are what they say; what JSON would read as a number is one, kept
/// as it was written; everything else is text, so that `0815`, `no` and `2026-12-01` stay what they are.
/// Aliases are written out, within the bounds of a body; tags other than `!!str` are refused. Time and
/// memory are linear in the bytes.
///
/// # Errors
/// The first mistake, with its line and column.
pub fn read_yaml(bytes: &[u8]) -> Result<Vec<MarkedDocument>, Vec<Problem>> {
    let text = text_of(bytes).map_err(|problem| vec![problem])?;
    documents(text).map_err(|problem| vec![problem])
}

/// Reads a text of one JSON document; where a reader of YAML agrees with it, places are known.
///
/// # Errors
/// Everything that speaks against it, with line and column where it is no JSON.
pub fn read_json_document(bytes: &[u8]) -> Result<MarkedDocument, Vec<Problem>> {
    let text = text_of(bytes).map_err(|problem| vec![problem])?;
    if let Err(error) = serde_json::from_str::<serde_json::Value>(text) {
        let place = Place { line: error.line() as u64, column: error.column() as u64 };
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_string();
        return Err(vec![complain(ProblemCode::InvalidJson, message, place).hint("write one JSON document")]);
    }
    let json = Json::parse(text.as_bytes()).map_err(ParseFailure::into_problems)?;
    let marked = documents(text).ok().and_then(|mut found| (found.len() == 1).then(|| found.remove(0)));
    let places = marked.filter(|marked| marked.json == json).map(|marked| marked.places);
    Ok(MarkedDocument { json, places: places.unwrap_or_default() })
}

fn text_of(bytes: &[u8]) -> Result<&str, Problem> {
    if bytes.len() > YAML_BYTES_MAX {
        let message = format!("the file is larger than {YAML_BYTES_MAX} bytes");
        return Err(Problem::error(ProblemCode::TooLarge, message).hint("split it into several files"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        Problem::error(ProblemCode::InvalidText, "the text is not UTF-8")
            .in_row(line, None)
            .hint("save the file with the encoding UTF-8")
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn place(mark: &Marker) -> Place {
    Place { line: mark.line() as u64, column: mark.col() as u64 + 1 }
}

fn documents(text: &str) -> Result<Vec<MarkedDocument>, Problem> {
    let mut parser = Parser::new_from_str(text);
    let mut found = Vec::new();
    let mut frames = Frames::new();
    while let Some(next) = parser.next_event() {
        let (event, span) = next.map_err(|error| {
            complain(
                ProblemCode::InvalidValue,
                format!("this is not YAML: {}", error.info()),
                place(error.marker()),
            )
            .hint("look at indentation, quotes and colons; put texts with : or # into quotes")
        })?;
        let spot = Spot { place: place(&span.start), text_at: None, is_block: false };
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
            Event::DocumentEnd => {
                let finished = std::mem::replace(&mut frames, Frames::new()).finish();
                found.extend(finished.filter(|document| document.json != Json::Null));
                if found.len() > YAML_DOCUMENTS_MAX {
                    let message = format!("the file has more than {YAML_DOCUMENTS_MAX} documents");
                    let problem = complain(ProblemCode::LimitExceeded, message, place(&span.start));
                    return Err(problem.hint("split it into several files"));
                }
            }
            Event::Alias(anchor) => frames.alias(anchor, spot)?,
            Event::SequenceStart(anchor, tag) => {
                refuse_tag(tag.as_deref(), &span)?;
                frames.begin(true, Mark { spot, anchor })?;
            }
            Event::MappingStart(anchor, tag) => {
                refuse_tag(tag.as_deref(), &span)?;
                frames.begin(false, Mark { spot, anchor })?;
            }
            Event::SequenceEnd | Event::MappingEnd => frames.end(),
            Event::Scalar(value, style, anchor, tag) => {
                let is_text = is_text_tag(tag.as_deref());
                if !is_text {
                    refuse_tag(tag.as_deref(), &span)?;
                }
                let json = match style {
                    ScalarStyle::Plain if !is_text => plain(&value),
                    _ => Json::Text(value.to_string()),
                };
                let (text_at, is_block) = (text_at(&value, style, &span), style == ScalarStyle::Literal);
                let mark = Mark { spot: Spot { text_at, is_block, ..spot }, anchor };
                frames.single(json, &value, mark)?;
            }
        }
    }
    Ok(found)
}

fn is_text_tag(tag: Option<&Tag>) -> bool {
    tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str")
}

fn refuse_tag(tag: Option<&Tag>, span: &Span) -> Result<(), Problem> {
    let known = |tag: &&Tag| !(tag.is_yaml_core_schema() && matches!(tag.suffix.as_str(), "map" | "seq"));
    match tag.filter(known) {
        None => Ok(()),
        Some(tag) => {
            let message = format!("the tag {}{} is not read here", tag.handle, tag.suffix);
            Err(complain(ProblemCode::InvalidValue, message, place(&span.start)).hint("leave the tag out"))
        }
    }
}

/// What a plain word says.
fn plain(text: &str) -> Json {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Json::Null,
        "true" | "True" | "TRUE" => Json::Flag(true),
        "false" | "False" | "FALSE" => Json::Flag(false),
        _ if is_number(text) => Json::Number(text.to_string()),
        _ => Json::Text(text.to_string()),
    }
}

/// Whether JSON has it as a number.
pub(super) fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c == '-' || c.is_ascii_digit())
        && serde_json::from_str::<serde_json::Number>(text).is_ok()
}

/// Where a text begins that stands in the file letter by letter, without escapes and folded lines.
fn text_at(value: &str, style: ScalarStyle, span: &Span) -> Option<Place> {
    let start = place(&span.start);
    let quotes = match style {
        ScalarStyle::Literal => return (!value.starts_with([' ', '\n'])).then_some(start),
        ScalarStyle::Folded => return None,
        ScalarStyle::Plain => 0,
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => 1,
    };
    let on_one_line = span.start.line() == span.end.line();
    // Escapes make the text in the file longer than what it says.
    let letters = span.end.index().saturating_sub(span.start.index());
    let is_verbatim = letters == value.chars().count() + 2 * quotes;
    (on_one_line && is_verbatim).then_some(Place { column: start.column + quotes as u64, ..start })
}
