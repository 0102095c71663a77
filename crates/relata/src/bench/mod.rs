//! Measures the program on a made-up shop of a fixed seed.
//!
//! ```text
//!   synthetic shop -> files -> import -> database -> index      seconds, bytes
//!                                            |         |
//!                                            |     calculation   in this process, one thread
//!                                            |
//!                                    server process <- open loop, closed loop, changes
//! ```
//!
//! The server runs in a process of its own; its load comes over loopback from threads of this one,
//! on the same machine, whose cores both share.

mod calculation;
mod client;
mod figures;
mod http;
mod load;
mod process;
mod rules;
mod shop;
mod visibility;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use relata_app::{App, AppOptions, Clock, DatabaseUrl};
use relata_testkit::synthetic::Shop;

pub(crate) use figures::BenchFigures;

use crate::machine::{Machine, resident_bytes};
use crate::progress::Bar;
use figures::IndexFigures;
use relata_app::Progress;

/// What to measure.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// SKUs of the shop.
    pub products: u64,
    /// Its relations.
    pub relations: u64,
    /// Its rules.
    pub rules: u64,
    /// What it is made up from.
    pub seed: u64,
    /// Answers of each kind that are calculated in this process.
    pub requests: usize,
    /// What is asked over HTTP; `None` leaves that out.
    pub http: Option<http::HttpPlan>,
    /// Where files and database are kept; `None` is a temporary folder.
    pub keep: Option<PathBuf>,
}

pub(crate) use http::HttpPlan;

/// Runs the whole measurement.
pub(crate) fn run(plan: &Plan) -> anyhow::Result<BenchFigures> {
    let temporary = tempfile::tempdir().context("cannot make a folder for temporary files")?;
    let folder = plan.keep.as_deref().unwrap_or(temporary.path());
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let database = folder.join("bench.db");
    if database.exists() {
        anyhow::bail!("{} is there already: name another folder with --keep", database.display());
    }
    let bar = Bar::new();
    let (shop, skus) = shop::import(plan, folder, &database, &bar)?;
    let at = Clock::system().now();

    bar.stage("compile the index", None);
    let before = resident_bytes(std::process::id());
    let app = open(&database)?;
    let start = Instant::now();
    let snapshot = app.snapshot()?;
    let compile_s = start.elapsed().as_secs_f64();
    let index = IndexFigures::of(&snapshot, compile_s, before);
    drop(snapshot);

    bar.stage("calculate answers", None);
    let calculation = calculation::measure(&app, &skus, plan.requests, plan.seed, at)?;
    let made_up = Shop::new(plan.products, plan.relations, plan.seed);
    let given = made_up.rules(plan.rules);
    let rules = match given.is_empty() {
        true => None,
        false => {
            bar.stage("evaluate rules", None);
            Some(rules::measure(&app.snapshot()?, &made_up, &given, &skus, plan.requests, at)?)
        }
    };
    // The memory of this index is given back before the server takes its own.
    drop(app);
    if !given.is_empty() && plan.http.is_some() {
        shop::import_rules(folder, &database, &given, &bar)?;
    }

    let http = match &plan.http {
        None => None,
        Some(http) => Some(http::measure(http, &database, folder, (&skus, &given), plan.seed, &bar)?),
    };
    Ok(BenchFigures {
        version: env!("CARGO_PKG_VERSION"),
        optimised: !cfg!(debug_assertions),
        at: at.to_string(),
        seed: plan.seed,
        machine: Machine::this(),
        method: figures::METHOD,
        shop,
        index,
        calculation,
        rules,
        http,
    })
}

fn open(database: &Path) -> anyhow::Result<App> {
    let database = DatabaseUrl::Sqlite(database.to_path_buf());
    Ok(App::open(AppOptions { database, follow: false, clock: Clock::system() })?)
}
