//! What takes long to look at: the last look is kept, the next one is made beside those who ask.
//!
//! ```text
//!   who asks ──► fresh? ── yes ──────────────────────────► kept, fresh
//!                  │ no
//!                  ├─► one thread looks, however many ask
//!                  └─► waits ── done in time ─────────────► kept, fresh
//!                        └───── not in time ─────────────► kept before, "refreshing"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use relata_model::Timestamp;
use tokio::sync::watch;

use crate::AppError;

/// Something as it was at a revision.
#[derive(Debug)]
pub(crate) struct Seen<T> {
    pub(crate) revision: i64,
    /// When time alone makes it wrong; `None` is never.
    pub(crate) until: Option<Timestamp>,
    pub(crate) value: T,
}

impl<T> Seen<T> {
    fn shows(&self, revision: i64, at: Timestamp) -> bool {
        self.revision >= revision && self.until.is_none_or(|until| at < until)
    }
}

/// What somebody who asked gets.
#[derive(Debug)]
pub(crate) struct Looked<T> {
    pub(crate) seen: Arc<Seen<T>>,
    /// Whether it is older than what was asked for, and a newer one is being looked for.
    pub(crate) refreshing: bool,
}

/// What a reader asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// This revision or a later one.
    pub(crate) revision: i64,
    pub(crate) at: Timestamp,
    /// How long to wait for it where an older one is there. The first look is waited for to its end.
    pub(crate) wait: Duration,
}

/// Keeps the last look and makes one at a time.
#[derive(Debug)]
pub(crate) struct Desk<T> {
    state: Mutex<State<T>>,
    ended: Condvar,
    /// The revision of the look that is kept, for those who wait for another one.
    done: watch::Sender<i64>,
}

#[derive(Debug)]
struct State<T> {
    kept: Option<Arc<Seen<T>>>,
    looking: bool,
    /// The newest revision that somebody asked for who does not wait any more.
    promised: i64,
    /// Why the last look came to nothing.
    failure: Option<AppError>,
}

