//! What the columns of an unknown file might be, told by their names and by what stands in them.
//!
//! A suggestion is for a person to look at, so it says how sure it is and why. Nothing is imported
//! by a suggestion alone.

use std::collections::HashSet;

use crate::mapping::{FieldKind, fields_of};
use crate::sniff::{self, Values};
use crate::synonyms::{self, Synonyms, normal, words};
use crate::{Content, Profile};

/// A column of a file and what stands in its first rows.
#[derive(Debug, Clone)]
pub struct ColumnSample {
    /// Its name in the file.
    pub name: String,
    /// Texts that stand in it, without empty ones.
    pub values: Vec<String>,
}

/// What the shop knows, by which values are recognised.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Those of the values that are SKUs of products.
    pub skus: HashSet<String>,
    /// The codes of the relation types.
    pub types: HashSet<String>,
}

/// The field that a column may fill.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The field.
    pub field: String,
    /// How sure it is, from 0 to 1.
    pub confidence: f64,
    /// By what it was told.
    pub because: Because,
}

/// By what a column was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// By its name.
    Name,
    /// By what stands in it.
    Values,
}

impl Because {
    /// The reason as text.
    pub fn as_str(self) -> &'static str {
        match self {
            Because::Name => "name",
            Because::Values => "values",
        }
    }
}

/// What a file may hold, with a suggestion for each of its columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Guess {
    /// What its rows would describe.
    pub content: Content,
    /// How sure that is, from 0 to 1.
    pub confidence: f64,
    /// The suggestions, in the order of the columns; no field twice.
    pub columns: Vec<Option<Suggestion>>,
}

/// The share of sureness that the required fields bear; the rest is the share of columns explained.
const REQUIRED_SHARE: f64 = 0.6;
/// How sure a content is whose required fields are not all found.
const INCOMPLETE_SHARE: f64 = 0.3;
/// Guesses below this are not worth showing.
const CONFIDENCE_MIN: f64 = 0.05;
/// The share of values of the right kind below which a column is not what its name says.
const KIND_SHARE_MIN: f64 = 0.5;

/// What a file with these columns may hold, the surest first.
///
/// Complexity: columns times names in the table, and once through the values.
pub fn guess(columns: &[ColumnSample], known: &Known) -> Vec<Guess> {
    let values: Vec<Values> = columns.iter().map(|column| Values::of(&column.values, known)).collect();
    let contents = [Content::Products, Content::Relations, Content::Orders, Content::Events];
    let mut guesses: Vec<Guess> = contents.map(|content| guess_content(content, columns, &values)).into();
    guesses.retain(|guess| guess.confidence >= CONFIDENCE_MIN);
    guesses.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    guesses
}

/// Whether the numbers of a file are written with a decimal comma.
pub fn has_decimal_comma(columns: &[ColumnSample]) -> bool {
    sniff::has_decimal_comma(columns.iter().flat_map(|column| &column.values).map(String::as_str))
}

fn guess_content(content: Content, columns: &[ColumnSample], values: &[Values]) -> Guess {
    let mut candidates: Vec<(usize, Suggestion)> = Vec::new();
    for (index, (column, values)) in columns.iter().zip(values).enumerate() {
        candidates.extend(by_name(content, &column.name, values).map(|suggestion| (index, suggestion)));
        candidates.extend(by_values(content, values).into_iter().map(|suggestion| (index, suggestion)));
    }
    // The surest first; of equals the column further left.
    candidates.sort_by(|(a, x), (b, y)| y.confidence.total_cmp(&x.confidence).then(a.cmp(b)));
    let mut taken: HashSet<String> = HashSet::new();
    let mut chosen: Vec<Option<Suggestion>> = vec![None; columns.len()];
    for (index, suggestion) in candidates {
        if chosen[index].is_none() && !taken.contains(&suggestion.field) {
            taken.insert(suggestion.field.clone());
            chosen[index] = Some(suggestion);
        }
    }
    Guess { content, confidence: confidence(content, &chosen), columns: chosen }
}

