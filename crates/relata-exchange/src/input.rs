use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use relata_model::limits::COLUMNS_MAX;
use relata_model::{Problem, ProblemCode};

use crate::compression::Compression;
use crate::csv_lines::CsvLines;
use crate::header::{ERROR_COLUMN, Header, LOOK_AHEAD_BYTES, empty_file};
use crate::json_lines::{JsonLines, Members};
use crate::magento::reader::MagentoReader;
use crate::reading::Reading;
use crate::recognition::{self, missing_columns, recognise};
use crate::records::{Edits, Lines, Records, RowReader};
use crate::rejects::RejectsLayout;
use crate::spryker::reader::SprykerReader;
use crate::stream::ByteStream;
use crate::{Content, ExchangeError, Profile, ReadFailure, magento, mapping, spryker};

/// A file whose format is known and whose records are still to be read.
pub struct Input {
    /// The format.
    pub profile: Profile,
    /// What its rows describe.
    pub content: Content,
    /// The columns in their order; for JSON lines those of the first line.
    pub columns: Vec<ColumnMapping>,
    /// What to know before reading, such as columns that are not read.
    pub warnings: Vec<Problem>,
    /// How it is packed.
    pub compression: Compression,
    /// The file's names of columns by the fields that they fill, where a mapping says so.
    pub renamed: BTreeMap<String, String>,
    pub(crate) edits: Edits,
    pub(crate) lines: Lines,
    pub(crate) reader: RowReader,
    pub(crate) rejects: RejectsLayout,
}

impl std::fmt::Debug for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Input { profile, content, columns, warnings, compression, .. } = self;
        f.debug_struct("Input")
            .field("profile", profile)
            .field("content", content)
            .field("columns", columns)
            .field("warnings", warnings)
            .field("compression", compression)
            .finish_non_exhaustive()
    }
}

/// What a column of a file is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnMapping {
    /// Its name in the file.
    pub name: String,
    /// The field that it fills; `None` is not read.
    pub reads_as: Option<String>,
}

/// Opens a file and recognises its format.
pub fn open(path: &Path) -> Result<Input, ExchangeError> {
    open_with(path, &Reading::default())
}

/// Opens a file as a format that the caller names.
pub fn open_as(path: &Path, profile: Profile) -> Result<Input, ExchangeError> {
    open_with(path, &Reading::as_profile(profile))
}

/// Opens a file as the caller says, with its mapping and its mended rows.
pub fn open_with(path: &Path, reading: &Reading) -> Result<Input, ExchangeError> {
    let name = path.display().to_string();
    match File::open(path) {
        Ok(file) => Input::build(&name, file, reading),
        Err(source) => Err(ExchangeError::Read { name, source }),
    }
}

impl Input {
    /// Takes bytes that are no file; `name` is what complaints call them.
    pub fn from_reader(name: &str, reader: impl Read + Send + 'static) -> Result<Input, ExchangeError> {
        Input::build(name, reader, &Reading::default())
    }

    /// Takes bytes as a format that the caller names.
    pub fn from_reader_as(
        name: &str,
        reader: impl Read + Send + 'static,
        profile: Profile,
    ) -> Result<Input, ExchangeError> {
        Input::build(name, reader, &Reading::as_profile(profile))
    }

    /// Takes bytes as the caller says.
    pub fn from_reader_with(
        name: &str,
        reader: impl Read + Send + 'static,
        reading: &Reading,
    ) -> Result<Input, ExchangeError> {
        Input::build(name, reader, reading)
    }

    /// The records, one after the other. A bad record never ends them.
    pub fn records(self) -> Records {
        Records::new(self.lines, self.reader, self.edits)
    }

    /// What a file of rejects of this file looks like.
    pub fn rejects_layout(&self) -> RejectsLayout {
        self.rejects.clone()
    }

