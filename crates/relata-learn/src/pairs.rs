use std::cmp::Ordering;

use crate::basket::{Baskets, Postings};
use crate::work::in_blocks;

/// Products that one thread takes at a time; small, so that frequent products are shared.
const BLOCK: usize = 64;
/// Seconds in a day.
const DAY_S: f64 = 86_400.0;

/// How strongly two products are taken to belong together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure {
    /// Share of the source's baskets that hold the target, divided by the target's share of all baskets
    /// to a power: 0 is confidence, 1 is lift, between them popular targets count less and less.
    Confidence {
        /// The power, 0 to 1.
        popularity: f64,
    },
    /// Shared baskets divided by the root of the product of both counts.
    Cosine,
    /// Shared baskets divided by the baskets that hold either.
    Jaccard,
    /// Dunning's log-likelihood ratio (1993), negative where the pair is rarer than chance.
    LogLikelihood,
}

/// How pairs are counted, which ones are kept, and in which order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairOptions {
    /// What the order goes by.
    pub measure: Measure,
    /// After how many days a basket counts half; `None` counts all alike.
    pub half_life_days: Option<f64>,
    /// Baskets that a pair is in at least.
    pub support_min: u32,
    /// The least log-likelihood ratio; `None` also keeps pairs that are rarer than chance.
    pub llr_min: Option<f64>,
    /// Pairs kept for each source.
    pub per_product: usize,
}

impl Default for PairOptions {
    /// Pairs that more than chance brought together at least five times, the published gates of others.
    fn default() -> PairOptions {
        PairOptions {
            measure: Measure::Confidence { popularity: 0.3 },
            half_life_days: None,
            support_min: 5,
            llr_min: Some(5.0),
            per_product: 50,
        }
    }
}

/// What the orders say about a source and one target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// What was bought with the source.
    pub target: u32,
    /// Baskets that hold both.
    pub both: u32,
    /// What the order goes by.
    pub score: f32,
    /// The log-likelihood ratio, negative where the pair is rarer than chance.
    pub llr: f32,
}

/// The counts behind a pair, and what they say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counts {
    /// Baskets that hold both.
    pub both: f64,
    /// Baskets that hold the source.
    pub source: f64,
    /// Baskets that hold the target.
    pub target: f64,
    /// All baskets.
    pub all: f64,
}

impl Counts {
    /// Share of the source's baskets that hold the target too.
    pub fn confidence(self) -> f64 {
        if self.source > 0.0 { self.both / self.source } else { 0.0 }
    }

    /// How many times more often than chance would have it; 1 is chance.
    pub fn lift(self) -> f64 {
        let chance = self.source * self.target;
        if chance > 0.0 { self.both * self.all / chance } else { 0.0 }
    }

    /// Dunning's log-likelihood ratio, with the sign of the association. 10.8 is one in a thousand by chance.
    pub fn llr(self) -> f64 {
        let Counts { both, source, target, all } = self;
        let neither = (all - source - target + both).max(0.0);
        let cells = part(both) + part(source - both) + part(target - both) + part(neither);
        let sums = part(source) + part(all - source) + part(target) + part(all - target);
        let ratio = (2.0 * (cells + part(all) - sums)).max(0.0);
        if both * all < source * target { -ratio } else { ratio }
    }
}

fn part(count: f64) -> f64 {
    if count > 0.0 { count * count.ln() } else { 0.0 }
}

/// The best pairs of every product, with the counts behind them.
#[derive(Debug, Clone)]
pub struct PairTable {
    starts: Vec<usize>,
    pairs: Vec<Pair>,
    counts: Vec<u32>,
    baskets: usize,
}

