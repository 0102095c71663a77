//! The test bench: a suite is run on what is live or on a draft, and what is required is run before
//! something becomes active.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use relata_api::{SuiteChoice, TestReportDocument, TestRunInput};
use relata_engine::{Difference, History, Query, Sample, Snapshot, Trial, TrialFacts, TrialState, recommend};
use relata_model::{
    Measure, Problem, ProblemCode, Rule, RuleCode, RuleStatus, TestCheckKind, TestSuite, Timestamp,
};
use relata_rules::Vocabulary;
use relata_store::{StoreError, Tx, order, test_suite};

use crate::draft::{Draft, Wanted};
use crate::recommend::{product_page, web};
use crate::rule::rule_condition_problems;
use crate::test_suite::suite_problems;
use crate::trial_report::{Ran, document};
use crate::{App, AppError};

/// How long a trial may take when nobody says.
const TIME: Duration = Duration::from_secs(30);
/// How long the writer of a rule or guideline waits for all suites that it has to pass.
const GATE_TIME: Duration = Duration::from_secs(3);

/// Says that a trial should end.
#[derive(Debug)]
pub(crate) struct TrialStop {
    until: Instant,
    asked: Arc<AtomicBool>,
}

impl TrialStop {
    /// Ends it after so long, or once the flag is set.
    pub(crate) fn new(time: Duration, asked: Arc<AtomicBool>) -> TrialStop {
        TrialStop { until: Instant::now() + time, asked }
    }

    fn is_over(&self) -> bool {
        self.is_asked() || Instant::now() >= self.until
    }

    fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }
}

impl App {
    /// Runs a suite now and says what became of each check; nothing is written. Setting the flag ends it.
    ///
    /// # Errors
    /// A suite that does not exist or makes no sense for the shop, a draft that cannot be read, or that
    /// it was stopped.
    pub fn run_tests(
        &self,
        input: &TestRunInput,
        stop: Arc<AtomicBool>,
    ) -> Result<TestReportDocument, AppError> {
        self.catch_up_for_readers()?;
        let suite = match &input.suite {
            SuiteChoice::BuiltIn => TestSuite::built_in(),
            SuiteChoice::Saved(code) => self.find_document::<TestSuite>(code)?,
            SuiteChoice::Given(suite) => (**suite).clone(),
        };
        let suite = input.over(suite).map_err(|problem| AppError::invalid(vec![problem]))?;
        let draft = Draft {
            conditions: input.conditions.clone(),
            rules: input.rules.clone(),
            guidelines: input.guidelines.clone(),
        };
        let vocabulary = draft.vocabulary(&*self.vocabulary()?);
        let mut problems = self.draft_problems(&draft, &vocabulary)?;
        problems.extend(suite_problems(&suite, &*self.snapshot()?, &vocabulary, self.now()).into_iter().map(
            |problem| {
                let inner = problem.pointer.clone().unwrap_or_default();
                problem.at(format!("/suite{inner}"))
            },
        ));
        if problems.iter().any(Problem::is_error) {
            return Err(AppError::invalid(problems));
        }
        let time = input.time_ms.map_or(TIME, |time| Duration::from_millis(time.into()));
        let stop = TrialStop::new(time, stop);
        let live = self.snapshot()?;
        self.read(|tx| self.try_out(tx, &live, &suite, &draft, &stop))
    }

    /// What speaks against a rule or guideline becoming active: what is wrong with it, else the
    /// required suites that fail with it.
    pub(crate) fn gated(
        &self,
        problems: Vec<Problem>,
        tx: &mut Tx,
        draft: Draft,
    ) -> Result<Vec<Problem>, AppError> {
        if problems.iter().any(Problem::is_error) {
            return Ok(problems);
        }
        let mut problems = problems;
        problems.extend(self.failed_suites(tx, &*self.snapshot()?, &draft)?);
        Ok(problems)
    }

