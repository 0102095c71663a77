//! Rows of a file that a person mended or left out; the file itself stays as it came.

use std::collections::BTreeMap;
use std::io::Cursor;

use serde::{Deserialize, Serialize};

use crate::csv_lines::CsvLines;
use crate::header::key_of;
use crate::json_lines::Members;
use crate::stream::ByteStream;

/// Mended rows by their line of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mends(pub BTreeMap<u64, RowMend>);

/// What is done to one row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowMend {
    /// Whether it is left out.
    #[serde(default)]
    pub skip: bool,
    /// New cells by the name of their column.
    #[serde(default)]
    pub cells: BTreeMap<String, String>,
}

/// The place of a column: its name as it stands, else as names are compared.
pub fn find_column(names: &[String], name: &str) -> Option<usize> {
    let exact = names.iter().position(|other| other == name);
    exact.or_else(|| names.iter().position(|other| key_of(other) == key_of(name)))
}

/// The record of CSV with its new cells, as if it stood so in the file. A record that is broken
/// starts with empty cells where nothing could be read.
pub(crate) fn mended_csv(lines: &CsvLines, names: &[String], delimiter: u8, mend: &RowMend) -> CsvLines {
    let fields = lines.fields();
    let cell = |index: usize| if index < fields.len() { fields.get(index) } else { &[] };
    let mut cells: Vec<&[u8]> = (0..names.len()).map(cell).collect();
    for (name, text) in &mend.cells {
        if let Some(index) = find_column(names, name) {
            cells[index] = text.as_bytes();
        }
    }
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    let written = writer.write_record(cells).is_ok();
    let bytes = writer.into_inner().ok().filter(|_| written).unwrap_or_default();
    CsvLines::new(ByteStream::new(Cursor::new(bytes)), delimiter)
}

/// The line of JSON with its new values, all of them texts.
pub(crate) fn mended_json(line: &[u8], mend: &RowMend) -> Vec<u8> {
    let text = String::from_utf8_lossy(line);
    let members = Members::parse(&text).map(|members| members.0).unwrap_or_default();
    let kept = members.iter().filter(|(key, _)| !mend.cells.contains_key(key));
    let kept = kept.map(|(key, value)| format!("{}:{}", json_text(key), value.get()));
    let new = mend.cells.iter().map(|(key, text)| format!("{}:{}", json_text(key), json_text(text)));
    format!("{{{}}}", kept.chain(new).collect::<Vec<_>>().join(",")).into_bytes()
}

fn json_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
