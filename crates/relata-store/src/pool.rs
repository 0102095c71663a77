use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::StoreError;

/// How long a caller waits for a free connection before it is told to come back later.
const FREE_WAIT_MAX: Duration = Duration::from_secs(10);

/// Connections of one kind, at most so many in use at once; they are made by whoever finds none idle.
pub(crate) struct Pool<C> {
    state: Mutex<State<C>>,
    freed: Condvar,
    connections_max: usize,
}

struct State<C> {
    idle: Vec<C>,
    taken: usize,
}

impl<C> Pool<C> {
    /// A pool without a connection yet.
    pub(crate) fn new(connections_max: usize) -> Pool<C> {
        let state = Mutex::new(State { idle: Vec::new(), taken: 0 });
        Pool { state, freed: Condvar::new(), connections_max: connections_max.max(1) }
    }

    /// Waits for its turn; the lease holds an idle connection, if there is one.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when none became free in time.
    pub(crate) fn take(&self) -> Result<Lease<'_, C>, StoreError> {
        let until = Instant::now() + FREE_WAIT_MAX;
        let mut state = self.lock();
        while state.taken >= self.connections_max {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(StoreError::Busy);
            }
            state = self.freed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        state.taken += 1;
        // The one that was used last: it is the least likely to have died meanwhile.
        let connection = state.idle.pop();
        Ok(Lease { pool: self, connection, reusable: false })
    }

    fn lock(&self) -> MutexGuard<'_, State<C>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A turn to use a connection, with or without one.
pub(crate) struct Lease<'p, C> {
    pool: &'p Pool<C>,
    connection: Option<C>,
    reusable: bool,
}

impl<C> Lease<'_, C> {
    /// The connection, if there is one.
    pub(crate) fn connection(&mut self) -> Option<&mut C> {
        self.connection.as_mut()
    }

    /// Puts a connection in, in place of what was there.
    pub(crate) fn put(&mut self, connection: C) -> &mut C {
        self.connection.insert(connection)
    }

    /// Drops the connection and all idle ones: where one has died, the server went and came again.
    pub(crate) fn drop_idle(&mut self) {
        self.connection = None;
        let idle = std::mem::take(&mut self.pool.lock().idle);
        drop(idle);
    }

    /// Says that no transaction is open on the connection, so that the next caller may have it.
    pub(crate) fn give_back(mut self) {
        self.reusable = true;
    }
}

impl<C> Drop for Lease<'_, C> {
    fn drop(&mut self) {
        let connection = self.connection.take().filter(|_| self.reusable);
        let mut state = self.pool.lock();
        state.taken -= 1;
        state.idle.extend(connection);
        drop(state);
        self.pool.freed.notify_one();
    }
}
