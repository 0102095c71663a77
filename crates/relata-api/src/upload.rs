use std::collections::BTreeMap;

use relata_model::{Invalid, Mapping, Problem, ProblemCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::fields::{Fields, pointer, settle};
use crate::{Body, Json, ProblemDetail};

/// A file that waits to be imported, and what it was taken for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Upload)]
pub struct UploadDocument {
    /// Its key.
    pub id: String,
    /// The file, as the caller named it.
    pub name: String,
    /// Bytes as they came.
    pub bytes: u64,
    /// When it came; it is removed a day later.
    pub created_at: String,
    /// `gzip` or `zstd` for a packed file.
    pub compression: Option<String>,
    /// `csv` or `json_lines`.
    pub format: String,
    /// What stands between the cells of CSV.
    pub delimiter: Option<String>,
    /// The encoding in which it came; other encodings than UTF-8 are rewritten.
    pub encoding: String,
    /// The format whose columns it has; null when none is known.
    pub profile: Option<String>,
    /// What its rows describe; null when that is not known.
    pub content: Option<String>,
    /// How sure that is, from 0 to 1.
    pub confidence: f64,
    /// By what it was told, in words.
    pub recognised_by: String,
    /// Its columns in their order.
    pub columns: Vec<UploadColumnDocument>,
    /// The fields that columns can fill, of the content or else of the surest guess; products also take
    /// `attributes.<name>`.
    pub fields: Vec<FieldDocument>,
    /// What it may hold, the surest first.
    pub guesses: Vec<GuessDocument>,
    /// Whether its numbers look as if they had a decimal comma.
    pub decimal_comma: bool,
    /// What the columns fill, where somebody said so; null is recognition.
    pub mapping: Option<MappingDocument>,
    /// Rows that were looked at.
    pub rows_seen: u64,
    /// Whether there are more.
    pub more_rows: bool,
    /// The first rows.
    pub preview: PreviewDocument,
    /// Rows that were changed by hand.
    pub rows_mended: u64,
    /// Rows that were left out by hand.
    pub rows_skipped: u64,
    /// What speaks against importing it as it is.
    pub problems: Vec<ProblemDetail>,
    /// What to know before.
    pub warnings: Vec<ProblemDetail>,
}

/// A column of an uploaded file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = UploadColumn)]
pub struct UploadColumnDocument {
    /// Its name in the file.
    pub name: String,
    /// The field that it fills; null is not read.
    pub reads_as: Option<String>,
    /// What it may be.
    pub suggestion: Option<SuggestionDocument>,
    /// Up to five different texts that stand in it.
    pub samples: Vec<String>,
    /// The share of rows in which something stands, from 0 to 1.
    pub filled: f64,
}

/// What a column may be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Suggestion, example = json!({"field": "sku", "confidence": 0.95, "because": "name"}))]
pub struct SuggestionDocument {
    /// The field.
    pub field: String,
    /// How sure that is, from 0 to 1.
    pub confidence: f64,
    /// `name` or `values`.
    pub because: String,
}

/// What a file may hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = UploadGuess)]
pub struct GuessDocument {
    /// What its rows would describe.
    pub content: String,
    /// How sure that is, from 0 to 1.
    pub confidence: f64,
    /// The field of each column for which there is a suggestion.
    pub columns: BTreeMap<String, String>,
    /// The fields that its columns could fill.
    pub fields: Vec<FieldDocument>,
}

/// A field that a column can fill.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Field)]
pub struct FieldDocument {
    /// Its name.
    pub code: String,
    /// Whether a file has to fill it.
    pub required: bool,
    /// `text`, `number`, `money`, `time`, `list`, `boolean` or `any`.
    pub kind: String,
}

/// The first rows of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = UploadPreview)]
pub struct PreviewDocument {
    /// Up to twenty.
    pub rows: Vec<PreviewRowDocument>,
}

/// A row of a preview.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = UploadPreviewRow)]
pub struct PreviewRowDocument {
    /// The line of the file where it starts, the header being 1.
    pub row: u64,
    /// Its cells in the order of the columns.
    pub cells: Vec<String>,
}

/// Rows of an uploaded file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = UploadRows)]
pub struct UploadRowsDocument {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows in the order of the file.
    pub rows: Vec<UploadRowDocument>,
}

/// A row of an uploaded file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = UploadRow)]
pub struct UploadRowDocument {
    /// The line of the file where it starts, the header being 1.
    pub row: u64,
    /// Its cells in the order of the columns, as mended.
    pub cells: Vec<String>,
    /// Whether it is left out.
    pub skipped: bool,
    /// Whether a cell of it was changed.
    pub mended: bool,
}

/// How many rows a request mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = UploadMends)]
pub struct MendsDocument {
    /// Rows of the request with new cells.
    pub mended: u64,
    /// Rows of the request that are left out.
    pub skipped: u64,
}

/// Rows to mend or to leave out.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = UploadMendsRequest, example = json!({"rows": [{"row": 17, "cells": {"price": "12.90"}}, {"row": 19, "skip": true}]}))]
pub struct MendsInput {
    /// What to do with each row.
    pub rows: Vec<RowMendInput>,
}

/// What to do with one row.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = UploadRowMendRequest)]
pub struct RowMendInput {
    /// The line of the file where it starts, the header being 1.
    pub row: u64,
    /// New cells by the names of the file's columns; null takes a change back.
    #[schema(required = false)]
    pub cells: BTreeMap<String, Option<String>>,
    /// Whether to leave it out; false takes that back.
    #[schema(required = false)]
    pub skip: Option<bool>,
}

/// What the columns of a file fill.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Mapping, example = json!({
    "profile": "relata", "content": "products",
    "columns": {"Artikelnummer": "sku", "Farbe": "attributes.color", "Notiz": null}, "decimal_comma": true
}))]
pub struct MappingDocument {
    /// The format whose fields are filled; `relata` when left out.
    #[schema(required = false)]
    pub profile: String,
    /// `products`, `relations`, `orders` or `events`.
    pub content: String,
    /// The field of each column; null and columns that are not named are not read.
    pub columns: BTreeMap<String, Option<String>>,
    /// Whether numbers are written with a decimal comma; false when left out.
    #[serde(default)]
    #[schema(required = false)]
    pub decimal_comma: bool,
}

