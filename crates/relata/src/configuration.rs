//! What applying files of configuration would do and did, as people read it.

use std::fmt::Write;

use relata_app::{ConfigurationChange, ConfigurationCounts, ConfigurationReport, FileProblem};
use relata_model::{Noun, Problem};
use serde_json::Value;

use crate::complaint::problem_text;
use crate::output::{Paint, counted, plain};
use crate::table::{Side, Table};

/// Characters of a value before and after.
const VALUE_CHARS_MAX: usize = 200;

/// The plan: what each thing becomes, changed fields, problems and warnings.
pub(crate) fn plan_text(report: &ConfigurationReport, paint: Paint) -> String {
    let mut text = String::new();
    let mut table = Table::new(&[("plan", Side::Left), ("what", Side::Left), ("file", Side::Left)]);
    for change in report.changes.iter().filter(|change| change.action != "unchanged") {
        table.row([
            change.action.to_string(),
            format!("{} {}", noun(change.noun), change.code),
            change.file.clone().unwrap_or_default(),
        ]);
    }
    if !table.is_empty() {
        let _ = writeln!(text, "{}\n", table.render(paint));
    }
    for change in report.changes.iter().filter(|change| !change.fields.is_empty()) {
        let _ = writeln!(text, "{}", fields_text(change, paint));
    }
    text.push_str(&problems_text(&report.warnings, "Warnings", paint));
    text.push_str(&problems_text(&report.problems, "Problems", paint));
    let counts = counts_text(report.counts);
    let next = match (report.problems.is_empty(), counts.is_empty()) {
        (false, _) => "Nothing was written: mend these and apply again.".to_string(),
        (true, true) => format!("Nothing to change: {} the same.", unchanged(report.counts)),
        (true, false) => format!("{counts}; {} the same.", unchanged(report.counts)),
    };
    text + &next
}

/// What was written.
pub(crate) fn result_text(report: &ConfigurationReport, paint: Paint) -> String {
    if !report.problems.is_empty() {
        let problems = problems_text(&report.problems, "Problems", paint);
        return format!("{problems}Nothing was written: mend these and apply again.");
    }
    match report.revision {
        Some(revision) => format!("Applied, at revision {revision}."),
        None => "Nothing changed meanwhile.".to_string(),
    }
}

/// A problem of a file in lines of text, two spaces in.
pub(crate) fn file_problem_text(found: &FileProblem, paint: Paint) -> String {
    let FileProblem { file, line, column, problem } = found;
    let mut place = file.clone();
    for part in [line, column].into_iter().flatten() {
        let _ = write!(place, ":{part}");
    }
    // The place in the file says more than the one in the document.
    let problem = match line {
        Some(_) => Problem { pointer: None, subject: None, ..problem.clone() },
        None => problem.clone(),
    };
    let words = problem_text(&problem, paint);
    format!("  {}: {}", plain(&place), words.trim_start())
}

fn problems_text(problems: &[FileProblem], title: &str, paint: Paint) -> String {
    if problems.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = problems.iter().map(|problem| file_problem_text(problem, paint)).collect();
    format!("{}\n{}\n\n", paint.bold(title), lines.join("\n"))
}

fn fields_text(change: &ConfigurationChange, paint: Paint) -> String {
    let mut text = paint.bold(&format!("{} {}", noun(change.noun), plain(&change.code)));
    for field in &change.fields {
        let (before, after) = (value_text(&field.before), value_text(&field.after));
        let _ = write!(text, "\n  {}: {before} -> {after}", plain(&field.field));
    }
    text + "\n"
}

fn value_text(value: &Value) -> String {
    let text = match value {
        Value::String(text) => plain(text),
        other => other.to_string(),
    };
    match text.chars().count() > VALUE_CHARS_MAX {
        true => text.chars().take(VALUE_CHARS_MAX - 1).chain(['…']).collect(),
        false => text,
    }
}

fn noun(noun: Noun) -> String {
    noun.as_str().replace('_', " ")
}

fn counts_text(counts: ConfigurationCounts) -> String {
    let parts = [(counts.created, "to create"), (counts.updated, "to update"), (counts.removed, "to remove")];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    parts.join(", ")
}

fn unchanged(counts: ConfigurationCounts) -> String {
    counted(counts.unchanged, "thing is", "things are")
}
