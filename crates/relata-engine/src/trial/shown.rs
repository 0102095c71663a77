use std::time::Duration;

/// One answer of a trial, in the numbers of its snapshot.
#[derive(Debug)]
pub(crate) struct Case {
    /// The product asked about.
    pub(crate) source: u32,
    /// The place of the suite in which it was asked about.
    pub(crate) ask: u16,
    /// How long the answer took.
    pub(crate) took: Duration,
    pub(crate) picks: Vec<Shown>,
}

/// One pick of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) number: u32,
    /// The product from which it follows; for a fallback the one asked about.
    pub(crate) source: u32,
    /// The code of its type; `None` for a fallback.
    pub(crate) kind: Option<u32>,
    /// Its place among the origins that the trial saw.
    pub(crate) origin: u32,
    pub(crate) is_fallback: bool,
}

impl Case {
    /// Items that relations and rules gave.
    pub(crate) fn related(&self) -> impl Iterator<Item = &Shown> {
        self.picks.iter().filter(|shown| !shown.is_fallback)
    }
}
