use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use relata_model::{Mapping, Problem, ProblemCode};

use crate::complaints::Complaints;
use crate::csv_lines::{CsvLines, Texts};
use crate::header::ERROR_COLUMN;
use crate::input::unknown_column;
use crate::json_lines::{JsonLines, Members};
use crate::magento::reader::MagentoReader;
use crate::mapping::{self, FieldKind};
use crate::mends::{Mends, mended_csv, mended_json};
use crate::record::{Item, RawRecord, Record};
use crate::relata::event::Events;
use crate::relata::order::Orders;
use crate::relata::product::{self, Products};
use crate::relata::relation::Relations;
use crate::relata::{Assembly, RowFormat};
use crate::spryker::reader::SprykerReader;
use crate::value::{Value, json_complaint};
use crate::{Content, ReadFailure};

/// Different unknown keys that JSON lines are warned about; the rest is told in one more warning.
const UNKNOWN_KEYS_MAX: usize = 100;

/// The records of a file, in their order. Memory is bounded by one record.
///
/// A bad record is a [`Record`] with problems. An `Err` says that the rest of the file cannot be read
/// at all; nothing comes after it.
pub struct Records {
    lines: Lines,
    reader: RowReader,
    edits: Edits,
    failed: bool,
}

/// What changes records before and complaints after they are read.
pub(crate) struct Edits {
    pub(crate) mends: Mends,
    /// The names of the header and its delimiter, for mended records.
    pub(crate) names: Vec<String>,
    pub(crate) delimiter: u8,
    /// The file's names of columns by field.
    pub(crate) renamed: BTreeMap<String, String>,
}

pub(crate) enum Lines {
    Csv(Box<CsvLines>),
    Json(Box<JsonLines>),
}

pub(crate) enum RowReader {
    Products(OwnReader<Products>),
    Relations(OwnReader<Relations>),
    Orders(OwnReader<Orders>),
    Events(OwnReader<Events>),
    Magento(Box<MagentoReader>),
    Spryker(Box<SprykerReader>),
}

/// What came of one record.
pub(crate) struct Outcome {
    pub(crate) items: Vec<Item>,
    pub(crate) complaints: Complaints,
    pub(crate) rejected: u64,
}

impl Outcome {
    fn rejected(row: u64, problem: Problem) -> Outcome {
        let mut complaints = Complaints::new(row);
        let column = problem.column.clone();
        complaints.problems.push(problem.in_row(row, column.as_deref()));
        Outcome { items: Vec::new(), complaints, rejected: 1 }
    }
}

impl Records {
    pub(crate) fn new(lines: Lines, reader: RowReader, edits: Edits) -> Records {
        Records { lines, reader, edits, failed: false }
    }
}

impl Iterator for Records {
    type Item = Result<Record, ReadFailure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let next = match &mut self.lines {
            Lines::Csv(lines) => next_csv(lines, &mut self.reader, &self.edits),
            Lines::Json(lines) => next_json(lines, &mut self.reader, &self.edits),
        };
        self.failed = !matches!(next, Ok(Some(_)));
        next.transpose()
    }
}

fn next_csv(
    lines: &mut CsvLines,
    reader: &mut RowReader,
    edits: &Edits,
) -> Result<Option<Record>, ReadFailure> {
    loop {
        let Some(row) = lines.advance()? else { return Ok(None) };
        let width = reader.width();
        if width > 1 && lines.is_blank() {
            continue;
        }
        let Some(mend) = edits.mends.0.get(&row) else {
            return Ok(Some(edits.record(row, csv_outcome(lines, reader, row), lines.raw())));
        };
        if mend.skip {
            continue;
        }
        let mut mended = mended_csv(lines, &edits.names, edits.delimiter, mend);
        mended.advance()?;
        return Ok(Some(edits.record(row, csv_outcome(&mut mended, reader, row), mended.raw())));
    }
}

fn csv_outcome(lines: &mut CsvLines, reader: &mut RowReader, row: u64) -> Outcome {
    match lines.take_fault() {
        Some(fault) => Outcome::rejected(row, fault),
        None => match row_texts(lines, reader, reader.width()) {
            Ok(texts) => reader.read_row(row, texts),
            Err(problem) => Outcome::rejected(row, problem),
        },
    }
}

fn row_texts<'a>(lines: &'a CsvLines, reader: &RowReader, width: usize) -> Result<Texts<'a>, Problem> {
    let fields = lines.fields();
    if fields.len() != width {
        let breaks = lines.raw().contains(&b'\n');
        let hint = if breaks {
            "the record goes over several lines: look for a quote that is not closed"
        } else {
            "put texts that hold the delimiter into quotes, and keep empty fields"
        };
        let message = format!("the record has {} fields where the header has {width}", fields.len());
        return Err(Problem::error(ProblemCode::InvalidRecord, message).hint(hint));
    }
    fields.texts().map_err(|index| {
        let what =
            if fields.get(index).contains(&0) { "holds a NUL character" } else { "is not valid UTF-8" };
        let mut problem = Problem::error(ProblemCode::InvalidText, format!("the text {what}"))
            .hint("save the file as UTF-8, and mend the text");
        problem.column = reader.column_name(index).map(str::to_string);
        problem
    })
}