    fn build(
        name: &str,
        reader: impl Read + Send + 'static,
        reading: &Reading,
    ) -> Result<Input, ExchangeError> {
        let Unpacked { mut stream, compression, form } = unpack(name, reader)?;
        let built = match form {
            Some(TextForm::JsonLines) => Plan::json(&mut stream, reading),
            Some(TextForm::Csv) => Plan::csv(&mut stream, reading),
            Some(TextForm::JsonArray) => Err(vec![json_array()]),
            None => Err(vec![empty_file()]),
        };
        match built {
            Ok(plan) => plan.input(name, stream, compression, reading),
            Err(problems) => Err(refusal(name, problems, stream.take_failure(), compression)),
        }
    }
}

/// The text of a file and what it looks like.
pub(crate) struct Unpacked {
    pub(crate) stream: ByteStream,
    pub(crate) compression: Compression,
    /// `None` when nothing stands in it.
    pub(crate) form: Option<TextForm>,
}

/// What a text looks like by its first character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextForm {
    Csv,
    JsonLines,
    JsonArray,
}

/// Takes the compression and a byte order mark off; refuses what is no text.
pub(crate) fn unpack(name: &str, reader: impl Read + Send + 'static) -> Result<Unpacked, ExchangeError> {
    let mut packed = ByteStream::new(reader);
    let first = packed.peek(4).to_vec();
    if first.is_empty()
        && let Some(source) = packed.take_failure()
    {
        return Err(ExchangeError::Read { name: name.to_string(), source });
    }
    let compression = Compression::of(&first);
    let mut stream = compression.unpack(packed);
    check_bytes(&mut stream)
        .map_err(|problem| ExchangeError::Refused { name: name.to_string(), problems: vec![problem] })?;
    let start = stream.peek(LOOK_AHEAD_BYTES).iter().find(|byte| !byte.is_ascii_whitespace()).copied();
    let form = start.map(|byte| match byte {
        b'{' => TextForm::JsonLines,
        b'[' => TextForm::JsonArray,
        _ => TextForm::Csv,
    });
    Ok(Unpacked { stream, compression, form })
}

/// What was decided about a file by looking at its start.
struct Plan {
    profile: Profile,
    content: Content,
    columns: Vec<ColumnMapping>,
    warnings: Vec<Problem>,
    reader: RowReader,
    rejects: RejectsLayout,
    /// The delimiter of CSV; `None` is JSON lines.
    delimiter: Option<u8>,
    /// The names of the header.
    names: Vec<String>,
    renamed: BTreeMap<String, String>,
}

impl Plan {
    fn csv(stream: &mut ByteStream, reading: &Reading) -> Result<Plan, Vec<Problem>> {
        let mut header = Header::look(stream)?;
        let twice = header.duplicates();
        if !twice.is_empty() {
            return Err(twice);
        }
        let (profile, content) = match &reading.mapping {
            Some(mapping) => {
                let target = mapping::target_of(mapping)?;
                header = header.mapped(mapping);
                match target {
                    (Profile::Magento, _) => (Profile::Magento, magento::content(&header.keys)),
                    own => own,
                }
            }
            None => recognise(&header.keys, reading.profile).map_err(|problem| vec![problem])?,
        };
        let missing = missing_columns(profile, content, &header.keys);
        if !missing.is_empty() {
            return Err(missing);
        }
        let mut rejects = RejectsLayout::csv(&header);
        let mut warnings = Vec::new();
        let (reader, columns) = match (profile, content) {
            (Profile::Magento, _) => {
                let magento = MagentoReader::new(&header);
                warnings.extend(magento.warnings());
                rejects.parts = magento.reject_parts();
                let columns = magento.mappings();
                (RowReader::Magento(Box::new(magento)), columns)
            }
            (Profile::Spryker, _) => {
                let kind = spryker::Kind::of(&header.keys).unwrap_or(spryker::Kind::Relations);
                let reader = SprykerReader::new(kind, &header);
                warnings.extend(reader.warnings());
                let columns = reader.mappings();
                (RowReader::Spryker(Box::new(reader)), columns)
            }
            (Profile::Relata, content) => own_reader(content, &header, reading, &mut warnings),
        };
        let delimiter = Some(header.delimiter);
        let renamed = reading.mapping.as_ref().map(|_| header.renamed()).unwrap_or_default();
        let names = header.names;
        Ok(Plan { profile, content, columns, warnings, reader, rejects, delimiter, names, renamed })
    }

