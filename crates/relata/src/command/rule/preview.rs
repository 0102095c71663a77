use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;
use relata_api::{RuleDocument, RulePreviewDocument};
use relata_app::{AppError, FileProblem};
use serde::Serialize;

use super::{code_of, read_rules};
use crate::command::Context;
use crate::configuration::file_problem_text;
use crate::exit::Exit;
use crate::output::{Paint, counted, grouped, plain};
use crate::table::{Side, Table};

/// Say what rules would do, with examples; nothing is written
#[derive(Debug, Args)]
pub(super) struct PreviewRules {
    /// A file of rules; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Sources that are shown as examples, 0 to 50
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(0..=50))]
    sample: u8,
}

/// What the rules of a file would do.
#[derive(Debug, Serialize)]
struct Previewed {
    rules: Vec<PreviewedRule>,
    problems: Vec<FileProblem>,
}

/// What one of them would do.
#[derive(Debug, Serialize)]
struct PreviewedRule {
    code: String,
    #[serde(flatten)]
    preview: RulePreviewDocument,
}

impl PreviewRules {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let (rules, problems) = read_rules(self.file)?;
        let app = context.open_existing()?;
        let mut previewed = Previewed { rules: Vec::new(), problems };
        for (body, found) in &rules {
            let refused = match RuleDocument::read_draft(body) {
                Err(problems) => problems,
                Ok(rule) => match app.preview_rule(&rule, usize::from(self.sample)) {
                    Ok(preview) => {
                        previewed.rules.push(PreviewedRule { code: code_of(body), preview });
                        continue;
                    }
                    Err(AppError::Refused { problems, .. }) => problems,
                    Err(error) => return Err(error.into()),
                },
            };
            previewed.problems.extend(refused.into_iter().map(|problem| found.problem(problem)));
        }
        let output = &context.output;
        match output.is_json() {
            true => output.document(&previewed)?,
            false => output.result(&text(&previewed, output.paint())),
        }
        Ok(if previewed.problems.is_empty() { Exit::Done } else { Exit::Problems })
    }
}

fn text(previewed: &Previewed, paint: Paint) -> String {
    let mut parts: Vec<String> = previewed.rules.iter().map(|rule| rule_text(rule, paint)).collect();
    if !previewed.problems.is_empty() {
        let lines: Vec<String> =
            previewed.problems.iter().map(|problem| file_problem_text(problem, paint)).collect();
        parts.push(format!("{}\n{}", paint.bold("Problems"), lines.join("\n")));
    }
    parts.join("\n\n")
}

fn rule_text(PreviewedRule { code, preview }: &PreviewedRule, paint: Paint) -> String {
    let mut text = paint.bold(&plain(code));
    let _ = write!(
        text,
        "\n  {} would show {} of {}.",
        counted(preview.sources as u64, "product", "products"),
        counted(preview.pairs_shown as u64, "pair", "pairs"),
        counted(preview.targets as u64, "target", "targets"),
    );
    let _ = write!(
        text,
        "\n  Coverage of the type: {:.1} % -> {:.1} %.",
        preview.coverage_before * 100.0,
        preview.coverage_after * 100.0
    );
    if preview.without_result > 0 {
        let sources = counted(preview.without_result as u64, "product", "products");
        let _ = write!(text, "\n  {sources} would get nothing from it.");
    }
    if preview.out_of_stock > 0 {
        let _ = write!(text, "\n  Sold out: {}.", grouped(preview.out_of_stock as u64));
    }
    for circle in &preview.cycles {
        let _ = write!(text, "\n  It would close a circle: {}.", plain(&circle.path.join(" -> ")));
    }
    for overlap in &preview.overlaps {
        let sources = counted(overlap.sources as u64, "product", "products");
        let _ = write!(text, "\n  It shares {sources} with the rule {}.", plain(&overlap.rule));
    }
    let mut table =
        Table::new(&[("product", Side::Left), ("shows now", Side::Left), ("would show", Side::Left)]);
    for example in &preview.examples {
        table.row([example.source.clone(), example.before.join(", "), example.after.join(", ")]);
    }
    if !table.is_empty() {
        let _ = write!(text, "\n\n{}", table.render(paint));
    }
    text
}
