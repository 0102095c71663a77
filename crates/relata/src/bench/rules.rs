use std::sync::Arc;
use std::time::Instant;

use anyhow::anyhow;
use relata_engine::{Query, Snapshot, recommend};
use relata_model::{ChannelCode, Delta, PlacementCode, Product, Rule, Sku, Timestamp};
use relata_testkit::synthetic::Shop;
use serde::Serialize;

use crate::latency::{Latency, LatencySummary};
use relata_learn::Dice;

/// Rules whose preview is measured.
const PREVIEWS: usize = 200;
/// Products whose price is changed in turn.
const CHANGES: usize = 500;

/// What rules cost, in this process.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct RuleFigures {
    /// Active rules.
    pub rules: usize,
    /// Pairs of a rule and a product that its match takes in.
    pub sources: usize,
    /// Pairs of a rule and a product that it shows.
    pub targets: usize,
    /// Seconds until all are evaluated for the first time, columns of facts and shared lists included.
    pub first_s: f64,
    /// Seconds until all are evaluated once columns are there, lists of targets and the look for
    /// circles included.
    pub evaluate_s: f64,
    /// Bytes by which the index grew.
    pub bytes: u64,
    /// A price changed: until the next index is there.
    pub change: LatencySummary,
    /// A rule previewed.
    pub preview: LatencySummary,
    /// An answer for a random product.
    pub answer: LatencySummary,
    /// Items of an answer that come from rules, on average.
    pub items_of_rules: f64,
}

/// Gives the shop rules and measures what they cost.
pub(super) fn measure(
    snapshot: &Arc<Snapshot>,
    shop: &Shop,
    rules: &[Rule],
    skus: &[Sku],
    requests: usize,
    at: Timestamp,
) -> anyhow::Result<RuleFigures> {
    let with = |rules: &[Rule]| Delta {
        revision: snapshot.revision(),
        rules: Some(rules.to_vec()),
        ..Delta::default()
    };
    let before = snapshot.memory().total().0;
    let start = Instant::now();
    let ruled = snapshot.apply(&with(rules), 1);
    let first_s = start.elapsed().as_secs_f64();
    let bytes = ruled.memory().total().0 - before;
    let empty = ruled.apply(&with(&[]), 1);
    let start = Instant::now();
    let ruled = empty.apply(&with(rules), 1);
    let evaluate_s = start.elapsed().as_secs_f64();
    let dump = ruled.rule_sizes();

    let mut dice = Dice::new(7);
    let change = changes(&ruled, shop, &mut dice);
    let mut preview = Latency::new();
    // What a type covers is counted once, for whoever asks first.
    for rule in rules.iter().take(60) {
        ruled.preview(rule, 10, at).map_err(|_| anyhow!("a preview was refused"))?;
    }
    for turn in 0..PREVIEWS {
        let mut rule = rules[turn * 37 % rules.len()].clone();
        rule.code = relata_model::RuleCode::parse("draft").expect("a legal code");
        let start = Instant::now();
        ruled.preview(&rule, 10, at).map_err(|_| anyhow!("a preview was refused"))?;
        preview.record(start.elapsed());
    }
    let (answer, items_of_rules) = answers(&ruled, skus, requests, &mut dice, at)?;
    Ok(RuleFigures {
        rules: rules.len(),
        sources: dump.iter().map(|(_, sources, _)| sources).sum(),
        targets: dump.iter().map(|(_, _, targets)| targets).sum(),
        first_s,
        evaluate_s,
        bytes: bytes as u64,
        change: change.summary(),
        preview: preview.summary(),
        answer: answer.summary(),
        items_of_rules,
    })
}

fn changes(ruled: &Snapshot, shop: &Shop, dice: &mut Dice) -> Latency {
    let products: Vec<Product> = shop.products().step_by(997).take(CHANGES).collect();
    let mut latency = Latency::new();
    let mut now = ruled.clone();
    for mut product in products {
        product.price = Some(100 + dice.below(20_000) as i64);
        let delta = Delta {
            revision: now.revision(),
            products: vec![(product.sku.clone(), Some(product))],
            ..Delta::default()
        };
        let start = Instant::now();
        now = now.apply(&delta, 1);
        latency.record(start.elapsed());
    }
    latency
}

fn answers(
    ruled: &Snapshot,
    skus: &[Sku],
    requests: usize,
    dice: &mut Dice,
    at: Timestamp,
) -> anyhow::Result<(Latency, f64)> {
    let placement = PlacementCode::parse("product_page").expect("built-in codes are legal");
    let channel = ChannelCode::parse("web").expect("built-in codes are legal");
    let query = |sku: &Sku| Query::new(placement.clone(), channel.clone(), vec![sku.clone()], at);
    let queries: Vec<Query> = (0..requests).map(|_| query(&skus[dice.below(skus.len())])).collect();
    let (mut latency, mut of_rules) = (Latency::new(), 0_usize);
    for pass in 0..2 {
        for query in &queries {
            let start = Instant::now();
            let answer = recommend(ruled, query)
                .map_err(|problems| anyhow!("the engine refused a question: {}", problems[0].message))?;
            let took = start.elapsed();
            if pass == 1 {
                latency.record(took);
                of_rules +=
                    answer.items.iter().filter(|pick| pick.origin.to_string().starts_with("rule:")).count();
            }
        }
    }
    Ok((latency, of_rules as f64 / requests.max(1) as f64))
}
