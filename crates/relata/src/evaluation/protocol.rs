//! The four protocols: what is learned from, what is asked, who answers.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use anyhow::bail;
use relata_learn::{
    Answered, Baskets, Described, Line, Measure, NeighbourOptions, Neighbours, NextBasket, NextBasketMethod,
    PairOptions, PairTable, Question, Ranker, Scratch, Settings, Tally, TifuOptions, fold, followed,
    item_to_item, leave_one_out, next_views, resemblance, services, sessions, settle, tune, viewed_together,
};
use serde_json::{Value, json};

use super::orders::{Counted, Numbering, OrderLines, read_texts};
use super::report::{LearnedFrom, Measured, Report, settings_json};
use super::{Method, Plan, Protocol, Tuning, name_of};
use crate::latency::Latency;
use crate::output::Output;

/// Of a hundred baskets the newest so many are held out.
const HELD_OUT_PERCENT: usize = 20;

/// Lines that are learned from, and lines that are held out.
struct Split {
    learned_from: Vec<Line>,
    held_out: Option<Vec<Line>>,
    /// Numbers of orders given out in the first and the second.
    orders: (usize, usize),
    products: usize,
    /// Codes and names of the products, from which it is told what resembles what.
    names: Vec<(String, String)>,
    counted: LearnedFrom,
}

/// Reads the files and runs the plan.
pub(crate) fn evaluate(plan: &Plan, output: &Output) -> anyhow::Result<Report> {
    let split = read(plan, output)?;
    let method = plan.method.unwrap_or(match plan.protocol {
        Protocol::LeaveOneOut => Method::Ranker,
        Protocol::ItemToItem => Method::Confidence,
        Protocol::NextBasket => Method::TifuKnn,
        Protocol::Session => Method::VmisKnn,
    });
    let (measured, learned_from, settings) = match plan.protocol {
        Protocol::LeaveOneOut | Protocol::ItemToItem => baskets(plan, method, &split)?,
        Protocol::NextBasket => next_baskets(plan, method, &split)?,
        Protocol::Session => views(plan, method, &split)?,
    };
    let (protocol, method) = (name_of(&plan.protocol), name_of(&method));
    Ok(Report::new(protocol, method, plan.k.get(), &measured, learned_from, settings))
}

fn read(plan: &Plan, output: &Output) -> anyhow::Result<Split> {
    let mut numbering = Numbering::default();
    let mut first = OrderLines::read(&plan.files, &mut numbering)?;
    let mut second = match plan.held_out.is_empty() {
        true => None,
        false => Some(OrderLines::read(&plan.held_out, &mut numbering)?),
    };
    let (one, two) = (first.counted(), second.as_ref().map(OrderLines::counted));
    let counted = Counted {
        lines: one.lines + two.map_or(0, |two| two.lines),
        orders: one.orders + two.map_or(0, |two| two.orders),
        rejected: one.rejected + two.map_or(0, |two| two.rejected),
    };
    if counted.rejected > 0 {
        output.say(&format!("{} rows could not be read and are left out, such as:", counted.rejected));
        for problem in first.problems.iter().chain(second.iter().flat_map(|second| &second.problems)) {
            let row = problem.row.map_or_else(String::new, |row| format!("row {row}: "));
            output.say(&format!("  {row}{}", crate::output::plain(&problem.message)));
        }
    }
    let is_service = services(numbering.products.names.iter().map(String::as_str));
    let mut service_lines = 0;
    for lines in
        [Some(&mut first.lines), second.as_mut().map(|second| &mut second.lines)].into_iter().flatten()
    {
        let before = lines.len();
        lines.retain(|line| !is_service[line.product as usize]);
        service_lines += before - lines.len();
    }
    let texts = read_texts(&plan.products, &numbering)?;
    Ok(Split {
        names: numbering.products.names.iter().cloned().zip(texts).collect(),
        orders: (one.orders, two.map_or(0, |two| two.orders)),
        products: numbering.products.names.len(),
        counted: LearnedFrom::read(counted, service_lines),
        learned_from: first.lines,
        held_out: second.map(|second| second.lines),
    })
}

