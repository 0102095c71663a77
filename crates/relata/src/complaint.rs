use std::fmt::Write;

use relata_app::AppError;
use relata_exchange::ExchangeError;
use relata_model::Problem;
use relata_store::StoreError;
use serde_json::json;

use crate::output::{Output, Paint, plain};

/// Tells a person, or with `--json` a program, why a command did not do what was asked.
pub(crate) fn complain(output: &Output, error: &anyhow::Error) {
    let text = complaint(error, output.talk_paint());
    output.say(&text);
    if output.is_json() {
        let problems = problems_of(error);
        let document = json!({ "error": reason(error), "problems": problems });
        output.result(&document.to_string());
    }
}

fn problems_of(error: &anyhow::Error) -> &[Problem] {
    match error.downcast_ref::<AppError>() {
        Some(AppError::Refused { problems, .. }) => problems,
        _ => &[],
    }
}

fn complaint(error: &anyhow::Error, paint: Paint) -> String {
    let problems = problems_of(error);
    let head = paint.red("relata:");
    if problems.is_empty() {
        let mut text = format!("{head} {}", plain(&reason(error)));
        if let Some(next) = what_next(error) {
            let _ = write!(text, "\n  {next}");
        }
        return text;
    }
    let mut text = format!("{head} this cannot be done:");
    for problem in problems {
        let _ = write!(text, "\n{}", problem_text(problem, paint));
    }
    text
}

/// The whole chain of causes in one sentence.
fn reason(error: &anyhow::Error) -> String {
    let mut parts: Vec<String> = Vec::new();
    // Which part of the program it was that failed says nothing to the person in front of it.
    let wrapped =
        matches!(error.downcast_ref::<AppError>(), Some(AppError::Store(_) | AppError::Exchange(_)));
    for cause in error.chain().skip(usize::from(wrapped)) {
        let part = cause.to_string();
        // Some libraries repeat their cause in their own text.
        if !parts.last().is_some_and(|last| last.contains(&part)) {
            parts.push(part);
        }
    }
    parts.join(": ")
}

fn what_next(error: &anyhow::Error) -> Option<&'static str> {
    match error.downcast_ref::<AppError>()? {
        failed if failed.is_unavailable() => {
            Some("check that the database server runs and that --db or RELATA_DB names the right one")
        }
        AppError::Store(StoreError::RestoreOccupied { .. }) => {
            Some("add --force to do it all the same; what it holds now is lost then")
        }
        AppError::Store(StoreError::BackupExists { .. }) => {
            Some("name a new file, so that no older backup is lost")
        }
        AppError::Store(_) => {
            Some("relata doctor looks for damage; relata config shows which database was meant")
        }
        AppError::Io { .. } | AppError::Exchange(ExchangeError::Read { .. }) => {
            Some("check that the file exists and that you may read or write it")
        }
        _ => None,
    }
}

/// A problem in lines of text, two spaces in: where, what, and what to do.
pub(crate) fn problem_text(problem: &Problem, paint: Paint) -> String {
    let code = format!("({})", problem.code.as_str());
    let mut text = String::from("  ");
    if let Some(place) = place(problem) {
        let _ = write!(text, "{}: ", plain(&place));
    }
    let _ = write!(text, "{} {}", plain(&problem.message), paint.dim(&code));
    if let Some(path) = &problem.path {
        let steps: Vec<&str> = path.iter().map(|sku| sku.as_str()).collect();
        let _ = write!(text, "\n    the circle: {}", plain(&steps.join(" -> ")));
    }
    if let Some(hint) = &problem.hint {
        let _ = write!(text, "\n    {}", plain(hint));
    }
    text
}

fn place(problem: &Problem) -> Option<String> {
    match (problem.row, &problem.column, &problem.pointer) {
        (Some(row), Some(column), _) => Some(format!("row {row}, {column}")),
        (Some(row), None, _) => Some(format!("row {row}")),
        (None, Some(column), _) => Some(format!("column {column}")),
        (None, None, Some(pointer)) => Some(pointer.trim_start_matches('/').replace('/', ".")),
        (None, None, None) => problem.subject.clone(),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use relata_model::ProblemCode;

    use super::*;

    #[test]
    fn a_refusal_names_every_problem_and_its_way_out() {
        let problems = vec![
            Problem::error(ProblemCode::UnknownType, "there is no relation type \"crosssell\"")
                .in_row(3, Some("type"))
                .hint("did you mean cross_sell?"),
            Problem::error(ProblemCode::InvalidValue, "the limit is 90").at("/limit"),
        ];
        let error = anyhow::Error::from(AppError::invalid(problems));
        let expected = expect![[r#"
            relata: this cannot be done:
              row 3, type: there is no relation type "crosssell" (unknown-type)
                did you mean cross_sell?
              limit: the limit is 90 (invalid-value)"#]];
        expected.assert_eq(&complaint(&error, Paint::NONE));
    }

    #[test]
    fn a_failure_says_its_causes_once() {
        let cause = std::io::Error::other("the disk is full");
        let error = anyhow::Error::from(cause).context("cannot write out.csv");
        let expected = expect!["relata: cannot write out.csv: the disk is full"];
        expected.assert_eq(&complaint(&error, Paint::NONE));
    }
}
