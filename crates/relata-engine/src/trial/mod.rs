//! A trial: products of a sample are asked about, and the answers are held against checks.
//!
//! ```text
//!  TestSample --sample--> products --recommend--> answers --take--> Trial --finish--> Checked
//!                                                                     ^
//!                                          orders --order--> History -+
//! ```
//!
//! Rules and guidelines that are not live yet are tried on a snapshot of their own
//! ([`Snapshot::with_rules`]); a [`Difference`] says what they change. Whoever runs a trial asks the
//! questions and measures the times, since nothing here knows a clock.
//!
//! [`Snapshot::with_rules`]: crate::Snapshot::with_rules

mod checked;
mod difference;
mod example;
mod figure;
mod history;
mod pairs;
mod sample;
mod shown;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use relata_model::{
    Guideline, Problem, Rule, RuleCode, Sku, TestCheck, TestCheckKind, TestSeverity, TestSuite,
};
use relata_rules::Library;
use rustc_hash::FxHashMap;

pub use checked::{Checked, TrialState};
pub use difference::{ChangedAnswer, Difference};
pub use example::TrialExample;
pub use history::History;
pub use sample::Sample;

use crate::Snapshot;
use crate::answer::{Answer, PickOrigin, Removal};
use crate::query::Query;
use crate::recommend::Request;
use crate::rules::{Ban, NamedChange, Touched, bans_of};
use example::Examples;
use shown::{Case, Shown};

/// What the answers of one snapshot came to, check by check.
#[derive(Debug)]
pub struct Trial<'s> {
    pub(crate) snapshot: &'s Snapshot,
    suite: &'s TestSuite,
    /// The guidelines that are live in the snapshot.
    guidelines: Vec<Arc<Ban>>,
    /// By check, those that look at pairs.
    bans: Vec<Vec<Arc<Ban>>>,
    found: Vec<Examples>,
    /// What guidelines took out of answers.
    removed: Examples,
    pub(crate) cases: Vec<Case>,
    origins: FxHashMap<String, u32>,
    origin_texts: Vec<String>,
}

/// What a trial is told beside the answers.
#[derive(Debug, Default)]
pub struct TrialFacts<'h> {
    /// What was bought together; `None` where nobody looked.
    pub history: Option<&'h History<'h>>,
    /// Why nobody looked at orders, or why what was seen says nothing.
    pub no_history: Option<String>,
    /// Active rules with errors.
    pub broken: Vec<(RuleCode, Vec<Problem>)>,
}

impl Snapshot {
    /// The snapshot as it would be with other rules and guidelines; those that are as before keep what
    /// was evaluated.
    ///
    /// O(changed rules × products × size of their conditions).
    pub fn with_rules(&self, rules: &[Rule], guidelines: &[Guideline]) -> Snapshot {
        let mut next = self.clone();
        next.change_named(NamedChange {
            rules: Some(rules),
            guidelines: Some(guidelines),
            ..NamedChange::default()
        });
        next.covered = Arc::default();
        let nothing = Touched { relations: &BTreeMap::new(), products: &BTreeSet::new() };
        next.withhold(Some((self, &nothing)));
        next
    }
}

