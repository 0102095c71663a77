use std::io::{self, Read};

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use crate::stream::ByteStream;

/// How a file is packed, told by its first bytes and not by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    None,
    /// One or several gzip members.
    Gzip,
    /// One or several Zstandard frames.
    Zstd,
}

impl Compression {
    pub(crate) fn of(first: &[u8]) -> Compression {
        match first {
            [0x1f, 0x8b, ..] => Compression::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Compression::Zstd,
            [low, 0x2a, 0x4d, 0x18, ..] if (0x50..=0x5f).contains(low) => Compression::Zstd,
            _ => Compression::None,
        }
    }

    /// The bytes inside. Streams: memory is bounded by the window of the format (128 MB for Zstandard).
    pub(crate) fn unpack(self, packed: ByteStream) -> ByteStream {
        match self {
            Compression::None => packed,
            Compression::Gzip => ByteStream::new(MultiGzDecoder::new(packed)),
            Compression::Zstd => ByteStream::new(ZstdFrames::new(packed)),
        }
    }
}

/// Reads Zstandard frames one after the other and checks their sums.
struct ZstdFrames {
    packed: ByteStream,
    frame: FrameDecoder,
    inside: bool,
}

impl ZstdFrames {
    fn new(packed: ByteStream) -> ZstdFrames {
        ZstdFrames { packed, frame: FrameDecoder::new(), inside: false }
    }

    /// Moves to the next frame with data; `false` at the end of the file.
    fn open_frame(&mut self) -> io::Result<bool> {
        loop {
            if self.packed.fill()?.is_empty() {
                return Ok(false);
            }
            match self.frame.reset(&mut self.packed) {
                Ok(()) => {
                    self.inside = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let length = u64::from(length);
                    if io::copy(&mut (&mut self.packed).take(length), &mut io::sink())? < length {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(io::Error::new(io::ErrorKind::InvalidData, error)),
            }
        }
    }

    fn close_frame(&mut self) -> io::Result<()> {
        self.inside = false;
        match (self.frame.get_checksum_from_data(), self.frame.get_calculated_checksum()) {
            (Some(stated), Some(counted)) if stated != counted => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the check sum of the compressed data is wrong",
            )),
            _ => Ok(()),
        }
    }
}

impl Read for ZstdFrames {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.inside && !self.open_frame()? {
                return Ok(0);
            }
            while self.frame.can_collect() == 0 && !self.frame.is_finished() {
                let before = self.packed.peek(1).is_empty();
                let step = self.frame.decode_blocks(&mut self.packed, BlockDecodingStrategy::UptoBlocks(1));
                match step {
                    Ok(_) => {}
                    Err(_) if before || self.packed.peek(1).is_empty() => {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                    Err(error) => return Err(io::Error::new(io::ErrorKind::InvalidData, error)),
                }
            }
            let count = self.frame.read(out)?;
            if count > 0 || out.is_empty() {
                return Ok(count);
            }
            self.close_frame()?;
        }
    }
}
