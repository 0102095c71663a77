use std::collections::BTreeMap;

use relata_model::limits::{TEST_ANSWERS_MAX, TEST_DRAFT_MAX};
use relata_model::{
    Guideline, Invalid, NamedCondition, Problem, ProblemCode, Rule, SuiteCode, TestAsk, TestSample, TestSuite,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::fields::{Fields, settle};
use crate::test_suite::{TestAskDocument, read_ask, read_inline, read_sample};
use crate::{Body, ConditionDocument, GuidelineDocument, Json, RuleDocument};

/// The longest time that a trial may be given.
const TIME_MS_MAX: u32 = 600_000;

/// What to test: a suite, saved or given, on what is live or on a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct TestRunInput {
    /// Which suite.
    pub suite: SuiteChoice,
    /// Another sample than the suite's.
    pub sample: Option<TestSample>,
    /// Other places than the suite's.
    pub asks: Option<Vec<TestAsk>>,
    /// Conditions with names that are tried: each takes the place of the stored one of its code, for all
    /// that read it, or joins them.
    pub conditions: Vec<NamedCondition>,
    /// Rules that are tried. A draft or active one takes the place of the live one of its code or joins
    /// them; a paused or archived one is taken away.
    pub rules: Vec<Rule>,
    /// Guidelines that are tried in the same way.
    pub guidelines: Vec<Guideline>,
    /// How long it may take in milliseconds; `None` is the usual time.
    pub time_ms: Option<u32>,
}

/// Which suite is run.
#[derive(Debug, Clone, PartialEq)]
pub enum SuiteChoice {
    /// The one that comes with the program.
    BuiltIn,
    /// A saved one.
    Saved(SuiteCode),
    /// One that comes with the request.
    Given(Box<TestSuite>),
}

/// What became of a trial.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = TestReport)]
pub struct TestReportDocument {
    /// The worst of the checks: `pass`, `warn`, `fail`, or `skipped` if there was nothing to look at.
    pub state: String,
    /// The code of the suite; `unsaved` for one without a code.
    pub suite: String,
    /// Its name.
    pub name: String,
    /// The revision of the facts asked.
    pub revision: i64,
    /// The moment in question.
    pub at: String,
    /// The codes of rules, guidelines and conditions that were tried beside what is live.
    pub tried: Vec<String>,
    /// Which products were asked about.
    pub sample: TestSampleReport,
    /// In which places they were asked about, with what was left open filled in.
    pub asks: Vec<TestAskDocument>,
    /// How many questions were answered.
    pub answers: usize,
    /// Whether all were asked; a trial that met its time fails.
    pub complete: bool,
    /// How long it took.
    pub elapsed_ms: f64,
    /// Each check, in the order of the suite.
    pub checks: Vec<TestCheckReport>,
    /// Pairs that guidelines took out of the answers.
    pub removed: TestExamples,
    /// What the draft changes; null where nothing was tried.
    pub difference: Option<TestDifference>,
}

/// Which products a trial asked about.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TestSampleReport {
    /// By what they were chosen.
    pub by: String,
    /// How many there were to choose from.
    pub population: usize,
    /// How many were chosen.
    pub products: usize,
    /// Named SKUs that no product has.
    pub unknown: Vec<String>,
}

/// What became of one check.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TestCheckReport {
    /// Its name.
    pub name: String,
    /// `guidelines`, `forbid`, a measure, or `complete`.
    pub check: String,
    /// `pass`, `warn`, `fail` or `skipped`.
    pub state: String,
    /// The figure; null where it was skipped.
    pub value: Option<f64>,
    /// The same of what is live, where a draft was tried.
    pub before: Option<f64>,
    /// Past this bound it is a warning.
    pub warn: Option<f64>,
    /// Past this bound it is a failure.
    pub fail: Option<f64>,
    /// In words what was found, or why it was skipped.
    pub message: String,
    /// What the value was drawn from.
    pub figures: BTreeMap<String, f64>,
    /// How many findings there are.
    pub failing: usize,
    /// The first of them.
    pub examples: Vec<TestExample>,
}

/// Findings: all counted, the first named.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TestExamples {
    /// How many there are.
    pub count: usize,
    /// The first of them.
    pub examples: Vec<TestExample>,
}

/// Something that a check found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct TestExample {
    /// The product asked about.
    pub product: Option<String>,
    /// The product shown.
    pub pick: Option<String>,
    /// Under which type; null for a fallback.
    #[serde(rename = "type")]
    pub type_code: Option<String>,
    /// Who wants it shown, such as `manual` or `rule:premium-laptops`.
    pub origin: Option<String>,
    /// The rule behind it.
    pub rule: Option<String>,
    /// The guideline against it.
    pub guideline: Option<String>,
    /// Where it was asked about: the place in `asks`, the first being 0.
    pub ask: Option<usize>,
    /// What is the matter, in words.
    pub message: String,
}

