//! What a shop can say for itself at first sight: its best answer, and how fast answers are made.

use std::time::Instant;

use relata_api::RecommendationRequest;
use relata_app::App;
use relata_model::{ProductLevel, ProductSelection, Sku};

use crate::answer::Answer;
use crate::latency::{Latency, LatencySummary};
use relata_learn::Dice;

/// Products looked at for the nicest answer; more would make a large shop wait.
const LOOKED_AT_MAX: usize = 4_000;
/// Answers that are measured.
const MEASURED: usize = 5_000;
/// Answers before the measured ones, so that memory and caches are as in a running server.
const WARM_UP: usize = 500;
/// Items in the answer that is shown.
const ITEMS: u32 = 8;

/// SKUs of the shop, the first few thousand that are not variants.
pub(crate) fn skus(app: &App) -> anyhow::Result<Vec<Sku>> {
    let families = ProductSelection { level: ProductLevel::Top, ..ProductSelection::default() };
    let mut skus = app.select_products(&families)?;
    skus.truncate(LOOKED_AT_MAX);
    Ok(skus)
}

/// Relation types, items, and the sum of their scores in thousandths.
type Worth = (usize, usize, u64);

/// The product whose answer shows most: by relation types, then by items, then by their scores; the
/// first of equals.
pub(crate) fn best_answer(app: &App, skus: &[Sku]) -> anyhow::Result<Option<(Sku, Vec<u8>)>> {
    let mut best: Option<(Worth, &Sku)> = None;
    for sku in skus {
        let answer = Answer::read(&app.recommend(&request(sku, false))?.body)?;
        let scores: f64 = answer.items.iter().map(|item| item.score).sum();
        let worth = (answer.type_count(), answer.items.len(), (scores * 1_000.0).round() as u64);
        if worth.0 > 0 && best.is_none_or(|(most, _)| worth > most) {
            best = Some((worth, sku));
        }
    }
    match best {
        Some((_, sku)) => Ok(Some((sku.clone(), app.recommend(&request(sku, true))?.body))),
        None => Ok(None),
    }
}

/// How long answers for random products take, from the request to its JSON, without HTTP.
pub(crate) fn latency(app: &App, skus: &[Sku]) -> anyhow::Result<Option<LatencySummary>> {
    if skus.is_empty() {
        return Ok(None);
    }
    let mut dice = Dice::new(1);
    let mut latency = Latency::new();
    for turn in 0..WARM_UP + MEASURED {
        let request = request(&skus[dice.below(skus.len())], false);
        let start = Instant::now();
        let served = app.recommend(&request)?;
        let took = start.elapsed();
        std::hint::black_box(served);
        if turn >= WARM_UP {
            latency.record(took);
        }
    }
    Ok(Some(latency.summary()))
}

fn request(sku: &Sku, explain: bool) -> RecommendationRequest {
    RecommendationRequest { products: vec![sku.clone()], limit: Some(ITEMS), explain, ..Default::default() }
}
