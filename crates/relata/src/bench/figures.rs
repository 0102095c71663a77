use std::fmt::Write;

use relata_engine::Snapshot;
use serde::Serialize;

use super::calculation::CalculationFigures;
use super::http::HttpFigures;
use super::load::LoadFigures;
use super::rules::RuleFigures;
use crate::latency::{LatencySummary, duration_text};
use crate::machine::{Machine, resident_bytes};
use crate::output::{Paint, grouped};
use crate::table::{Side, Table};

/// How the figures come about; printed with them, so that they can be judged and repeated.
pub(crate) const METHOD: &[&str] = &[
    "The shop is made up from the seed, written to files and imported as any file is, into SQLite with full syncs.",
    "The calculation is measured on one thread of this process, after one pass that is not measured; a hard product has 110 to 140 candidates.",
    "The server is a process of its own on the same machine; the load generator shares its cores.",
    "Open loop: requests are due at a fixed rate whatever became of the ones before, and latency counts from when a request was due, so that a stall is charged for all it delays.",
    "A change is visible with the first answer that shows it, asked for without pause after the acknowledgement.",
];

/// Everything that was measured.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct BenchFigures {
    /// The program's version.
    pub version: &'static str,
    /// Whether the program was built to be fast; figures of other builds mean nothing.
    pub optimised: bool,
    /// When.
    pub at: String,
    /// What the shop is made up from.
    pub seed: u64,
    /// On what.
    pub machine: Machine,
    /// How.
    pub method: &'static [&'static str],
    /// The shop and its import.
    pub shop: ShopFigures,
    /// The index.
    pub index: IndexFigures,
    /// Answers in this process.
    pub calculation: CalculationFigures,
    /// What rules cost; `None` without any.
    pub rules: Option<RuleFigures>,
    /// Answers and changes over HTTP; `None` if that was left out.
    pub http: Option<HttpFigures>,
}

/// The shop and how long its import took.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ShopFigures {
    /// SKUs.
    pub products: u64,
    /// Relations.
    pub relations: u64,
    /// Seconds to import the products.
    pub import_products_s: f64,
    /// Seconds to import the relations.
    pub import_relations_s: f64,
    /// Bytes of the database afterwards.
    pub database_bytes: u64,
}

/// The index and what it takes.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct IndexFigures {
    /// Seconds to compile it from the database.
    pub compile_s: f64,
    /// Bytes of each part, estimated.
    pub parts: Vec<PartBytes>,
    /// Bytes of all parts.
    pub total_bytes: u64,
    /// Memory that this process held before it was compiled.
    pub process_before_bytes: Option<u64>,
    /// Memory that this process held with it.
    pub process_bytes: Option<u64>,
}

/// What a part of the index takes.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PartBytes {
    /// Which.
    pub part: &'static str,
    /// How much.
    pub bytes: u64,
}

impl IndexFigures {
    /// The figures of an index that was just compiled.
    pub(super) fn of(snapshot: &Snapshot, compile_s: f64, process_before_bytes: Option<u64>) -> IndexFigures {
        let memory = snapshot.memory();
        let part =
            |(part, bytes): (&'static str, relata_engine::Bytes)| PartBytes { part, bytes: bytes.0 as u64 };
        IndexFigures {
            compile_s,
            parts: memory.parts().into_iter().map(part).collect(),
            total_bytes: memory.total().0 as u64,
            process_before_bytes,
            process_bytes: resident_bytes(std::process::id()),
        }
    }
}

impl BenchFigures {
    /// The figures as people read them.
    pub(crate) fn text(&self, paint: Paint) -> String {
        let machine = &self.machine;
        let mut text = format!(
            "Relata {} on {}, {} cores, {} MiB, {}; {}, seed {}\n",
            self.version, machine.cpu, machine.cores, machine.memory_mib, machine.os, self.at, self.seed
        );
        if !self.optimised {
            text.push_str("This is a debug build: build with --release for figures that mean something.\n");
        }
        let _ = write!(text, "\n{}\n\n{}\n", self.sizes().render(paint), self.latencies().render(paint));
        if let Some(http) = &self.http {
            let _ = write!(text, "\n{}\n", http_text(http));
        }
        text.push('\n');
        for sentence in METHOD {
            let _ = writeln!(text, "{}", paint.dim(sentence));
        }
        text
    }

