use std::sync::Arc;

use relata_rules::{Field, Kind, Value};

use super::cells::{CellChunk, Cells};
use super::postings::Postings;
use super::reading::{Kinds, Reading, STATUSES};
use crate::Snapshot;
use crate::chunk::CHUNK;
use crate::words::Words;

/// What all families say of one field.
#[derive(Debug, Clone)]
pub(crate) enum FactColumn {
    /// Words of a dictionary, with the families that have each.
    Codes(CodeColumn),
    /// Exact numbers in millionths, or moments in microseconds.
    Numbers(Cells<i64>),
    /// Values of several kinds, which are asked for one by one.
    Odd,
}

/// A column of words.
#[derive(Debug, Clone)]
pub(crate) struct CodeColumn {
    pub(crate) coding: Coding,
    /// Whether its values are lists.
    pub(crate) is_list: bool,
    pub(crate) cells: Cells<u32>,
    pub(crate) postings: Postings,
}

/// What codes stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Brand,
    Category,
    Text,
    Flag,
    Status,
}

impl Coding {
    /// The value of a code.
    pub(crate) fn value(self, code: u32, words: &Words) -> Value {
        match self {
            Coding::Brand => Value::Text(words.brands.value(code).clone()),
            Coding::Category => Value::Text(words.categories.shared_path(code)),
            Coding::Text => Value::Text(words.texts.value(code).clone()),
            Coding::Flag => Value::Flag(code == 1),
            Coding::Status => Value::text(STATUSES[code as usize].as_str()),
        }
    }

    /// What its values are.
    pub(crate) fn kind(self) -> Kind {
        match self {
            Coding::Flag => Kind::Flag,
            Coding::Brand | Coding::Category | Coding::Text | Coding::Status => Kind::Text,
        }
    }

    /// The code of a value, if any product ever had it.
    pub(crate) fn code(self, value: &Value, words: &Words) -> Option<u32> {
        match (self, value) {
            (Coding::Brand, Value::Text(text)) => words.brands.get(&**text),
            (Coding::Category, Value::Text(text)) => words.categories.node(text),
            (Coding::Text, Value::Text(text)) => words.texts.get(&**text),
            (Coding::Flag, Value::Flag(flag)) => Some(u32::from(*flag)),
            (Coding::Status, Value::Text(text)) => {
                STATUSES.iter().position(|status| status.as_str() == &**text).map(|code| code as u32)
            }
            _ => None,
        }
    }

    /// Codes given out so far; those to come are greater.
    pub(crate) fn len(self, words: &Words) -> u32 {
        match self {
            Coding::Brand => words.brands.len(),
            Coding::Category => words.categories.len(),
            Coding::Text => words.texts.len(),
            Coding::Flag => 2,
            Coding::Status => STATUSES.len() as u32,
        }
    }
}

/// How the values of a field are kept, if it has a column at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Codes(Coding, bool),
    Numbers,
    /// Whatever the values turn out to be.
    Found,
}

fn shape(field: &Field) -> Option<Shape> {
    Some(match field {
        Field::Brand => Shape::Codes(Coding::Brand, false),
        Field::Category => Shape::Codes(Coding::Category, false),
        Field::Categories => Shape::Codes(Coding::Category, true),
        Field::Tags => Shape::Codes(Coding::Text, true),
        Field::Status => Shape::Codes(Coding::Status, false),
        Field::InStock | Field::HasImage => Shape::Codes(Coding::Flag, false),
        Field::Price | Field::Cost | Field::Margin | Field::Stock | Field::CreatedAt | Field::Popularity => {
            Shape::Numbers
        }
        Field::Attribute(_) => Shape::Found,
        _ => return None,
    })
}

/// Whether a column is made of a field; names and keys have none.
pub(crate) fn has_column(field: &Field) -> bool {
    shape(field).is_some()
}

/// A chunk of a column as it was read, before it is known of which kind the column is.
pub(crate) struct ReadChunk {
    kinds: Kinds,
    codes: CellChunk<u32>,
    numbers: CellChunk<i64>,
}

impl ReadChunk {
    pub(crate) fn of(snapshot: &Snapshot, chunk: usize, field: &Field) -> ReadChunk {
        let mut read =
            ReadChunk { kinds: Kinds::default(), codes: CellChunk::empty(), numbers: CellChunk::empty() };
        let attribute = attribute_code(snapshot, field);
        let mut found = Reading::default();
        for place in 0..CHUNK {
            let number = (chunk * CHUNK + place) as u32;
            if !snapshot.is_head(number) {
                continue;
            }
            snapshot.read_field(number, field, attribute, &mut found);
            read.kinds.add(found.kinds);
            if !found.numbers.is_empty() {
                read.numbers.set(place, Some(&found.numbers));
            } else if found.known {
                read.codes.set(place, Some(&found.codes));
            }
        }
        read
    }
}