impl PairTable {
    /// Counts all pairs of all baskets and keeps the best of each product.
    ///
    /// Time grows with the sum of the squares of the basket sizes, spread over all cores; memory with
    /// lines, products times pairs kept, and one row of counts a core. With a half-life the order goes by
    /// decayed counts, and gates and evidence by plain ones. Ties go to the pair
    /// with more baskets, then to the more popular target, then to the lower number.
    pub fn count(baskets: &Baskets, options: &PairOptions) -> PairTable {
        let counting = Counting::new(baskets, options);
        let products = baskets.products();
        let blocks = in_blocks(
            products,
            BLOCK,
            || Row::new(products),
            |row, sources| {
                sources.map(|source| counting.best_of(source as u32, row)).collect::<Vec<Vec<Pair>>>()
            },
        );
        let mut starts = vec![0];
        let mut pairs = Vec::with_capacity(blocks.iter().flatten().map(Vec::len).sum());
        for row in blocks.into_iter().flatten() {
            pairs.extend(row);
            starts.push(pairs.len());
        }
        PairTable { starts, pairs, counts: counting.counts, baskets: baskets.len() }
    }

    /// The best pairs of a product, best first.
    pub fn of(&self, source: u32) -> &[Pair] {
        &self.pairs[self.starts[source as usize]..self.starts[source as usize + 1]]
    }

    /// The counts behind a pair.
    pub fn counts(&self, source: u32, pair: &Pair) -> Counts {
        let count = |product: u32| f64::from(self.counts[product as usize]);
        Counts {
            both: f64::from(pair.both),
            source: count(source),
            target: count(pair.target),
            all: self.baskets as f64,
        }
    }

    /// How many pairs are kept.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether none is kept.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}

/// What counting a product's pairs needs.
struct Counting<'a> {
    baskets: &'a Baskets,
    options: &'a PairOptions,
    postings: Postings,
    counts: Vec<u32>,
    /// What each basket counts; empty where all count alike.
    weights: Vec<f32>,
    weighted: Vec<f64>,
    parts: Parts,
    /// What confidence in each target is multiplied by.
    dial: Vec<f32>,
}

/// The counts of one source, reused from source to source.
struct Row {
    both: Vec<u32>,
    weighted: Vec<f32>,
    touched: Vec<u32>,
}

impl Row {
    fn new(products: usize) -> Row {
        Row { both: vec![0; products], weighted: vec![0.0; products], touched: Vec::new() }
    }
}

