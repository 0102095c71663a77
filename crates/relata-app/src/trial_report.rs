//! A trial as it is answered.

use std::time::Duration;

use relata_api::{
    TestAskDocument, TestChange, TestCheckReport, TestDifference, TestExample, TestExamples,
    TestReportDocument, TestSampleReport,
};
use relata_engine::{
    ChangedAnswer, Checked, Difference, Query, Sample, Snapshot, Trial, TrialExample, TrialState,
};
use relata_model::{Sku, TestAsk, TestSuite};

use crate::draft::Draft;

/// A trial that has been run.
pub(crate) struct Ran<'r, 's> {
    pub(crate) suite: &'r TestSuite,
    pub(crate) draft: &'r Draft,
    pub(crate) index: &'r Snapshot,
    pub(crate) questions: &'r [Query],
    pub(crate) sample: Sample,
    pub(crate) complete: bool,
    pub(crate) elapsed: Duration,
    pub(crate) trial: &'r Trial<'s>,
    pub(crate) checked: Vec<Checked>,
    /// The same checks of what is live.
    pub(crate) was: Option<Vec<Checked>>,
    pub(crate) difference: Option<Difference>,
}

pub(crate) fn document(ran: Ran<'_, '_>) -> TestReportDocument {
    let Ran { suite, draft, index, questions, sample, complete, elapsed, trial, checked, was, difference } =
        ran;
    let mut worst = checked.iter().map(|checked| checked.state).max().unwrap_or(TrialState::Skipped);
    let before = |place: usize| was.as_ref().and_then(|was| was.get(place)?.value);
    let mut checks: Vec<TestCheckReport> =
        checked.into_iter().enumerate().map(|(place, one)| check(one, before(place))).collect();
    if !complete {
        worst = TrialState::Fail;
        checks.push(unfinished(trial.answers(), sample.skus.len() * questions.len()));
    }
    let (count, removed) = trial.removed();
    TestReportDocument {
        state: worst.as_str().to_string(),
        suite: suite.code.to_string(),
        name: suite.name.clone(),
        revision: index.revision(),
        at: questions[0].at.to_string(),
        tried: draft.codes(),
        sample: TestSampleReport {
            by: suite.sample.by.as_str().to_string(),
            population: sample.population,
            products: sample.skus.len(),
            unknown: texts(&sample.unknown),
        },
        asks: questions.iter().map(asked).collect(),
        answers: trial.answers(),
        complete,
        elapsed_ms: elapsed.as_secs_f64() * 1e3,
        checks,
        removed: TestExamples { count, examples: removed.iter().map(example).collect() },
        difference: difference.map(difference_document),
    }
}

fn asked(question: &Query) -> TestAskDocument {
    TestAskDocument::from_ask(&TestAsk {
        placement: Some(question.placement.clone()),
        types: question.types.clone().unwrap_or_default(),
        channel: Some(question.channel.clone()),
        locale: question.locale.clone(),
        segments: question.segments.iter().cloned().collect(),
        limit: question.limit,
    })
}

/// The check that is added when there was no time for all questions, so that it never passes unseen.
fn unfinished(answers: usize, wanted: usize) -> TestCheckReport {
    TestCheckReport {
        name: "complete".to_string(),
        check: "complete".to_string(),
        state: TrialState::Fail.as_str().to_string(),
        value: Some(answers as f64 / wanted.max(1) as f64),
        before: None,
        warn: None,
        fail: Some(1.0),
        message: format!("there was time for {answers} of {wanted} answers; make the sample smaller"),
        figures: [("answers".to_string(), answers as f64), ("wanted".to_string(), wanted as f64)].into(),
        failing: wanted.saturating_sub(answers),
        examples: Vec::new(),
    }
}

fn check(checked: Checked, was: Option<f64>) -> TestCheckReport {
    let Checked { name, kind, state, value, warn, fail, message, figures, failing, examples } = checked;
    TestCheckReport {
        name,
        check: kind.to_string(),
        state: state.as_str().to_string(),
        value,
        before: was,
        warn,
        fail,
        message,
        figures: figures.into_iter().map(|(name, value)| (name.to_string(), value)).collect(),
        failing,
        examples: examples.iter().map(example).collect(),
    }
}

fn example(found: &TrialExample) -> TestExample {
    let TrialExample { product, ask, pick, type_code, origin, rule, guideline, text } = found;
    TestExample {
        product: product.as_ref().map(ToString::to_string),
        pick: pick.as_ref().map(ToString::to_string),
        type_code: type_code.as_ref().map(ToString::to_string),
        origin: origin.clone(),
        rule: rule.as_ref().map(ToString::to_string),
        guideline: guideline.as_ref().map(ToString::to_string),
        ask: *ask,
        message: text.clone(),
    }
}

fn difference_document(found: Difference) -> TestDifference {
    let Difference { products, answers, filled, emptied, coverage_before, coverage_after, examples } = found;
    let change = |changed: &ChangedAnswer| TestChange {
        product: changed.product.to_string(),
        ask: changed.ask,
        before: texts(&changed.before),
        after: texts(&changed.after),
    };
    TestDifference {
        products,
        answers,
        filled,
        emptied,
        coverage_before,
        coverage_after,
        examples: examples.iter().map(change).collect(),
    }
}

fn texts(skus: &[Sku]) -> Vec<String> {
    skus.iter().map(ToString::to_string).collect()
}
