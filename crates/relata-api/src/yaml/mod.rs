//! Documents in files that people write: YAML, or JSON, each value with its place in the file.

mod frames;
mod reader;
mod writer;

use std::collections::BTreeMap;

use crate::Json;

pub use reader::{read_json_document, read_yaml};
pub use writer::to_yaml;

/// Bytes of one file of documents; an assortment of 100,000 SKUs takes a quarter of it.
pub const YAML_BYTES_MAX: usize = 8 << 20;
/// Documents in one file.
pub const YAML_DOCUMENTS_MAX: usize = 10_000;

/// Where something stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, from 1.
    pub line: u64,
    /// The character of the line, from 1.
    pub column: u64,
}

/// A document of a file and where its values stand.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedDocument {
    /// What it says.
    pub json: Json,
    /// Places by JSON pointer.
    pub(crate) places: BTreeMap<String, Spot>,
}

/// Where a value begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) place: Place,
    /// Where its text begins, if it stands in the file letter by letter.
    pub(crate) text_at: Option<Place>,
    /// Whether its lines are lines of the file that begin below each other.
    pub(crate) is_block: bool,
}

impl MarkedDocument {
    /// Where a value stands; of one that is not in the file, where it would have to be: the nearest that
    /// it is in. `None` where no place is known.
    pub fn place(&self, pointer: &str) -> Option<Place> {
        self.spot(pointer).map(|spot| spot.place)
    }

    /// Where a part of a text stands, given its line and column in the text, both from 1.
    pub fn place_in_text(&self, pointer: &str, line: u64, column: u64) -> Option<Place> {
        let Spot { text_at, is_block, .. } = self.places.get(pointer)?;
        let start = text_at.filter(|_| line == 1 || *is_block)?;
        Some(Place { line: start.line + line - 1, column: start.column + column - 1 })
    }

    fn spot(&self, pointer: &str) -> Option<Spot> {
        let mut at = pointer;
        loop {
            if let Some(spot) = self.places.get(at) {
                return Some(*spot);
            }
            at = &at[..at.rfind('/')?];
        }
    }
}
