use std::time::Instant;

use anyhow::anyhow;
use relata_api::RecommendationRequest;
use relata_app::App;
use relata_engine::{Query, Snapshot, recommend};
use relata_model::{ChannelCode, PlacementCode, Sku, Timestamp};
use serde::Serialize;

use crate::latency::{Latency, LatencySummary};
use relata_learn::Dice;

/// How many candidates a product of the typical hard case has.
const HARD: std::ops::RangeInclusive<u32> = 110..=140;
/// Such products that are asked about in turn; enough to be out of the processor's nearest cache.
const HARD_PRODUCTS_MAX: usize = 2_000;
/// Products looked at to find them.
const LOOKED_AT_MAX: usize = 200_000;

/// How long answers take in this process, on one thread.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CalculationFigures {
    /// Products with 110 to 140 candidates that were asked about; none in a shop of few relations.
    pub hard_products: usize,
    /// The calculation for them.
    pub hard: Option<LatencySummary>,
    /// The calculation for random products.
    pub random: LatencySummary,
    /// What comes to the calculation: the request's defaults, its id, and writing the JSON.
    pub json: LatencySummary,
    /// From the request to the JSON, for random products.
    pub whole: LatencySummary,
    /// Bytes of the JSON, on average.
    pub json_bytes: u64,
}

/// Measures `requests` answers of each kind.
pub(super) fn measure(
    app: &App,
    skus: &[Sku],
    requests: usize,
    seed: u64,
    at: Timestamp,
) -> anyhow::Result<CalculationFigures> {
    let snapshot = app.snapshot()?;
    let mut dice = Dice::new(seed);
    let random: Vec<Query> = (0..requests).map(|_| query(&skus[dice.below(skus.len())], at)).collect();
    let hard = hard_queries(&snapshot, skus, &mut dice, at)?;
    let hard_latency = match hard.is_empty() {
        true => None,
        false => Some(timed(&snapshot, hard.iter().cycle().take(requests.max(hard.len())))?),
    };
    let random_latency = timed(&snapshot, random.iter())?;
    let (json, whole, json_bytes) = timed_with_json(app, &random)?;
    Ok(CalculationFigures {
        hard_products: hard.len(),
        hard: hard_latency,
        random: random_latency,
        json,
        whole,
        json_bytes,
    })
}

/// Questions about random products with as many candidates as the hard case has.
fn hard_queries(
    snapshot: &Snapshot,
    skus: &[Sku],
    dice: &mut Dice,
    at: Timestamp,
) -> anyhow::Result<Vec<Query>> {
    let mut found = Vec::new();
    let first = dice.below(skus.len());
    for sku in skus.iter().cycle().skip(first).take(skus.len().min(LOOKED_AT_MAX)) {
        let query = query(sku, at);
        if HARD.contains(&answer(snapshot, &query)?) {
            found.push(query);
        }
        if found.len() == HARD_PRODUCTS_MAX {
            break;
        }
    }
    Ok(found)
}

fn timed<'q>(
    snapshot: &Snapshot,
    queries: impl Iterator<Item = &'q Query> + Clone,
) -> anyhow::Result<LatencySummary> {
    // Once without measuring, so that no page of memory is met for the first time.
    for query in queries.clone() {
        answer(snapshot, query)?;
    }
    let mut latency = Latency::new();
    for query in queries {
        let start = Instant::now();
        let considered = answer(snapshot, query)?;
        latency.record(start.elapsed());
        std::hint::black_box(considered);
    }
    Ok(latency.summary())
}

fn timed_with_json(app: &App, queries: &[Query]) -> anyhow::Result<(LatencySummary, LatencySummary, u64)> {
    let (mut json, mut whole) = (Latency::new(), Latency::new());
    let mut bytes = 0;
    for query in queries {
        let products = query.products.clone();
        let request = RecommendationRequest { products, at: Some(query.at), ..Default::default() };
        let start = Instant::now();
        let served = app.recommend(&request)?;
        let took = start.elapsed();
        whole.record(took);
        json.record(took.saturating_sub(served.calculation));
        bytes += served.body.len() as u64;
    }
    Ok((json.summary(), whole.summary(), bytes / queries.len().max(1) as u64))
}

/// The number of candidates of an answer, which is made in full.
fn answer(snapshot: &Snapshot, query: &Query) -> anyhow::Result<u32> {
    let answer = recommend(snapshot, query)
        .map_err(|problems| anyhow!("the engine refused a question: {}", problems[0].message))?;
    Ok(std::hint::black_box(answer).considered)
}

fn query(sku: &Sku, at: Timestamp) -> Query {
    let placement = PlacementCode::parse("product_page").expect("built-in codes are legal");
    let channel = ChannelCode::parse("web").expect("built-in codes are legal");
    Query::new(placement, channel, vec![sku.clone()], at)
}