impl<'a> Counting<'a> {
    fn new(baskets: &'a Baskets, options: &'a PairOptions) -> Counting<'a> {
        let counts = baskets.counts();
        let weights = options.half_life_days.map_or_else(Vec::new, |days| decay(baskets, days));
        let mut weighted = Vec::new();
        if !weights.is_empty() {
            weighted = vec![0.0; baskets.products()];
            for (basket, weight) in baskets.iter().zip(&weights) {
                basket.products.iter().for_each(|item| weighted[*item as usize] += f64::from(*weight));
            }
        }
        let dial = dial(baskets.len(), &counts, options.measure);
        let parts = Parts::up_to(baskets.len());
        Counting { baskets, options, postings: baskets.postings(), counts, weights, weighted, parts, dial }
    }

    fn best_of(&self, source: u32, row: &mut Row) -> Vec<Pair> {
        self.fill(source, row);
        let mut pairs: Vec<Pair> =
            row.touched.iter().filter_map(|target| self.pair(source, *target, row)).collect();
        for target in row.touched.drain(..) {
            row.both[target as usize] = 0;
            row.weighted[target as usize] = 0.0;
        }
        let keep = self.options.per_product.min(pairs.len());
        if keep < pairs.len() && keep > 0 {
            pairs.select_nth_unstable_by(keep - 1, |a, b| self.best_first(a, b));
        }
        pairs.truncate(keep);
        pairs.sort_unstable_by(|a, b| self.best_first(a, b));
        if !self.needs_llr() {
            pairs.iter_mut().for_each(|pair| pair.llr = self.llr(source, pair.target, pair.both) as f32);
        }
        pairs
    }

    fn fill(&self, source: u32, row: &mut Row) {
        for basket in self.postings.of(source) {
            let products = self.baskets.get(*basket as usize).products;
            for target in products {
                let both = &mut row.both[*target as usize];
                if *both == 0 {
                    row.touched.push(*target);
                }
                *both += 1;
            }
            if let Some(weight) = self.weights.get(*basket as usize) {
                products.iter().for_each(|target| row.weighted[*target as usize] += weight);
            }
        }
    }

    fn pair(&self, source: u32, target: u32, row: &Row) -> Option<Pair> {
        let both = row.both[target as usize];
        if target == source || both < self.options.support_min {
            return None;
        }
        let llr = if self.needs_llr() { self.llr(source, target, both) } else { 0.0 };
        if self.options.llr_min.is_some_and(|least| llr < least) {
            return None;
        }
        let (counted, from, to) = if self.weights.is_empty() {
            let count = |product: u32| f64::from(self.counts[product as usize]);
            (f64::from(both), count(source), count(target))
        } else {
            let weighted = |product: u32| self.weighted[product as usize];
            (f64::from(row.weighted[target as usize]), weighted(source), weighted(target))
        };
        let score = match self.options.measure {
            Measure::Confidence { .. } => counted / from * f64::from(self.dial[target as usize]),
            Measure::Cosine => counted / (from * to).sqrt(),
            Measure::Jaccard => counted / (from + to - counted),
            Measure::LogLikelihood => llr,
        };
        Some(Pair { target, both, score: score as f32, llr: llr as f32 })
    }

    /// Whether the ratio of every pair is asked for, not only of those that are kept.
    fn needs_llr(&self) -> bool {
        self.options.llr_min.is_some() || self.options.measure == Measure::LogLikelihood
    }

    /// The ratio of plain counts, as [`Counts::llr`], from the table.
    fn llr(&self, source: u32, target: u32, both: u32) -> f64 {
        let all = self.baskets.len() as u32;
        let (from, to) = (self.counts[source as usize], self.counts[target as usize]);
        let neither = (all + both).saturating_sub(from + to);
        let part = |count: u32| self.parts.of(count);
        let cells = part(both) + part(from - both) + part(to - both) + part(neither);
        let sums = part(from) + part(all - from) + part(to) + part(all - to);
        let ratio = (2.0 * (cells + part(all) - sums)).max(0.0);
        let rarer = u64::from(both) * u64::from(all) < u64::from(from) * u64::from(to);
        if rarer { -ratio } else { ratio }
    }

    fn best_first(&self, a: &Pair, b: &Pair) -> Ordering {
        let popularity = |pair: &Pair| self.counts[pair.target as usize];
        let ties = || popularity(b).cmp(&popularity(a)).then(a.target.cmp(&b.target));
        b.score.total_cmp(&a.score).then(b.both.cmp(&a.both)).then_with(ties)
    }
}

/// `n ln n` of whole numbers: logarithms are most of the time of a ratio.
struct Parts(Vec<f64>);

impl Parts {
    /// Numbers in the table at most, 8 bytes each; larger ones are worked out.
    const MOST: usize = 1 << 20;

    fn up_to(most: usize) -> Parts {
        Parts((0..=most.min(Parts::MOST)).map(|count| part(count as f64)).collect())
    }

    fn of(&self, count: u32) -> f64 {
        self.0.get(count as usize).copied().unwrap_or_else(|| part(f64::from(count)))
    }
}

/// What confidence in each target is multiplied by: its share of all baskets to the negative power.
///
/// Shares are plain ones: decay moves them little, and the dial stays what people set it to.
fn dial(all: usize, counts: &[u32], measure: Measure) -> Vec<f32> {
    let Measure::Confidence { popularity } = measure else { return Vec::new() };
    let share = |count: &u32| f64::from((*count).max(1)) / all.max(1) as f64;
    counts.iter().map(|count| share(count).powf(-popularity) as f32).collect()
}

