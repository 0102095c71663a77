//! Channels, conditions, guidelines and rules of a moved shop.
//!
//! They were legal where they come from, and what speaks against them since then, such as an attribute
//! that no product has any more or a price that fell, did not remove them there. So only what nobody can
//! evaluate is refused here; a rule's pairs that would close a circle are withheld as always.

use std::fs::File;

use relata_exchange::ConfigReader;
use relata_model::{
    Assortment, Channel, Guideline, ImportReport, NamedCondition, Problem, ProblemCode, Rule, RuleStatus,
};
use relata_rules::{Reference, Usage, Vocabulary, parse};

use super::folder::take;
use super::planned::Planned;
use crate::condition::condition_text_problems;
use crate::rule::unknown_type;
use crate::rule_problem::{condition_problems, wrong};
use crate::{App, AppError, Caller};

/// Channels come before the products and conditions that their assortments ask for.
pub(super) fn import_channels(
    app: &App,
    caller: &Caller,
    input: File,
    report: &mut ImportReport,
) -> Result<(), AppError> {
    let (channels, mut problems) = ConfigReader::read::<Channel>(&report.file, input)?;
    let found = |channel: &Channel| {
        let text = channel.assortment.as_ref().and_then(Assortment::condition);
        let problems = text.and_then(|text| parse(text).err()).unwrap_or_default();
        problems.into_iter().map(|problem| problem.at("/assortment")).collect()
    };
    let channels = readable(channels, found, |channel| channel.code.as_str(), report, &mut problems);
    let stored = app.list_documents()?;
    take(report, channels, &stored, problems, |channel| app.move_document(caller, channel))
}

pub(super) fn import_conditions(
    app: &App,
    caller: &Caller,
    input: File,
    report: &mut ImportReport,
    planned: &mut Planned,
) -> Result<(), AppError> {
    let (conditions, mut problems) = ConfigReader::read::<NamedCondition>(&report.file, input)?;
    for condition in &conditions {
        let reference = Reference::Condition(condition.code.as_str().into());
        planned.named.push((reference, condition.condition.clone()));
    }
    let vocabulary = vocabulary(app, planned)?;
    let found = |condition: &NamedCondition| without_rules(condition_text_problems(condition, &vocabulary));
    let conditions = readable(conditions, found, |condition| condition.code.as_str(), report, &mut problems);
    let stored = app.list_documents()?;
    take(report, conditions, &stored, problems, |condition| app.move_document(caller, condition))
}

/// The rules that conditions and guidelines name come after them.
fn without_rules(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.retain(|problem| problem.code != ProblemCode::UnknownCondition);
    problems
}

pub(super) fn import_guidelines(
    app: &App,
    caller: &Caller,
    input: File,
    report: &mut ImportReport,
    planned: &Planned,
) -> Result<(), AppError> {
    let (guidelines, mut problems) = ConfigReader::read::<Guideline>(&report.file, input)?;
    let vocabulary = vocabulary(app, planned)?;
    let found = |guideline: &Guideline| match guideline.status {
        RuleStatus::Active => without_rules(wrong(&guideline.forbid, Usage::Pair, "/forbid", &vocabulary)),
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
    planned: &mut Planned,
) -> Result<(), AppError> {
    let (rules, mut problems) = ConfigReader::read::<Rule>(&report.file, input)?;
    for rule in rules.iter().filter(|rule| rule.status != RuleStatus::Archived) {
        planned.named.push((Reference::Rule(rule.code.as_str().into()), rule.matching.clone()));
    }
    let vocabulary = vocabulary(app, planned)?;
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

/// What conditions can ask about, with what the files bring.
fn vocabulary(app: &App, planned: &Planned) -> Result<Vocabulary, AppError> {
    app.catch_up_for_readers()?;
    let known = app.vocabulary()?;
    let mut library = known.library().clone();
    for (reference, text) in &planned.named {
        library.put(reference.clone(), text);
    }
    Ok(known.with_library(library))
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
            if matches!(problem.code, ProblemCode::UnknownAttribute | ProblemCode::UnknownCondition) {
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