/// A change of an upload's mapping: the fields of a mapping, or `mapping` as answers have it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = UploadChangeRequest, example = json!({
    "content": "products", "columns": {"Artikelnummer": "sku", "Farbe": "attributes.color", "Notiz": null}
}))]
pub struct UploadChangeInput {
    /// See the mapping.
    #[schema(required = false)]
    pub profile: Option<String>,
    /// See the mapping; has to be there unless `mapping` is.
    #[schema(required = false)]
    pub content: Option<String>,
    /// See the mapping; has to be there unless `mapping` is.
    #[schema(required = false)]
    pub columns: Option<BTreeMap<String, Option<String>>>,
    /// See the mapping.
    #[schema(required = false)]
    pub decimal_comma: Option<bool>,
    /// In place of the others: the mapping; null goes back to recognition.
    #[schema(required = false)]
    pub mapping: Option<MappingDocument>,
}

impl MappingDocument {
    /// The mapping as it is answered.
    pub fn from_mapping(mapping: &Mapping) -> MappingDocument {
        let Mapping { profile, content, columns, decimal_comma } = mapping.clone();
        MappingDocument { profile, content, columns, decimal_comma }
    }

    /// Reads a change of an upload's mapping; `None` goes back to recognition.
    ///
    /// Takes the fields of a mapping, or `{"mapping": …}` as answers have it.
    pub fn read_change(body: &Body) -> Result<Option<Mapping>, Vec<Problem>> {
        if !body.names("mapping") {
            let mut fields = Fields::of_body(body);
            let mapping = read_mapping(&mut fields);
            return settle(mapping, fields.finish()).map(Some);
        }
        let mut fields = Fields::of_body(body);
        let mapping = fields.read_inner("mapping", |json, at| {
            let mut inner = Fields::of_object(json.as_object(&at)?, at);
            let mapping = read_mapping(&mut inner);
            settle(mapping, inner.finish())
        });
        let problems = fields.finish();
        if problems.is_empty() { Ok(mapping) } else { Err(problems) }
    }
}

/// The fields of a mapping.
pub(crate) fn read_mapping(fields: &mut Fields<'_>) -> Option<Mapping> {
    let profile = fields.text("profile");
    let content = fields.required("content", |text| Ok(text.to_string()));
    let decimal_comma = fields.flag("decimal_comma").unwrap_or(false);
    if fields.value("columns").is_none() {
        let hint = "write {\"columns\": {\"name in the file\": \"field\"}}";
        fields.refuse("columns", ProblemCode::MissingValue, Invalid::new("columns is missing", hint));
        return None;
    }
    let columns = fields.read_inner("columns", |json, at| texts_or_null(json, &at))?;
    Some(Mapping {
        profile: profile.unwrap_or_else(|| "relata".to_string()),
        content: content?,
        columns,
        decimal_comma,
    })
}

/// An object of texts, where `null` is a value of its own.
fn texts_or_null(json: &Json, at: &str) -> Result<BTreeMap<String, Option<String>>, Vec<Problem>> {
    let mut texts = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, json) in json.as_object(at)? {
        let text = match json {
            Json::Null => Ok(None),
            other => other.as_text().map(|text| Some(text.to_string())),
        };
        match text {
            Ok(text) => drop(texts.insert(name.clone(), text)),
            Err(invalid) => {
                problems.push(Problem::invalid(ProblemCode::InvalidValue, invalid).at(pointer(at, name)))
            }
        }
    }
    if problems.is_empty() { Ok(texts) } else { Err(problems) }
}

impl MendsInput {
    /// Reads what to do with rows.
    pub fn read(body: &Body) -> Result<MendsInput, Vec<Problem>> {
        let mut fields = Fields::of_body(body);
        if fields.value("rows").is_none() {
            let hint = "write {\"rows\": [{\"row\": 17, \"cells\": {…}}]}";
            fields.refuse("rows", ProblemCode::MissingValue, Invalid::new("rows is missing", hint));
        }
        let rows = fields.list_at("rows", |json, at| {
            let mut fields = Fields::of_object(json.as_object(&at)?, at);
            if fields.value("row").is_none() {
                let invalid = Invalid::new("row is missing", "name the line where the row starts");
                fields.refuse("row", ProblemCode::MissingValue, invalid);
            }
            let row = fields.integer("row", 1, i64::MAX).map(i64::unsigned_abs);
            let cells = fields.read_inner("cells", |json, at| texts_or_null(json, &at)).unwrap_or_default();
            let skip = fields.flag("skip");
            settle(row.map(|row| RowMendInput { row, cells, skip }), fields.finish())
        });
        settle(rows.map(|rows| MendsInput { rows }), fields.finish())
    }
}