/// What each basket counts when the newest counts one and one of `half_life_days` before it a half.
pub(crate) fn decay(baskets: &Baskets, half_life_days: f64) -> Vec<f32> {
    let newest = baskets.iter().last().map_or(0, |basket| basket.time);
    let age = |time: i64| newest.saturating_sub(time) as f64 / DAY_S;
    baskets.iter().map(|basket| 0.5_f64.powf(age(basket.time) / half_life_days) as f32).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::basket::baskets;

    const ALL: PairOptions = PairOptions {
        measure: Measure::Cosine,
        half_life_days: None,
        support_min: 1,
        llr_min: None,
        per_product: usize::MAX,
    };

    #[test]
    fn a_pair_has_its_counts_and_what_they_say() {
        let table = PairTable::count(&baskets(&[&[0, 1], &[0, 1], &[0], &[2], &[1, 2]]), &ALL);
        let pair = table.of(0)[0];
        let counts = table.counts(0, &pair);
        assert_eq!((pair.target, counts), (1, Counts { both: 2.0, source: 3.0, target: 3.0, all: 5.0 }));
        assert!((counts.confidence() - 2.0 / 3.0).abs() < 1e-12);
        assert!((counts.lift() - 10.0 / 9.0).abs() < 1e-12);
        assert!((pair.score - 2.0 / 3.0).abs() < 1e-6);
    }

    #[test]
    fn the_ratio_is_that_of_the_literature() {
        // The worked example of Dunning's paper has 270.72 for the bigram "the swiss".
        let counts = Counts { both: 110.0, source: 2552.0, target: 221.0, all: 31777.0 };
        assert!((counts.llr() - 270.72).abs() < 0.01, "{}", counts.llr());
        assert!(Counts { both: 1.0, source: 50.0, target: 50.0, all: 100.0 }.llr() < 0.0);
    }

    #[test]
    fn recent_baskets_outweigh_old_ones() {
        let day = 86_400;
        let mut baskets = Baskets::none(3);
        baskets.push(vec![0, 1], 0, 0);
        baskets.push(vec![0, 1], 0, 0);
        baskets.push(vec![0, 2], 100 * day, 0);
        let first = |half_life_days| {
            PairTable::count(
                &baskets,
                &PairOptions { half_life_days, measure: Measure::Confidence { popularity: 0.0 }, ..ALL },
            )
            .of(0)[0]
                .target
        };
        assert_eq!((first(None), first(Some(30.0))), (1, 2));
    }

    proptest! {
        /// Oracle: two loops over all pairs of all baskets.
        #[test]
        fn counts_are_those_of_two_loops(
            lists in proptest::collection::vec(proptest::collection::vec(0u32..12, 0..6), 1..40),
            keep in 1usize..5,
        ) {
            let mut made = Baskets::none(12);
            for (time, list) in lists.iter().enumerate() {
                made.push(list.clone(), time as i64, 0);
            }
            let mut both = [[0u32; 12]; 12];
            for basket in made.iter() {
                for a in basket.products {
                    for b in basket.products {
                        both[*a as usize][*b as usize] += 1;
                    }
                }
            }
            let all = PairTable::count(&made, &ALL);
            let best = PairTable::count(&made, &PairOptions { per_product: keep, ..ALL });
            for source in 0..12u32 {
                let expected = (0..12).filter(|t| *t != source && both[source as usize][*t as usize] > 0);
                let expected: Vec<u32> = expected.collect();
                let mut found: Vec<u32> = all.of(source).iter().map(|pair| pair.target).collect();
                found.sort_unstable();
                prop_assert_eq!(found, expected);
                for pair in all.of(source) {
                    let ratio = all.counts(source, pair).llr();
                    prop_assert!((f64::from(pair.llr) - ratio).abs() < 1e-3);
                    prop_assert_eq!(pair.both, both[source as usize][pair.target as usize]);
                }
                prop_assert_eq!(best.of(source), &all.of(source)[..keep.min(all.of(source).len())]);
            }
        }
    }
}
