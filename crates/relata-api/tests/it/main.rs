//! Documents in and out, by example.

mod body;
mod nouns;
mod product;
mod product_selection;
mod recommendation;
mod relation;
mod yaml;

use relata_model::Problem;

/// Problems one a line: where, what, and the text.
fn lines(problems: &[Problem]) -> String {
    let line = |problem: &Problem| {
        let at = problem.pointer.as_deref().unwrap_or("(whole)");
        let hint = problem.hint.as_deref().unwrap_or("-");
        format!("{at}: {}: {} ({hint})\n", problem.code.as_str(), problem.message)
    };
    problems.iter().map(line).collect()
}