    /// The required suites that fail with a draft in a shop.
    pub(crate) fn failed_suites(
        &self,
        tx: &mut Tx,
        shop: &Snapshot,
        draft: &Draft,
    ) -> Result<Vec<Problem>, AppError> {
        let stop = TrialStop::new(GATE_TIME, Arc::default());
        let mut problems = Vec::new();
        let vocabulary = draft.vocabulary(&*self.vocabulary()?);
        for suite in test_suite::list(tx)?.into_iter().filter(|suite| suite.required) {
            let wrong =
                suite_problems(&suite, shop, &vocabulary, self.now()).into_iter().find(Problem::is_error);
            let refusal = match wrong {
                Some(wrong) => Some(format!("it cannot be run: {}", wrong.message)),
                None => first_failure(&self.try_out(tx, shop, &suite, draft, &stop)?),
            };
            if let Some(refusal) = refusal {
                let message = format!("the required test suite {} fails: {refusal}", suite.code);
                let problem = Problem::error(ProblemCode::TestFailed, message).at("/status");
                let hint = "save it as a draft and try it with POST /v1/tests, or edit the suite";
                problems.push(problem.hint(hint).about(&suite.code));
            }
        }
        Ok(problems)
    }

    fn try_out(
        &self,
        tx: &mut Tx,
        live: &Snapshot,
        suite: &TestSuite,
        draft: &Draft,
        stop: &TrialStop,
    ) -> Result<TestReportDocument, AppError> {
        let started = Instant::now();
        let stored = Draft::default().over_stored(tx)?;
        let wanted = if draft.is_empty() { None } else { Some(draft.over_stored(tx)?) };
        let tried = wanted.as_ref().map(|wanted| wanted.index(live));
        let index = tried.as_ref().unwrap_or(live);
        let now_on = wanted.as_ref().unwrap_or(&stored);

        let questions = questions(suite, self.now());
        let sample = live.sample(&suite.sample, &questions[0]);
        let mut after =
            Trial::new(index, suite, &now_on.guidelines, index.library()).map_err(AppError::invalid)?;
        let mut before = match &tried {
            Some(_) => Some(
                Trial::new(live, suite, &stored.guidelines, index.library()).map_err(AppError::invalid)?,
            ),
            None => None,
        };
        let complete = ask(&questions, &sample, stop, |place, query| {
            if let Some(before) = &mut before {
                take(before, live, place, query)?;
            }
            take(&mut after, index, place, query)
        })?;
        let checked = self.finish(tx, suite, &after, now_on, stop)?;
        let was = match &before {
            Some(before) => Some(self.finish(tx, suite, before, &stored, stop)?),
            None => None,
        };
        if stop.is_asked() {
            return Err(AppError::Cancelled);
        }
        let difference = before.as_ref().map(|before| Difference::of(before, &after));
        Ok(document(Ran {
            suite,
            draft,
            index,
            questions: &questions,
            sample,
            complete,
            elapsed: started.elapsed(),
            trial: &after,
            checked,
            was,
            difference,
        }))
    }

    /// Holds the answers of a trial against its checks, with what orders and rules say beside them.
    fn finish(
        &self,
        tx: &mut Tx,
        suite: &TestSuite,
        trial: &Trial<'_>,
        rules: &Wanted,
        stop: &TrialStop,
    ) -> Result<Vec<relata_engine::Checked>, AppError> {
        let measures = |wanted: fn(Measure) -> bool| {
            let kinds = suite.checks.iter().map(|check| &check.kind);
            kinds
                .into_iter()
                .any(|kind| matches!(kind, TestCheckKind::Measure { measure, .. } if wanted(*measure)))
        };
        let mut history = History::new(trial);
        let mut facts = TrialFacts::default();
        if measures(Measure::needs_orders) {
            match read_orders(tx, trial, &mut history, stop)? {
                None => facts.history = Some(&history),
                reason => facts.no_history = reason,
            }
        }
        if measures(|measure| measure == Measure::BrokenRules) {
            facts.broken = self.broken_rules_with(&rules.rules, &rules.vocabulary(&*self.vocabulary()?));
        }
        Ok(trial.finish(&facts))
    }

