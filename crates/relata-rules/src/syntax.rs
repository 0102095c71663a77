use relata_model::{Problem, ProblemCode};

use crate::parse::at;

/// What the parser says of a text that is no condition.
pub(crate) fn syntax_problems(text: &str, errors: &cel::parser::ParseErrors) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    for error in errors.errors.iter().take(3) {
        let (line, column) = (error.pos.0.max(1) as u64, error.pos.1.max(1) as u64);
        let (message, hint) = syntax_words(&error.msg);
        let mut problem =
            Problem::error(ProblemCode::Syntax, format!("line {line}, column {column}: {message}"))
                .hint(hint);
        (problem.row, problem.column) = (Some(line), Some(column.to_string()));
        problems.push(problem);
    }
    if problems.is_empty() {
        problems.push(at(text, 0, ProblemCode::Syntax, "this is not a condition"));
    }
    problems
}

/// What the parser says, in the words of this language, with a way out.
fn syntax_words(message: &str) -> (String, &'static str) {
    const HINT: &str = "texts stand in quotes, 'and' is &&, 'or' is ||, 'equals' is ==";
    let message = message.trim_start_matches("Syntax error: ");
    let after = |lead: &str| message.split_once(lead).map(|(_, rest)| rest);
    let unexpected = after("mismatched input ")
        .or_else(|| after("extraneous input "))
        .or_else(|| after("no viable alternative at input "));
    if let Some(rest) = unexpected {
        let input = rest.split(" expecting").next().unwrap_or(rest);
        return match input {
            "'<EOF>'" => {
                ("the condition ends where something has to follow".to_owned(), "write the rest of it")
            }
            input => (format!("{input} cannot stand here"), HINT),
        };
    }
    match after("token recognition error at: ") {
        Some(input) => (
            format!("{input} is no part of the language"),
            "close quotes that are open; texts stand in quotes",
        ),
        None => (message.to_owned(), HINT),
    }
}