    fn sizes(&self) -> Table {
        let mut table = Table::new(&[("what", Side::Left), ("how much", Side::Right), ("", Side::Left)]);
        let mut row = |what: &str, amount: String, note: String| table.row([what.to_string(), amount, note]);
        let shop = &self.shop;
        let rate = |count: u64, seconds: f64| {
            format!("{} a second", grouped((count as f64 / seconds.max(1e-9)) as u64))
        };
        let seconds = |value: f64| format!("{value:.2} s");
        row(
            "import of products",
            seconds(shop.import_products_s),
            rate(shop.products, shop.import_products_s),
        );
        row(
            "import of relations",
            seconds(shop.import_relations_s),
            rate(shop.relations, shop.import_relations_s),
        );
        row("database", mebibytes(shop.database_bytes), String::new());
        let counts = format!("{} products, {} relations", grouped(shop.products), grouped(shop.relations));
        row("index compiled", seconds(self.index.compile_s), counts);
        row("index in memory", mebibytes(self.index.total_bytes), "estimated".to_string());
        for part in &self.index.parts {
            row(&format!("  {}", part.part), mebibytes(part.bytes), String::new());
        }
        if let Some(rules) = &self.rules {
            let pairs = format!(
                "{} sources, {} targets",
                grouped(rules.sources as u64),
                grouped(rules.targets as u64)
            );
            row("rules evaluated", seconds(rules.evaluate_s), format!("{} rules, {pairs}", rules.rules));
            row("  the first time", seconds(rules.first_s), "with columns and lists of the shop".to_string());
            row("rules in memory", mebibytes(rules.bytes), "estimated".to_string());
        }
        if let Some(bytes) = self.index.process_bytes {
            row("this process", mebibytes(bytes), "resident, with the index".to_string());
        }
        if let Some(bytes) = self.http.as_ref().and_then(|http| http.server_resident_bytes) {
            row("the server's process", mebibytes(bytes), "resident, after the load".to_string());
        }
        table
    }

    fn latencies(&self) -> Table {
        let mut table = Table::new(&[
            ("latency", Side::Left),
            ("count", Side::Right),
            ("p50", Side::Right),
            ("p99", Side::Right),
            ("p99.9", Side::Right),
            ("max", Side::Right),
        ]);
        let mut row = |name: String, latency: &LatencySummary| {
            let figures =
                [latency.p50_us, latency.p99_us, latency.p999_us, latency.max_us].map(duration_text);
            table.row([name, grouped(latency.count)].into_iter().chain(figures));
        };
        let calculation = &self.calculation;
        if let Some(hard) = &calculation.hard {
            row("answer, about 125 candidates".to_string(), hard);
        }
        row("answer, random products".to_string(), &calculation.random);
        row(format!("JSON of it, {} bytes", calculation.json_bytes), &calculation.json);
        row("request to JSON".to_string(), &calculation.whole);
        if let Some(rules) = &self.rules {
            row("answer with rules, random products".to_string(), &rules.answer);
            row("rule previewed".to_string(), &rules.preview);
            row("price changed, rules followed".to_string(), &rules.change);
        }
        if let Some(http) = &self.http {
            let rate = grouped(http.open_loop.planned_per_s.unwrap_or(0).into());
            row(format!("HTTP, open loop, {rate} a second"), &http.open_loop.latency);
            if let Some(late) = &http.open_loop.generator_late {
                row("  of it the generator's delay".to_string(), late);
            }
            row(
                format!("HTTP, closed loop, {} connections", http.closed_loop.connections),
                &http.closed_loop.latency,
            );
            if let Some(preview) = &http.preview {
                row("HTTP, rule previewed".to_string(), preview);
            }
            row("change acknowledged".to_string(), &http.visibility.acknowledge);
            row("relation until it is seen".to_string(), &http.visibility.relation);
            row("price until it is seen".to_string(), &http.visibility.price);
            row("stock until it is seen".to_string(), &http.visibility.stock);
        }
        table
    }
}

fn http_text(http: &HttpFigures) -> String {
    let losses = |load: &LoadFigures| match (load.errors, load.unsent) {
        (0, 0) => "no errors".to_string(),
        (errors, unsent) => format!("{} errors, {} not sent in time", grouped(errors), grouped(unsent)),
    };
    let mut text = format!(
        "The server was ready after {:.2} s. Open loop: {} a second answered, {}. Closed loop: {} a second, {}.",
        http.start_s,
        grouped(http.open_loop.answered_per_s as u64),
        losses(&http.open_loop),
        grouped(http.closed_loop.answered_per_s as u64),
        losses(&http.closed_loop),
    );
    if let (Some(cost), Some(per_core)) = (http.server_cpu_us_per_request, http.requests_per_core_s) {
        let per_core = grouped(per_core as u64);
        let _ = write!(
            text,
            "\nA request costs the server {cost:.1} µs of processor time: {per_core} a second on one core."
        );
    }
    text
}

fn mebibytes(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
}
