//! Rows in order of a key with bounded memory: runs are sorted in memory and merged from files.
//!
//! Rows are kept as bytes, so that memory is what they weigh and not how many they are: a million
//! short relations and a thousand long descriptions stay under the same bound.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::AppError;

/// Bytes of rows that are kept in memory before a run goes to a file; what is in memory at most is
/// this and one row.
const RUN_BYTES_MAX: usize = 24 << 20;
/// Bytes read ahead from all runs together while they are merged.
const MERGE_BYTES_MAX: usize = 16 << 20;
/// Bytes read ahead from one run at least and at most.
const RUN_BUFFER_BYTES: std::ops::RangeInclusive<usize> = 8 << 10..=256 << 10;

/// Takes rows in any order and gives them back by key, rows of one key in the order of taking.
pub(crate) struct Sorter<T> {
    /// Keys and rows, one behind the other.
    bytes: Vec<u8>,
    places: Vec<Place>,
    taken: u64,
    runs: Vec<File>,
    rows: PhantomData<fn(T) -> T>,
}

/// Where a key and its row stand in the bytes.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    start: usize,
    key_bytes: u32,
    row_bytes: u32,
}

impl Place {
    fn key(self, bytes: &[u8]) -> &[u8] {
        &bytes[self.start..self.start + self.key_bytes as usize]
    }

    fn row(self, bytes: &[u8]) -> &[u8] {
        let start = self.start + self.key_bytes as usize;
        &bytes[start..start + self.row_bytes as usize]
    }
}

/// A row in its order.
pub(crate) struct SortedRow<T> {
    pub(crate) key: String,
    /// What it weighs.
    pub(crate) bytes: usize,
    pub(crate) row: T,
}

impl<T: Serialize + DeserializeOwned> Sorter<T> {
    pub(crate) fn new() -> Self {
        Sorter { bytes: Vec::new(), places: Vec::new(), taken: 0, runs: Vec::new(), rows: PhantomData }
    }

    /// How many rows were taken.
    pub(crate) fn taken(&self) -> u64 {
        self.taken
    }

    /// Takes a row under its key.
    pub(crate) fn push(&mut self, key: &str, row: &T) -> Result<(), AppError> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(key.as_bytes());
        let row_start = self.bytes.len();
        serde_json::to_writer(&mut self.bytes, row)?;
        let place =
            Place { start, key_bytes: key.len() as u32, row_bytes: (self.bytes.len() - row_start) as u32 };
        self.places.push(place);
        self.taken += 1;
        if self.bytes.len() + self.places.len() * size_of::<Place>() > RUN_BYTES_MAX {
            self.spill()?;
        }
        Ok(())
    }

    /// Stable, so that rows of one key stay in the order of taking.
    fn sort(&mut self) {
        let bytes = &self.bytes;
        self.places.sort_by(|a, b| a.key(bytes).cmp(b.key(bytes)));
    }

    fn spill(&mut self) -> Result<(), AppError> {
        self.sort();
        let file = tempfile::tempfile().map_err(AppError::io("create", "a temporary file"))?;
        let mut writer = BufWriter::with_capacity(1 << 18, file);
        for place in self.places.drain(..) {
            let lengths = [place.key_bytes.to_le_bytes(), place.row_bytes.to_le_bytes()].concat();
            writer
                .write_all(&lengths)
                .and_then(|()| writer.write_all(place.key(&self.bytes)))
                .and_then(|()| writer.write_all(place.row(&self.bytes)))
                .map_err(AppError::io("write", "a temporary file"))?;
        }
        let mut file = writer
            .into_inner()
            .map_err(|error| AppError::io("write", "a temporary file")(error.into_error()))?;
        file.seek(SeekFrom::Start(0)).map_err(AppError::io("read", "a temporary file"))?;
        self.runs.push(file);
        self.bytes.clear();
        Ok(())
    }

    /// The rows by key.
    pub(crate) fn sorted(mut self) -> Result<Sorted<T>, AppError> {
        if self.runs.is_empty() {
            self.sort();
            let Sorter { bytes, places, .. } = self;
            return Ok(Sorted::Memory { bytes, places: places.into_iter(), rows: PhantomData });
        }
        self.spill()?;
        let Sorter { runs: files, .. } = self;
        let ahead = (MERGE_BYTES_MAX / files.len()).clamp(*RUN_BUFFER_BYTES.start(), *RUN_BUFFER_BYTES.end());
        let mut runs = Vec::with_capacity(files.len());
        let mut heads = BinaryHeap::with_capacity(files.len());
        for (at, file) in files.into_iter().enumerate() {
            let mut run = Run { reader: BufReader::with_capacity(ahead, file), row: Vec::new() };
            if let Some(key) = run.advance()? {
                heads.push(Reverse((key, at)));
            }
            runs.push(run);
        }
        Ok(Sorted::Files { runs, heads, rows: PhantomData })
    }
}