/// What a draft changes.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TestDifference {
    /// Products with an answer that changes.
    pub products: usize,
    /// Answers that change.
    pub answers: usize,
    /// Answers in which relations and rules gave nothing and then give something.
    pub filled: usize,
    /// Answers in which they gave something and then give nothing.
    pub emptied: usize,
    /// The share of answers with something of relations and rules, as it is.
    pub coverage_before: f64,
    /// The same with the draft.
    pub coverage_after: f64,
    /// Some of the changed answers, emptied ones first.
    pub examples: Vec<TestChange>,
}

/// An answer before and after.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TestChange {
    /// The product asked about.
    pub product: String,
    /// Where it was asked about: the place in `asks`, the first being 0.
    pub ask: usize,
    /// What is shown now.
    pub before: Vec<String>,
    /// What would be shown.
    pub after: Vec<String>,
}

impl TestRunInput {
    /// Reads a body: `{"suite": "code" or {…}, "draft": {"conditions": […], "rules": […],
    /// "guidelines": […]}, "sample": {…}, "asks": […], "time_ms": 8000}`; everything may be left out. Errors are all problems at once.
    pub fn read(body: &Body) -> Result<TestRunInput, Vec<Problem>> {
        let mut fields = Fields::of_body(body);
        let suite = fields.read_inner("suite", |json, at| match json {
            Json::Text(text) if text == TestSuite::BUILT_IN => Ok(SuiteChoice::BuiltIn),
            Json::Text(text) => SuiteCode::parse(text)
                .map(SuiteChoice::Saved)
                .map_err(|invalid| vec![Problem::invalid(ProblemCode::InvalidValue, invalid).at(at)]),
            other => read_inline(other.as_object(&at)?, at).map(|suite| SuiteChoice::Given(Box::new(suite))),
        });
        let sample = fields.read_inner("sample", read_sample);
        let asks = fields.list_at("asks", read_ask);
        let draft = fields.read_inner("draft", read_draft).unwrap_or_default();
        let time_ms = fields.count("time_ms", 1, TIME_MS_MAX);
        let Draft { conditions, rules, guidelines } = draft;
        let input = TestRunInput {
            suite: suite.unwrap_or(SuiteChoice::BuiltIn),
            sample,
            asks,
            conditions,
            rules,
            guidelines,
            time_ms,
        };
        settle(Some(input), fields.finish())
    }

    /// The suite that is run: the one chosen, with the sample and places of the request.
    ///
    /// # Errors
    /// That it asks more questions than one trial may.
    pub fn over(&self, mut suite: TestSuite) -> Result<TestSuite, Problem> {
        suite.sample = self.sample.clone().unwrap_or(suite.sample);
        suite.asks = self.asks.clone().unwrap_or(suite.asks);
        let answers = suite.sample.size as usize * suite.asks.len().max(1);
        if answers <= TEST_ANSWERS_MAX {
            return Ok(suite);
        }
        let message = format!("{answers} answers are more than {TEST_ANSWERS_MAX}, products times places");
        let problem = Problem::error(ProblemCode::LimitExceeded, message).at("/sample/size");
        Err(problem.hint("make the sample smaller or ask in fewer places"))
    }
}

/// What is tried.
#[derive(Default)]
struct Draft {
    conditions: Vec<NamedCondition>,
    rules: Vec<Rule>,
    guidelines: Vec<Guideline>,
}

fn read_draft(json: &Json, at: String) -> Result<Draft, Vec<Problem>> {
    let mut fields = Fields::of_object(json.as_object(&at)?, at);
    let body = |json: &Json, at: &str| json.as_object(at).map(|object| Body(object.clone()));
    let conditions = fields
        .list_at("conditions", |json, at| {
            ConditionDocument::read(&body(json, &at)?, None).map_err(|found| under(&at, found))
        })
        .unwrap_or_default();
    let rules = fields
        .list_at("rules", |json, at| {
            RuleDocument::read(&body(json, &at)?, None).map_err(|found| under(&at, found))
        })
        .unwrap_or_default();
    let guidelines = fields
        .list_at("guidelines", |json, at| {
            GuidelineDocument::read(&body(json, &at)?, None).map_err(|found| under(&at, found))
        })
        .unwrap_or_default();
    if conditions.len() + rules.len() + guidelines.len() > TEST_DRAFT_MAX {
        let message = format!("more than {TEST_DRAFT_MAX} conditions, rules and guidelines");
        let invalid = Invalid::new(message, "try some at a time");
        fields.refuse("rules", ProblemCode::LimitExceeded, invalid);
    }
    settle(Some(Draft { conditions, rules, guidelines }), fields.finish())
}

/// Problems of an inner document at their place in the outer one.
fn under(at: &str, problems: Vec<Problem>) -> Vec<Problem> {
    let moved = |problem: Problem| {
        let inner = problem.pointer.clone().unwrap_or_default();
        problem.at(format!("{at}{inner}"))
    };
    problems.into_iter().map(moved).collect()
}
