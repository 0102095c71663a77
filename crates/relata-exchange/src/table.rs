//! The rows of a file as they stand in it, before anything is made of them.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use relata_model::Problem;

use crate::csv_lines::CsvLines;
use crate::header::Header;
use crate::input::{TextForm, Unpacked, json_keys, unpack};
use crate::json_lines::{JsonLines, Members};
use crate::mends::{Mends, RowMend, mended_csv, mended_json};
use crate::records::Lines;
use crate::stream::ByteStream;
use crate::value::Value;
use crate::{Compression, ExchangeError, ReadFailure};

/// A file as a table of texts, read row by row; memory is bounded by one row.
pub struct Table {
    /// How it is packed.
    pub compression: Compression,
    /// What stands between the cells; `None` for JSON lines.
    pub delimiter: Option<char>,
    /// The columns in their order; of JSON lines the keys of the objects at the start.
    pub columns: Vec<String>,
    /// What is wrong with the header as a whole.
    pub problems: Vec<Problem>,
    lines: Lines,
    mends: Mends,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// The line of the file where it starts, the header being 1.
    pub row: u64,
    /// Its cells, one for each column; bytes that are no UTF-8 are shown as `�`.
    pub cells: Vec<String>,
    /// Whether a person left it out.
    pub skipped: bool,
    /// Whether a person changed a cell of it.
    pub mended: bool,
}

impl Table {
    /// Opens a file.
    ///
    /// # Errors
    /// [`ExchangeError::Refused`] for what is no table, such as an empty file or a spreadsheet.
    pub fn open(path: &Path, mends: Mends) -> Result<Table, ExchangeError> {
        let name = path.display().to_string();
        match File::open(path) {
            Ok(file) => Table::from_reader(&name, file, mends),
            Err(source) => Err(ExchangeError::Read { name, source }),
        }
    }

    /// Takes bytes that are no file; `name` is what complaints call them.
    pub fn from_reader(
        name: &str,
        reader: impl Read + Send + 'static,
        mends: Mends,
    ) -> Result<Table, ExchangeError> {
        let Unpacked { mut stream, compression, form } = unpack(name, reader)?;
        let refused = |problems| ExchangeError::Refused { name: name.to_string(), problems };
        match form {
            None => Err(refused(vec![crate::header::empty_file()])),
            Some(TextForm::JsonArray) => Err(refused(vec![crate::input::json_array()])),
            Some(TextForm::JsonLines) => {
                let columns = json_keys(&mut stream);
                let lines = Lines::Json(Box::new(JsonLines::new(stream)));
                Ok(Table { compression, delimiter: None, columns, problems: Vec::new(), lines, mends })
            }
            Some(TextForm::Csv) => Table::csv(name, stream, compression, mends),
        }
    }

    fn csv(
        name: &str,
        mut stream: ByteStream,
        compression: Compression,
        mends: Mends,
    ) -> Result<Table, ExchangeError> {
        let header = Header::look(&mut stream)
            .map_err(|problems| ExchangeError::Refused { name: name.to_string(), problems })?;
        let problems = header.duplicates();
        let mut lines = CsvLines::new(stream, header.delimiter);
        lines.advance().map_err(|failure| ExchangeError::Refused {
            name: name.to_string(),
            problems: vec![failure.problem()],
        })?;
        Ok(Table {
            compression,
            delimiter: Some(char::from(header.delimiter)),
            columns: header.names,
            problems,
            lines: Lines::Csv(Box::new(lines)),
            mends,
        })
    }
}

impl Iterator for Table {
    type Item = Result<TableRow, ReadFailure>;

    fn next(&mut self) -> Option<Self::Item> {
        let delimiter = self.delimiter.and_then(|c| u8::try_from(c).ok()).unwrap_or(b',');
        let next = match &mut self.lines {
            Lines::Csv(lines) => next_csv(lines, &self.columns, delimiter, &self.mends),
            Lines::Json(lines) => next_json(lines, &self.columns, &self.mends),
        };
        next.transpose()
    }
}

fn next_csv(
    lines: &mut CsvLines,
    names: &[String],
    delimiter: u8,
    mends: &Mends,
) -> Result<Option<TableRow>, ReadFailure> {
    loop {
        let Some(row) = lines.advance()? else { return Ok(None) };
        if names.len() > 1 && lines.is_blank() {
            continue;
        }
        return Ok(Some(match mends.0.get(&row) {
            None => table_row(row, cells(lines, names.len()), None),
            Some(mend) => {
                let mut mended = mended_csv(lines, names, delimiter, mend);
                mended.advance()?;
                table_row(row, cells(&mended, names.len()), Some(mend))
            }
        }));
    }
}

fn cells(lines: &CsvLines, width: usize) -> Vec<String> {
    let fields = lines.fields();
    let cell = |index: usize| if index < fields.len() { fields.get(index) } else { &[] };
    (0..width).map(|index| String::from_utf8_lossy(cell(index)).into_owned()).collect()
}

fn next_json(
    lines: &mut JsonLines,
    names: &[String],
    mends: &Mends,
) -> Result<Option<TableRow>, ReadFailure> {
    let Some(row) = lines.advance()? else { return Ok(None) };
    let mend = mends.0.get(&row);
    let line = match mend {
        Some(mend) => mended_json(lines.raw(), mend),
        None => lines.raw().to_vec(),
    };
    let text = String::from_utf8_lossy(&line);
    let members = Members::parse(&text).map(|members| members.0).unwrap_or_default();
    let cell = |name: &String| {
        let (_, value) = members.iter().find(|(key, _)| key == name)?;
        let value = Value::json(value);
        if value.is_empty() {
            None
        } else {
            value.text().map(|text| text.into_owned()).ok().or_else(|| value.raw())
        }
    };
    Ok(Some(table_row(row, names.iter().map(|name| cell(name).unwrap_or_default()).collect(), mend)))
}

fn table_row(row: u64, cells: Vec<String>, mend: Option<&RowMend>) -> TableRow {
    let skipped = mend.is_some_and(|mend| mend.skip);
    let mended = mend.is_some_and(|mend| !mend.cells.is_empty());
    TableRow { row, cells, skipped, mended }
}
