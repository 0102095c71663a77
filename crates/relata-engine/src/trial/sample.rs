use std::cmp::Reverse;
use std::hash::BuildHasher;

use relata_model::limits::{TEST_SAMPLE_MAX, TEST_WORST_LOOKED_MAX};
use relata_model::{SampleBy, Sku, TestSample};
use rustc_hash::FxBuildHasher;

use crate::answer::PickOrigin;
use crate::chunk::State;
use crate::query::Query;
use crate::{Snapshot, recommend};

/// The products that a trial asks about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    /// Those asked about: by SKU, the best sold first, the least covered first, or as named.
    pub skus: Vec<Sku>,
    /// How many there were to choose from.
    pub population: usize,
    /// Named SKUs that no product has.
    pub unknown: Vec<Sku>,
}

impl Snapshot {
    /// Chooses the products of a trial: active parents and products that stand alone, in the channel
    /// of `first`, the first question that will be asked of each; or those that are named, whatever
    /// they are. The same shop gives the same sample on every node.
    ///
    /// O(products), and for the least covered an answer for each of up to 20,000 products.
    pub fn sample(&self, wanted: &TestSample, first: &Query) -> Sample {
        let size = (wanted.size as usize).min(TEST_SAMPLE_MAX);
        if wanted.by == SampleBy::Skus {
            return self.named_sample(&wanted.skus, size);
        }
        let Some(channel) = self.setup.channel(&first.channel) else { return Sample::default() };
        let node = wanted.category.as_ref().map(|path| self.words.categories.get(path));
        let is_within = |number: u32| {
            node.is_none_or(|node| {
                node.is_some_and(|node| self.family_categories(number).binary_search(&node).is_ok())
            })
        };
        let in_channel = |number: &u32| self.is_in_channel(*number, channel);
        let mut chosen: Vec<u32> = (self.numbers())
            .filter(|&number| self.is_on_sale(number))
            .filter(in_channel)
            .filter(|&number| is_within(number))
            .collect();
        let population = chosen.len();
        match wanted.by {
            SampleBy::BestSellers => {
                chosen.sort_by_key(|&number| (Reverse(self.family_orders(number)), self.sku(number)));
                chosen.truncate(size);
            }
            SampleBy::WorstCovered => {
                self.spread(&mut chosen, TEST_WORST_LOOKED_MAX);
                let mut by_items: Vec<(usize, u32)> =
                    chosen.into_iter().map(|number| (self.items_of(number, first), number)).collect();
                by_items.sort_by_key(|&(items, number)| {
                    (items, Reverse(self.family_orders(number)), self.sku(number))
                });
                chosen = by_items.into_iter().take(size).map(|(_, number)| number).collect();
            }
            SampleBy::All | SampleBy::Skus => self.spread(&mut chosen, size),
        }
        let skus = chosen.into_iter().map(|number| self.sku(number).clone()).collect();
        Sample { skus, population, unknown: Vec::new() }
    }

    fn named_sample(&self, skus: &[Sku], size: usize) -> Sample {
        let (mut chosen, mut unknown): (Vec<Sku>, Vec<Sku>) = (Vec::new(), Vec::new());
        for sku in skus.iter().take(TEST_SAMPLE_MAX) {
            let list = if self.contains(sku) { &mut chosen } else { &mut unknown };
            if !list.contains(sku) {
                list.push(sku.clone());
            }
        }
        let population = chosen.len();
        chosen.truncate(size);
        Sample { skus: chosen, population, unknown }
    }

    /// Keeps so many products from all over the shop, by SKU; which ones depends on the SKUs alone.
    fn spread(&self, chosen: &mut Vec<u32>, size: usize) {
        let scattered = |number: &u32| (FxBuildHasher.hash_one(self.sku(*number).as_str()), *number);
        if size == 0 {
            chosen.clear();
        } else if chosen.len() > size {
            let mut keyed: Vec<(u64, u32)> = chosen.iter().map(scattered).collect();
            keyed.select_nth_unstable_by_key(size - 1, |&(key, number)| (key, self.sku(number)));
            *chosen = keyed.into_iter().take(size).map(|(_, number)| number).collect();
        }
        chosen.sort_by(|a, b| self.sku(*a).cmp(self.sku(*b)));
    }

    /// How many items relations and rules give for a product.
    fn items_of(&self, number: u32, first: &Query) -> usize {
        let query = Query { products: vec![self.sku(number).clone()], ..first.clone() };
        let items = recommend(self, &query).map(|answer| answer.items).unwrap_or_default();
        items.iter().filter(|pick| !matches!(pick.origin, PickOrigin::Fallback(_))).count()
    }

    /// Whether a product is active and a parent or stands alone.
    pub(crate) fn is_on_sale(&self, number: u32) -> bool {
        let row = self.row(number);
        row.state == State::Active && row.family == number
    }
}
