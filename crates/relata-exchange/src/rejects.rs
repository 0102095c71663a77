use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write};

use relata_model::Problem;

use crate::csv_lines::CsvLines;
use crate::header::{ERROR_COLUMN, Header};
use crate::json_lines::Members;
use crate::stream::ByteStream;
use crate::{ExchangeError, RawRecord};

/// What a file of rejects looks like: as the file that they come from, with one column more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectsLayout {
    format: Format,
    /// For wide rows: columns that are rejected together, each part with the key.
    pub(crate) parts: Vec<Vec<usize>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Format {
    Csv { delimiter: u8, names: Vec<String>, keys: Vec<String> },
    JsonLines,
}

impl RejectsLayout {
    pub(crate) fn csv(header: &Header) -> RejectsLayout {
        let Header { delimiter, names, keys } = header.clone();
        RejectsLayout { format: Format::Csv { delimiter, names, keys }, parts: Vec::new() }
    }

    pub(crate) fn json_lines() -> RejectsLayout {
        RejectsLayout { format: Format::JsonLines, parts: Vec::new() }
    }

    /// Where a column of the file stands.
    fn place_of(&self, name: &str) -> Option<usize> {
        match &self.format {
            Format::Csv { names, .. } => names.iter().position(|other| other == name),
            Format::JsonLines => None,
        }
    }

    /// Whether it is CSV; else it is JSON lines.
    pub fn is_csv(&self) -> bool {
        matches!(self.format, Format::Csv { .. })
    }

    /// The columns that the problems of a wide row are about; `None` is the whole row.
    fn rejected_columns(&self, keys: &[String], problems: &[Problem]) -> Option<BTreeSet<usize>> {
        if self.parts.is_empty() {
            return None;
        }
        let mut columns = BTreeSet::new();
        for problem in problems {
            let name = problem.column.as_deref()?;
            let index = keys.iter().position(|key| key == name).or_else(|| self.place_of(name))?;
            let parts: Vec<&Vec<usize>> = self.parts.iter().filter(|part| part.contains(&index)).collect();
            // A problem of the key is one of every part, so it rejects the row.
            let [part] = parts[..] else { return None };
            columns.extend(part);
        }
        (!columns.is_empty()).then_some(columns)
    }
}

/// Writes rejected records so that they can be mended and read again.
///
/// CSV records keep their columns and delimiter and get a last column `error`, which the reader passes
/// over. JSON lines get a key `error`; a line that is no object becomes an object of `error` and `line`.
pub struct RejectsWriter<W: Write> {
    layout: RejectsLayout,
    out: Out<W>,
    rows: u64,
}

enum Out<W: Write> {
    Csv(Box<csv::Writer<W>>),
    Lines(W),
}

impl<W: Write> RejectsWriter<W> {
    /// Starts a file of rejects with its header.
    pub fn new(out: W, layout: RejectsLayout) -> Result<RejectsWriter<W>, ExchangeError> {
        let out = match &layout.format {
            Format::JsonLines => Out::Lines(out),
            Format::Csv { delimiter, names, keys } => {
                let mut out = csv::WriterBuilder::new().delimiter(*delimiter).flexible(true).from_writer(out);
                for (name, _) in names.iter().zip(keys).filter(|(_, key)| *key != ERROR_COLUMN) {
                    out.write_field(name)?;
                }
                out.write_field(ERROR_COLUMN)?;
                out.write_record(None::<&[u8]>)?;
                Out::Csv(Box::new(out))
            }
        };
        Ok(RejectsWriter { layout, out, rows: 0 })
    }

    /// Adds a record with the reasons. Of a wide row only the parts that the problems name are written,
    /// each list with its positions.
    pub fn write(&mut self, raw: &RawRecord, problems: &[Problem]) -> Result<(), ExchangeError> {
        let error = problems.iter().map(reason).collect::<Vec<_>>().join("; ");
        self.rows += 1;
        match (&mut self.out, &self.layout.format) {
            (Out::Csv(out), Format::Csv { delimiter, keys, .. }) => {
                let columns = self.layout.rejected_columns(keys, problems);
                let fields = split(raw.as_str(), *delimiter);
                let old_error = error_field(keys, fields.len());
                for index in 0..fields.len().max(keys.len()) {
                    if old_error == Some(index) {
                        continue;
                    }
                    let kept = columns.as_ref().is_none_or(|columns| columns.contains(&index));
                    let field = fields.get(index).filter(|_| kept);
                    out.write_field(field.map_or("", String::as_str))?;
                }
                out.write_field(&error)?;
                out.write_record(None::<&[u8]>)?;
            }
            (Out::Lines(out), _) => writeln!(out, "{}", json_reject(raw.as_str(), &error)?)?,
            (Out::Csv(_), Format::JsonLines) => {}
        }
        Ok(())
    }

    /// How many records were written.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Writes what is left and gives the output back.
    pub fn finish(self) -> Result<W, ExchangeError> {
        match self.out {
            Out::Csv(out) => out.into_inner().map_err(|error| ExchangeError::from(error.into_error())),
            Out::Lines(mut out) => {
                out.flush()?;
                Ok(out)
            }
        }
    }
}

/// Where the reasons of an earlier attempt stand. In a record that is too long they stand last.
fn error_field(keys: &[String], fields: usize) -> Option<usize> {
    let column = keys.iter().position(|key| key == ERROR_COLUMN)?;
    if column + 1 == keys.len() && fields > keys.len() { Some(fields - 1) } else { Some(column) }
}

/// A problem in one line: `price: invalid-value: "abc" is not a number (write 19.90)`.
fn reason(problem: &Problem) -> String {
    let column = problem.column.as_ref().map(|column| format!("{column}: ")).unwrap_or_default();
    let hint = problem.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
    format!("{column}{}: {}{hint}", problem.code.as_str(), problem.message)
}

/// The fields of the text of one record.
fn split(raw: &str, delimiter: u8) -> Vec<String> {
    let mut lines = CsvLines::new(ByteStream::new(Cursor::new(raw.as_bytes().to_vec())), delimiter);
    match lines.advance() {
        Ok(Some(_)) => {}
        Ok(None) | Err(_) => return Vec::new(),
    }
    let fields = lines.fields();
    let whole = lines.is_whole();
    match fields.texts() {
        Ok(texts) if whole => (0..texts.len()).map(|index| texts.get(index).to_string()).collect(),
        // A record that cannot be split, such as one with an open quote, stays in one piece.
        _ => vec![raw.to_string()],
    }
}

/// The line of a rejected object with its reasons.
fn json_reject(line: &str, error: &str) -> Result<String, ExchangeError> {
    let members = Members::parse(line).ok();
    let Some(Members(members)) = members else {
        return Ok(serde_json::to_string(&BTreeMap::from([(ERROR_COLUMN, error), ("line", line)]))?);
    };
    let mut object = String::from("{");
    for (key, value) in members.iter().filter(|(key, _)| key != ERROR_COLUMN) {
        object.push_str(&serde_json::to_string(key)?);
        object.push(':');
        object.push_str(value.get());
        object.push(',');
    }
    object.push_str(&format!("{}:{}}}", serde_json::to_string(ERROR_COLUMN)?, serde_json::to_string(error)?));
    Ok(object)
}
