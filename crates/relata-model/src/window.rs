use serde::{Deserialize, Serialize};

use crate::{Invalid, Timestamp};

/// When something applies: from its start, which is in, to its end, which is not. Open where `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Window {
    /// The first moment inside.
    pub from: Option<Timestamp>,
    /// The first moment outside again.
    pub until: Option<Timestamp>,
}

impl Window {
    /// The window that is always open.
    pub const ALWAYS: Window = Window { from: None, until: None };

    /// A window; its end has to come after its start.
    pub fn new(from: Option<Timestamp>, until: Option<Timestamp>) -> Result<Window, Invalid> {
        match (from, until) {
            (Some(start), Some(end)) if start >= end => Err(Invalid::new(
                format!("the window ends at {end}, which is not after its start at {start}"),
                "set valid_until after valid_from, or leave one of them out",
            )),
            _ => Ok(Window { from, until }),
        }
    }

    /// Whether a moment lies inside.
    pub fn contains(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }

    /// Whether it ended at or before a moment.
    pub fn ended(&self, at: Timestamp) -> bool {
        self.until.is_some_and(|until| until <= at)
    }

    /// What two windows share, if anything.
    pub fn intersection(&self, other: &Window) -> Option<Window> {
        let from = self.from.max(other.from);
        let until = match (self.until, other.until) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        match (from, until) {
            (Some(start), Some(end)) if start >= end => None,
            _ => Some(Window { from, until }),
        }
    }

    /// Whether every moment of the other window lies in this one.
    pub fn covers(&self, other: &Window) -> bool {
        let starts = self.from.is_none_or(|from| other.from.is_some_and(|start| start >= from));
        let ends = self.until.is_none_or(|until| other.until.is_some_and(|end| end <= until));
        starts && ends
    }
}
