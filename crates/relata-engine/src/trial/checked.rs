use std::fmt;

use relata_model::{Measure, TestCheck, TestSeverity};

use super::example::{Examples, TrialExample};

/// What became of one check.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The name of the check.
    pub name: String,
    /// `guidelines`, `forbid`, or the word of the measure.
    pub kind: &'static str,
    /// How it ended.
    pub state: TrialState,
    /// The figure; for conditions the number of picks that meet them. `None` where it was skipped.
    pub value: Option<f64>,
    /// The bound past which it is a warning.
    pub warn: Option<f64>,
    /// The bound past which it is a failure.
    pub fail: Option<f64>,
    /// In words what was found, or why it was skipped.
    pub message: String,
    /// What the value was drawn from.
    pub figures: Vec<(&'static str, f64)>,
    /// How many findings there are.
    pub failing: usize,
    /// The first of them.
    pub examples: Vec<TrialExample>,
}

/// How a check ended; the worse is the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrialState {
    /// There was nothing to look at.
    Skipped,
    /// All is well.
    Pass,
    /// Somebody should look.
    Warn,
    /// It must not go live.
    Fail,
}

impl TrialState {
    /// The state as programs read it.
    pub fn as_str(self) -> &'static str {
        match self {
            TrialState::Skipped => "skipped",
            TrialState::Pass => "pass",
            TrialState::Warn => "warn",
            TrialState::Fail => "fail",
        }
    }
}

impl fmt::Display for TrialState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A figure, or why there is none.
#[derive(Debug, Default)]
pub(crate) struct Figure {
    pub(crate) value: Option<f64>,
    pub(crate) message: String,
    pub(crate) figures: Vec<(&'static str, f64)>,
    pub(crate) examples: Examples,
}

impl Figure {
    pub(crate) fn skipped(reason: impl Into<String>) -> Figure {
        Figure { message: reason.into(), ..Figure::default() }
    }
}

impl Checked {
    /// Of a check that no pick may be found by.
    pub(super) fn of_findings(
        check: &TestCheck,
        kind: &'static str,
        severity: TestSeverity,
        found: &Examples,
        picks: usize,
    ) -> Checked {
        let state = match (found.count, severity) {
            (0, _) => TrialState::Pass,
            (_, TestSeverity::Warn) => TrialState::Warn,
            (_, TestSeverity::Fail) => TrialState::Fail,
        };
        let message = match (found.count, kind) {
            (0, "guidelines") => format!("none of {picks} picks is against a guideline"),
            (0, _) => format!("none of {picks} picks meets the condition"),
            (count, "guidelines") => format!("{count} of {picks} picks are against a guideline"),
            (count, _) => format!("{count} of {picks} picks meet the condition"),
        };
        let bound = |wanted| (severity == wanted).then_some(0.0);
        Checked {
            name: check.name.clone(),
            kind,
            state,
            value: Some(found.count as f64),
            warn: bound(TestSeverity::Warn),
            fail: bound(TestSeverity::Fail),
            message,
            figures: vec![("picks", picks as f64)],
            failing: found.count,
            examples: found.named.clone(),
        }
    }

    /// Of a figure and its bounds.
    pub(super) fn of_figure(
        check: &TestCheck,
        measure: Measure,
        (warn, fail): (Option<f64>, Option<f64>),
        figure: Figure,
    ) -> Checked {
        let is_past = |bound: Option<f64>| {
            figure.value.zip(bound).is_some_and(|(value, bound)| {
                if measure.is_better_higher() { value < bound } else { value > bound }
            })
        };
        let state = match figure.value {
            None => TrialState::Skipped,
            Some(_) if is_past(fail) => TrialState::Fail,
            Some(_) if is_past(warn) => TrialState::Warn,
            Some(_) => TrialState::Pass,
        };
        Checked {
            name: check.name.clone(),
            kind: measure.as_str(),
            state,
            value: figure.value,
            warn,
            fail,
            message: figure.message,
            figures: figure.figures,
            failing: figure.examples.count,
            examples: figure.examples.named,
        }
    }
}
