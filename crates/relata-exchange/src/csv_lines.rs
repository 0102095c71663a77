use csv_core::ReadRecordResult;
use relata_model::limits::{COLUMNS_MAX, FIELD_BYTES_MAX, RECORD_BYTES_MAX};
use relata_model::{Problem, ProblemCode};

use crate::ReadFailure;
use crate::stream::ByteStream;

/// Space for the fields of a record before the first growth.
const FIELD_BYTES_START: usize = 8 << 10;
const FIELDS_START: usize = 64;

/// Splits bytes into records of separated values and knows on which line each starts.
///
/// Quotes are doubled inside quotes; LF, CR and CRLF end a record, in any mixture; empty lines are
/// passed over. Memory is bounded by [`RECORD_BYTES_MAX`], however long a record is.
pub(crate) struct CsvLines {
    stream: ByteStream,
    core: csv_core::Reader,
    lines: LineCount,
    fields: Vec<u8>,
    ends: Vec<usize>,
    field_bytes: usize,
    field_count: usize,
    raw: Vec<u8>,
    fault: Option<Problem>,
}

/// Counts line breaks over pieces of a file: the number of the line that comes next.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineCount {
    line: u64,
    after_cr: bool,
}

impl LineCount {
    pub(crate) fn new() -> LineCount {
        LineCount { line: 1, after_cr: false }
    }

    pub(crate) fn line(self) -> u64 {
        self.line
    }

    /// Counts the breaks in a piece. CRLF is one, also when it is split between pieces.
    pub(crate) fn pass(&mut self, piece: &[u8]) {
        if !self.after_cr && !piece.contains(&b'\r') {
            self.line += piece.iter().filter(|byte| **byte == b'\n').count() as u64;
            return;
        }
        for byte in piece {
            match byte {
                b'\r' => self.line += 1,
                b'\n' if !self.after_cr => self.line += 1,
                _ => {}
            }
            self.after_cr = *byte == b'\r';
        }
    }
}

/// The fields of one record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'a> {
    bytes: &'a [u8],
    ends: &'a [usize],
}

impl<'a> Fields<'a> {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn get(&self, index: usize) -> &'a [u8] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.bytes[start..self.ends[index]]
    }

    /// The fields as texts, or the number of the first that is no UTF-8 or holds a NUL.
    pub(crate) fn texts(&self) -> Result<Texts<'a>, usize> {
        if let Ok(text) = std::str::from_utf8(self.bytes)
            && self.ends.iter().all(|end| text.is_char_boundary(*end))
            && !self.bytes.contains(&0)
        {
            return Ok(Texts { text, ends: self.ends });
        }
        let bad = |bytes: &[u8]| std::str::from_utf8(bytes).is_err() || bytes.contains(&0);
        Err((0..self.len()).find(|index| bad(self.get(*index))).unwrap_or(0))
    }
}

/// The fields of one record, all of them valid text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Texts<'a> {
    text: &'a str,
    ends: &'a [usize],
}

impl<'a> Texts<'a> {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn get(&self, index: usize) -> &'a str {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start..self.ends[index]]
    }
}

enum Piece {
    More,
    Done,
}

impl CsvLines {
    pub(crate) fn new(stream: ByteStream, delimiter: u8) -> CsvLines {
        let mut core = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
        // The core would strip a byte order mark from its first bytes; that mark is gone already,
        // and what looks like one in a field is text.
        core.read_record(b"\n", &mut [0; 4], &mut [0; 4]);
        CsvLines {
            stream,
            core,
            lines: LineCount::new(),
            fields: vec![0; FIELD_BYTES_START],
            ends: vec![0; FIELDS_START],
            field_bytes: 0,
            field_count: 0,
            raw: Vec::new(),
            fault: None,
        }
    }

    /// Goes to the next record and gives the line where it starts; `None` is the end of the file.
    pub(crate) fn advance(&mut self) -> Result<Option<u64>, ReadFailure> {
        if !self.skip_line_breaks()? {
            return Ok(None);
        }
        let row = self.lines.line();
        self.field_bytes = 0;
        self.field_count = 0;
        self.raw.clear();
        self.fault = None;
        loop {
            let ended = match self.stream.fill() {
                Ok(bytes) => bytes.is_empty(),
                Err(source) => return Err(ReadFailure { row, source }),
            };
            if ended {
                self.finish(row);
                break;
            }
            if let Piece::Done = self.split_piece() {
                break;
            }
        }
        if self.fault.is_none() {
            self.check_field_sizes();
        }
        Ok(Some(row))
    }

