//! What an uploaded file is taken for: its head is read as a table and as what it may be.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use relata_api::{
    FieldDocument, GuessDocument, MappingDocument, PreviewDocument, PreviewRowDocument, ProblemDetail,
    SuggestionDocument, UploadColumnDocument, UploadDocument,
};
use relata_exchange::{
    ColumnSample, Compression, Content, ExchangeError, Guess, Input, Known, Mends, Profile, Reading, Table,
    TableRow, fields_of, guess, has_decimal_comma, open_with,
};
use relata_model::limits::UPLOAD_ROWS_SEEN_MAX;
use relata_model::{Mapping, Problem, Sku};
use relata_store::{product, relation_type};

use crate::{App, AppError};

/// Rows of a preview.
const PREVIEW_ROWS: usize = 20;
/// Different texts shown of a column.
const SAMPLES: usize = 5;
/// Characters of a text that is shown or looked at.
const SAMPLE_CHARS: usize = 200;
/// Texts of a column by which it is recognised.
const VALUES_SEEN: usize = 200;
/// Texts that are looked up as SKUs.
const SKUS_SEEN: usize = 5_000;

/// What is known of an upload before it is looked at.
pub(crate) struct Arrival<'a> {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) bytes: u64,
    pub(crate) created_at: String,
    pub(crate) compression: Option<String>,
    pub(crate) encoding: String,
    pub(crate) path: &'a Path,
    pub(crate) mapping: Option<Mapping>,
    /// Where the mapping comes from, in words.
    pub(crate) mapped_by: Option<String>,
    pub(crate) mends: Mends,
}

/// The head of a file.
struct Head {
    columns: Vec<ColumnSample>,
    filled: Vec<u64>,
    rows: Vec<TableRow>,
    rows_seen: u64,
    more_rows: bool,
}

/// The name of a way of packing, as the API has it.
pub(crate) fn compression_name(compression: Compression) -> Option<String> {
    match compression {
        Compression::None => None,
        Compression::Gzip => Some("gzip".to_string()),
        Compression::Zstd => Some("zstd".to_string()),
    }
}

impl App {
    /// Looks at an upload. What is no table at all is refused; everything else is told.
    pub(crate) fn describe(&self, arrival: Arrival<'_>) -> Result<UploadDocument, AppError> {
        let table = Table::open(arrival.path, arrival.mends.clone())?;
        let (delimiter, mut problems) = (table.delimiter, table.problems.clone());
        let head = read_head(table);
        let reading = Reading { profile: None, mapping: arrival.mapping.clone(), mends: Mends::default() };
        let input = match open_with(arrival.path, &reading) {
            Ok(input) => Some(input),
            Err(ExchangeError::Refused { problems: refused, .. }) => {
                problems = refused;
                None
            }
            Err(error) => return Err(error.into()),
        };
        let guesses = guess(&head.columns, &self.known(&head.columns)?);
        let told = Told::of(input.as_ref(), &arrival, &guesses);
        let suggested = guesses.iter().find(|guess| Some(guess.content) == told.content).or(guesses.first());
        let mends = &arrival.mends.0;
        Ok(UploadDocument {
            columns: columns(&head, input.as_ref(), suggested),
            fields: told.target().map(|(profile, content)| fields(profile, content)).unwrap_or_default(),
            guesses: guesses.iter().map(|guess| guess_document(guess, &head.columns)).collect(),
            decimal_comma: has_decimal_comma(&head.columns),
            preview: preview(&head.rows),
            rows_seen: head.rows_seen,
            more_rows: head.more_rows,
            rows_mended: mends.values().filter(|mend| !mend.cells.is_empty()).count() as u64,
            rows_skipped: mends.values().filter(|mend| mend.skip).count() as u64,
            problems: details(&problems),
            warnings: details(input.as_ref().map(|input| &*input.warnings).unwrap_or_default()),
            profile: told.profile.filter(|_| input.is_some()).map(|profile| profile.as_str().to_string()),
            content: told.content.filter(|_| input.is_some()).map(|content| content.as_str().to_string()),
            confidence: told.confidence,
            recognised_by: told.by,
            mapping: arrival.mapping.as_ref().map(MappingDocument::from_mapping),
            id: arrival.id,
            name: arrival.name,
            bytes: arrival.bytes,
            created_at: arrival.created_at,
            compression: arrival.compression,
            format: if delimiter.is_some() { "csv" } else { "json_lines" }.to_string(),
            delimiter: delimiter.map(String::from),
            encoding: arrival.encoding,
        })
    }

    /// Which texts of the columns the shop knows.
    fn known(&self, columns: &[ColumnSample]) -> Result<Known, AppError> {
        let texts: HashSet<&str> = columns
            .iter()
            .flat_map(|column| &column.values)
            .map(|value| value.trim())
            .take(SKUS_SEEN)
            .collect();
        let skus: Vec<Sku> = texts.into_iter().filter_map(|text| Sku::parse(text).ok()).collect();
        self.read(|tx| {
            let skus = product::exists_many(tx, &skus)?;
            let types = relation_type::list(tx)?;
            Ok(Known {
                skus: skus.into_iter().map(|sku| sku.to_string()).collect(),
                types: types.into_iter().map(|kind| kind.code.to_string()).collect(),
            })
        })
    }
}