    fn json(stream: &mut ByteStream, reading: &Reading) -> Result<Plan, Vec<Problem>> {
        let asked = reading.asked();
        if asked.is_some_and(Profile::is_foreign) {
            let message = "the file is JSON lines, which this format does not have";
            let problem = Problem::error(ProblemCode::UnknownProfile, message);
            return Err(vec![problem.hint("leave the format out, or name a CSV file")]);
        }
        let (keys, content, renamed) = match &reading.mapping {
            Some(mapping) => {
                let (_, content) = mapping::target_of(mapping)?;
                let fields = mapping.columns.iter();
                let renamed = fields.filter_map(|(name, field)| Some((field.clone()?, name.clone())));
                (json_keys(stream), content, renamed.filter(|(field, name)| field != name).collect())
            }
            None => {
                let (keys, content) = look_at_json(stream, asked).map_err(|problem| vec![problem])?;
                (keys, content, BTreeMap::new())
            }
        };
        let reader = RowReader::own(content, &[]).with_mapping(reading.mapping.as_ref());
        let reads_as = |key: &String| match &reading.mapping {
            Some(mapping) => mapping.field_of(key).map(str::to_string),
            None => reader.knows_key(key).then(|| key.clone()),
        };
        let columns =
            keys.into_iter().map(|name| ColumnMapping { reads_as: reads_as(&name), name }).collect();
        Ok(Plan {
            profile: Profile::Relata,
            content,
            columns,
            warnings: Vec::new(),
            reader,
            rejects: RejectsLayout::json_lines(),
            delimiter: None,
            names: Vec::new(),
            renamed,
        })
    }

    fn input(
        self,
        name: &str,
        stream: ByteStream,
        compression: Compression,
        reading: &Reading,
    ) -> Result<Input, ExchangeError> {
        let Plan { profile, content, columns, warnings, reader, rejects, delimiter, names, renamed } = self;
        let lines = match delimiter {
            None => Lines::Json(Box::new(JsonLines::new(stream))),
            Some(delimiter) => {
                let mut lines = CsvLines::new(stream, delimiter);
                if let Err(ReadFailure { source, .. }) = lines.advance() {
                    return Err(refusal(name, Vec::new(), Some(source), compression));
                }
                Lines::Csv(Box::new(lines))
            }
        };
        let edits = Edits {
            mends: reading.mends.clone(),
            names,
            delimiter: delimiter.unwrap_or(b','),
            renamed: renamed.clone(),
        };
        Ok(Input { profile, content, columns, warnings, compression, renamed, edits, lines, reader, rejects })
    }
}

fn own_reader(
    content: Content,
    header: &Header,
    reading: &Reading,
    warnings: &mut Vec<Problem>,
) -> (RowReader, Vec<ColumnMapping>) {
    let reader = RowReader::own(content, &header.keys).with_mapping(reading.mapping.as_ref());
    let is_left_out =
        |name: &String| reading.mapping.as_ref().is_some_and(|mapping| mapping.columns.contains_key(name));
    if content == Content::Products && header.find("name").is_none() {
        let message = "the column name is missing, so only products that exist already can be changed";
        warnings.push(
            Problem::warning(ProblemCode::MissingValue, message)
                .hint("add the column name to make products")
                .in_row(1, Some("name")),
        );
    }
    let mut columns = Vec::with_capacity(header.names.len());
    for (name, key) in header.names.iter().zip(&header.keys) {
        let known = reader.knows_column(key);
        columns.push(ColumnMapping { name: name.clone(), reads_as: known.then(|| key.clone()) });
        if !known && key != ERROR_COLUMN && !is_left_out(name) {
            warnings.push(unknown_column(name, 1));
        }
    }
    (reader, columns)
}

/// A warning about a column or key that is not read.
pub(crate) fn unknown_column(name: &str, row: u64) -> Problem {
    let (message, hint) = if name.trim().is_empty() {
        ("a column has no name and is not read".to_string(), "remove the column, or name it".to_string())
    } else {
        (
            format!("the column {name} is not read"),
            format!("call it attributes.{name} to keep it as an attribute"),
        )
    };
    Problem::warning(ProblemCode::UnknownColumn, message).hint(hint).in_row(row, Some(name))
}

