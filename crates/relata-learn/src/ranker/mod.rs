//! What completes a basket: linear models of whole baskets, merged into one table of weights.

mod gram;
mod inverse;
mod linear;
mod merge;
mod nearby;
mod rows;
mod tune;

pub use gram::Weighting;
pub use linear::LinearSettings;
pub use merge::MergeSettings;
pub use tune::{Trial, Tuned, tune};

use self::merge::{Parts, Sales, merge};
use self::rows::Rows;
use crate::basket::Baskets;
use crate::top;

/// What one product is known by beside the baskets; for what was seldom bought it says more than they do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Content {
    /// For each product those that resemble it, with how much, 0 to 1; empty where nothing is known.
    pub alike: Vec<Vec<(u32, f32)>>,
}

/// All that learning a ranker depends on beside the baskets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// The model with the long memory.
    pub slow: LinearSettings,
    /// The model with the short memory, whose products are told from their nearest ones alone.
    pub fast: LinearSettings,
    /// How they become one.
    pub merge: MergeSettings,
}

impl Default for Settings {
    /// What was best for a shop of a few thousand products; where tuning begins.
    fn default() -> Settings {
        let slow = LinearSettings {
            weighting: Weighting { half_life_days: 240.0, size_power: 0.5 },
            ridge: 1.0,
            dropped: 0.0,
        };
        let fast = LinearSettings {
            weighting: Weighting { half_life_days: 90.0, size_power: 0.5 },
            ridge: 1.0,
            dropped: 0.0,
        };
        Settings { slow, fast, merge: MergeSettings::default() }
    }
}

/// Ranks products by how well they complete a basket: one row of weights a product, 8 bytes a weight.
#[derive(Debug, Clone)]
pub struct Ranker {
    weights: Rows,
}

/// Room for the scores of one question, reused from question to question.
#[derive(Debug, Clone, Default)]
pub struct Scratch(Vec<f32>);

impl Ranker {
    /// Learns with known settings; time and memory are those of two linear models.
    pub fn learn(baskets: &Baskets, content: &Content, settings: &Settings) -> Ranker {
        let slow = linear::fit(baskets, settings.slow);
        let fast = (settings.merge.fast > 0.0).then(|| nearby::fit(baskets, settings.fast));
        let sales = Sales::of(baskets);
        let parts = Parts { slow: &slow, fast: fast.as_ref(), content, sales: &sales };
        Ranker { weights: merge(&parts, &settings.merge) }
    }

    /// The `k` products that complete a basket best, best first; none of the basket's own.
    ///
    /// Products past the learned ones are ignored. O(basket times weights of a row + products).
    pub fn complete(&self, basket: &[u32], k: usize, scratch: &mut Scratch) -> Vec<u32> {
        let scores = &mut scratch.0;
        let products = self.weights.len();
        scores.clear();
        scores.resize(products, 0.0);
        let known: Vec<u32> = basket.iter().copied().filter(|one| (*one as usize) < products).collect();
        self.weights.add_to(&known, scores);
        known.iter().for_each(|product| scores[*product as usize] = 0.0);
        top::best_of(scores, k)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::basket::baskets;
    use crate::{Dice, NOBODY};

    /// No decay, all pairs alike.
    pub(super) const PLAIN: LinearSettings = LinearSettings {
        weighting: Weighting { half_life_days: f64::INFINITY, size_power: 0.0 },
        ridge: 0.5,
        dropped: 0.0,
    };

    /// Baskets of two kinds of product and some noise, the same every time.
    pub(super) fn made_up(products: usize, count: usize) -> Baskets {
        let mut dice = Dice::new(1);
        let mut made = Baskets::none(products);
        for time in 0..count {
            let kind = dice.below(2);
            let half = products / 2;
            let list = (0..2 + dice.below(5)).map(|_| match dice.below(10) {
                0 => dice.below(products) as u32,
                _ => (kind * half + dice.below(half)) as u32,
            });
            made.push(list.collect(), time as i64 * 3_600, NOBODY);
        }
        made
    }

    fn complete(baskets: &Baskets, settings: &Settings, basket: &[u32]) -> Vec<u32> {
        let ranker = Ranker::learn(baskets, &Content::default(), settings);
        ranker.complete(basket, 3, &mut Scratch::default())
    }

    #[test]
    fn a_basket_is_completed_by_what_goes_with_all_of_it() {
        let bought = baskets(&[&[0, 1, 2], &[0, 1, 2], &[0, 3], &[0, 3], &[1, 4], &[5]]);
        assert_eq!(complete(&bought, &Settings::default(), &[0, 1])[0], 2);
        assert!(complete(&bought, &Settings::default(), &[77]).is_empty());
    }

    #[test]
    fn what_nobody_bought_is_found_by_resemblance() {
        let mut bought = Baskets::none(4);
        (0..9).for_each(|time| bought.push(vec![0, 1], time, NOBODY));
        let content = Content { alike: vec![vec![(3, 1.0)], vec![], vec![], vec![]] };
        let merge = MergeSettings { alike: 0.1, ..MergeSettings::default() };
        let ranker = Ranker::learn(&bought, &content, &Settings { merge, ..Settings::default() });
        assert_eq!(ranker.complete(&[0], 3, &mut Scratch::default()), [1, 3]);
    }

    #[test]
    fn tuning_is_the_same_for_a_seed_and_no_worse_than_its_start() {
        let bought = made_up(40, 3_000);
        let tuned = tune(&bought, &Content::default(), Settings::default(), 7);
        assert_eq!(tuned, tune(&bought, &Content::default(), Settings::default(), 7));
        assert!(tuned.questions > 200 && tuned.trials.len() > 10);
        assert!(tuned.best.score >= tuned.trials[0].score, "{tuned:?}");
    }

    #[test]
    fn with_few_orders_the_start_stands() {
        let tuned = tune(&made_up(40, 100), &Content::default(), Settings::default(), 7);
        assert_eq!((tuned.best.settings, tuned.trials.len()), (Settings::default(), 0));
    }
}
