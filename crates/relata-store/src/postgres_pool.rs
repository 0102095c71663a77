use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::StoreError;
use crate::dialect;
use crate::error::DatabaseError;
use crate::pool::{Lease, Pool};
use crate::postgres_address::Address;
use crate::postgres_session::{Begin, Session};

/// How long the first connection may take, when nobody but the start of the program waits.
const OPEN_WAIT_MAX: Duration = Duration::from_secs(10);
/// How long nobody tries to connect after somebody waited for it in vain. Meanwhile all are told at
/// once that the server is away, so that they do not queue up behind each other's waiting.
const AWAY: Duration = Duration::from_millis(300);

/// The way to one PostgreSQL database.
pub(crate) struct Server {
    address: Arc<Address>,
    pool: Pool<Session>,
    away: Mutex<Option<Away>>,
}

/// That somebody waited in vain.
struct Away {
    until: Instant,
    waited_ms: u64,
}

impl Server {
    /// Nothing is connected yet.
    pub(crate) fn new(url: &str, connections_max: usize) -> Result<Server, StoreError> {
        let address = Arc::new(Address::parse(url)?);
        Ok(Server { address, pool: Pool::new(connections_max), away: Mutex::new(None) })
    }

    /// Makes the first connection, with more patience than later ones get.
    ///
    /// # Errors
    /// [`StoreError::Open`] with what the server said, such as that the password is wrong.
    pub(crate) fn open(&self, url: &str) -> Result<(), StoreError> {
        let mut lease = self.pool.take()?;
        let connected = Session::connect(&self.address, OPEN_WAIT_MAX);
        lease.put(connected.map_err(|source| StoreError::Open { url: url.to_string(), source })?);
        lease.give_back();
        Ok(())
    }

    /// A connection of its own, outside the pool.
    pub(crate) fn connect(&self) -> Result<Session, StoreError> {
        let mut away = self.away();
        if let Some(Away { waited_ms, .. }) = away.as_ref().filter(|away| Instant::now() < away.until) {
            return Err(StoreError::Unavailable { source: DatabaseError::Silent { waited_ms: *waited_ms } });
        }
        *away = None;
        drop(away);
        Session::connect(&self.address, self.address.connect_wait_max()).map_err(|source| {
            if let DatabaseError::Silent { waited_ms } = &source {
                *self.away() = Some(Away { until: Instant::now() + AWAY, waited_ms: *waited_ms });
            }
            StoreError::Unavailable { source }
        })
    }

    fn away(&self) -> MutexGuard<'_, Option<Away>> {
        self.away.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs a piece of work in a transaction on a pooled connection and commits it, unless it fails.
    ///
    /// A connection that the server closed meanwhile shows itself at the begin, before any work is
    /// done, and is replaced.
    pub(crate) fn transact<T, E: From<StoreError>>(
        &self,
        begin: &Begin,
        work: impl FnOnce(&mut Session) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut lease = self.begin(begin)?;
        let session = lease.connection().expect("a lease that was begun holds a connection");
        let worked = work(session);
        let ended = session.batch(if worked.is_ok() { "COMMIT" } else { "ROLLBACK" });
        match (ended, worked) {
            (Ok(()), worked) => {
                lease.give_back();
                worked
            }
            (Err(_), Err(error)) => Err(error),
            (Err(error), Ok(_)) => Err(StoreError::Commit { source: Arc::new(error) }.into()),
        }
    }

    fn begin(&self, begin: &Begin) -> Result<Lease<'_, Session>, StoreError> {
        let mut lease = self.pool.take()?;
        if let Some(session) = lease.connection() {
            match session.begin(begin) {
                Ok(()) => return Ok(lease),
                Err(error) => {
                    tracing::debug!(%error, "a pooled connection is dead");
                    lease.drop_idle();
                }
            }
        }
        let session = lease.put(self.connect()?);
        session.begin(begin).map_err(|source| dialect::failure(begin.sql, source))?;
        Ok(lease)
    }
}
