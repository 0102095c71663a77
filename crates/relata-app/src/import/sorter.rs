//! Rows in order of a key with bounded memory: runs are sorted in memory and merged from files.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::AppError;

/// Bytes of rows that are kept in memory before a run goes to a file.
const RUN_BYTES_MAX: usize = 96 << 20;
/// Bytes that a kept row costs beside its key.
const ROW_OVERHEAD: usize = 256;

/// Takes rows in any order and gives them back by key, rows of one key in the order of taking.
pub(crate) struct Sorter<T> {
    rows: Vec<(String, u64, T)>,
    bytes: usize,
    taken: u64,
    runs: Vec<File>,
}

impl<T: Serialize + DeserializeOwned> Sorter<T> {
    pub(crate) fn new() -> Self {
        Sorter { rows: Vec::new(), bytes: 0, taken: 0, runs: Vec::new() }
    }

    /// How many rows were taken.
    pub(crate) fn taken(&self) -> u64 {
        self.taken
    }

    /// Takes a row under its key.
    pub(crate) fn push(&mut self, key: String, row: T) -> Result<(), AppError> {
        self.bytes += key.len() + ROW_OVERHEAD;
        self.rows.push((key, self.taken, row));
        self.taken += 1;
        if self.bytes > RUN_BYTES_MAX {
            self.spill()?;
        }
        Ok(())
    }

    fn sort(&mut self) {
        self.rows.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(&b.1)));
    }

    fn spill(&mut self) -> Result<(), AppError> {
        self.sort();
        let file = tempfile::tempfile().map_err(AppError::io("create", "a temporary file"))?;
        let mut writer = BufWriter::with_capacity(1 << 20, file);
        for row in self.rows.drain(..) {
            let bytes = serde_json::to_vec(&row)?;
            let length = (bytes.len() as u32).to_le_bytes();
            writer
                .write_all(&length)
                .and_then(|()| writer.write_all(&bytes))
                .map_err(AppError::io("write", "a temporary file"))?;
        }
        let mut file = writer
            .into_inner()
            .map_err(|error| AppError::io("write", "a temporary file")(error.into_error()))?;
        file.seek(SeekFrom::Start(0)).map_err(AppError::io("read", "a temporary file"))?;
        self.runs.push(file);
        self.bytes = 0;
        Ok(())
    }

    /// The rows by key.
    pub(crate) fn sorted(mut self) -> Result<Sorted<T>, AppError> {
        if self.runs.is_empty() {
            self.sort();
            return Ok(Sorted::Memory(self.rows.into_iter()));
        }
        self.spill()?;
        let mut runs = Vec::new();
        let mut heads = BinaryHeap::new();
        for (at, file) in self.runs.into_iter().enumerate() {
            let mut run = Run { reader: BufReader::with_capacity(1 << 18, file), head: None };
            if let Some((key, sequence)) = run.advance()? {
                heads.push(Reverse((key, sequence, at)));
            }
            runs.push(run);
        }
        Ok(Sorted::Files { runs, heads })
    }
}

/// Rows by key, one after the other.
pub(crate) enum Sorted<T> {
    Memory(std::vec::IntoIter<(String, u64, T)>),
    Files { runs: Vec<Run<T>>, heads: BinaryHeap<Reverse<(String, u64, usize)>> },
}

/// A sorted file and its next row.
pub(crate) struct Run<T> {
    reader: BufReader<File>,
    head: Option<T>,
}

impl<T: DeserializeOwned> Run<T> {
    fn advance(&mut self) -> Result<Option<(String, u64)>, AppError> {
        let mut length = [0; 4];
        if let Err(error) = self.reader.read_exact(&mut length) {
            self.head = None;
            return match error.kind() {
                std::io::ErrorKind::UnexpectedEof => Ok(None),
                _ => Err(AppError::io("read", "a temporary file")(error)),
            };
        }
        let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
        self.reader.read_exact(&mut bytes).map_err(AppError::io("read", "a temporary file"))?;
        let (key, sequence, row) = serde_json::from_slice(&bytes)?;
        self.head = Some(row);
        Ok(Some((key, sequence)))
    }
}

impl<T: DeserializeOwned> Sorted<T> {
    /// The next row and its key.
    pub(crate) fn next_row(&mut self) -> Result<Option<(String, T)>, AppError> {
        match self {
            Sorted::Memory(rows) => Ok(rows.next().map(|(key, _, row)| (key, row))),
            Sorted::Files { runs, heads } => {
                let Some(Reverse((key, _, at))) = heads.pop() else { return Ok(None) };
                let row = runs[at].head.take();
                if let Some((next_key, sequence)) = runs[at].advance()? {
                    heads.push(Reverse((next_key, sequence, at)));
                }
                Ok(row.map(|row| (key, row)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(mut sorter: Sorter<u32>, spill_every: u64) -> Vec<(String, u32)> {
        for number in 0..100_u32 {
            sorter.push(format!("{:02}", (number * 37) % 10), number).expect("a row is taken");
            if sorter.taken().is_multiple_of(spill_every) {
                sorter.spill().expect("a run is written");
            }
        }
        let mut sorted = sorter.sorted().expect("runs are read");
        std::iter::from_fn(|| sorted.next_row().expect("a row is read")).collect()
    }

    #[test]
    fn rows_of_one_key_keep_their_order_in_memory_and_in_files() {
        let in_memory = keys(Sorter::new(), u64::MAX);
        let in_files = keys(Sorter::new(), 7);
        assert_eq!(in_memory, in_files);
        assert_eq!(in_memory.len(), 100);
        assert!(in_memory.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
