use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use relata_model::{Problem, ProblemCode};

use crate::compression::Compression;
use crate::csv_lines::CsvLines;
use crate::header::{ERROR_COLUMN, Header, LOOK_AHEAD_BYTES, empty_file};
use crate::json_lines::{JsonLines, Members};
use crate::magento::reader::MagentoReader;
use crate::recognition::{self, missing_columns, recognise};
use crate::records::{Lines, Records, RowReader};
use crate::rejects::RejectsLayout;
use crate::stream::ByteStream;
use crate::{Content, ExchangeError, Profile, ReadFailure};

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
    pub(crate) lines: Lines,
    pub(crate) reader: RowReader,
    pub(crate) rejects: RejectsLayout,
}

impl std::fmt::Debug for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Input { profile, content, columns, warnings, compression, lines: _, reader: _, rejects: _ } =
            self;
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
    open_file(path, None)
}

/// Opens a file as a format that the caller names.
pub fn open_as(path: &Path, profile: Profile) -> Result<Input, ExchangeError> {
    open_file(path, Some(profile))
}

fn open_file(path: &Path, profile: Option<Profile>) -> Result<Input, ExchangeError> {
    let name = path.display().to_string();
    match File::open(path) {
        Ok(file) => Input::build(&name, file, profile),
        Err(source) => Err(ExchangeError::Read { name, source }),
    }
}

impl Input {
    /// Takes bytes that are no file; `name` is what complaints call them.
    pub fn from_reader(name: &str, reader: impl Read + Send + 'static) -> Result<Input, ExchangeError> {
        Input::build(name, reader, None)
    }

    /// Takes bytes as a format that the caller names.
    pub fn from_reader_as(
        name: &str,
        reader: impl Read + Send + 'static,
        profile: Profile,
    ) -> Result<Input, ExchangeError> {
        Input::build(name, reader, Some(profile))
    }

    /// The records, one after the other. A bad record never ends them.
    pub fn records(self) -> Records {
        Records::new(self.lines, self.reader)
    }

    /// What a file of rejects of this file looks like.
    pub fn rejects_layout(&self) -> RejectsLayout {
        self.rejects.clone()
    }

    fn build(
        name: &str,
        reader: impl Read + Send + 'static,
        asked: Option<Profile>,
    ) -> Result<Input, ExchangeError> {
        let refused = |problems| ExchangeError::Refused { name: name.to_string(), problems };
        let mut packed = ByteStream::new(reader);
        let first = packed.peek(4).to_vec();
        if first.is_empty()
            && let Some(source) = packed.take_failure()
        {
            return Err(ExchangeError::Read { name: name.to_string(), source });
        }
        let compression = Compression::of(&first);
        let mut stream = compression.unpack(packed);
        check_bytes(&mut stream).map_err(|problem| refused(vec![problem]))?;
        let start = stream.peek(LOOK_AHEAD_BYTES).iter().find(|byte| !byte.is_ascii_whitespace()).copied();
        let built = match start {
            None => Err(vec![empty_file()]),
            Some(b'{') => Plan::json(&mut stream, asked),
            Some(b'[') => Err(vec![json_array()]),
            Some(_) => Plan::csv(&mut stream, asked),
        };
        match built {
            Ok(plan) => plan.input(name, stream, compression),
            Err(problems) => Err(refusal(name, problems, stream.take_failure(), compression)),
        }
    }
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
}

impl Plan {
    fn csv(stream: &mut ByteStream, asked: Option<Profile>) -> Result<Plan, Vec<Problem>> {
        let header = Header::look(stream)?;
        let (profile, content) = recognise(&header.keys, asked).map_err(|problem| vec![problem])?;
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
            (Profile::Relata, content) => own_reader(content, &header, &mut warnings),
        };
        let delimiter = Some(header.delimiter);
        Ok(Plan { profile, content, columns, warnings, reader, rejects, delimiter })
    }

    fn json(stream: &mut ByteStream, asked: Option<Profile>) -> Result<Plan, Vec<Problem>> {
        if asked.is_some_and(Profile::is_foreign) {
            let message = "the file is JSON lines, which this format does not have";
            let problem = Problem::error(ProblemCode::UnknownProfile, message);
            return Err(vec![problem.hint("leave the format out, or name a CSV file")]);
        }
        let (keys, content) = look_at_json(stream, asked).map_err(|problem| vec![problem])?;
        let reader = RowReader::own(content, &[]);
        let mapping =
            |key: String| ColumnMapping { reads_as: reader.knows_key(&key).then(|| key.clone()), name: key };
        let columns = keys.into_iter().map(mapping).collect();
        Ok(Plan {
            profile: Profile::Relata,
            content,
            columns,
            warnings: Vec::new(),
            reader,
            rejects: RejectsLayout::json_lines(),
            delimiter: None,
        })
    }

    fn input(self, name: &str, stream: ByteStream, compression: Compression) -> Result<Input, ExchangeError> {
        let Plan { profile, content, columns, warnings, reader, rejects, delimiter } = self;
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
        Ok(Input { profile, content, columns, warnings, compression, lines, reader, rejects })
    }
}

fn own_reader(
    content: Content,
    header: &Header,
    warnings: &mut Vec<Problem>,
) -> (RowReader, Vec<ColumnMapping>) {
    let reader = RowReader::own(content, &header.keys);
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
        if !known && key != ERROR_COLUMN {
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

fn json_array() -> Problem {
    Problem::error(ProblemCode::UnknownProfile, "the file is one JSON array, not JSON lines")
        .hint("write one object a line, without brackets and commas around them")
        .in_row(1, None)
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
