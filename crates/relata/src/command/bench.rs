use std::path::PathBuf;

use clap::Args;

use super::Context;
use crate::bench::{HttpPlan, Plan, run};
use crate::exit::Exit;

/// Measure the program on a made-up shop of a fixed seed
#[derive(Debug, Args)]
pub(super) struct Bench {
    /// SKUs of the shop
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(100..=2_000_000))]
    products: u64,

    /// Relations of the shop
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(0..=20_000_000))]
    relations: u64,

    /// Rules of the shop; with them it is served, too
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u64).range(0..=10_000))]
    rules: u64,

    /// What the shop is made up from
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,

    /// Answers of each kind calculated in this process
    #[arg(long, value_name = "N", default_value_t = 50_000, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    requests: u64,

    /// Requests a second over HTTP
    #[arg(long, value_name = "N", default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    rate: u32,

    /// For how long each load over HTTP runs
    #[arg(long, value_name = "S", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=600))]
    seconds: u32,

    /// Connections of the load at a fixed rate
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=256))]
    connections: u32,

    /// Changes of each kind whose way into answers is measured
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    changes: u32,

    /// Leave out everything over HTTP
    #[arg(long)]
    skip_http: bool,

    /// Keep files and database in this folder
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

impl Bench {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let http = HttpPlan {
            rate: self.rate,
            seconds: self.seconds,
            connections: self.connections as usize,
            changes: self.changes,
        };
        let plan = Plan {
            products: self.products,
            relations: self.relations,
            rules: self.rules,
            seed: self.seed,
            requests: usize::try_from(self.requests)?,
            http: (!self.skip_http).then_some(http),
            keep: self.keep,
        };
        let figures = run(&plan)?;
        let output = &context.output;
        match output.is_json() {
            true => output.document(&figures)?,
            false => output.result(&figures.text(output.paint())),
        }
        Ok(Exit::Done)
    }
}