/// Reads the first rows; what is damaged behind them is told by an import.
fn read_head(mut table: Table) -> Head {
    let columns: Vec<ColumnSample> =
        table.columns.iter().map(|name| ColumnSample { name: name.clone(), values: Vec::new() }).collect();
    let filled = vec![0; columns.len()];
    let mut head = Head { columns, filled, rows: Vec::new(), rows_seen: 0, more_rows: false };
    while (head.rows_seen as usize) < UPLOAD_ROWS_SEEN_MAX {
        let Some(Ok(row)) = table.next() else { return head };
        head.rows_seen += 1;
        for ((cell, column), filled) in row.cells.iter().zip(&mut head.columns).zip(&mut head.filled) {
            if cell.trim().is_empty() {
                continue;
            }
            *filled += 1;
            if column.values.len() < VALUES_SEEN {
                column.values.push(shortened(cell));
            }
        }
        if head.rows.len() < PREVIEW_ROWS {
            head.rows.push(row);
        }
    }
    head.more_rows = table.next().is_some();
    head
}

fn shortened(text: &str) -> String {
    text.chars().take(SAMPLE_CHARS).collect()
}

fn columns(head: &Head, input: Option<&Input>, suggested: Option<&Guess>) -> Vec<UploadColumnDocument> {
    let column = |(index, column): (usize, &ColumnSample)| {
        let reads_as = input.and_then(|input| input.columns.iter().find(|other| other.name == column.name));
        let suggestion = suggested.and_then(|guess| guess.columns.get(index)?.as_ref());
        let mut seen = HashSet::new();
        let samples = column.values.iter().filter(|value| seen.insert(value.as_str())).take(SAMPLES);
        UploadColumnDocument {
            name: column.name.clone(),
            reads_as: reads_as.and_then(|column| column.reads_as.clone()),
            suggestion: suggestion.map(|suggestion| SuggestionDocument {
                field: suggestion.field.clone(),
                confidence: rounded(suggestion.confidence),
                because: suggestion.because.as_str().to_string(),
            }),
            samples: samples.cloned().collect(),
            filled: rounded(head.filled[index] as f64 / head.rows_seen.max(1) as f64),
        }
    };
    head.columns.iter().enumerate().map(column).collect()
}

/// What a file is taken for and how that was told.
struct Told {
    profile: Option<Profile>,
    content: Option<Content>,
    confidence: f64,
    by: String,
}

impl Told {
    fn of(input: Option<&Input>, arrival: &Arrival<'_>, guesses: &[Guess]) -> Told {
        let Some(input) = input else {
            let best = guesses.first();
            let by = match best {
                Some(guess) => {
                    format!("no format has these columns; they look most like {}", guess.content.as_str())
                }
                None => "no format has these columns".to_string(),
            };
            let confidence = rounded(best.map_or(0.0, |guess| guess.confidence));
            return Told { profile: None, content: best.map(|guess| guess.content), confidence, by };
        };
        let (profile, content) = (Some(input.profile), Some(input.content));
        if arrival.mapping.is_some() {
            let by = arrival.mapped_by.clone().unwrap_or_else(|| "the mapping that was given".to_string());
            return Told { profile, content, confidence: 1.0, by };
        }
        let read: Vec<&str> = input
            .columns
            .iter()
            .filter(|column| column.reads_as.is_some())
            .map(|column| column.name.as_str())
            .collect();
        let share = read.len() as f64 / input.columns.len().max(1) as f64;
        let shown = read.iter().take(6).copied().collect::<Vec<_>>().join(", ");
        let more = if read.len() > 6 { " and more" } else { "" };
        let by = format!(
            "the columns {shown}{more} are those of {} in the format {}",
            input.content.as_str(),
            input.profile.as_str()
        );
        Told { profile, content, confidence: rounded(0.5 + share / 2.0), by }
    }

    /// Whose fields columns can fill.
    fn target(&self) -> Option<(Profile, Content)> {
        Some((self.profile.unwrap_or(Profile::Relata), self.content?))
    }
}

fn fields(profile: Profile, content: Content) -> Vec<FieldDocument> {
    let field = |field: relata_exchange::Field| FieldDocument {
        code: field.code.to_string(),
        required: field.required,
        kind: field.kind.as_str().to_string(),
    };
    fields_of(profile, content).into_iter().map(field).collect()
}

fn guess_document(guess: &Guess, columns: &[ColumnSample]) -> GuessDocument {
    let named = columns.iter().zip(&guess.columns);
    let named =
        named.filter_map(|(column, found)| Some((column.name.clone(), found.as_ref()?.field.clone())));
    GuessDocument {
        content: guess.content.as_str().to_string(),
        confidence: rounded(guess.confidence),
        columns: named.collect::<BTreeMap<_, _>>(),
        fields: fields(Profile::Relata, guess.content),
    }
}

fn preview(rows: &[TableRow]) -> PreviewDocument {
    let row = |row: &TableRow| PreviewRowDocument {
        row: row.row,
        cells: row.cells.iter().map(|cell| shortened(cell)).collect(),
    };
    PreviewDocument { rows: rows.iter().map(row).collect() }
}

fn details(problems: &[Problem]) -> Vec<ProblemDetail> {
    problems.iter().map(ProblemDetail::from).collect()
}

/// Two digits are as much as such a number is worth.
fn rounded(share: f64) -> f64 {
    (share * 100.0).round() / 100.0
}
