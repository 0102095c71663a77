use std::io::{self, Read};

/// Bytes taken from the source at once.
const CHUNK_BYTES: usize = 64 << 10;

/// Bytes with a look-ahead.
///
/// An error of the source is held back until every byte before it was handed out, so that what
/// came before a damaged place is still good.
pub(crate) struct ByteStream {
    inner: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
    failure: Option<io::Error>,
}

impl ByteStream {
    pub(crate) fn new(inner: impl Read + Send + 'static) -> ByteStream {
        ByteStream {
            inner: Box::new(inner),
            buffer: Vec::new(),
            start: 0,
            end: 0,
            ended: false,
            failure: None,
        }
    }

    /// The next bytes without taking them: as many as asked for, fewer only at the end or before a failure.
    pub(crate) fn peek(&mut self, bytes: usize) -> &[u8] {
        while self.end - self.start < bytes && !self.ended {
            self.read_chunk();
        }
        &self.buffer[self.start..self.end.min(self.start + bytes)]
    }

    /// The bytes at hand, at least one; none is the end.
    pub(crate) fn fill(&mut self) -> io::Result<&[u8]> {
        while self.start == self.end && !self.ended {
            self.read_chunk();
        }
        if self.start == self.end
            && let Some(failure) = self.failure.take()
        {
            return Err(failure);
        }
        Ok(&self.buffer[self.start..self.end])
    }

    /// Takes bytes that [`ByteStream::fill`] or [`ByteStream::peek`] showed.
    pub(crate) fn consume(&mut self, bytes: usize) {
        self.start = (self.start + bytes).min(self.end);
    }

    /// The failure that waits behind the bytes looked at so far.
    pub(crate) fn take_failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    fn read_chunk(&mut self) {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.buffer.len() < self.end + CHUNK_BYTES {
            self.buffer.resize(self.end + CHUNK_BYTES, 0);
        }
        match self.inner.read(&mut self.buffer[self.end..]) {
            Ok(0) => self.ended = true,
            Ok(count) => self.end += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                self.ended = true;
                self.failure = Some(error);
            }
        }
    }
}

impl Read for ByteStream {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill()?;
        let count = bytes.len().min(out.len());
        out[..count].copy_from_slice(&bytes[..count]);
        self.consume(count);
        Ok(count)
    }
}