impl<'s> Trial<'s> {
    /// A trial without answers. `guidelines` are those that hold in the snapshot; what is not active
    /// among them is passed over, and so is what cannot be read, as in answers. `library` holds what
    /// conditions of checks name: where a draft is tried, they mean its names on both sides.
    ///
    /// # Errors
    /// Conditions of checks that cannot be read, each at its place in the suite.
    pub fn new(
        snapshot: &'s Snapshot,
        suite: &'s TestSuite,
        guidelines: &[Guideline],
        library: &Library,
    ) -> Result<Trial<'s>, Vec<Problem>> {
        let mut problems = Vec::new();
        let guidelines = bans_of(guidelines, snapshot.library(), snapshot);
        let mut bans = Vec::new();
        for (at, check) in suite.checks.iter().enumerate() {
            bans.push(match &check.kind {
                TestCheckKind::Forbid { forbid, types, .. } => {
                    match Ban::of(forbid, types, library, snapshot) {
                        Ok(ban) => vec![Arc::new(ban)],
                        Err(found) => {
                            let pointer = format!("/checks/{at}/forbid");
                            problems.extend(found.into_iter().map(|problem| problem.at(pointer.clone())));
                            Vec::new()
                        }
                    }
                }
                TestCheckKind::Guidelines { .. } => guidelines.clone(),
                TestCheckKind::Measure { .. } => Vec::new(),
            });
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Trial {
            snapshot,
            suite,
            guidelines,
            found: bans.iter().map(|_| Examples::default()).collect(),
            bans,
            removed: Examples::default(),
            cases: Vec::new(),
            origins: FxHashMap::default(),
            origin_texts: Vec::new(),
        })
    }

    /// Takes the answer to a query about one product in a place of the suite, and how long it took.
    ///
    /// O(picks × conditions); where guidelines removed something and examples are still wanted, the
    /// product's lists are read once more to name them.
    pub fn take(&mut self, ask: usize, query: &Query, answer: &Answer<'_>, took: Duration) {
        let Ok((request, _)) = Request::resolve(self.snapshot, query) else { return };
        let Some(&source) = request.sources.first() else { return };
        let picks: Vec<Shown> = answer.items.iter().filter_map(|pick| self.shown(pick, source)).collect();
        let case = Case { source, ask: ask as u16, took, picks };
        for place in 0..self.bans.len() {
            for ban in &self.bans[place] {
                for shown in &case.picks {
                    if ban.forbids_in(&request, shown.source, shown.number, shown.kind) {
                        let example = self.example_of(&case, shown, ban.text());
                        self.found[place]
                            .push(|| TrialExample { guideline: ban.guideline.clone(), ..example });
                    }
                }
            }
        }
        let removed = answer.removed.iter().find(|(reason, _)| *reason == Removal::Guideline);
        if let Some((_, count)) = removed {
            self.note_removed(&request, &case, *count as usize);
        }
        self.cases.push(case);
    }

    fn shown(&mut self, pick: &crate::Pick<'_>, asked: u32) -> Option<Shown> {
        let number = |sku: &str| self.snapshot.skus.get(sku);
        let (shown, source) = (number(pick.sku)?, pick.source.and_then(number).unwrap_or(asked));
        let text = pick.origin.to_string();
        let next = self.origin_texts.len() as u32;
        let origin = *self.origins.entry(text.clone()).or_insert(next);
        if origin == next {
            self.origin_texts.push(text);
        }
        Some(Shown {
            number: shown,
            source,
            kind: self.snapshot.words.types.get(pick.type_code),
            origin,
            is_fallback: matches!(pick.origin, PickOrigin::Fallback(_)),
        })
    }

    fn example_of(&self, case: &Case, shown: &Shown, text: String) -> TrialExample {
        let snapshot = self.snapshot;
        let origin = &self.origin_texts[shown.origin as usize];
        TrialExample {
            product: Some(snapshot.sku(case.source).clone()),
            ask: Some(case.ask as usize),
            pick: Some(snapshot.sku(shown.number).clone()),
            type_code: shown.kind.map(|kind| snapshot.words.types.value(kind).clone()),
            rule: origin.strip_prefix("rule:").and_then(|code| RuleCode::parse(code).ok()),
            origin: Some(origin.clone()),
            guideline: None,
            text,
        }
    }

    /// How many answers were taken.
    pub fn answers(&self) -> usize {
        self.cases.len()
    }

    /// What guidelines took out of the answers: how many pairs, and some of them.
    pub fn removed(&self) -> (usize, &[TrialExample]) {
        (self.removed.count, &self.removed.named)
    }

    /// The products asked about and all their variants, under whose SKUs orders may name them.
    pub fn sources(&self) -> Vec<Sku> {
        let mut numbers: Vec<u32> = self.cases.iter().map(|case| case.source).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let family =
            |&number: &u32| [number].into_iter().chain(self.snapshot.variants(number).iter().copied());
        numbers.iter().flat_map(family).map(|number| self.snapshot.sku(number).clone()).collect()
    }

    fn findings(
        &self,
        check: &TestCheck,
        kind: &'static str,
        severity: TestSeverity,
        place: usize,
    ) -> Checked {
        let picks = self.cases.iter().map(|case| case.picks.len()).sum();
        Checked::of_findings(check, kind, severity, &self.found[place], picks)
    }

    /// What became of each check, in the order of the suite.
    ///
    /// O(picks × checks).
    pub fn finish(&self, facts: &TrialFacts<'_>) -> Vec<Checked> {
        let checks = self.suite.checks.iter().enumerate();
        checks
            .map(|(place, check)| match &check.kind {
                TestCheckKind::Guidelines { severity } => {
                    let mut checked = self.findings(check, "guidelines", *severity, place);
                    checked.figures.push(("guidelines", self.guidelines.len() as f64));
                    checked.figures.push(("removed", self.removed.count as f64));
                    checked
                }
                TestCheckKind::Forbid { severity, .. } => self.findings(check, "forbid", *severity, place),
                TestCheckKind::Measure { measure, items, warn, fail } => {
                    let figure = self.figure(*measure, *items as usize, facts);
                    Checked::of_figure(check, *measure, (*warn, *fail), figure)
                }
            })
            .collect()
    }
}