/// Rows by key, one after the other.
pub(crate) enum Sorted<T> {
    Memory {
        bytes: Vec<u8>,
        places: std::vec::IntoIter<Place>,
        rows: PhantomData<fn(T) -> T>,
    },
    /// Runs in the order in which they were taken: of equal keys the earlier run goes first.
    Files {
        runs: Vec<Run>,
        heads: BinaryHeap<Reverse<(String, usize)>>,
        rows: PhantomData<fn(T) -> T>,
    },
}

/// A sorted file and its next row.
pub(crate) struct Run {
    reader: BufReader<File>,
    row: Vec<u8>,
}

impl Run {
    /// Reads the next row and gives its key; `None` is the end.
    fn advance(&mut self) -> Result<Option<String>, AppError> {
        let mut lengths = [0; 8];
        if let Err(error) = self.reader.read_exact(&mut lengths) {
            return match error.kind() {
                std::io::ErrorKind::UnexpectedEof => Ok(None),
                _ => Err(AppError::io("read", "a temporary file")(error)),
            };
        }
        let [a, b, c, d, e, f, g, h] = lengths;
        let mut key = vec![0; u32::from_le_bytes([a, b, c, d]) as usize];
        self.row.resize(u32::from_le_bytes([e, f, g, h]) as usize, 0);
        self.reader
            .read_exact(&mut key)
            .and_then(|()| self.reader.read_exact(&mut self.row))
            .map_err(AppError::io("read", "a temporary file"))?;
        let damaged = |error| std::io::Error::new(std::io::ErrorKind::InvalidData, error);
        let key = String::from_utf8(key).map_err(damaged);
        key.map(Some).map_err(AppError::io("read", "a temporary file"))
    }
}

impl<T: DeserializeOwned> Sorted<T> {
    /// The next row.
    pub(crate) fn next_row(&mut self) -> Result<Option<SortedRow<T>>, AppError> {
        match self {
            Sorted::Memory { bytes, places, .. } => {
                let Some(place) = places.next() else { return Ok(None) };
                let key = String::from_utf8_lossy(place.key(bytes)).into_owned();
                let row = place.row(bytes);
                Ok(Some(SortedRow { key, bytes: row.len(), row: serde_json::from_slice(row)? }))
            }
            Sorted::Files { runs, heads, .. } => {
                let Some(Reverse((key, at))) = heads.pop() else { return Ok(None) };
                let run = &mut runs[at];
                let (bytes, row) = (run.row.len(), serde_json::from_slice(&run.row)?);
                if let Some(next) = run.advance()? {
                    heads.push(Reverse((next, at)));
                }
                Ok(Some(SortedRow { key, bytes, row }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(mut sorter: Sorter<u32>, spill_every: u64) -> Vec<(String, u32)> {
        for number in 0..100_u32 {
            sorter.push(&format!("{:02}", (number * 37) % 10), &number).expect("a row is taken");
            if sorter.taken().is_multiple_of(spill_every) {
                sorter.spill().expect("a run is written");
            }
        }
        let mut sorted = sorter.sorted().expect("runs are read");
        std::iter::from_fn(|| sorted.next_row().expect("a row is read"))
            .map(|sorted| (sorted.key, sorted.row))
            .collect()
    }

    #[test]
    fn rows_of_one_key_keep_their_order_in_memory_and_in_files() {
        let in_memory = keys(Sorter::new(), u64::MAX);
        let in_files = keys(Sorter::new(), 7);
        assert_eq!(in_memory, in_files);
        assert_eq!(in_memory.len(), 100);
        assert!(in_memory.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn long_rows_go_to_a_file_as_soon_as_they_weigh_too_much() {
        let mut sorter: Sorter<String> = Sorter::new();
        let long = "x".repeat(1 << 20);
        for number in 0..60_u32 {
            sorter.push(&format!("{number:03}"), &long).expect("a row is taken");
            assert!(sorter.bytes.len() <= RUN_BYTES_MAX + (1 << 20) + 100);
        }
        assert!(sorter.runs.len() >= 2);
    }
}
