//! Rules as files, and what is known of them.

mod check;
mod list;
mod preview;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use relata_api::Body;
use relata_app::{ApplyOptions, ConfigurationFiles, FileProblem, Found, Thing};
use relata_model::{Noun, Problem, ProblemCode};

use super::{Context, apply};
use crate::exit::Exit;

/// Check, preview, list and apply rules: for these products show those
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct RuleCommand {
    #[command(subcommand)]
    what: What,
}

const EXAMPLES: &str = "\
A file holds one rule, a list of rules, or several documents, in YAML or JSON:
  code: premium-laptops
  type: upsell
  status: active
  match: \"'laptops' in source.categories\"
  show: target.category == source.category && target.price > source.price * 1.1

Examples:
  relata rule check rules/premium-laptops.yaml
  relata rule preview rules/premium-laptops.yaml --sample 5
  relata rule apply rules/*.yaml --dry-run";

#[derive(Debug, Subcommand)]
enum What {
    Check(check::Check),
    Preview(preview::PreviewRules),
    List(list::List),
    Apply(ApplyRules),
}

/// Save rules from files: all of them, or with any problem none
#[derive(Debug, Args)]
struct ApplyRules {
    /// Files or folders; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
}

impl RuleCommand {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        match self.what {
            What::Check(command) => command.run(context),
            What::Preview(command) => command.run(context),
            What::List(command) => command.run(context),
            What::Apply(ApplyRules { files, dry_run }) => {
                apply::run(context, &files, Some(Noun::Rule), ApplyOptions { dry_run, prune: false })
            }
        }
    }
}

/// The rules of a file, each with its place; anything else is a problem.
fn read_rules(path: PathBuf) -> anyhow::Result<(Vec<(Body, Found)>, Vec<FileProblem>)> {
    let ConfigurationFiles { things, mut problems, .. } =
        ConfigurationFiles::read(&[path], Some(Noun::Rule))?;
    let mut rules = Vec::new();
    for Thing { noun, body, found } in things {
        if noun == Noun::Rule {
            rules.push((body, found));
        } else {
            let message = format!("this is a {}, not a rule", noun.as_str().replace('_', " "));
            let problem = Problem::error(ProblemCode::InvalidValue, message);
            problems.push(found.problem(problem.hint("relata apply reads configuration of every kind")));
        }
    }
    Ok((rules, problems))
}

/// What the rule is called, as far as it can be read.
fn code_of(body: &Body) -> String {
    body.text("code").unwrap_or("draft").to_string()
}