fn attribute_code(snapshot: &Snapshot, field: &Field) -> Option<u32> {
    match field {
        Field::Attribute(name) => snapshot.words.attributes.get(&**name),
        _ => None,
    }
}

impl FactColumn {
    /// A column of all its chunks.
    pub(crate) fn of(field: &Field, chunks: Vec<ReadChunk>) -> FactColumn {
        let mut kinds = Kinds::default();
        chunks.iter().for_each(|chunk| kinds.add(chunk.kinds));
        let shape = match shape(field) {
            Some(Shape::Found) => match kinds {
                // Texts are what is expected of an attribute that nothing has yet.
                Kinds::TEXT => Shape::Codes(Coding::Text, false),
                Kinds::FLAG => Shape::Codes(Coding::Flag, false),
                Kinds::NUMBER => Shape::Numbers,
                Kinds::TEXTS => Shape::Codes(Coding::Text, true),
                _ => return FactColumn::Odd,
            },
            Some(shape) if kinds == Kinds::default() => shape,
            _ => return FactColumn::Odd,
        };
        match shape {
            Shape::Codes(coding, is_list) => {
                let cells = Cells::of(chunks.into_iter().map(|chunk| chunk.codes).collect());
                let postings = Postings::of(&cells);
                FactColumn::Codes(CodeColumn { coding, is_list, cells, postings })
            }
            Shape::Numbers | Shape::Found => {
                FactColumn::Numbers(Cells::of(chunks.into_iter().map(|chunk| chunk.numbers).collect()))
            }
        }
    }

    /// Reads a family anew; tells whether it says something else than the column.
    pub(crate) fn differs(
        &self,
        snapshot: &Snapshot,
        number: u32,
        field: &Field,
        found: &mut Reading,
    ) -> bool {
        found.clear();
        if snapshot.is_head(number) {
            snapshot.read_field(number, field, attribute_code(snapshot, field), found);
        }
        match self {
            // Nothing is kept of it that could tell.
            FactColumn::Odd => true,
            _ if !self.takes(found) => true,
            FactColumn::Codes(column) => column.cells.get(number) != found.known.then_some(&*found.codes),
            FactColumn::Numbers(cells) => cells.get(number) != found.known.then_some(&*found.numbers),
        }
    }

    /// Enters what was read of a family.
    pub(crate) fn enter(&mut self, number: u32, found: &Reading) {
        if !self.takes(found) {
            *self = FactColumn::Odd;
        }
        match self {
            FactColumn::Codes(column) => column.enter(number, found.known.then_some(&*found.codes)),
            FactColumn::Numbers(cells) => cells.set(number, found.known.then_some(&*found.numbers)),
            FactColumn::Odd => {}
        }
    }

    /// Whether what was read is of the kind that the column holds.
    fn takes(&self, found: &Reading) -> bool {
        let of_attribute = match self {
            FactColumn::Codes(CodeColumn { coding: Coding::Text, is_list: true, .. }) => Kinds::TEXTS,
            FactColumn::Codes(CodeColumn { coding: Coding::Text, .. }) => Kinds::TEXT,
            FactColumn::Codes(CodeColumn { coding: Coding::Flag, .. }) => Kinds::FLAG,
            FactColumn::Numbers(_) => Kinds::NUMBER,
            _ => Kinds::default(),
        };
        found.kinds == Kinds::default() || found.kinds == of_attribute
    }

    pub(crate) fn bytes(&self) -> usize {
        match self {
            FactColumn::Codes(column) => column.cells.bytes() + column.postings.bytes(),
            FactColumn::Numbers(cells) => cells.bytes(),
            FactColumn::Odd => 0,
        }
    }
}

impl CodeColumn {
    fn enter(&mut self, number: u32, after: Option<&[u32]>) {
        let before: Vec<u32> = self.cells.get(number).unwrap_or_default().to_vec();
        let codes = after.unwrap_or_default();
        for code in before.iter().filter(|code| !codes.contains(code)) {
            self.postings.remove(*code, number);
        }
        for code in codes.iter().filter(|code| !before.contains(code)) {
            self.postings.insert(*code, number);
        }
        self.cells.set(number, after);
    }
}

/// Columns are shared between snapshots until one changes them.
pub(crate) type SharedColumn = Arc<FactColumn>;
