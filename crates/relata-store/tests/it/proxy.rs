//! A way to a server that can be made to fail.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What happens to bytes on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// They arrive.
    Open,
    /// They are taken and never arrive, in either direction; new connections are taken too.
    BlackHole,
    /// All connections are cut when a client commits, before or after the server got to know.
    CutAtCommit {
        /// Whether the server gets to know.
        forward: bool,
    },
}

/// Listens on a port and hands bytes on.
pub(crate) struct Proxy {
    pub(crate) port: u16,
    way: Arc<Mutex<Way>>,
}

impl Proxy {
    /// A way to a port of this machine, open at first; it lasts as long as the process.
    pub(crate) fn to(port: u16) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let way = Arc::new(Mutex::new(Way::Open));
        let proxy = Proxy { port: listener.local_addr().unwrap().port(), way: way.clone() };
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", port)) else { continue };
                for (from, to, commits) in [(&client, &server, true), (&server, &client, false)] {
                    let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    let way = way.clone();
                    std::thread::spawn(move || hand_on(from, to, &way, commits));
                }
            }
        });
        proxy
    }

    pub(crate) fn set(&self, way: Way) {
        *self.way.lock().unwrap() = way;
    }
}

/// Hands bytes on until one side ends.
fn hand_on(mut from: TcpStream, mut to: TcpStream, way: &Mutex<Way>, from_client: bool) {
    let mut buffer = [0; 65_536];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        let bytes = &buffer[..count];
        let way = *way.lock().unwrap();
        match way {
            Way::BlackHole => continue,
            Way::CutAtCommit { forward } if from_client && has_commit(bytes) => {
                // The answer is not waited for, it is lost.
                let _ = from.shutdown(Shutdown::Both);
                if forward {
                    let _ = to.write_all(bytes);
                }
                break;
            }
            _ if to.write_all(bytes).is_err() => break,
            _ => {}
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Write);
}

/// The whole statement; a begin names the level that reads what is committed.
fn has_commit(bytes: &[u8]) -> bool {
    bytes.windows(7).any(|window| window == b"COMMIT\0")
}
