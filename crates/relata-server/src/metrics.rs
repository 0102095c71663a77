use std::fmt::{Error, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, EncodeMetric, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::{MetricType, TypedMetric};
use prometheus_client::registry::Registry;

use crate::answer_times::AnswerTimes;

/// Upper bounds of the buckets in microseconds: fine where answers are, coarse where imports are.
const BUCKETS_US: [u64; 22] = [
    10, 20, 35, 50, 75, 100, 150, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000,
    500_000, 1_000_000, 2_500_000, 10_000_000, 60_000_000,
];
/// Why candidates are not shown; each has its counter from the start, so that none is looked up.
const REMOVALS: [&str; 13] = [
    "out_of_stock",
    "inactive",
    "not_in_channel",
    "outside_window",
    "segment",
    "in_cart",
    "family",
    "guideline",
    "excluded",
    "duplicate",
    "cap",
    "cycle",
    "too_few",
];
/// Answers to recommendations go round the map of labels.
const HOT_ROUTE: &str = "/v1/recommendations";

/// What the server counts. On the way of a recommendation nothing here takes a lock.
pub(crate) struct Metrics {
    registry: Registry,
    pub(crate) answer_times: AnswerTimes,
    calculation: Latency,
    requests: Latency,
    hot_posts: Counter,
    hot_gets: Counter,
    answers: Family<Answered, Counter>,
    items: Counter,
    empty: Counter,
    fallbacks: Counter,
    removed: Vec<(&'static str, Counter)>,
    pub(crate) shed: Counter,
    revision: Gauge<i64, AtomicI64>,
    generation: Gauge<i64, AtomicI64>,
    products: Gauge<i64, AtomicI64>,
    relations: Gauge<i64, AtomicI64>,
    ready: Gauge<i64, AtomicI64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    method: String,
    status: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Removed {
    reason: &'static str,
}

impl Metrics {
    pub(crate) fn new() -> Metrics {
        let mut registry = Registry::default();
        let (calculation, requests) = (Latency::default(), Latency::default());
        let answers = Family::<Answered, Counter>::default();
        let removals = Family::<Removed, Counter>::default();
        registry.register(
            "relata_recommendation_calculation_seconds",
            "Time to calculate one recommendation, without the network",
            calculation.clone(),
        );
        registry.register(
            "relata_request_seconds",
            "Time from a request's headers to its answer",
            requests.clone(),
        );
        registry.register("relata_answers", "Answers by route, method and status", answers.clone());
        registry.register("relata_removed", "Candidates that were not shown, by reason", removals.clone());
        let mut counter = |name: &str, help: &str| {
            let counter = Counter::default();
            registry.register(name, help, counter.clone());
            counter
        };
        let items = counter("relata_recommended_items", "Items in recommendations");
        let empty = counter("relata_recommendations_empty", "Recommendations without any item");
        let fallbacks = counter("relata_recommendations_fallback", "Recommendations that a fallback filled");
        let shed = counter("relata_shed", "Requests refused because too many were running");
        let mut gauge = |name: &str, help: &str| {
            let gauge = Gauge::<i64, AtomicI64>::default();
            registry.register(name, help, gauge.clone());
            gauge
        };
        let revision = gauge("relata_revision", "Revision of the database that answers are made from");
        let generation = gauge("relata_generation", "Number of the index on this node");
        let products = gauge("relata_products", "Products in the index");
        let relations = gauge("relata_relations", "Relations in the index");
        let ready =
            gauge("relata_ready", "1 when there is an index of everything committed before the start");
        let hot = |method: &str| {
            let labels = Answered { route: HOT_ROUTE.to_string(), method: method.to_string(), status: 200 };
            answers.get_or_create(&labels).clone()
        };
        let (hot_posts, hot_gets) = (hot("POST"), hot("GET"));
        let removed =
            REMOVALS.map(|reason| (reason, removals.get_or_create(&Removed { reason }).clone())).to_vec();
        Metrics {
            registry,
            answer_times: AnswerTimes::new(),
            calculation,
            requests,
            hot_posts,
            hot_gets,
            answers,
            items,
            empty,
            fallbacks,
            removed,
            shed,
            revision,
            generation,
            products,
            relations,
            ready,
        }
    }

    /// Counts what a recommendation gave.
    pub(crate) fn recommended(&self, served: &relata_app::Served) {
        self.calculation.observe(served.calculation);
        self.items.inc_by(served.items as u64);
        if served.items == 0 {
            self.empty.inc();
        }
        if served.fallback {
            self.fallbacks.inc();
        }
        for (reason, count) in &served.removed {
            if let Some((_, counter)) = self.removed.iter().find(|(known, _)| known == reason) {
                counter.inc_by(u64::from(*count));
            }
        }
    }

    pub(crate) fn answered(&self, route: &str, method: &str, status: u16, took: Duration) {
        self.requests.observe(took);
        if status == 200 && route == HOT_ROUTE {
            self.answer_times.observe(took);
            match method {
                "POST" => drop(self.hot_posts.inc()),
                _ => drop(self.hot_gets.inc()),
            }
            return;
        }
        let labels = Answered { route: route.to_string(), method: method.to_string(), status: status.into() };
        self.answers.get_or_create(&labels).inc();
    }

    /// Everything as Prometheus text.
    pub(crate) fn text(&self, status: &relata_app::Status) -> String {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        self.revision.set(status.revision);
        self.generation.set(i64::try_from(status.generation).unwrap_or(i64::MAX));
        self.products.set(number(status.products));
        self.relations.set(number(status.relations));
        self.ready.set(status.ready.into());
        let mut text = String::new();
        match prometheus_client::encoding::text::encode(&mut text, &self.registry) {
            Ok(()) => text,
            Err(error) => {
                let _ = write!(text, "# {error}");
                text
            }
        }
    }
}

/// A histogram of durations made of atomics: one that locks would make every request wait for all.
#[derive(Clone, Debug, Default)]
struct Latency(Arc<LatencyCells>);

#[derive(Debug, Default)]
struct LatencyCells {
    counts: [AtomicU64; BUCKETS_US.len() + 1],
    sum_ns: AtomicU64,
}

impl Latency {
    fn observe(&self, took: Duration) {
        let us = u64::try_from(took.as_nanos().div_ceil(1_000)).unwrap_or(u64::MAX);
        let bucket = BUCKETS_US.partition_point(|bound| *bound < us);
        self.0.counts[bucket].fetch_add(1, Ordering::Relaxed);
        self.0.sum_ns.fetch_add(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

impl TypedMetric for Latency {
    const TYPE: MetricType = MetricType::Histogram;
}

impl EncodeMetric for Latency {
    fn encode(&self, mut encoder: MetricEncoder<'_>) -> Result<(), Error> {
        let counts: Vec<u64> = self.0.counts.iter().map(|count| count.load(Ordering::Relaxed)).collect();
        let bounds = BUCKETS_US.iter().map(|bound| *bound as f64 / 1e6).chain([f64::INFINITY]);
        let buckets: Vec<(f64, u64)> = bounds.zip(counts.iter().copied()).collect();
        let sum = self.0.sum_ns.load(Ordering::Relaxed) as f64 / 1e9;
        encoder.encode_histogram::<NoLabelSet>(sum, counts.iter().sum(), &buckets, None)
    }

    fn metric_type(&self) -> MetricType {
        Self::TYPE
    }
}
