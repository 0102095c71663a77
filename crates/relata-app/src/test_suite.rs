use relata_engine::Snapshot;
use relata_model::limits::{TEST_SUITES_MAX, TEST_SUITES_REQUIRED_MAX};
use relata_model::{
    Noun, Problem, ProblemCode, Rule, SuiteCode, TestCheckKind, TestSuite, Timestamp, TypeCode,
};
use relata_rules::{Usage, Vocabulary};
use relata_store::{Tx, test_suite};

use crate::rule::unknown_type;
use crate::rule_problem::wrong;
use crate::trial::questions;
use crate::{App, AppError, Document};

impl Document for TestSuite {
    type Code = SuiteCode;
    const NOUN: Noun = Noun::TestSuite;
    const NAME: &'static str = "test suite";

    fn find(tx: &mut Tx, code: &SuiteCode) -> Result<Option<TestSuite>, AppError> {
        Ok(test_suite::find(tx, code)?)
    }

    fn list(tx: &mut Tx) -> Result<Vec<TestSuite>, AppError> {
        Ok(test_suite::list(tx)?)
    }

    fn store(&self, tx: &mut Tx) -> Result<(), AppError> {
        Ok(test_suite::upsert(tx, self)?)
    }

    fn remove(tx: &mut Tx, code: &SuiteCode) -> Result<(), AppError> {
        Ok(test_suite::delete(tx, code).map(drop)?)
    }

    fn code(&self) -> &SuiteCode {
        &self.code
    }

    /// Its checks read conditions and rules, so that one writer changes any of them.
    fn lock(tx: &mut Tx) -> Result<(), AppError> {
        Rule::lock(tx)
    }

    fn check(&self, tx: &mut Tx, before: Option<&TestSuite>) -> Result<Vec<Problem>, AppError> {
        let mut problems = Vec::new();
        if self.code.as_str() == TestSuite::BUILT_IN {
            let message = format!("the suite {} comes with the program", TestSuite::BUILT_IN);
            let problem = Problem::error(ProblemCode::InvalidValue, message);
            problems.push(problem.hint("save your own under another code").at("/code"));
        }
        let others: Vec<TestSuite> =
            test_suite::list(tx)?.into_iter().filter(|suite| suite.code != self.code).collect();
        let required = others.iter().filter(|suite| suite.required).count();
        if before.is_none() && others.len() >= TEST_SUITES_MAX {
            let message = format!("there are {TEST_SUITES_MAX} test suites, which is the most there may be");
            let problem = Problem::error(ProblemCode::LimitExceeded, message);
            problems.push(problem.hint("remove one that nobody runs"));
        }
        if self.required && required >= TEST_SUITES_REQUIRED_MAX {
            let message = format!("{TEST_SUITES_REQUIRED_MAX} other suites are required already");
            let problem = Problem::error(ProblemCode::LimitExceeded, message).at("/required");
            problems.push(problem.hint("put the checks into one of them, or let one be optional"));
        }
        Ok(problems)
    }

    fn prepare(app: &App) -> Result<(), AppError> {
        app.catch_up_for_readers()?;
        app.vocabulary().map(drop)
    }

    fn check_live(&self, app: &App, _tx: &mut Tx) -> Result<Vec<Problem>, AppError> {
        Ok(suite_problems(self, &*app.snapshot()?, &*app.vocabulary()?, app.now()))
    }
}

/// What makes a suite impossible to run in a shop: conditions that make no sense there, and places,
/// types and channels that do not exist.
pub(crate) fn suite_problems(
    suite: &TestSuite,
    snapshot: &Snapshot,
    vocabulary: &Vocabulary,
    now: Timestamp,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (place, check) in suite.checks.iter().enumerate() {
        if let TestCheckKind::Forbid { forbid, types, .. } = &check.kind {
            problems.extend(wrong(forbid, Usage::Pair, &format!("/checks/{place}/forbid"), vocabulary));
            let is_known = |code: &TypeCode| snapshot.types().iter().any(|kind| kind.code == *code);
            for (at, code) in types.iter().enumerate().filter(|(_, code)| !is_known(code)) {
                problems.push(unknown_type(code).at(format!("/checks/{place}/types/{at}")));
            }
        }
    }
    for (place, query) in questions(suite, now).iter().enumerate() {
        for problem in relata_engine::recommend(snapshot, query).err().unwrap_or_default() {
            let inner = problem.pointer.clone().unwrap_or_default();
            problems.push(problem.at(format!("/asks/{place}{inner}")));
        }
    }
    problems
}
