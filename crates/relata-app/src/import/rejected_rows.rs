//! Rejected rows, written to a file so that they can be mended.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use relata_exchange::{Input, Records, RejectsWriter};
use relata_model::Problem;

use crate::AppError;

/// The file of rejects and the file that the rejected rows are read from once more.
pub(crate) struct RejectedRows {
    records: Records,
    writer: RejectsWriter<BufWriter<File>>,
    path: PathBuf,
}

impl RejectedRows {
    /// Makes the file beside its place, because it may be the imported file itself, which is being read.
    pub(crate) fn start(path: &Path, input: Input) -> Result<RejectedRows, AppError> {
        let file = File::create(beside(path)).map_err(AppError::io("create", path))?;
        let writer = RejectsWriter::new(BufWriter::new(file), input.rejects_layout())?;
        Ok(RejectedRows { records: input.records(), writer, path: path.to_path_buf() })
    }

    /// Writes the record that starts in this line; lines come in rising order.
    pub(crate) fn write(&mut self, row: u64, problems: &[Problem]) -> Result<(), AppError> {
        for record in self.records.by_ref() {
            // What cannot be read at all was told in the report and has no text to keep.
            let Ok(record) = record else { return Ok(()) };
            if record.row == row {
                return Ok(self.writer.write(&record.raw, problems)?);
            }
            if record.row > row {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Writes what is left and puts the file in its place.
    pub(crate) fn finish(self) -> Result<(), AppError> {
        let RejectedRows { records, writer, path } = self;
        drop(records);
        let written = writer.finish()?.into_inner().map_err(|error| error.into_error());
        written
            .and_then(|file| {
                drop(file);
                std::fs::rename(beside(&path), &path)
            })
            .map_err(AppError::io("write", &path))
    }
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    path.with_file_name(name)
}