/// Baskets that are learned from, and those that are held out.
fn split_baskets(split: &Split) -> anyhow::Result<(Baskets, Baskets, LearnedFrom)> {
    let (all, report) = settle(&split.learned_from, split.orders.0, split.products);
    if let Some(held_out) = &split.held_out {
        let (held_out, _) = settle(held_out, split.orders.1, split.products);
        return Ok((all, held_out, split.counted.settled(report, split.products)));
    }
    if split.learned_from.iter().all(|line| line.time.is_none()) {
        bail!(
            "the orders have no ordered_at, so that old ones cannot be told from new ones: \
             add that column, or name the file to hold out with --held-out FILE"
        );
    }
    let first = all.len() - all.len() * HELD_OUT_PERCENT / 100;
    if first == 0 || first == all.len() {
        bail!("{} baskets are too few to hold a fifth of them out: give a longer file", all.len());
    }
    let at = all.get(first).time;
    let held_out = all.slice(all.first_at(at)..all.len());
    // A return that comes later must not take from what is learned.
    let mut late: HashSet<u32> = HashSet::new();
    late.extend(
        split
            .learned_from
            .iter()
            .filter(|line| line.time.is_none_or(|time| time >= at))
            .map(|line| line.order),
    );
    let lines: Vec<Line> =
        split.learned_from.iter().copied().filter(|line| !late.contains(&line.order)).collect();
    let (learned_from, report) = settle(&lines, split.orders.0, split.products);
    Ok((learned_from, held_out, split.counted.settled(report, split.products)))
}

type Done = (Measured, LearnedFrom, Value);

fn baskets(plan: &Plan, method: Method, split: &Split) -> anyhow::Result<Done> {
    let (learned_from, held_out, report) = split_baskets(split)?;
    let counts = learned_from.counts();
    let products = counts.iter().filter(|count| **count > 0).count();
    let report = LearnedFrom { products, ..report };
    let questions = match plan.protocol {
        Protocol::ItemToItem => item_to_item(&held_out, &counts),
        _ => leave_one_out(&held_out, &counts, plan.seed),
    };
    let start = Instant::now();
    let (mut answer, settings) = answerer(plan, method, &learned_from, &split.names)?;
    let fit = start.elapsed();
    let mut tally = Tally::new(plan.k, &counts, learned_from.len());
    let times = ask(&questions, &mut tally, |question| answer(&question.asked, plan.k.get()));
    Ok((Measured { quality: tally.quality(), fit, times }, report, settings))
}

type Answer = Box<dyn FnMut(&[u32], usize) -> Vec<u32>>;

/// What answers questions about baskets.
fn answerer(
    plan: &Plan,
    method: Method,
    learned_from: &Baskets,
    names: &[(String, String)],
) -> anyhow::Result<(Answer, Value)> {
    let measure = match method {
        Method::Ranker => return Ok(ranker(plan, learned_from, names)),
        Method::Popular => return Ok((popular(learned_from), Value::Null)),
        Method::Confidence => Measure::Confidence { popularity: 0.0 },
        Method::Dial => Measure::Confidence { popularity: 0.5 },
        Method::Lift => Measure::Confidence { popularity: 1.0 },
        Method::Cosine => Measure::Cosine,
        Method::Jaccard => Measure::Jaccard,
        Method::Llr => Measure::LogLikelihood,
        other => bail!(
            "{} does not answer questions about baskets: take ranker, popular, confidence, dial, lift, cosine, \
             jaccard or llr",
            name_of(&other)
        ),
    };
    // One product asks for its best pairs, a basket for sums over all pairs of its products.
    let per_product = if plan.protocol == Protocol::ItemToItem { plan.k.get() } else { usize::MAX };
    let options = PairOptions { measure, half_life_days: None, support_min: 1, llr_min: None, per_product };
    let table = PairTable::count(learned_from, &options);
    let mut scores: Vec<f32> = vec![0.0; learned_from.products()];
    let answer = move |asked: &[u32], k: usize| {
        if let [product] = asked {
            return table.of(*product).iter().take(k).map(|pair| pair.target).collect();
        }
        scores.fill(0.0);
        asked
            .iter()
            .flat_map(|product| table.of(*product))
            .for_each(|pair| scores[pair.target as usize] += pair.score);
        asked.iter().for_each(|product| scores[*product as usize] = 0.0);
        relata_learn::best_of(&scores, k)
    };
    Ok((Box::new(answer), Value::Null))
}

fn ranker(plan: &Plan, learned_from: &Baskets, names: &[(String, String)]) -> (Answer, Value) {
    let described: Vec<Described<'_>> = names.iter().map(|(code, text)| Described { code, text }).collect();
    let content = resemblance(&described);
    let settings = match plan.tuning {
        Tuning::Choose => tune(learned_from, &content, Settings::default(), plan.seed).best.settings,
        Tuning::BuiltIn => Settings::default(),
    };
    let ranker = Ranker::learn(learned_from, &content, &settings);
    let mut scratch = Scratch::default();
    let answer = move |asked: &[u32], k: usize| ranker.complete(asked, k, &mut scratch);
    (Box::new(answer), settings_json(&settings))
}

