//! Rejected rows, written to a file so that they can be mended.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use relata_exchange::{Input, Records, RejectsWriter};
use relata_model::Problem;

use crate::AppError;

/// The file of rejects and the file that the rejected rows are read from once more.
pub(crate) struct RejectedRows {
    records: Records,
    writer: RejectsWriter<BufWriter<File>>,
}

impl RejectedRows {
    /// Makes the file; `input` is the imported file, opened once more.
    pub(crate) fn start(path: &Path, input: Input) -> Result<RejectedRows, AppError> {
        let file = File::create(path).map_err(AppError::io("create", path))?;
        let writer = RejectsWriter::new(BufWriter::new(file), input.rejects_layout())?;
        Ok(RejectedRows { records: input.records(), writer })
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

    /// Writes what is left.
    pub(crate) fn finish(self) -> Result<(), AppError> {
        self.writer.finish().map(drop).map_err(AppError::from)
    }
}