    /// The fields of the current record.
    pub(crate) fn fields(&self) -> Fields<'_> {
        Fields { bytes: &self.fields[..self.field_bytes], ends: &self.ends[..self.field_count] }
    }

    /// The bytes of the current record without the line break at its end.
    pub(crate) fn raw(&self) -> &[u8] {
        let end = self.raw.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')).map_or(0, |last| last + 1);
        &self.raw[..end]
    }

    /// Why the current record as a whole cannot be taken.
    pub(crate) fn take_fault(&mut self) -> Option<Problem> {
        self.fault.take()
    }

    /// Whether the current record is a line of blanks, which spreadsheets leave at the end.
    pub(crate) fn is_blank(&self) -> bool {
        self.fault.is_none()
            && self.field_count == 1
            && self.fields().get(0).iter().all(u8::is_ascii_whitespace)
    }

    /// Whether nothing is wrong with the current record as a whole.
    pub(crate) fn is_whole(&self) -> bool {
        self.fault.is_none()
    }

    /// Whether no byte comes after the current record.
    pub(crate) fn is_at_end(&mut self) -> bool {
        self.stream.peek(1).is_empty()
    }

    fn skip_line_breaks(&mut self) -> Result<bool, ReadFailure> {
        loop {
            let row = self.lines.line();
            let bytes = self.stream.fill().map_err(|source| ReadFailure { row, source })?;
            if bytes.is_empty() {
                return Ok(false);
            }
            let count = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            self.lines.pass(&bytes[..count]);
            let more = count == bytes.len();
            self.stream.consume(count);
            if !more {
                // Between records a CR has no LF waiting any more.
                self.lines.after_cr = false;
                return Ok(true);
            }
        }
    }

    /// Feeds the bytes at hand to the splitter.
    fn split_piece(&mut self) -> Piece {
        // A record that is over a bound is split on into the same space, only to find its end.
        let (from, ends_from) =
            if self.fault.is_some() { (0, 0) } else { (self.field_bytes, self.field_count) };
        let room = &mut self.fields[from..];
        let Ok(bytes) = self.stream.fill() else { return Piece::More };
        let (result, taken, written, ended) = self.core.read_record(bytes, room, &mut self.ends[ends_from..]);
        self.lines.pass(&bytes[..taken]);
        let keep = taken.min(RECORD_BYTES_MAX.saturating_sub(self.raw.len()));
        self.raw.extend_from_slice(&bytes[..keep]);
        self.stream.consume(taken);
        if self.fault.is_none() {
            self.field_bytes += written;
            self.field_count += ended;
        }
        match result {
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull => self.grow_fields(),
            ReadRecordResult::OutputEndsFull => self.grow_ends(),
            ReadRecordResult::Record | ReadRecordResult::End => return Piece::Done,
        }
        Piece::More
    }

    fn grow_fields(&mut self) {
        if self.fault.is_some() {
            return;
        }
        if self.fields.len() >= RECORD_BYTES_MAX {
            self.give_up(
                format!("the record is larger than {RECORD_BYTES_MAX} bytes"),
                "look for a quote that is not closed",
            );
        } else {
            self.fields.resize((self.fields.len() * 2).min(RECORD_BYTES_MAX), 0);
        }
    }

    fn grow_ends(&mut self) {
        if self.fault.is_some() {
            return;
        }
        if self.ends.len() > COLUMNS_MAX {
            self.give_up(format!("the record has more than {COLUMNS_MAX} fields"), "use fewer columns");
        } else {
            self.ends.resize((self.ends.len() * 2).min(COLUMNS_MAX + 1), 0);
        }
    }

    fn give_up(&mut self, message: String, hint: &str) {
        self.fault = Some(Problem::error(ProblemCode::LimitExceeded, message).hint(hint));
        self.field_bytes = 0;
        self.field_count = 0;
    }

    /// Ends the last record of a file that does not end with a line break.
    fn finish(&mut self, row: u64) {
        // A line break ends every record but one whose quote is still open, where it is text.
        let open = loop {
            let (from, ends_from) =
                if self.fault.is_some() { (0, 0) } else { (self.field_bytes, self.field_count) };
            let (result, taken, _, ended) =
                self.core.read_record(b"\n", &mut self.fields[from..], &mut self.ends[ends_from..]);
            if self.fault.is_none() {
                self.field_count += ended;
            }
            match result {
                ReadRecordResult::OutputFull if taken == 0 => self.grow_fields(),
                ReadRecordResult::OutputEndsFull => self.grow_ends(),
                ReadRecordResult::Record | ReadRecordResult::End => break false,
                _ => break true,
            }
        };
        if open && self.fault.is_none() {
            let last = self.lines.line();
            let message = if last > row {
                format!(
                    "a quote is opened and never closed; it swallowed everything from line {row} to line {last}"
                )
            } else {
                "a quote is opened and never closed before the end of the file".to_string()
            };
            self.fault = Some(
                Problem::error(ProblemCode::InvalidRecord, message)
                    .hint("close the quote, or double it where it is meant as a character"),
            );
            self.field_bytes = 0;
            self.field_count = 0;
        }
    }

    fn check_field_sizes(&mut self) {
        if self.field_bytes <= FIELD_BYTES_MAX {
            return;
        }
        let fields = self.fields();
        if let Some(index) = (0..fields.len()).find(|index| fields.get(*index).len() > FIELD_BYTES_MAX) {
            self.fault = Some(
                Problem::error(
                    ProblemCode::LimitExceeded,
                    format!("field {} is larger than {FIELD_BYTES_MAX} bytes", index + 1),
                )
                .hint("shorten the text"),
            );
        }
    }
}
