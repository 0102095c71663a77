use std::fmt;

use relata_model::limits::{COLUMNS_MAX, RECORD_BYTES_MAX};
use relata_model::{Problem, ProblemCode};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::ReadFailure;
use crate::csv_lines::LineCount;
use crate::stream::ByteStream;

/// Splits bytes into lines. Memory is bounded by [`RECORD_BYTES_MAX`]; blank lines are passed over.
pub(crate) struct JsonLines {
    stream: ByteStream,
    lines: LineCount,
    line: Vec<u8>,
    fault: Option<Problem>,
}

impl JsonLines {
    pub(crate) fn new(stream: ByteStream) -> JsonLines {
        JsonLines { stream, lines: LineCount::new(), line: Vec::new(), fault: None }
    }

    /// Goes to the next line that is not blank and gives its number; `None` is the end of the file.
    pub(crate) fn advance(&mut self) -> Result<Option<u64>, ReadFailure> {
        loop {
            let row = self.lines.line();
            self.line.clear();
            self.fault = None;
            let more = self.read_line().map_err(|source| ReadFailure { row, source })?;
            if self.fault.is_some() || !self.line.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(row));
            }
            if !more {
                return Ok(None);
            }
        }
    }

    /// The bytes of the current line, cut at the bound.
    pub(crate) fn raw(&self) -> &[u8] {
        &self.line
    }

    /// Why the current line as a whole cannot be taken.
    pub(crate) fn take_fault(&mut self) -> Option<Problem> {
        self.fault.take()
    }

    /// Reads up to the next line break; `false` is the end of the file.
    fn read_line(&mut self) -> std::io::Result<bool> {
        loop {
            let bytes = self.stream.fill()?;
            if bytes.is_empty() {
                return Ok(false);
            }
            let found = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let text = &bytes[..found.unwrap_or(bytes.len())];
            let keep = text.len().min(RECORD_BYTES_MAX - self.line.len());
            if keep < text.len() && self.fault.is_none() {
                let message = format!("the line is larger than {RECORD_BYTES_MAX} bytes");
                self.fault =
                    Some(Problem::error(ProblemCode::LimitExceeded, message).hint("write one object a line"));
            }
            self.line.extend_from_slice(&text[..keep]);
            let taken = text.len() + usize::from(found.is_some());
            self.lines.pass(&bytes[..taken]);
            self.stream.consume(taken);
            if found.is_some() {
                return Ok(true);
            }
        }
    }
}

/// The members of a JSON object in their order, the values still as text.
///
/// As text, because a number such as `19.90` must not pass through binary floating point.
#[derive(Debug)]
pub(crate) struct Members<'a>(pub(crate) Vec<(String, &'a RawValue)>);

impl<'a> Members<'a> {
    /// Takes the text of an object. A key that stands twice is an error that names it.
    pub(crate) fn parse(text: &'a str) -> Result<Members<'a>, serde_json::Error> {
        serde_json::from_str(text)
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members: Vec<(String, &RawValue)> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            if members.len() == COLUMNS_MAX {
                return Err(A::Error::custom(format!("more than {COLUMNS_MAX} keys")));
            }
            if !seen.insert(key.clone()) {
                return Err(A::Error::custom(format!("the key {key:?} stands twice")));
            }
            let value = map.next_value()?;
            members.push((key, value));
        }
        Ok(Members(members))
    }
}