/// Takes away a byte order mark and refuses what is no text.
fn check_bytes(stream: &mut ByteStream) -> Result<(), Problem> {
    let first = stream.peek(512);
    let refuse = |message: &str, hint: &str| {
        Err(Problem::error(ProblemCode::InvalidText, message).hint(hint).in_row(1, None))
    };
    let zeros = first.iter().filter(|byte| **byte == 0).count();
    if first.starts_with(&[0xff, 0xfe])
        || first.starts_with(&[0xfe, 0xff])
        || (zeros > 0 && zeros * 3 > first.len())
    {
        return refuse("the file is UTF-16, not UTF-8", "save it again with the encoding UTF-8");
    }
    if first.starts_with(b"PK\x03\x04") {
        return refuse(
            "the file is a zip archive or a spreadsheet",
            "save the sheet as CSV with the encoding UTF-8",
        );
    }
    if first.starts_with(&[0xef, 0xbb, 0xbf]) {
        stream.consume(3);
    }
    Ok(())
}

/// Why a file is not opened: damage at its start explains everything else that looks wrong.
fn refusal(
    name: &str,
    problems: Vec<Problem>,
    failure: Option<io::Error>,
    compression: Compression,
) -> ExchangeError {
    let name = name.to_string();
    match (failure, compression) {
        (None, _) => ExchangeError::Refused { name, problems },
        (Some(source), Compression::None) => ExchangeError::Read { name, source },
        (Some(source), _) => {
            let what = match source.kind() {
                io::ErrorKind::UnexpectedEof => "cut off".to_string(),
                _ => format!("damaged ({source})"),
            };
            let problem =
                Problem::error(ProblemCode::InvalidRecord, format!("the compressed file is {what}"))
                    .hint("fetch the file again")
                    .in_row(1, None);
            ExchangeError::Refused { name, problems: vec![problem] }
        }
    }
}

pub(crate) fn json_array() -> Problem {
    Problem::error(ProblemCode::UnknownProfile, "the file is one JSON array, not JSON lines")
        .hint("write one object a line, without brackets and commas around them")
        .in_row(1, None)
}

/// The keys of the objects at the start of a text, each once, in the order of their first line.
pub(crate) fn json_keys(stream: &mut ByteStream) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    let mut seen = HashSet::new();
    for line in stream.peek(LOOK_AHEAD_BYTES).split(|byte| matches!(byte, b'\n' | b'\r')) {
        let members = std::str::from_utf8(line).ok().and_then(|text| Members::parse(text).ok());
        for (key, _) in members.into_iter().flat_map(|Members(members)| members) {
            if keys.len() < COLUMNS_MAX && seen.insert(key.clone()) {
                keys.push(key);
            }
        }
    }
    keys
}

/// The keys and the content of the first line that can be recognised.
fn look_at_json(stream: &mut ByteStream, asked: Option<Profile>) -> Result<(Vec<String>, Content), Problem> {
    let bytes = stream.peek(LOOK_AHEAD_BYTES);
    let mut unknown = None;
    for line in bytes.split(|byte| matches!(byte, b'\n' | b'\r')) {
        let members = std::str::from_utf8(line).ok().and_then(|text| Members::parse(text).ok());
        let Some(Members(members)) = members else { continue };
        let keys: Vec<String> = members.into_iter().map(|(key, _)| key).collect();
        if asked.is_none() {
            recognition::refuse_unread(&keys)?;
        }
        match recognise(&keys, asked.or(Some(Profile::Relata))) {
            Ok((_, content)) => return Ok((keys, content)),
            Err(problem) => {
                unknown.get_or_insert(problem);
            }
        }
    }
    Err(unknown.unwrap_or_else(|| {
        Problem::error(
            ProblemCode::UnknownProfile,
            "the file looks like JSON lines, but no line at its start is an object",
        )
        .hint("write one object a line, such as {\"sku\": \"A\", \"name\": \"Alpha\"}")
        .in_row(1, None)
    }))
}
