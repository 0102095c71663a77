use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::client::Connection;
use crate::latency::{Latency, LatencySummary};
use crate::machine::sharpen_timers;

/// How far past its planned end an overloaded run may go before the rest is counted as unsent.
const OVERRUN: Duration = Duration::from_secs(5);

/// A load that does not wait for answers before it plans the next request.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenLoop {
    /// Requests a second.
    pub rate: u32,
    /// For how long.
    pub seconds: u32,
    /// Connections, each with one request at a time; enough of them that a free one is always there
    /// while the server keeps up.
    pub connections: usize,
}

/// What a load met.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LoadFigures {
    /// Requests a second that were planned; `None` for a closed loop.
    pub planned_per_s: Option<u32>,
    /// Requests a second that were answered.
    pub answered_per_s: f64,
    /// Answers with status 200.
    pub answered: u64,
    /// Answers with another status, broken connections and timeouts.
    pub errors: u64,
    /// Requests that an overloaded run never came to send.
    pub unsent: u64,
    /// Connections used.
    pub connections: usize,
    /// From the moment at which a request was planned to its last byte.
    pub latency: LatencySummary,
    /// How late the generator itself was, which is part of the latency; a closed loop has no plan.
    pub generator_late: Option<LatencySummary>,
}

/// What one connection met.
struct Tally {
    latency: Latency,
    late: Latency,
    errors: u64,
}

impl Tally {
    fn new() -> Tally {
        Tally { latency: Latency::new(), late: Latency::new(), errors: 0 }
    }

    fn add(&mut self, other: &Tally) {
        self.latency.add(&other.latency);
        self.late.add(&other.late);
        self.errors += other.errors;
    }
}

/// Sends the requests in turn at a fixed rate.
///
/// Request `i` is due `i / rate` seconds after the start, whatever became of the ones before, and
/// its latency counts from then: a server that stalls for a while is charged for everything that
/// should have been sent meanwhile (Tene, "How not to measure latency").
pub(super) fn open_loop(address: SocketAddr, requests: &[Vec<u8>], load: OpenLoop) -> LoadFigures {
    let total = u64::from(load.rate) * u64::from(load.seconds);
    let next = AtomicU64::new(0);
    // The connections are made before the first request is due.
    let start = Instant::now() + Duration::from_millis(200);
    let end = start + Duration::from_secs(u64::from(load.seconds)) + OVERRUN;
    let work = || {
        sharpen_timers();
        let mut tally = Tally::new();
        let mut connection = Connection::open(address).ok();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let due = start + Duration::from_secs_f64(index as f64 / f64::from(load.rate));
            if index >= total || Instant::now() > end {
                return tally;
            }
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            tally.late.record(due.elapsed());
            ask(address, &mut connection, &requests[index as usize % requests.len()], due, &mut tally);
        }
    };
    let tally = on_threads(load.connections, work);
    let seconds = start.elapsed().as_secs_f64();
    let mut figures = figures(&tally, seconds, load.connections);
    figures.planned_per_s = Some(load.rate);
    figures.generator_late = Some(tally.late.summary());
    figures.unsent = total - (figures.answered + figures.errors).min(total);
    figures
}

/// Sends the requests in turn, each connection the next one when the last is answered.
pub(super) fn closed_loop(
    address: SocketAddr,
    requests: &[Vec<u8>],
    connections: usize,
    duration: Duration,
) -> LoadFigures {
    let next = AtomicU64::new(0);
    let start = Instant::now();
    let work = || {
        let mut tally = Tally::new();
        let mut connection = Connection::open(address).ok();
        while start.elapsed() < duration {
            let index = next.fetch_add(1, Ordering::Relaxed) as usize % requests.len();
            ask(address, &mut connection, &requests[index], Instant::now(), &mut tally);
        }
        tally
    };
    let tally = on_threads(connections, work);
    figures(&tally, start.elapsed().as_secs_f64(), connections)
}

fn ask(
    address: SocketAddr,
    connection: &mut Option<Connection>,
    request: &[u8],
    due: Instant,
    tally: &mut Tally,
) {
    if connection.is_none() {
        *connection = Connection::open(address).ok();
    }
    match connection.as_mut().map(|open| open.ask(request).map(|reply| reply.status)) {
        Some(Ok(200)) => tally.latency.record(due.elapsed()),
        Some(Ok(_)) => tally.errors += 1,
        Some(Err(_)) | None => {
            tally.errors += 1;
            *connection = None;
        }
    }
}

fn on_threads(count: usize, work: impl Fn() -> Tally + Sync) -> Tally {
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..count).map(|_| scope.spawn(&work)).collect();
        let mut all = Tally::new();
        for thread in threads {
            all.add(&thread.join().expect("the generator does not panic"));
        }
        all
    })
}

fn figures(tally: &Tally, seconds: f64, connections: usize) -> LoadFigures {
    let latency = tally.latency.summary();
    LoadFigures {
        planned_per_s: None,
        answered_per_s: latency.count as f64 / seconds,
        answered: latency.count,
        errors: tally.errors,
        unsent: 0,
        connections,
        latency,
        generator_late: None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use super::*;

    /// A server that stalls once, before its first answer, for a time, and is quick afterwards.
    fn stalling_server(stall: Duration) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        std::thread::spawn(move || {
            let Ok((mut stream, _)) = listener.accept() else { return };
            let mut piece = [0; 4096];
            let mut first = true;
            while stream.read(&mut piece).is_ok_and(|count| count > 0) {
                if std::mem::take(&mut first) {
                    std::thread::sleep(stall);
                }
                if stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").is_err() {
                    return;
                }
            }
        });
        address
    }

    #[test]
    fn a_stall_is_charged_to_every_request_that_was_due_meanwhile() {
        let address = stalling_server(Duration::from_millis(500));
        let load = OpenLoop { rate: 100, seconds: 1, connections: 1 };
        let figures = open_loop(address, &[super::super::client::get("/")], load);
        assert_eq!((figures.answered, figures.errors, figures.unsent), (100, 0, 0));
        // Half of the hundred were due while the first was waited for; waiting for answers would hide that.
        assert!(figures.latency.mean_us > 80_000.0, "{figures:?}");
    }
}
