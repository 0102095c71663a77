use std::collections::{BTreeMap, HashSet};
use std::io::Cursor;

use relata_model::limits::COLUMNS_MAX;
use relata_model::{Mapping, Problem, ProblemCode};

use crate::csv_lines::CsvLines;
use crate::decimal::quoted;
use crate::recognition;
use crate::stream::ByteStream;
use crate::synonyms;

/// Bytes looked at before anything is taken: the header has to end within them.
pub(crate) const LOOK_AHEAD_BYTES: usize = 256 << 10;

/// The column that a file of rejects has more than its original; it is never read.
pub(crate) const ERROR_COLUMN: &str = "error";

/// What stands before the name of a column that a mapping leaves out; no field begins so.
const UNMAPPED: char = '\u{1}';

/// The first record of a CSV file.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    pub(crate) delimiter: u8,
    /// The names as they stand in the file.
    pub(crate) names: Vec<String>,
    /// The names as they are compared: without blanks around them, known words in lower case.
    pub(crate) keys: Vec<String>,
}

impl Header {
    /// Finds the delimiter and reads the names, without taking anything from the stream.
    pub(crate) fn look(stream: &mut ByteStream) -> Result<Header, Vec<Problem>> {
        let bytes = stream.peek(LOOK_AHEAD_BYTES).to_vec();
        let mut best: Option<((usize, usize), Header)> = None;
        let mut refusal = None;
        for delimiter in *b",;\t" {
            match Header::try_with(&bytes, delimiter) {
                Ok(header) => {
                    let means =
                        |name: &String, key: &String| recognition::is_known(key) || synonyms::is_known(name);
                    let known = header.names.iter().zip(&header.keys);
                    let known = known.filter(|(name, key)| means(name, key)).count();
                    let score = (known, header.names.len());
                    if best.as_ref().is_none_or(|(other, _)| score > *other) {
                        best = Some((score, header));
                    }
                }
                Err(problem) => {
                    refusal.get_or_insert(problem);
                }
            }
        }
        let header = match (best, refusal) {
            // A delimiter under which nothing is known says less than why another one does not fit.
            (None | Some(((0, _), _)), Some(problem)) => return Err(vec![problem]),
            (Some((_, header)), _) => header,
            (None, None) => return Err(vec![empty_file()]),
        };
        Ok(header)
    }

    /// Names the columns by the fields that a mapping gives them; what it leaves out is known to nobody.
    pub(crate) fn mapped(mut self, mapping: &Mapping) -> Header {
        for (name, key) in self.names.iter().zip(&mut self.keys) {
            match mapping.field_of(name) {
                Some(field) => *key = field.to_string(),
                None if key == ERROR_COLUMN => {}
                None => *key = format!("{UNMAPPED}{name}"),
            }
        }
        self
    }

    /// The file's names of the columns by what they are compared as, for those that differ.
    pub(crate) fn renamed(&self) -> BTreeMap<String, String> {
        let both = self.keys.iter().zip(&self.names).filter(|(key, name)| key != name);
        both.map(|(key, name)| (key.clone(), name.clone())).collect()
    }

    fn try_with(bytes: &[u8], delimiter: u8) -> Result<Header, Problem> {
        let mut lines = CsvLines::new(ByteStream::new(Cursor::new(bytes.to_vec())), delimiter);
        let row = match lines.advance() {
            Ok(Some(row)) => row,
            Ok(None) | Err(_) => return Err(empty_file()),
        };
        if bytes.len() == LOOK_AHEAD_BYTES && lines.is_at_end() {
            return Err(Problem::error(
                ProblemCode::LimitExceeded,
                format!("the header is longer than {LOOK_AHEAD_BYTES} bytes"),
            )
            .hint(format!("a file has up to {COLUMNS_MAX} columns"))
            .in_row(row, None));
        }
        if let Some(fault) = lines.take_fault() {
            return Err(fault.in_row(row, None));
        }
        let fields = lines.fields();
        if fields.len() > COLUMNS_MAX {
            return Err(Problem::error(
                ProblemCode::LimitExceeded,
                format!("the file has more than {COLUMNS_MAX} columns"),
            )
            .hint("leave out columns that are not needed")
            .in_row(row, None));
        }
        let texts = fields.texts().map_err(|index| {
            Problem::error(
                ProblemCode::InvalidText,
                format!("the name of column {} is not valid UTF-8", index + 1),
            )
            .hint("save the file as UTF-8")
            .in_row(row, None)
        })?;
        let names: Vec<String> = (0..texts.len()).map(|index| texts.get(index).to_string()).collect();
        let keys = names.iter().map(|name| key_of(name)).collect();
        Ok(Header { delimiter, names, keys })
    }

    /// Names that stand in the header twice.
    pub(crate) fn duplicates(&self) -> Vec<Problem> {
        let mut seen = HashSet::new();
        let twice = self.keys.iter().filter(|key| !key.is_empty()).filter(|key| !seen.insert(key.as_str()));
        twice
            .map(|key| {
                Problem::error(
                    ProblemCode::DuplicateColumn,
                    format!("the column {} stands twice", quoted(key)),
                )
                .hint("remove or rename one of them")
                .in_row(1, Some(key))
            })
            .collect()
    }

    /// Where a column stands.
    pub(crate) fn find(&self, key: &str) -> Option<usize> {
        self.keys.iter().position(|other| other == key)
    }
}

/// The form in which names of columns are compared. What follows a prefix keeps its case and blanks.
pub(crate) fn key_of(name: &str) -> String {
    for prefix in ["attributes.", "names.", "offers."] {
        let start = name.trim_start();
        if start.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix)) {
            return format!("{prefix}{}", &start[prefix.len()..]);
        }
    }
    name.trim().to_ascii_lowercase()
}

pub(crate) fn empty_file() -> Problem {
    Problem::error(ProblemCode::UnknownProfile, "the file is empty")
        .hint("a file starts with a line that names its columns")
        .in_row(1, None)
}