impl<T: Send + Sync + 'static> Desk<T> {
    pub(crate) fn new() -> Arc<Desk<T>> {
        let state = State { kept: None, looking: false, promised: 0, failure: None };
        Arc::new(Desk { state: Mutex::new(state), ended: Condvar::new(), done: watch::Sender::new(0) })
    }

    /// The revision of the look that is kept, as it changes.
    pub(crate) fn done(&self) -> watch::Receiver<i64> {
        self.done.subscribe()
    }

    /// The kept look if it shows what is wanted; else a new one, made by `look` on a thread of its
    /// own, or after a while the old one.
    ///
    /// `look` is called again when somebody wanted a later revision meanwhile and left.
    ///
    /// # Errors
    /// What `look` returned, where somebody waited for it.
    pub(crate) fn ask(
        self: &Arc<Self>,
        wanted: Wanted,
        look: impl Fn() -> Result<Seen<T>, AppError> + Send + 'static,
    ) -> Result<Looked<T>, AppError> {
        let deadline = Instant::now() + wanted.wait;
        let mut look = Some(look);
        let mut state = self.state();
        loop {
            if let Some(seen) = state.kept.as_ref().filter(|seen| seen.shows(wanted.revision, wanted.at)) {
                return Ok(Looked { seen: seen.clone(), refreshing: false });
            }
            if !state.looking {
                match (look.take(), state.failure.take()) {
                    (Some(look), _) => self.start(&mut state, look)?,
                    (None, Some(error)) => return Err(error),
                    // Somebody else was told why it failed, or time went on under the look.
                    (None, None) => return Err(AppError::Interrupted { what: "looking at the whole shop" }),
                }
            }
            let Some(kept) = state.kept.clone() else {
                state = self.ended.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                state.promised = state.promised.max(wanted.revision);
                return Ok(Looked { seen: kept, refreshing: true });
            }
            (state, _) = self.ended.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn start(
        self: &Arc<Self>,
        state: &mut State<T>,
        look: impl Fn() -> Result<Seen<T>, AppError> + Send + 'static,
    ) -> Result<(), AppError> {
        let desk = self.clone();
        let started = std::thread::Builder::new()
            .name("look".to_string())
            .spawn(move || while desk.finish(catch_unwind(AssertUnwindSafe(&look))) {});
        started.map_err(AppError::io("start a thread for", "a look at the whole shop"))?;
        state.looking = true;
        Ok(())
    }

    /// Keeps what a look gave; whether another one is wanted.
    fn finish(&self, looked: std::thread::Result<Result<Seen<T>, AppError>>) -> bool {
        let mut state = self.state();
        match looked {
            Ok(Ok(seen)) => {
                state.failure = None;
                self.done.send_replace(seen.revision);
                state.looking = seen.revision < state.promised;
                state.kept = Some(Arc::new(seen));
            }
            Ok(Err(error)) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "a look at the whole shop failed");
                state.looking = false;
                state.failure = Some(error);
            }
            Err(_) => {
                state.looking = false;
                state.failure = Some(AppError::Interrupted { what: "looking at the whole shop" });
            }
        }
        self.ended.notify_all();
        state.looking
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
    use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

    use super::*;

    const PATIENT: Duration = Duration::from_secs(60);

    /// A shop whose looks wait until they are let go.
    struct Shop {
        desk: Arc<Desk<&'static str>>,
        revision: Arc<AtomicI64>,
        looks: Arc<AtomicUsize>,
        begun: Receiver<()>,
        go: SyncSender<Result<&'static str, AppError>>,
        gate: Arc<(SyncSender<()>, Mutex<Receiver<Result<&'static str, AppError>>>)>,
    }

    impl Shop {
        fn new() -> Shop {
            let ((begin, begun), (go, gate)) = (sync_channel(9), sync_channel(9));
            Shop {
                desk: Desk::new(),
                revision: Arc::default(),
                looks: Arc::default(),
                begun,
                go,
                gate: Arc::new((begin, Mutex::new(gate))),
            }
        }

        fn ask(&self, revision: i64, wait: Duration) -> Result<(i64, &'static str, bool), AppError> {
            let (shop, looks, gate) = (self.revision.clone(), self.looks.clone(), self.gate.clone());
            shop.store(revision, Ordering::SeqCst);
            let wanted = Wanted { revision, at: Timestamp::from_micros(0), wait };
            let looked = self.desk.ask(wanted, move || {
                looks.fetch_add(1, Ordering::SeqCst);
                let revision = shop.load(Ordering::SeqCst);
                gate.0.send(()).unwrap();
                let value = gate.1.lock().unwrap().recv().unwrap()?;
                Ok(Seen { revision, until: None, value })
            })?;
            Ok((looked.seen.revision, looked.seen.value, looked.refreshing))
        }

        fn looks(&self) -> usize {
            self.looks.load(Ordering::SeqCst)
        }
    }

    #[test]
    fn the_old_look_is_told_until_the_new_one_is_there_and_one_look_is_made_at_a_time() {
        let shop = Shop::new();
        let mut done = shop.desk.done();
        shop.go.send(Ok("first")).unwrap();
        assert_eq!(shop.ask(1, Duration::ZERO).unwrap(), (1, "first", false), "there is nothing older");
        shop.begun.recv().unwrap();
        assert_eq!(shop.ask(1, Duration::ZERO).unwrap(), (1, "first", false));
        assert_eq!(shop.looks(), 1, "nothing changed");
        done.mark_unchanged();

        assert_eq!(shop.ask(2, Duration::ZERO).unwrap(), (1, "first", true));
        shop.begun.recv().unwrap();
        for revision in 3..=5 {
            assert_eq!(shop.ask(revision, Duration::ZERO).unwrap(), (1, "first", true));
        }
        assert_eq!(shop.looks(), 2);
        shop.go.send(Ok("second")).unwrap();
        shop.begun.recv().unwrap();
        assert_eq!(shop.looks(), 3, "those who left were promised revision 5");
        shop.go.send(Ok("third")).unwrap();
        assert_eq!(shop.ask(5, PATIENT).unwrap(), (5, "third", false));
        assert!(done.has_changed().unwrap());
        assert_eq!(*done.borrow_and_update(), 5);
        assert_eq!(shop.looks(), 3);
    }

    #[test]
    fn who_waits_is_told_why_there_is_no_look_and_the_next_one_tries_again() {
        let shop = Shop::new();
        shop.go.send(Err(AppError::Cancelled)).unwrap();
        assert!(matches!(shop.ask(1, PATIENT), Err(AppError::Cancelled)));
        let panicking = shop.desk.ask(
            Wanted { revision: 1, at: Timestamp::from_micros(0), wait: PATIENT },
            || -> Result<Seen<&'static str>, AppError> { panic!("a fault of the program, for this test") },
        );
        assert!(matches!(panicking, Err(AppError::Interrupted { .. })), "{panicking:?}");
        shop.go.send(Ok("found")).unwrap();
        assert_eq!(shop.ask(1, PATIENT).unwrap(), (1, "found", false));
    }

    #[test]
    fn a_look_holds_until_time_makes_it_wrong() {
        let desk: Arc<Desk<usize>> = Desk::new();
        let looks = Arc::new(AtomicUsize::new(0));
        let ask = |at| {
            let looks = looks.clone();
            let wanted = Wanted { revision: 1, at: Timestamp::from_micros(at), wait: PATIENT };
            let look = move || {
                let until = (at < 10).then_some(Timestamp::from_micros(10));
                Ok(Seen { revision: 1, until, value: looks.fetch_add(1, Ordering::SeqCst) })
            };
            desk.ask(wanted, look).unwrap().seen.value
        };
        assert_eq!([0, 9, 10, 500].map(ask), [0, 0, 1, 1]);
    }
}
