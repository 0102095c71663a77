//! One file a command: its flags, what it does, and how its result is shown.

mod apply;
mod backup;
mod bench;
mod completions;
mod config;
mod coverage;
mod doctor;
mod evaluate;
mod export;
mod import;
mod migrate;
mod openapi;
mod quality;
mod recommend;
mod restore;
mod rule;
mod serve;
mod test_suite;
mod try_shop;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use relata_app::{App, AppOptions, Clock, DatabaseUrl};

use crate::exit::Exit;
use crate::output::{Form, Output};
use crate::settings::{Settings, Sources};

/// Product relationship management: which product goes with which, where it is shown, and why.
#[derive(Debug, Parser)]
#[command(name = "relata", version, arg_required_else_help = true, after_help = EXITS)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    command: Command,

    /// The database: a path, sqlite:PATH, or postgres://…  [default: relata.db] [env: RELATA_DB]
    #[arg(long, global = true, value_name = "DATABASE", help_heading = "Everywhere")]
    db: Option<String>,

    /// Print one JSON document
    #[arg(long, global = true, help_heading = "Everywhere")]
    json: bool,

    /// The configuration file  [default: relata.toml, if it is there] [env: RELATA_CONFIG]
    #[arg(long, global = true, value_name = "FILE", help_heading = "Everywhere")]
    config: Option<PathBuf>,

    /// What to log on standard error, such as warn or relata_server=debug  [env: RUST_LOG]
    #[arg(long, global = true, value_name = "FILTER", help_heading = "Everywhere")]
    log: Option<String>,
}

const EXITS: &str = "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the input has problems and nothing was written, \
4 conflict, 5 partly done (some rows were rejected, some written).";

#[derive(Debug, Subcommand)]
enum Command {
    Try(try_shop::TryShop),
    Serve(serve::Serve),
    Import(import::Import),
    Export(export::Export),
    Recommend(recommend::Recommend),
    Rule(rule::RuleCommand),
    Apply(apply::Apply),
    Coverage(coverage::Coverage),
    Quality(quality::Quality),
    Test(test_suite::Test),
    Evaluate(evaluate::Evaluate),
    Bench(bench::Bench),
    Doctor(doctor::Doctor),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Migrate(migrate::Migrate),
    Config(config::Config),
    Completions(completions::Completions),
    Openapi(openapi::Openapi),
}

/// What every command works with.
pub(crate) struct Context {
    /// Where results and talk go.
    pub output: Output,
    /// The effective configuration.
    pub settings: Settings,
}

impl CommandLine {
    /// Where the results go.
    pub(crate) fn output(&self) -> Output {
        Output::new(if self.json { Form::Json } else { Form::People })
    }

    /// Runs the command.
    pub(crate) fn run(self, output: Output) -> (Output, anyhow::Result<Exit>) {
        let mut flags = Vec::new();
        let (listen, image_hosts) = match &self.command {
            Command::Serve(serve) => (serve.listen.clone(), serve.image_hosts.clone()),
            Command::Try(try_shop) => (try_shop.listen.clone(), try_shop.image_hosts.clone()),
            _ => (None, None),
        };
        let given = [
            ("database.url", self.db),
            ("log.filter", self.log),
            ("server.listen", listen),
            ("server.image_hosts", image_hosts),
        ];
        flags.extend(given.into_iter().filter_map(|(name, value)| Some((name, value?))));
        let sources = Sources { file: self.config.as_deref(), flags };
        let settings = match Settings::gather(sources, |name| std::env::var(name).ok()) {
            Ok(settings) => settings,
            Err(error) => return (output, Err(error)),
        };
        crate::log::start(&settings, self.command.is_server());
        let context = Context { output, settings };
        let done = self.command.run(&context);
        (context.output, done)
    }
}

impl Command {
    /// Whether it goes on until it is stopped, so that its log is wanted.
    fn is_server(&self) -> bool {
        matches!(self, Command::Serve(_))
    }

    fn run(self, context: &Context) -> anyhow::Result<Exit> {
        match self {
            Command::Try(command) => command.run(context),
            Command::Serve(command) => command.run(context),
            Command::Import(command) => command.run(context),
            Command::Export(command) => command.run(context),
            Command::Recommend(command) => command.run(context),
            Command::Rule(command) => command.run(context),
            Command::Apply(command) => command.run(context),
            Command::Coverage(command) => command.run(context),
            Command::Quality(command) => command.run(context),
            Command::Test(command) => command.run(context),
            Command::Evaluate(command) => command.run(context),
            Command::Bench(command) => command.run(context),
            Command::Doctor(command) => command.run(context),
            Command::Backup(command) => command.run(context),
            Command::Restore(command) => command.run(context),
            Command::Migrate(command) => command.run(context),
            Command::Config(command) => command.run(context),
            Command::Completions(command) => command.run(context),
            Command::Openapi(command) => command.run(context),
        }
    }
}

impl Context {
    /// The database that is meant.
    pub(crate) fn database(&self) -> anyhow::Result<DatabaseUrl> {
        Ok(DatabaseUrl::parse(&self.settings.text("database.url"))?)
    }

    /// Opens the database, making it if it is not there.
    pub(crate) fn open(&self) -> anyhow::Result<App> {
        open(self.database()?)
    }

    /// Opens the database; in place of one that is not there, an empty one that goes with the folder.
    pub(crate) fn open_or_empty(&self) -> anyhow::Result<(App, Option<tempfile::TempDir>)> {
        let database = self.database()?;
        match &database {
            DatabaseUrl::Sqlite(path) if !path.exists() => {
                let folder = tempfile::tempdir()?;
                let app = open(DatabaseUrl::Sqlite(folder.path().join("empty.db")))?;
                Ok((app, Some(folder)))
            }
            _ => Ok((open(database)?, None)),
        }
    }

    /// Opens the database for a command that only reads; one that is not there is not made.
    pub(crate) fn open_existing(&self) -> anyhow::Result<App> {
        let database = self.database()?;
        if let DatabaseUrl::Sqlite(path) = &database
            && !path.exists()
        {
            anyhow::bail!(
                "there is no database {}: name another with --db, or fill this one with relata import FILE",
                path.display()
            );
        }
        open(database)
    }
}

/// Opens a database without following its changes.
pub(crate) fn open(database: DatabaseUrl) -> anyhow::Result<App> {
    Ok(App::open(AppOptions { database, follow: false, clock: Clock::system() })?)
}
