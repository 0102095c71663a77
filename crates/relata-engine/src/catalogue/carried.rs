use std::sync::{Arc, Mutex, OnceLock};

/// A part of the columns that is made when it is first asked for, from its predecessor where
/// that spares work.
#[derive(Debug)]
pub(crate) struct Carried<T> {
    now: OnceLock<Arc<T>>,
    before: Mutex<Option<Arc<T>>>,
}

impl<T> Carried<T> {
    /// A part that is still to be made, with what columns of an older snapshot have of it.
    pub(crate) fn after(other: Option<&Carried<T>>) -> Carried<T> {
        let before = other.and_then(|other| {
            let waiting = || other.before.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone();
            other.now.get().cloned().or_else(waiting)
        });
        Carried { now: OnceLock::new(), before: Mutex::new(before) }
    }

    /// The part; of several that ask at once one makes it and the others wait.
    pub(crate) fn get(&self, make: impl FnOnce(Option<Arc<T>>) -> Arc<T>) -> &T {
        self.now
            .get_or_init(|| make(self.before.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).take()))
    }
}
