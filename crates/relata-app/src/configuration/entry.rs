use std::collections::{HashMap, HashSet};

use relata_model::{Problem, ProblemCode};
use relata_store::Tx;
use serde_json::Value;

use super::noun::Configured;
use super::{ConfigurationChange, ConfigurationReport, FieldChange, FileProblem, Found, Thing};
use crate::document::record;
use crate::{AppError, Document};

/// A thing as it is to be, and where that was found.
#[derive(Debug, Clone)]
pub(super) struct Entry<D> {
    pub(super) value: D,
    pub(super) found: Found,
}

/// The things of one noun; what cannot be read is noted, and what stands there twice.
pub(super) fn entries<D: Configured>(things: &[Thing], problems: &mut Vec<FileProblem>) -> Vec<Entry<D>> {
    let mut entries: Vec<Entry<D>> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for Thing { body, found, .. } in things.iter().filter(|thing| thing.noun == D::NOUN) {
        match D::read(body) {
            Err(wrong) => problems.extend(wrong.into_iter().map(|problem| found.problem(problem))),
            Ok(value) => match places.get(&value.code().to_string()) {
                Some(first) => problems.push(found.problem(twice::<D>(&value, &entries[*first].found))),
                None => {
                    places.insert(value.code().to_string(), entries.len());
                    entries.push(Entry { value, found: found.clone() });
                }
            },
        }
    }
    entries
}

fn twice<D: Document>(value: &D, first: &Found) -> Problem {
    let line = first.place().map(|place| format!(", line {}", place.line)).unwrap_or_default();
    let message = format!("the {} {} stands in {}{line} already", D::NAME, value.code(), first.file());
    Problem::error(ProblemCode::DuplicateRow, message)
        .hint("keep one of the two")
        .at("/code")
        .about(value.code())
}

/// Brings the things of one noun into the database; `fresh` are stored only to be named by others.
/// Gives those that are not the same already, refused ones too, so that everything wrong with them is told.
pub(super) fn settle<D: Configured>(
    tx: &mut Tx,
    entries: &[Entry<D>],
    fresh: &HashSet<String>,
    report: &mut ConfigurationReport,
) -> Result<Vec<D>, AppError> {
    let mut changed = Vec::new();
    for Entry { value, found } in entries {
        let before = D::find(tx, value.code())?.filter(|_| !fresh.contains(&value.code().to_string()));
        let mut after = value.clone();
        after.inherit(before.as_ref());
        let action = match &before {
            Some(before) if *before == after => "unchanged",
            Some(_) => "update",
            None => "create",
        };
        let fields = match &before {
            Some(before) if action == "update" => changed_fields(&before.document()?, &after.document()?),
            _ => Vec::new(),
        };
        if action == "unchanged" {
            report.counts.unchanged += 1;
        } else {
            changed.push(after.clone());
            let wrong = after.check(tx, before.as_ref())?;
            let is_refused = wrong.iter().any(Problem::is_error);
            note(report, wrong, found);
            if is_refused {
                continue;
            }
            after.store(tx)?;
            record(tx, D::NOUN, after.code().to_string(), before.as_ref(), Some(&after))?;
            match before {
                Some(_) => report.counts.updated += 1,
                None => report.counts.created += 1,
            }
        }
        let (code, file) = (after.code().to_string(), Some(found.file().to_string()));
        report.changes.push(ConfigurationChange { noun: D::NOUN, code, action, file, fields });
    }
    Ok(changed)
}

/// Notes problems of a thing at their places.
pub(super) fn note(report: &mut ConfigurationReport, problems: Vec<Problem>, found: &Found) {
    for problem in problems {
        let is_error = problem.is_error();
        let problem = found.problem(problem);
        if is_error { report.problems.push(problem) } else { report.warnings.push(problem) }
    }
}

fn changed_fields(before: &Value, after: &Value) -> Vec<FieldChange> {
    let (Value::Object(before), Value::Object(after)) = (before, after) else { return Vec::new() };
    let differs = |(name, value): &(&String, &Value)| before.get(*name) != Some(*value);
    let change = |(name, value): (&String, &Value)| FieldChange {
        field: name.clone(),
        before: before.get(name).cloned().unwrap_or(Value::Null),
        after: value.clone(),
    };
    after.iter().filter(differs).map(change).collect()
}
