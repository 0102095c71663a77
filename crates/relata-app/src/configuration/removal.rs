//! Taking away what the files do not hold, when somebody asks for it.

use std::collections::HashSet;

use relata_model::{Noun, Problem, ProblemCode, RelationType};
use relata_store::{Tx, placement, rule};

use super::entry::Entry;
use super::noun::Configured;
use super::{ConfigurationChange, ConfigurationReport, FileProblem};
use crate::document::record;
use crate::{AppError, Document};

/// Removes the things of a noun that no file holds, if any file holds one of the noun: a folder without
/// rules says nothing about rules. What came with the program stays.
pub(super) fn remove_others<D: Configured>(
    tx: &mut Tx,
    entries: &[Entry<D>],
    report: &mut ConfigurationReport,
) -> Result<(), AppError> {
    if entries.is_empty() {
        return Ok(());
    }
    let kept: HashSet<String> = entries.iter().map(|entry| entry.value.code().to_string()).collect();
    for other in D::list(tx)?.into_iter().filter(|other| !kept.contains(&other.code().to_string())) {
        let code = other.code().to_string();
        if is_built_in(&other)? {
            continue;
        }
        if let Some(problem) = other.why_kept(tx)? {
            report.problems.push(FileProblem::of_file(D::FOLDER, problem.about(&code)));
            continue;
        }
        D::remove(tx, other.code())?;
        record(tx, D::NOUN, code.clone(), Some(&other), None)?;
        report.counts.removed += 1;
        let change =
            ConfigurationChange { noun: D::NOUN, code, action: "remove", file: None, fields: Vec::new() };
        report.changes.push(change);
    }
    Ok(())
}

/// Whether it came with the program.
fn is_built_in<D: Configured>(thing: &D) -> Result<bool, AppError> {
    let is_web =
        D::NOUN == Noun::Channel && thing.code().to_string() == relata_model::Channel::web().code.as_str();
    Ok(is_web || thing.document()?.get("built_in") == Some(&serde_json::Value::Bool(true)))
}

/// What still names a removed type: rules and blocks of placements of other files.
pub(super) fn named_still(
    tx: &mut Tx,
    removed: &[ConfigurationChange],
) -> Result<Vec<FileProblem>, AppError> {
    let gone: HashSet<&str> = removed
        .iter()
        .filter(|change| change.noun == RelationType::NOUN && change.action == "remove")
        .map(|change| change.code.as_str())
        .collect();
    if gone.is_empty() {
        return Ok(Vec::new());
    }
    let mut problems = Vec::new();
    let mut name = |code: &str, what: String| {
        let message = format!("the relation type {code} cannot be removed: {what} names it");
        let hint = "keep its file, or take the type out there too";
        let problem = Problem::error(ProblemCode::InUse, message).hint(hint).about(code);
        problems.push(FileProblem::of_file(RelationType::FOLDER, problem));
    };
    for rule in rule::list(tx)?.iter().filter(|rule| gone.contains(rule.type_code.as_str())) {
        name(rule.type_code.as_str(), format!("the rule {}", rule.code));
    }
    for placement in placement::list(tx)? {
        for code in placement.blocks.iter().flat_map(|block| &block.types) {
            if gone.contains(code.as_str()) {
                name(code.as_str(), format!("the placement {}", placement.code));
            }
        }
    }
    Ok(problems)
}
