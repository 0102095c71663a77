//! Rejected rows, written to a file and kept with the import, so that they can be mended.

use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use relata_exchange::{Input, Records, RejectsWriter};
use relata_model::Problem;
use relata_model::limits::REJECTS_BYTES_MAX;

use crate::AppError;

/// Bytes of rejected rows in one piece of the database.
const PIECE_BYTES: u64 = 1 << 20;

/// Where rejected rows go.
#[derive(Debug, Clone)]
pub(crate) struct RejectsPlaces {
    /// Into a file of the caller.
    pub(crate) path: Option<PathBuf>,
    /// Into the database.
    pub(crate) keep: bool,
}

/// The places of rejected rows and the file that they are read from once more.
pub(crate) struct RejectedRows {
    records: Records,
    file: Option<(PathBuf, RejectsWriter<BufWriter<File>>)>,
    kept: Option<KeptWriter>,
}

/// Rejected rows on their way into the database, up to a bound.
struct KeptWriter {
    writer: RejectsWriter<Counted>,
    bytes: Arc<AtomicU64>,
    left_out: u64,
}

/// The text of the rejected rows, to be kept.
pub(crate) struct KeptRows {
    text: File,
    /// Rows past the bound.
    pub(crate) left_out: u64,
}

impl RejectedRows {
    /// Makes the file beside its place, because it may be the imported file itself, which is being read.
    pub(crate) fn start(places: &RejectsPlaces, input: Input) -> Result<RejectedRows, AppError> {
        let file = match &places.path {
            None => None,
            Some(path) => {
                let file = File::create(beside(path)).map_err(AppError::io("create", path))?;
                Some((path.clone(), RejectsWriter::new(BufWriter::new(file), input.rejects_layout())?))
            }
        };
        let kept = match places.keep {
            false => None,
            true => {
                let bytes = Arc::new(AtomicU64::new(0));
                let file = tempfile::tempfile().map_err(AppError::io("create", "a temporary file"))?;
                let out = Counted { out: BufWriter::new(file), bytes: bytes.clone() };
                let writer = RejectsWriter::new(out, input.rejects_layout())?;
                Some(KeptWriter { writer, bytes, left_out: 0 })
            }
        };
        Ok(RejectedRows { records: input.records(), file, kept })
    }

    /// Writes the record that starts in this line; lines come in rising order.
    pub(crate) fn write(&mut self, row: u64, problems: &[Problem]) -> Result<(), AppError> {
        for record in self.records.by_ref() {
            // What cannot be read at all was told in the report and has no text to keep.
            let Ok(record) = record else { return Ok(()) };
            if record.row == row {
                if let Some((_, writer)) = &mut self.file {
                    writer.write(&record.raw, problems)?;
                }
                if let Some(kept) = &mut self.kept {
                    kept.write(&record.raw, problems)?;
                }
                return Ok(());
            }
            if record.row > row {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Writes what is left, puts the file in its place and gives what is to be kept, if any row is.
    pub(crate) fn finish(self) -> Result<Option<KeptRows>, AppError> {
        let RejectedRows { records, file, kept } = self;
        drop(records);
        if let Some((path, writer)) = file {
            let written = writer.finish()?.into_inner().map_err(|error| error.into_error());
            written
                .and_then(|file| {
                    drop(file);
                    std::fs::rename(beside(&path), &path)
                })
                .map_err(AppError::io("write", &path))?;
        }
        match kept.filter(|kept| kept.writer.rows() > 0) {
            None => Ok(None),
            Some(kept) => kept.finish().map(Some),
        }
    }
}

impl KeptWriter {
    fn write(&mut self, raw: &relata_exchange::RawRecord, problems: &[Problem]) -> Result<(), AppError> {
        // What is still in the buffer of the writer is a few rows at most.
        if self.bytes.load(Ordering::Relaxed) > REJECTS_BYTES_MAX {
            self.left_out += 1;
            return Ok(());
        }
        Ok(self.writer.write(raw, problems)?)
    }

    fn finish(self) -> Result<KeptRows, AppError> {
        let failed = || AppError::io("write", "a temporary file");
        let out = self.writer.finish()?.out;
        let mut text = out.into_inner().map_err(|error| failed()(error.into_error()))?;
        text.seek(SeekFrom::Start(0)).map_err(failed())?;
        Ok(KeptRows { text, left_out: self.left_out })
    }
}

impl KeptRows {
    /// The next piece of the text; empty at the end.
    pub(crate) fn next_piece(&mut self) -> Result<Vec<u8>, AppError> {
        let mut piece = Vec::new();
        let read = (&mut self.text).take(PIECE_BYTES).read_to_end(&mut piece);
        read.map_err(AppError::io("read", "a temporary file"))?;
        Ok(piece)
    }
}

/// Counts what goes through.
struct Counted {
    out: BufWriter<File>,
    bytes: Arc<AtomicU64>,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.bytes.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    path.with_file_name(name)
}
