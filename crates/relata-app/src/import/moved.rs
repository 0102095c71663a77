//! Guidelines and rules of a moved shop.
//!
//! They were legal where they come from, and what speaks against them since then, such as an attribute
//! that no product has any more or a price that fell, did not remove them there. So only what nobody can
//! evaluate is refused here; a rule's pairs that would close a circle are withheld as always.

use std::fs::File;

use relata_exchange::ConfigReader;
use relata_model::{Guideline, ImportReport, Problem, ProblemCode, Rule, RuleStatus};
use relata_rules::{Usage, Vocabulary};

use super::folder::take;
use super::planned::Planned;
use crate::rule::{condition_problems, unknown_type, wrong};
use crate::{App, AppError, Caller};

pub(super) fn import_guidelines(
    app: &App,
    caller: &Caller,
    input: File,
    report: &mut ImportReport,
) -> Result<(), AppError> {
    let (guidelines, mut problems) = ConfigReader::read::<Guideline>(&report.file, input)?;
    let vocabulary = vocabulary(app)?;
    let found = |guideline: &Guideline| match guideline.status {
        RuleStatus::Active => wrong(&guideline.forbid, Usage::Pair, "/forbid", &vocabulary),
        _ => Vec::new(),
    };
    let guidelines = readable(guidelines, found, |guideline| guideline.code.as_str(), report, &mut problems);
    let stored = app.list_documents()?;
    take(report, guidelines, &stored, problems, |guideline| app.move_document(caller, guideline))
}

pub(super) fn import_rules(
    app: &App,
    caller: &Caller,
    input: File,
    report: &mut ImportReport,
    planned: &Planned,
) -> Result<(), AppError> {
    let (rules, mut problems) = ConfigReader::read::<Rule>(&report.file, input)?;
    let vocabulary = vocabulary(app)?;
    let types = app.list_relation_types()?;
    let found = |rule: &Rule| {
        if rule.status != RuleStatus::Active {
            return Vec::new();
        }
        let mut found = condition_problems(rule, &vocabulary);
        if !planned.has_type(&rule.type_code) && !types.iter().any(|kind| kind.code == rule.type_code) {
            found.push(unknown_type(&rule.type_code));
        }
        found
    };
    let rules = readable(rules, found, |rule| rule.code.as_str(), report, &mut problems);
    let stored = app.list_documents()?;
    take(report, rules, &stored, problems, |rule| app.move_document(caller, rule))
}

fn vocabulary(app: &App) -> Result<std::sync::Arc<Vocabulary>, AppError> {
    app.catch_up_for_readers()?;
    app.vocabulary()
}

/// The things that can be evaluated; what is wrong with the others goes to the problems, one each, and an
/// attribute that no product has to the warnings.
fn readable<T>(
    things: Vec<T>,
    found: impl Fn(&T) -> Vec<Problem>,
    code: impl Fn(&T) -> &str,
    report: &mut ImportReport,
    problems: &mut Vec<Problem>,
) -> Vec<T> {
    let mut kept = Vec::with_capacity(things.len());
    for thing in things {
        let mut refused = None;
        for problem in found(&thing) {
            let problem = problem.about(code(&thing));
            if problem.code == ProblemCode::UnknownAttribute {
                let severity = relata_model::Severity::Warning;
                report.push_warning(Problem { severity, ..problem });
            } else if problem.is_error() && refused.is_none() {
                refused = Some(problem);
            }
        }
        match refused {
            Some(problem) => problems.push(problem),
            None => kept.push(thing),
        }
    }
    kept
}
