//! Files in other encodings than UTF-8, rewritten as UTF-8 before anything else reads them.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use chardetng::EncodingDetector;
use encoding_rs::{CoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use relata_model::limits::UPLOAD_BYTES_MAX;
use relata_model::{Problem, ProblemCode};

use crate::ExchangeError;
use crate::compression::Compression;
use crate::stream::ByteStream;

/// Bytes that are looked at to tell the encoding; a first strange letter comes sooner.
const SEEN_BYTES_MAX: u64 = 64 << 20;
/// Bytes of one piece.
const PIECE_BYTES: usize = 64 << 10;
/// How many times more whole letters of UTF-8 than illegal bytes make a damaged file of UTF-8.
const DAMAGED_RATIO: u64 = 20;

/// How a file was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoded {
    /// The name of the encoding, such as `UTF-8` or `windows-1252`, which Latin-1 counts as.
    pub encoding: &'static str,
    /// How the file is packed.
    pub compression: Compression,
    /// Whether the second file was written; else the first one is UTF-8 already.
    pub rewritten: bool,
}

/// Tells the encoding of a file and writes it as UTF-8, unpacked, if it is in another one.
///
/// A few illegal bytes among letters of UTF-8 are damage and not another encoding.
///
/// # Errors
/// [`ExchangeError::Refused`] when the text is larger than an upload may be.
pub fn to_utf8(from: &Path, to: &Path) -> Result<Encoded, ExchangeError> {
    let name = from.display().to_string();
    let failed = |source: io::Error| ExchangeError::Read { name: name.clone(), source };
    let (mut stream, compression) = open(from).map_err(failed)?;
    let encoding = detect(&mut stream);
    if encoding == UTF_8 {
        return Ok(Encoded { encoding: UTF_8.name(), compression, rewritten: false });
    }
    let (stream, _) = open(from).map_err(failed)?;
    let out = File::create(to).map_err(|source| ExchangeError::Write { source })?;
    let whole = rewrite(stream, encoding, BufWriter::new(out)).map_err(failed)?;
    if !whole {
        let message = format!("the unpacked file is larger than {UPLOAD_BYTES_MAX} bytes");
        let problem = Problem::error(ProblemCode::TooLarge, message);
        let problems = vec![problem.hint("save it as UTF-8, or cut it into several files")];
        return Err(ExchangeError::Refused { name, problems });
    }
    Ok(Encoded { encoding: encoding.name(), compression, rewritten: true })
}

fn open(path: &Path) -> io::Result<(ByteStream, Compression)> {
    let mut packed = ByteStream::new(File::open(path)?);
    let compression = Compression::of(packed.peek(4));
    Ok((compression.unpack(packed), compression))
}

/// What a text is written in, as far as it can be read.
fn detect(stream: &mut ByteStream) -> &'static Encoding {
    let first = stream.peek(512);
    if let Some((marked, _)) = Encoding::for_bom(first) {
        return marked;
    }
    // A spreadsheet or another archive is no text in any encoding; who reads it says so.
    if first.starts_with(b"PK\x03\x04") {
        return UTF_8;
    }
    let zeros = |odd: usize| first.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if (even + odd) * 3 > first.len() && even + odd > 0 {
        return if odd > even { UTF_16LE } else { UTF_16BE };
    }
    let mut detector = EncodingDetector::new();
    let (mut seen, mut illegal, mut letters) = (0_u64, 0_u64, 0_u64);
    let mut open: Vec<u8> = Vec::new();
    // What is damaged behind this place is told when the rows are read.
    while let Ok(bytes) = stream.fill() {
        if bytes.is_empty() || seen > SEEN_BYTES_MAX {
            break;
        }
        detector.feed(bytes, false);
        let count = bytes.len();
        open.extend_from_slice(bytes);
        stream.consume(count);
        seen += count as u64;
        let (bad, good, rest) = weigh(&open);
        illegal += bad;
        letters += good;
        open.drain(..open.len() - rest);
    }
    if illegal + u64::from(!open.is_empty()) == 0 || letters > illegal * DAMAGED_RATIO {
        return UTF_8;
    }
    detector.feed(&[], true);
    detector.guess(None, false)
}

/// Illegal bytes and whole letters beyond ASCII, and how many bytes at the end may go on.
fn weigh(bytes: &[u8]) -> (u64, u64, usize) {
    let (mut illegal, mut letters, mut rest) = (0, 0, 0);
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count() as u64;
        let bad = chunk.invalid();
        // Up to three bytes at the very end can be the start of a letter of the next piece.
        let may_go_on = std::str::from_utf8(bad).is_err_and(|error| error.error_len().is_none());
        if chunks.peek().is_none() && may_go_on && !bad.is_empty() {
            rest = bad.len();
        } else {
            illegal += u64::from(!bad.is_empty());
        }
    }
    (illegal, letters, rest)
}

/// Writes a text as UTF-8; `false` when it is larger than an upload may be.
fn rewrite(mut stream: ByteStream, encoding: &'static Encoding, mut out: impl Write) -> io::Result<bool> {
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut input = vec![0; PIECE_BYTES];
    let mut text = vec![0; PIECE_BYTES * 3 + 16];
    let mut written_bytes = 0_u64;
    loop {
        let count = stream.read(&mut input)?;
        let mut rest = &input[..count];
        loop {
            let (result, taken, written, _) = decoder.decode_to_utf8(rest, &mut text, count == 0);
            out.write_all(&text[..written])?;
            written_bytes += written as u64;
            rest = &rest[taken..];
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        if written_bytes > UPLOAD_BYTES_MAX {
            return Ok(false);
        }
        if count == 0 {
            out.flush()?;
            return Ok(true);
        }
    }
}