fn next_json(
    lines: &mut JsonLines,
    reader: &mut RowReader,
    edits: &Edits,
) -> Result<Option<Record>, ReadFailure> {
    loop {
        let Some(row) = lines.advance()? else { return Ok(None) };
        let Some(mend) = edits.mends.0.get(&row) else {
            let outcome = match lines.take_fault() {
                Some(fault) => Outcome::rejected(row, fault),
                None => json_outcome(lines.raw(), reader, row),
            };
            return Ok(Some(edits.record(row, outcome, lines.raw())));
        };
        if !mend.skip {
            let mended = mended_json(lines.raw(), mend);
            return Ok(Some(edits.record(row, json_outcome(&mended, reader, row), &mended)));
        }
    }
}

fn json_outcome(line: &[u8], reader: &mut RowReader, row: u64) -> Outcome {
    match line_members(line) {
        Ok(members) => reader.read_object(row, &members),
        Err(problem) => Outcome::rejected(row, problem),
    }
}

fn line_members(line: &[u8]) -> Result<Members<'_>, Problem> {
    let text = std::str::from_utf8(line).map_err(|error| {
        let message = format!("the line is not valid UTF-8 from byte {} on", error.valid_up_to() + 1);
        Problem::error(ProblemCode::InvalidText, message).hint("save the file as UTF-8")
    })?;
    Members::parse(text).map_err(|error| {
        let place = match error.column() {
            0 => String::new(),
            column => format!(", at character {column}"),
        };
        let message = format!("{}{place}", json_complaint(&error));
        if message.contains("stands twice") {
            return Problem::error(ProblemCode::DuplicateColumn, message).hint("keep one of the two");
        }
        Problem::error(ProblemCode::InvalidRecord, format!("the line is not a JSON object: {message}"))
            .hint("write one complete object a line")
    })
}

impl Edits {
    /// A record whose complaints name the columns as the file does.
    fn record(&self, row: u64, outcome: Outcome, raw: &[u8]) -> Record {
        let Outcome { items, complaints, rejected } = outcome;
        let Complaints { problems, warnings, .. } = complaints;
        let named =
            |problems: Vec<Problem>| problems.into_iter().map(|problem| self.named(problem)).collect();
        let raw = RawRecord(raw_text(raw));
        Record { row, items, problems: named(problems), warnings: named(warnings), rejected, raw }
    }

    fn named(&self, mut problem: Problem) -> Problem {
        if let Some(name) = problem.column.as_ref().and_then(|column| self.renamed.get(column)) {
            problem.column = Some(name.clone());
        }
        problem
    }
}

/// Bytes as text, what is no UTF-8 as `\xFF`.
fn raw_text(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_string();
    }
    let mut text = String::with_capacity(bytes.len() + 8);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02X}"));
        }
    }
    text
}

/// Reads rows and objects of one noun of our own format.
pub(crate) struct OwnReader<F: RowFormat> {
    /// The columns of the header, in its order; not read where `None`.
    plan: Vec<(String, Option<F::Column>)>,
    json_column: fn(&str) -> Option<F::Column>,
    unknown_keys: HashSet<String>,
    /// What the keys of objects fill, where a mapping says so.
    fields: Option<BTreeMap<String, Option<String>>>,
    decimal_comma: bool,
}

impl<F: RowFormat> OwnReader<F> {
    fn new(keys: &[String], json_column: fn(&str) -> Option<F::Column>) -> OwnReader<F> {
        let plan = keys.iter().map(|key| (key.clone(), F::column(key))).collect();
        OwnReader { plan, json_column, unknown_keys: HashSet::new(), fields: None, decimal_comma: false }
    }

    fn with_mapping(mut self, mapping: &Mapping) -> OwnReader<F> {
        self.fields = Some(mapping.columns.clone());
        self.decimal_comma = mapping.decimal_comma;
        self
    }

    /// A cell of a mapped file as our own files would have it.
    fn cell<'a>(&self, field: &str, cell: &'a str) -> Cow<'a, str> {
        if self.fields.is_none() {
            return Cow::Borrowed(cell);
        }
        let own = match FieldKind::of(field) {
            FieldKind::Number | FieldKind::Money if self.decimal_comma => mapping::with_point(cell),
            FieldKind::Time => mapping::with_year_first(cell),
            _ => None,
        };
        own.map_or(Cow::Borrowed(cell), Cow::Owned)
    }

    fn read_row(&self, row: u64, texts: Texts<'_>) -> Outcome {
        let mut assembly = Assembly::<F>::new(row);
        for (index, (name, column)) in self.plan.iter().enumerate() {
            if let Some(column) = column {
                assembly.set(name, column, Value::Cell(&self.cell(name, texts.get(index))));
            }
        }
        assembly.finish()
    }

    fn read_object(&mut self, row: u64, members: &Members<'_>) -> Outcome {
        let mut assembly = Assembly::<F>::new(row);
        for (key, value) in &members.0 {
            let field = match self.fields.as_ref().map(|fields| fields.get(key)) {
                None => key,
                Some(Some(Some(field))) => field,
                Some(Some(None)) => continue,
                Some(None) => "",
            };
            match (self.json_column)(field) {
                Some(column) => assembly.set(field, &column, Value::json(value)),
                None if key == ERROR_COLUMN || self.unknown_keys.contains(key) => {}
                None if self.unknown_keys.len() < UNKNOWN_KEYS_MAX => {
                    self.unknown_keys.insert(key.clone());
                    assembly.complaints().warnings.push(unknown_column(key, row));
                }
                None if self.unknown_keys.len() == UNKNOWN_KEYS_MAX => {
                    self.unknown_keys.insert(key.clone());
                    let message =
                        format!("more than {UNKNOWN_KEYS_MAX} keys are not read; the rest is not listed");
                    let warning = Problem::warning(ProblemCode::UnknownColumn, message);
                    assembly.complaints().warnings.push(warning.in_row(row, Some(key)));
                }
                None => {}
            }
        }
        assembly.finish()
    }
}

