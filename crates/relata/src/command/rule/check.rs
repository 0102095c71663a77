use std::path::PathBuf;

use clap::{Args, ValueEnum};
use relata_api::{Body, Json, RuleCheckDocument, RuleConditions, RuleDocument};
use relata_app::{App, FileProblem, Found, Language};
use relata_model::Problem;
use serde::Serialize;

use super::{code_of, read_rules};
use crate::command::Context;
use crate::configuration::file_problem_text;
use crate::exit::Exit;
use crate::output::{Paint, counted, plain};

/// Say what rules mean, and what is wrong with them
#[derive(Debug, Args)]
pub(super) struct Check {
    /// A file of rules; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The language of the sentences
    #[arg(long, value_enum, default_value_t = Words::En)]
    language: Words,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Words {
    /// English
    En,
    /// German
    De,
}

/// What there is to say of the rules of a file.
#[derive(Debug, Serialize)]
struct Checked {
    rules: Vec<CheckedRule>,
    /// Of all rules and of the file.
    problems: Vec<FileProblem>,
}

/// What there is to say of one.
#[derive(Debug, Serialize)]
struct CheckedRule {
    code: String,
    #[serde(flatten)]
    check: RuleCheckDocument,
}

impl Check {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let (rules, problems) = read_rules(self.file)?;
        let app = context.open_existing()?;
        let language = match self.language {
            Words::En => Language::English,
            Words::De => Language::German,
        };
        let mut checked = Checked { rules: Vec::new(), problems };
        for (body, found) in &rules {
            checked.add(&app, body, found, language)?;
        }
        let output = &context.output;
        match output.is_json() {
            true => output.document(&checked)?,
            false => output.result(&text(&checked, output.paint())),
        }
        let is_refused = checked.problems.iter().any(|found| found.problem.is_error());
        Ok(if is_refused { Exit::Problems } else { Exit::Done })
    }
}

impl Checked {
    fn add(&mut self, app: &App, body: &Body, found: &Found, language: Language) -> anyhow::Result<()> {
        let tree = |name: &str| body.field(name).and_then(Json::to_value);
        let trees =
            RuleConditions { matching: tree("match_tree"), show: tree("show_tree"), when: tree("when_tree") };
        let read = RuleDocument::read_draft(body);
        match read {
            Err(problems) => self.note(problems, found),
            Ok(rule) => {
                let (check, problems) = app.check_rule_with_problems(rule, &trees, language)?;
                self.note(problems, found);
                self.rules.push(CheckedRule { code: code_of(body), check });
            }
        }
        Ok(())
    }

    fn note(&mut self, problems: Vec<Problem>, found: &Found) {
        self.problems.extend(problems.into_iter().map(|problem| found.problem(problem)));
    }
}

fn text(checked: &Checked, paint: Paint) -> String {
    // A rule that cannot be understood has no sentence.
    let is_sound =
        |rule: &&CheckedRule| rule.check.problems.iter().all(|problem| problem.severity != "error");
    let mut parts: Vec<String> = checked
        .rules
        .iter()
        .filter(is_sound)
        .map(|rule| format!("{}\n  {}", paint.bold(&plain(&rule.code)), plain(&rule.check.sentence)))
        .collect();
    if checked.problems.is_empty() {
        let rules = counted(checked.rules.len() as u64, "rule is", "rules are");
        parts.push(format!("{rules} in order."));
    } else {
        let lines: Vec<String> =
            checked.problems.iter().map(|problem| file_problem_text(problem, paint)).collect();
        parts.push(format!("{}\n{}", paint.bold("Problems"), lines.join("\n")));
    }
    parts.join("\n\n")
}
