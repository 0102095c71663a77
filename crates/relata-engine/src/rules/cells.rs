use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Arc;

use crate::chunk::CHUNK;
use crate::snapshot::split;

/// A value of a column: small, ordered, with two that stand for something else.
pub(crate) trait Cell: Copy + Ord + Debug {
    /// Nothing is known.
    const ABSENT: Self;
    /// None or several values, which stand beside the column.
    const MANY: Self;
}

impl Cell for u32 {
    const ABSENT: u32 = u32::MAX;
    const MANY: u32 = u32::MAX - 1;
}

impl Cell for i64 {
    const ABSENT: i64 = i64::MIN;
    const MANY: i64 = i64::MIN + 1;
}

/// What every family says of one field, by number, in chunks that snapshots share.
#[derive(Debug, Clone)]
pub(crate) struct Cells<T> {
    chunks: Vec<Arc<CellChunk<T>>>,
    /// Products with no value or several.
    many: usize,
}

impl<T> Default for Cells<T> {
    fn default() -> Self {
        Cells { chunks: Vec::new(), many: 0 }
    }
}

/// The cells of 2,048 neighbouring products.
#[derive(Debug, Clone)]
pub(crate) struct CellChunk<T> {
    pub(crate) cells: [T; CHUNK],
    many: BTreeMap<u16, Box<[T]>>,
}

impl<T: Cell> CellChunk<T> {
    pub(crate) fn empty() -> CellChunk<T> {
        CellChunk { cells: [T::ABSENT; CHUNK], many: BTreeMap::new() }
    }

    pub(crate) fn get(&self, place: usize) -> Option<&[T]> {
        let cell = &self.cells[place];
        if *cell == T::ABSENT {
            None
        } else if *cell == T::MANY {
            self.many.get(&(place as u16)).map(|values| &**values)
        } else {
            Some(std::slice::from_ref(cell))
        }
    }

    pub(crate) fn set(&mut self, place: usize, values: Option<&[T]>) {
        if self.cells[place] == T::MANY {
            self.many.remove(&(place as u16));
        }
        self.cells[place] = match values {
            None => T::ABSENT,
            Some([value]) => *value,
            Some(values) => {
                self.many.insert(place as u16, values.into());
                T::MANY
            }
        };
    }

    fn bytes(&self) -> usize {
        let many: usize = self.many.values().map(|values| 32 + size_of_val(&**values)).sum();
        size_of_val(&self.cells) + many + 64
    }
}

impl<T: Cell> Cells<T> {
    pub(crate) fn of(chunks: Vec<CellChunk<T>>) -> Cells<T> {
        let many = chunks.iter().map(|chunk| chunk.many.len()).sum();
        Cells { chunks: chunks.into_iter().map(Arc::new).collect(), many }
    }

    /// The values of a product; `None` where nothing is known.
    pub(crate) fn get(&self, number: u32) -> Option<&[T]> {
        let (chunk, place) = split(number);
        self.chunks.get(chunk)?.get(place)
    }

    /// The cell of a product as it is kept.
    pub(crate) fn cell(&self, number: u32) -> T {
        let (chunk, place) = split(number);
        self.chunks.get(chunk).map_or(T::ABSENT, |cells| cells.cells[place])
    }

    /// Changes the values of a product; copies its chunk where it is shared.
    pub(crate) fn set(&mut self, number: u32, values: Option<&[T]>) {
        let (chunk, place) = split(number);
        while self.chunks.len() <= chunk {
            self.chunks.push(Arc::new(CellChunk::empty()));
        }
        let chunk = Arc::make_mut(&mut self.chunks[chunk]);
        self.many -= chunk.many.len();
        chunk.set(place, values);
        self.many += chunk.many.len();
    }

    pub(crate) fn chunk(&self, chunk: usize) -> Option<&CellChunk<T>> {
        self.chunks.get(chunk).map(|cells| &**cells)
    }

    /// Whether no product has several values.
    pub(crate) fn is_single(&self) -> bool {
        self.many == 0
    }

    /// Every value with the product that has it, by number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (T, u32)> {
        (0..).zip(&self.chunks).flat_map(|(chunk, cells)| {
            (0..CHUNK).flat_map(move |place| {
                let number = (chunk * CHUNK + place) as u32;
                cells.get(place).unwrap_or_default().iter().map(move |value| (*value, number))
            })
        })
    }

    pub(crate) fn bytes(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.bytes()).sum()
    }
}
