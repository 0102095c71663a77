use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long an answer may take before it counts as an error.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);
/// Bytes of one answer; the largest that a measurement asks for has a few kilobytes.
const ANSWER_BYTES_MAX: usize = 4 << 20;

/// One kept-alive HTTP/1.1 connection that asks one thing at a time.
///
/// As small as can be, so that what is measured is the server: no pool, no redirects, no chunks.
#[derive(Debug)]
pub(super) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Reply<'c> {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: &'c [u8],
}

impl Connection {
    /// Connects to a server on this machine.
    pub(super) fn open(address: SocketAddr) -> io::Result<Connection> {
        let stream = TcpStream::connect_timeout(&address, ANSWER_TIMEOUT)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(ANSWER_TIMEOUT))?;
        stream.set_write_timeout(Some(ANSWER_TIMEOUT))?;
        Ok(Connection { stream, buffer: Vec::with_capacity(16 << 10) })
    }

    /// Sends a request and waits for its whole answer. After an error the connection is of no use.
    pub(super) fn ask(&mut self, request: &[u8]) -> io::Result<Reply<'_>> {
        self.stream.write_all(request)?;
        self.buffer.clear();
        let mut piece = [0; 16 << 10];
        loop {
            let count = self.stream.read(&mut piece)?;
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.buffer.extend_from_slice(&piece[..count]);
            if let Some(head) = Head::read(&self.buffer)?
                && self.buffer.len() >= head.body_at + head.body_bytes
            {
                let body = &self.buffer[head.body_at..head.body_at + head.body_bytes];
                return Ok(Reply { status: head.status, body });
            }
            if self.buffer.len() > ANSWER_BYTES_MAX {
                return Err(io::Error::other("the answer is too long"));
            }
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Head {
    status: u16,
    body_at: usize,
    body_bytes: usize,
}

impl Head {
    /// The head of an answer; `None` while it is not all there.
    fn read(bytes: &[u8]) -> io::Result<Option<Head>> {
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
        let broken = || io::Error::other("the answer is not HTTP/1.1 with a content length");
        let text = std::str::from_utf8(&bytes[..end]).map_err(|_| broken())?;
        let mut lines = text.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).ok_or_else(broken)?;
        let length = lines
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let body_bytes = match length {
            Some((_, digits)) => digits.trim().parse().map_err(|_| broken())?,
            None if status == 204 || status == 304 => 0,
            None => return Err(broken()),
        };
        Ok(Some(Head { status, body_at: end + 4, body_bytes }))
    }
}

/// The bytes of a GET.
pub(super) fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: application/json\r\n\r\n").into_bytes()
}

/// The bytes of a request with a JSON body; null is none.
pub(super) fn with_body(method: &str, path: &str, body: &serde_json::Value) -> Vec<u8> {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let length = body.len();
    let head = format!("{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n");
    format!("{head}content-length: {length}\r\n\r\n{body}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_when_it_is_all_there() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
        assert_eq!(Head::read(&answer[..30]).expect("no error"), None);
        let head = Head::read(answer).expect("no error");
        assert_eq!(head, Some(Head { status: 200, body_at: 38, body_bytes: 2 }));
        assert!(Head::read(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").is_err());
    }
}