impl RowReader {
    /// A reader of our own format; without a header it reads JSON lines.
    pub(crate) fn own(content: Content, keys: &[String]) -> RowReader {
        match content {
            Content::Products | Content::Wide => {
                RowReader::Products(OwnReader::new(keys, product::json_column))
            }
            // Only other systems have channels of rules in files of their own.
            Content::Relations | Content::RuleChannels => {
                RowReader::Relations(OwnReader::new(keys, Relations::column))
            }
            Content::Orders => RowReader::Orders(OwnReader::new(keys, Orders::column)),
            Content::Events => RowReader::Events(OwnReader::new(keys, Events::column)),
        }
    }

    /// The same reader for a file whose columns a mapping names.
    pub(crate) fn with_mapping(self, mapping: Option<&Mapping>) -> RowReader {
        let Some(mapping) = mapping else { return self };
        match self {
            RowReader::Products(reader) => RowReader::Products(reader.with_mapping(mapping)),
            RowReader::Relations(reader) => RowReader::Relations(reader.with_mapping(mapping)),
            RowReader::Orders(reader) => RowReader::Orders(reader.with_mapping(mapping)),
            RowReader::Events(reader) => RowReader::Events(reader.with_mapping(mapping)),
            foreign @ (RowReader::Magento(_) | RowReader::Spryker(_)) => foreign,
        }
    }

    pub(crate) fn knows_column(&self, key: &str) -> bool {
        match self {
            RowReader::Products(_) => Products::column(key).is_some(),
            RowReader::Relations(_) => Relations::column(key).is_some(),
            RowReader::Orders(_) => Orders::column(key).is_some(),
            RowReader::Events(_) => Events::column(key).is_some(),
            RowReader::Magento(_) => crate::magento::column(key).is_some(),
            RowReader::Spryker(_) => crate::spryker::is_column(key),
        }
    }

    pub(crate) fn knows_key(&self, key: &str) -> bool {
        match self {
            RowReader::Products(_) => product::json_column(key).is_some(),
            _ => self.knows_column(key),
        }
    }

    fn width(&self) -> usize {
        match self {
            RowReader::Products(reader) => reader.plan.len(),
            RowReader::Relations(reader) => reader.plan.len(),
            RowReader::Orders(reader) => reader.plan.len(),
            RowReader::Events(reader) => reader.plan.len(),
            RowReader::Magento(reader) => reader.width(),
            RowReader::Spryker(reader) => reader.width(),
        }
    }

    fn column_name(&self, index: usize) -> Option<&str> {
        match self {
            RowReader::Products(reader) => reader.plan.get(index).map(|(name, _)| name.as_str()),
            RowReader::Relations(reader) => reader.plan.get(index).map(|(name, _)| name.as_str()),
            RowReader::Orders(reader) => reader.plan.get(index).map(|(name, _)| name.as_str()),
            RowReader::Events(reader) => reader.plan.get(index).map(|(name, _)| name.as_str()),
            RowReader::Magento(reader) => reader.column_name(index),
            RowReader::Spryker(reader) => reader.column_name(index),
        }
    }

    fn read_row(&mut self, row: u64, texts: Texts<'_>) -> Outcome {
        match self {
            RowReader::Products(reader) => reader.read_row(row, texts),
            RowReader::Relations(reader) => reader.read_row(row, texts),
            RowReader::Orders(reader) => reader.read_row(row, texts),
            RowReader::Events(reader) => reader.read_row(row, texts),
            RowReader::Magento(reader) => reader.read_row(row, texts),
            RowReader::Spryker(reader) => reader.read_row(row, texts),
        }
    }

    fn read_object(&mut self, row: u64, members: &Members<'_>) -> Outcome {
        match self {
            RowReader::Products(reader) => reader.read_object(row, members),
            RowReader::Relations(reader) => reader.read_object(row, members),
            RowReader::Orders(reader) => reader.read_object(row, members),
            RowReader::Events(reader) => reader.read_object(row, members),
            RowReader::Magento(_) | RowReader::Spryker(_) => Outcome::rejected(
                row,
                Problem::error(ProblemCode::InvalidRecord, "this format has no JSON lines"),
            ),
        }
    }
}
