//! What came out, as JSON and for people.

use std::time::Duration;

use relata_learn::{LedgerReport, Quality, Settings};
use serde::Serialize;
use serde_json::{Value, json};

use super::orders::Counted;
use crate::latency::{Latency, duration_text};
use crate::machine::peak_resident_bytes;
use crate::output::{Paint, grouped};
use crate::table::{Side, Table};

/// The figures of one evaluation.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// What was asked.
    pub protocol: String,
    /// What answered.
    pub method: String,
    /// Questions asked.
    pub queries: usize,
    /// Places in an answer.
    pub k: usize,
    /// Share of questions with a hit.
    pub hit_rate: f64,
    /// Share of what is relevant that was shown.
    pub recall: f64,
    /// Share of the places that were hits.
    pub precision: f64,
    /// Normalised discounted cumulative gain.
    pub ndcg: f64,
    /// The same with the ideal over the whole basket, as in published code.
    pub ndcg_whole_basket: f64,
    /// Mean reciprocal rank.
    pub mrr: f64,
    /// Share of the learned products that were shown.
    pub catalogue_share: f64,
    /// Mean of -log2 of the shown products' shares of the baskets.
    pub novelty: f64,
    /// Time to learn, tuning included.
    pub fit_ms: f64,
    /// Time to answer.
    pub query_us: QueryTimes,
    /// The most memory that the process held.
    pub memory_mib: Option<u64>,
    /// What was learned from.
    pub learned_from: LearnedFrom,
    /// What the method was set to.
    pub settings: Value,
}

/// Times of single answers in microseconds.
#[derive(Debug, Serialize)]
pub(crate) struct QueryTimes {
    /// Half took no longer.
    pub p50: f64,
    /// 99 in a hundred took no longer.
    pub p99: f64,
}

impl From<&Latency> for QueryTimes {
    fn from(times: &Latency) -> QueryTimes {
        let summary = times.summary();
        QueryTimes { p50: summary.p50_us, p99: summary.p99_us }
    }
}

/// What a model was learned from.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct LearnedFrom {
    /// Baskets, or sessions, or customers with a history.
    pub baskets: usize,
    /// Products in them.
    pub products: usize,
    /// All that was read, what is held out included.
    #[serde(flatten)]
    pub read: Counted,
    /// Lines whose code names a service, such as postage.
    pub service_lines: usize,
    /// Purchases of which nothing is left after returns.
    pub cancelled_orders: usize,
    /// Products of purchases that were wholly given back.
    pub returned_lines: usize,
    /// Returns for which no purchase was found.
    pub unmatched_returns: usize,
}

impl LearnedFrom {
    /// What was read, before any of it is settled.
    pub(super) fn read(read: Counted, service_lines: usize) -> LearnedFrom {
        LearnedFrom {
            baskets: 0,
            products: 0,
            read,
            service_lines,
            cancelled_orders: 0,
            returned_lines: 0,
            unmatched_returns: 0,
        }
    }

    /// With what settling the lines that are learned from found.
    pub(super) fn settled(self, report: LedgerReport, products: usize) -> LearnedFrom {
        let LedgerReport { lines: _, orders: _, baskets, cancelled, returned, unmatched } = report;
        LearnedFrom {
            baskets,
            products,
            cancelled_orders: cancelled,
            returned_lines: returned,
            unmatched_returns: unmatched,
            ..self
        }
    }
}

/// What a run measured.
pub(super) struct Measured {
    pub quality: Quality,
    pub fit: Duration,
    pub times: Latency,
}

impl Report {
    /// A report of what was measured.
    pub(super) fn new(
        protocol: String,
        method: String,
        k: usize,
        measured: &Measured,
        learned_from: LearnedFrom,
        settings: Value,
    ) -> Report {
        let Quality {
            queries,
            hit_rate,
            recall,
            precision,
            ndcg,
            ndcg_whole_basket,
            mrr,
            catalogue_share,
            novelty,
        } = measured.quality;
        Report {
            protocol,
            method,
            queries,
            k,
            hit_rate,
            recall,
            precision,
            ndcg,
            ndcg_whole_basket,
            mrr,
            catalogue_share,
            novelty,
            fit_ms: measured.fit.as_secs_f64() * 1_000.0,
            query_us: QueryTimes::from(&measured.times),
            memory_mib: peak_resident_bytes().map(|bytes| bytes >> 20),
            learned_from,
            settings,
        }
    }

    /// The report for people.
    pub(crate) fn text(&self, paint: Paint) -> String {
        let mut table = Table::new(&[("measure", Side::Left), ("value", Side::Right)]);
        let k = self.k;
        for (name, value) in [
            (format!("hit rate at {k}"), self.hit_rate),
            (format!("recall at {k}"), self.recall),
            (format!("precision at {k}"), self.precision),
            (format!("NDCG at {k}"), self.ndcg),
            (format!("NDCG at {k}, ideal over the whole basket"), self.ndcg_whole_basket),
            (format!("MRR at {k}"), self.mrr),
            ("catalogue share".to_string(), self.catalogue_share),
            ("novelty in bits".to_string(), self.novelty),
        ] {
            table.row([name, format!("{value:.4}")]);
        }
        let head = format!(
            "{} by {}: {} questions, learned from {} baskets of {} products.",
            self.protocol,
            self.method,
            grouped(self.queries as u64),
            grouped(self.learned_from.baskets as u64),
            grouped(self.learned_from.products as u64),
        );
        let foot = format!(
            "Learning took {}, an answer {} (p99 {}).",
            duration_text(self.fit_ms * 1_000.0),
            duration_text(self.query_us.p50),
            duration_text(self.query_us.p99),
        );
        format!("{head}\n\n{}\n\n{foot}", table.render(paint))
    }
}

/// Settings of a ranker as JSON.
pub(super) fn settings_json(settings: &Settings) -> Value {
    let Settings { slow, fast, merge } = settings;
    let linear = |one: &relata_learn::LinearSettings| {
        json!({
            "half_life_days": one.weighting.half_life_days,
            "size_power": one.weighting.size_power,
            "ridge": one.ridge,
            "dropped": one.dropped,
        })
    };
    json!({
        "slow": linear(slow),
        "fast": linear(fast),
        "fast_share": merge.fast,
        "alike": merge.alike,
        "popularity": merge.popularity,
        "trend": merge.trend,
    })
}
