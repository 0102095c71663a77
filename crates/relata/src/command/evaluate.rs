use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use super::Context;
use crate::evaluation::{Method, Plan, Protocol, Tuning, evaluate};
use crate::exit::Exit;

/// Hold the learner against orders that it has not seen
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Evaluate {
    /// Files of orders; for sessions, of views, with the session in the column of the order
    #[arg(value_name = "ORDERS", required = true)]
    files: Vec<PathBuf>,

    /// Files that are held out, in place of the newest fifth of the baskets
    #[arg(long, value_name = "FILE")]
    held_out: Vec<PathBuf>,

    /// Files of products, whose names tell the ranker which ones resemble each other
    #[arg(long, value_name = "FILE")]
    products: Vec<PathBuf>,

    /// What is held out and what is asked
    #[arg(long, value_enum, default_value = "leave-one-out")]
    protocol: Protocol,

    /// What answers  [default: ranker, confidence, tifu-knn or vmis-knn, by the protocol]
    #[arg(long, value_enum)]
    method: Option<Method>,

    /// Places in an answer
    #[arg(long, value_name = "K", default_value = "10", value_parser = places)]
    k: NonZeroUsize,

    /// What chance depends on: the hidden products, the cuts, and the questions of tuning
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,

    /// How often the customers are cut into those learned from and those asked about (next-basket)
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=100))]
    folds: u64,

    /// Take the built-in settings of the ranker rather than choose them
    #[arg(long)]
    no_tuning: bool,
}

/// The most places of an answer that is measured.
const PLACES_MAX: usize = 1_000;

const EXAMPLES: &str = "\
Nothing of what is held out is learned from, and settings are chosen on the newest tenth of what is left.
Returns net out, cancelled orders and codes of services (postage, fees) are left out and counted.

  leave-one-out  the newest fifth of the baskets; one product of each with two or more known ones is hidden
  item-to-item   the same baskets; each product of a basket is asked with, the rest is relevant
  next-basket    each customer's last basket; 72 of 100 customers are learned from, 20 asked about
  session        the newest fifth of the sessions; each view but the first is asked for

Examples:
  relata evaluate orders.csv
  relata evaluate orders.csv --products products.csv
  relata evaluate orders.csv --method cosine --k 20 --json
  relata evaluate history.csv --held-out last.csv --protocol next-basket --method gp-topfreq
  relata evaluate clicks.csv --held-out later.csv --protocol session --k 20";

fn places(text: &str) -> Result<NonZeroUsize, String> {
    let places = text.parse::<NonZeroUsize>().ok().filter(|places| places.get() <= PLACES_MAX);
    places.ok_or_else(|| format!("write a number from 1 to {PLACES_MAX}"))
}

impl Evaluate {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let plan = Plan {
            files: self.files,
            held_out: self.held_out,
            products: self.products,
            protocol: self.protocol,
            method: self.method,
            k: self.k,
            seed: self.seed,
            folds: self.folds,
            tuning: if self.no_tuning { Tuning::BuiltIn } else { Tuning::Choose },
        };
        let output = &context.output;
        let report = evaluate(&plan, output)?;
        match output.is_json() {
            true => output.document(&report)?,
            false => output.result(&report.text(output.paint())),
        }
        Ok(Exit::Done)
    }
}