fn popular(learned_from: &Baskets) -> Answer {
    let counts: Vec<f32> = learned_from.counts().into_iter().map(|count| count as f32).collect();
    let ranked = relata_learn::best_of(&counts, counts.len());
    Box::new(move |asked, k| {
        ranked.iter().filter(|product| !asked.contains(product)).take(k).copied().collect()
    })
}

fn next_baskets(plan: &Plan, method: Method, split: &Split) -> anyhow::Result<Done> {
    let options = TifuOptions::default();
    let (method, settings) = match method {
        Method::GTopfreq => (NextBasketMethod::Popular, Value::Null),
        Method::PTopfreq => (NextBasketMethod::Personal, Value::Null),
        Method::GpTopfreq => (NextBasketMethod::PersonalThenPopular, Value::Null),
        Method::TifuKnn => (NextBasketMethod::Nearest(options), tifu_json(options)),
        other => bail!(
            "{} does not tell next baskets: take g-topfreq, p-topfreq, gp-topfreq or tifu-knn",
            name_of(&other)
        ),
    };
    let (earlier, report) = settle(&split.learned_from, split.orders.0, split.products);
    let later = split.held_out.as_ref().map(|lines| settle(lines, split.orders.1, split.products).0);
    let customers = followed(&earlier, later.as_ref());
    if customers.len() < 10 {
        bail!(
            "{} customers have a history and a basket after it, which is too few: \
             the orders need the columns customer_id and ordered_at",
            customers.len()
        );
    }
    let counts = earlier.counts();
    let mut tally = Tally::new(plan.k, &counts, earlier.len());
    let (mut times, mut fit) = (Latency::new(), Duration::ZERO);
    for cut in 0..plan.folds {
        let cut = fold(&customers, plan.seed.wrapping_add(cut));
        let start = Instant::now();
        let model = NextBasket::learn(&cut.learned_from, split.products, method);
        fit += start.elapsed();
        for one in &cut.asked {
            let start = Instant::now();
            let shown = model.next(&one.history, plan.k.get());
            times.record(start.elapsed());
            tally.add(Answered { shown: &shown, relevant: &one.basket, next: None });
        }
    }
    let products = counts.iter().filter(|count| **count > 0).count();
    let report = split.counted.settled(report, products);
    Ok((Measured { quality: tally.quality(), fit: fit / plan.folds.max(1) as u32, times }, report, settings))
}

fn tifu_json(options: TifuOptions) -> Value {
    let TifuOptions { neighbours, decay_within, decay_between, own, groups } = options;
    json!({
        "neighbours": neighbours, "decay_within": decay_within, "decay_between": decay_between,
        "own": own, "groups": groups,
    })
}

fn views(plan: &Plan, method: Method, split: &Split) -> anyhow::Result<Done> {
    if method != Method::VmisKnn {
        bail!("{} does not answer questions about sessions: take vmis-knn", name_of(&method));
    }
    let mut earlier = sessions(&split.learned_from);
    let later = match &split.held_out {
        Some(lines) => sessions(lines),
        None => earlier.split_off(earlier.len() - earlier.len() * HELD_OUT_PERCENT / 100),
    };
    let later: Vec<Vec<u32>> = later.into_iter().map(|session| session.views).collect();
    let questions = next_views(&later);
    let options = NeighbourOptions::default();
    let start = Instant::now();
    let baskets = viewed_together(&earlier, split.products);
    let counts = baskets.counts();
    let products = counts.iter().filter(|count| **count > 0).count();
    let report = LearnedFrom { baskets: earlier.len(), products, ..split.counted };
    let neighbours = Neighbours::new(baskets, options);
    let fit = start.elapsed();
    let mut tally = Tally::new(plan.k, &counts, earlier.len());
    let times = ask(&questions, &mut tally, |question| neighbours.next(&question.asked, plan.k.get()));
    let NeighbourOptions { recent, neighbours, last_views, rarity } = options;
    let settings =
        json!({ "recent": recent, "neighbours": neighbours, "last_views": last_views, "rarity": rarity });
    Ok((Measured { quality: tally.quality(), fit, times }, report, settings))
}

/// Asks all questions, one after the other.
fn ask(
    questions: &[Question],
    tally: &mut Tally<'_>,
    mut answer: impl FnMut(&Question) -> Vec<u32>,
) -> Latency {
    let mut times = Latency::new();
    for question in questions {
        let start = Instant::now();
        let shown = answer(question);
        times.record(start.elapsed());
        let Question { asked: _, relevant, next } = question;
        tally.add(Answered { shown: &shown, relevant, next: *next });
    }
    times
}
