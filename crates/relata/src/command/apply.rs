use std::path::PathBuf;

use clap::Args;
use relata_app::{ApplyOptions, Caller, ConfigurationFiles};
use relata_model::Noun;

use super::Context;
use crate::configuration::{plan_text, result_text};
use crate::exit::Exit;

/// Make the shop's configuration what files say: types, channels, placements, conditions, guidelines, rules, test suites
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Apply {
    /// Files or folders of YAML or JSON; - is standard input
    #[arg(short = 'f', long = "file", required = true, num_args = 1.., value_name = "FILE_OR_DIR")]
    files: Vec<PathBuf>,

    /// Only say what would change
    #[arg(long)]
    dry_run: bool,

    /// Remove what the files do not hold, of the nouns that they hold anything of
    #[arg(long)]
    prune: bool,
}

const EXAMPLES: &str = "\
What a file holds is told by a line such as rules: above the things, or by its name or its folder:
  relation-types, channels, placements, views, mappings, conditions, guidelines, rules,
  test-suites
All of it is written, or with any problem nothing; a second time nothing changes.

Examples:
  relata export config --out config      what there is, a file a thing
  relata apply -f config --dry-run       what the files would change
  relata apply -f config                 do it
  relata apply -f config --prune         and remove what is not in the files";

impl Apply {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let options = ApplyOptions { dry_run: self.dry_run, prune: self.prune };
        run(context, &self.files, None, options)
    }
}

/// Applies files and shows what was done; `assumed` is what documents are that do not say it.
pub(super) fn run(
    context: &Context,
    paths: &[PathBuf],
    assumed: Option<Noun>,
    options: ApplyOptions,
) -> anyhow::Result<Exit> {
    // What cannot be read makes no database, and a dry run none at all.
    let files = ConfigurationFiles::read(paths, assumed)?;
    let is_refused = options.dry_run || !files.problems.is_empty();
    let (app, _empty_shop) = if is_refused { context.open_or_empty()? } else { (context.open()?, None) };
    let output = &context.output;
    if !output.is_json() {
        // The plan stands on the screen before anything is written.
        let plan =
            app.apply_configuration(&Caller::local(), &files, ApplyOptions { dry_run: true, ..options })?;
        output.result(&plan_text(&plan, output.paint()));
        if !plan.problems.is_empty() {
            return Ok(Exit::Problems);
        }
        if options.dry_run || plan.counts.created + plan.counts.updated + plan.counts.removed == 0 {
            return Ok(Exit::Done);
        }
    }
    let report = app.apply_configuration(&Caller::local(), &files, options)?;
    match output.is_json() {
        true => output.document(&report)?,
        false => output.result(&result_text(&report, output.paint())),
    }
    Ok(if report.problems.is_empty() { Exit::Done } else { Exit::Problems })
}