    /// The active ones among some rules that make no sense for the shop, each with what is wrong.
    pub(crate) fn broken_rules<'r>(
        &self,
        rules: impl IntoIterator<Item = &'r Rule>,
    ) -> Result<Vec<(RuleCode, Vec<Problem>)>, AppError> {
        Ok(self.broken_rules_with(rules, &*self.vocabulary()?))
    }

    /// The same where conditions name what a vocabulary holds.
    fn broken_rules_with<'r>(
        &self,
        rules: impl IntoIterator<Item = &'r Rule>,
        vocabulary: &Vocabulary,
    ) -> Vec<(RuleCode, Vec<Problem>)> {
        let active = rules.into_iter().filter(|rule| rule.status == RuleStatus::Active);
        let broken = active.filter_map(|rule| {
            let mut problems = rule_condition_problems(rule, vocabulary);
            problems.retain(Problem::is_error);
            (!problems.is_empty()).then(|| (rule.code.clone(), problems))
        });
        broken.collect()
    }
}

/// The questions that a suite asks of each product, still without it.
pub(crate) fn questions(suite: &TestSuite, now: Timestamp) -> Vec<Query> {
    let at = suite.at.unwrap_or(now);
    let usual = [relata_model::TestAsk::default()];
    let asks = if suite.asks.is_empty() { &usual[..] } else { &suite.asks };
    let query = |ask: &relata_model::TestAsk| {
        let placement = ask.placement.clone().unwrap_or_else(product_page);
        let channel = ask.channel.clone().unwrap_or_else(web);
        Query {
            types: (!ask.types.is_empty()).then(|| ask.types.clone()),
            locale: ask.locale.clone(),
            segments: ask.segments.iter().cloned().collect(),
            limit: ask.limit,
            ..Query::new(placement, channel, Vec::new(), at)
        }
    };
    asks.iter().map(query).collect()
}

/// Asks every question about every product; says whether there was time for all.
fn ask(
    questions: &[Query],
    sample: &Sample,
    stop: &TrialStop,
    mut each: impl FnMut(usize, &Query) -> Result<(), AppError>,
) -> Result<bool, AppError> {
    for sku in &sample.skus {
        if stop.is_over() {
            return Ok(false);
        }
        for (place, question) in questions.iter().enumerate() {
            each(place, &Query { products: vec![sku.clone()], ..question.clone() })?;
        }
    }
    Ok(true)
}

fn take(trial: &mut Trial<'_>, index: &Snapshot, place: usize, query: &Query) -> Result<(), AppError> {
    let started = Instant::now();
    let answer = recommend(index, query).map_err(AppError::invalid)?;
    trial.take(place, query, &answer, started.elapsed());
    Ok(())
}

/// Why the reading of orders ended early.
enum Ended {
    Over,
    Store(StoreError),
}

impl From<StoreError> for Ended {
    fn from(error: StoreError) -> Ended {
        Ended::Store(error)
    }
}

/// Hands the orders with products of a trial to its history; says why it could not.
fn read_orders(
    tx: &mut Tx,
    trial: &Trial<'_>,
    history: &mut History<'_>,
    stop: &TrialStop,
) -> Result<Option<String>, AppError> {
    if order::count_orders(tx)? == 0 {
        return Ok(Some("no orders are stored".to_string()));
    }
    let read = order::each_with(tx, &trial.sources(), |skus| {
        history.order(skus);
        if stop.is_over() { Err(Ended::Over) } else { Ok(()) }
    });
    match read {
        Ok(()) => Ok(None),
        Err(Ended::Over) => Ok(Some("there was no time to read the orders".to_string())),
        Err(Ended::Store(error)) => Err(error.into()),
    }
}

/// The first check that failed, with the first product that it names.
fn first_failure(report: &TestReportDocument) -> Option<String> {
    let check = report.checks.iter().find(|check| check.state == TrialState::Fail.as_str())?;
    let example = check.examples.first().map(|example| match (&example.product, &example.pick) {
        (Some(product), Some(pick)) => format!(", such as {pick} beside {product}"),
        (Some(sku), None) | (None, Some(sku)) => format!(", such as {sku}"),
        (None, None) => format!(", such as {}", example.message),
    });
    Some(format!("{} ({}{})", check.name, check.message, example.unwrap_or_default()))
}