fn confidence(content: Content, chosen: &[Option<Suggestion>]) -> f64 {
    let found = chosen.iter().flatten().count() as f64 / chosen.len().max(1) as f64;
    let sure = |code: &str| {
        chosen
            .iter()
            .flatten()
            .find(|suggestion| suggestion.field == code)
            .map(|suggestion| suggestion.confidence)
    };
    let required = fields_of(Profile::Relata, content).into_iter().filter(|field| field.required);
    let required: Option<Vec<f64>> = required.map(|field| sure(field.code)).collect();
    match required {
        None => INCOMPLETE_SHARE * found,
        Some(required) => {
            let product: f64 = required.iter().product();
            let mean = product.powf(1.0 / required.len().max(1) as f64);
            mean * (REQUIRED_SHARE + (1.0 - REQUIRED_SHARE) * found)
        }
    }
}

/// Words that say of which thing a column speaks, and not what it says of it.
const THINGS: [&str; 10] =
    ["product", "produkt", "artikel", "article", "item", "variant", "line", "lineitem", "the", "eur"];

/// The field that a name means best, unless the values are of another kind.
fn by_name(content: Content, name: &str, values: &Values) -> Option<Suggestion> {
    let whole = normal(name);
    if whole.is_empty() {
        return None;
    }
    let words = words(name);
    let bare: String = words.iter().filter(|word| !THINGS.contains(&word.as_str())).cloned().collect();
    let best = synonyms::of(content).iter().filter_map(|row| {
        let sure = sureness(row, &whole, &bare, &words)?;
        (values.share_of(FieldKind::of(row.field)) >= KIND_SHARE_MIN).then_some((sure, row.field))
    });
    // Of equals the first of the table.
    let (confidence, field) = best.fold(None, |best: Option<(f64, &str)>, next| match best {
        Some(best) if best.0 >= next.0 => Some(best),
        _ => Some(next),
    })?;
    Some(Suggestion { field: field.to_string(), confidence, because: Because::Name })
}

/// How sure it is that a name means a field.
fn sureness(row: &Synonyms, whole: &str, bare: &str, words: &[String]) -> Option<f64> {
    let own = row.names().next();
    if own == Some(whole) {
        return Some(1.0);
    }
    if own == Some(bare) {
        return Some(0.96);
    }
    if let Some(at) = row.names().position(|name| name == whole) {
        // Names further down the table mean other things, too.
        return Some(0.95 - 0.005 * at.min(20) as f64);
    }
    if !bare.is_empty() && row.names().any(|name| name == bare) {
        return Some(0.8);
    }
    if row.names().any(|name| name.len() >= 3 && words.iter().any(|word| word == name)) {
        return Some(0.6);
    }
    let ends = |name: &str| name.len() >= 5 && (whole.starts_with(name) || whole.ends_with(name));
    row.names().any(ends).then_some(0.5)
}

/// The fields that the values alone speak for.
fn by_values(content: Content, values: &Values) -> Vec<Suggestion> {
    let Some(seen) = values.shares() else { return Vec::new() };
    let mut found: Vec<(&str, f64)> = Vec::new();
    let mut speak = |share: f64, least: f64, field: &'static str, sure: f64| {
        if share >= least {
            found.push((field, sure * share));
        }
    };
    match content {
        Content::Products | Content::Wide => {
            speak(seen.sku, 0.5, "sku", 0.9);
            speak(seen.image, 0.6, "image_url", 0.8);
            speak(seen.url - seen.image, 0.6, "url", 0.6);
            speak(seen.ean, 0.7, "attributes.ean", 0.7);
            speak(seen.currency, 0.9, "currency", 0.7);
            speak(seen.money, 0.8, "price", 0.45);
            speak(seen.code_like, 0.95, "sku", 0.35);
        }
        Content::Relations | Content::RuleChannels => {
            speak(seen.relation_type, 0.8, "type", 0.9);
            speak(seen.sku, 0.5, "source", 0.75);
            speak(seen.sku, 0.5, "target", 0.74);
        }
        Content::Orders => {
            speak(seen.sku, 0.5, "sku", 0.85);
            speak(seen.time, 0.8, "ordered_at", 0.5);
            speak(seen.currency, 0.9, "currency", 0.7);
            speak(seen.money, 0.8, "unit_price", 0.4);
        }
        Content::Events => {
            speak(seen.sku, 0.5, "sku", 0.85);
            speak(seen.time, 0.8, "event_at", 0.5);
        }
    }
    let suggestion = |(field, confidence): (&str, f64)| Suggestion {
        field: field.to_string(),
        confidence,
        because: Because::Values,
    };
    found.into_iter().map(suggestion).collect()
}
