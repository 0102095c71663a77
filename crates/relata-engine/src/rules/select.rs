use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::order::Shop;
use super::parallel::map_parallel;
use super::picked::{Picked, retain};
use super::question::Test;
use super::set::{BLOCK, ProductSet};
use super::wanted::Wanted;

/// Conditions that are evaluated together: what they share is kept meanwhile, at most an eighth of a
/// byte a product for each.
const TOGETHER: usize = 512;
/// Conditions that one thread evaluates over a block before it takes the next.
const GROUP: usize = 64;

/// A condition on the way to its families: first the sets are intersected, the smallest first, then
/// what remains is asked of those that are left.
struct Steps<'t> {
    sets: Vec<Arc<ProductSet>>,
    rest: Vec<&'t Test>,
}

/// The families of which all tests are true, for many conditions at once.
///
/// Conditions over words are intersections of sets. All conditions go over a block of 65,536
/// products before the next block is looked at, so that its columns stay in the caches: O(conditions
/// × (products / 64 + candidates)). What several conditions ask alike is listed once.
pub(crate) fn select_all(shop: Shop<'_>, conditions: &[&[Test]]) -> Vec<ProductSet> {
    conditions.chunks(TOGETHER).flat_map(|some| select_some(shop, some)).collect()
}

fn select_some(shop: Shop<'_>, conditions: &[&[Test]]) -> Vec<ProductSet> {
    let steps = steps(shop, conditions);
    let blocks = shop.snapshot.numbers().end.div_ceil(BLOCK) as usize;
    let groups = steps.len().div_ceil(GROUP);
    let work: Vec<(usize, usize)> =
        (0..blocks).flat_map(|block| (0..groups).map(move |group| (block, group))).collect();
    let picked = map_parallel(&work, |&(block, group)| {
        let of_group = &steps[group * GROUP..steps.len().min((group + 1) * GROUP)];
        of_group.iter().map(|steps| steps.pick(shop, block)).collect::<Vec<_>>()
    });
    let mut by_condition: Vec<Vec<Picked>> = steps.iter().map(|_| Vec::with_capacity(blocks)).collect();
    for ((_, group), picked) in work.into_iter().zip(picked) {
        let of_group = by_condition[group * GROUP..].iter_mut();
        of_group.zip(picked).for_each(|(blocks, picked)| blocks.push(picked));
    }
    by_condition.into_iter().map(|blocks| ProductSet::of_blocks(blocks.into_iter())).collect()
}

fn steps<'t>(shop: Shop<'t>, conditions: &[&'t [Test]]) -> Vec<Steps<'t>> {
    let mut places: FxHashMap<Wanted<'t>, usize> = FxHashMap::with_hasher(FxBuildHasher);
    let mut asked = Vec::with_capacity(conditions.len());
    for tests in conditions {
        let mut flat = Vec::new();
        tests.iter().for_each(|test| test.parts(&mut flat));
        let (mut sets, mut rest) = (Vec::new(), Vec::new());
        for test in flat {
            match Wanted::of(test, shop) {
                Some(wanted) => {
                    let next = places.len();
                    sets.push(*places.entry(wanted).or_insert(next));
                }
                None => rest.push(test),
            }
        }
        // What costs next to nothing is asked first.
        rest.sort_by_key(|test| !test.is_quick());
        asked.push((sets, rest));
    }
    let mut wanted: Vec<(Wanted<'t>, usize)> = places.into_iter().collect();
    wanted.sort_unstable_by_key(|(_, place)| *place);
    let made = map_parallel(&wanted, |(wanted, _)| wanted.set(shop));
    let sized: Vec<(usize, Arc<ProductSet>)> = made.into_iter().map(|set| (set.len(), set)).collect();
    let steps = asked.into_iter().map(|(mut sets, rest)| {
        sets.sort_unstable_by_key(|place: &usize| sized[*place].0);
        sets.dedup();
        Steps { sets: sets.into_iter().map(|place| sized[place].1.clone()).collect(), rest }
    });
    steps.collect()
}

impl Steps<'_> {
    fn pick(&self, shop: Shop<'_>, block: usize) -> Picked {
        let (first, others) = match self.sets.split_first() {
            Some((first, others)) => (&**first, others),
            None => (shop.table.heads(), &[][..]),
        };
        let mut picked = Picked::of(first.block(block));
        others.iter().for_each(|set| picked.keep(set.block(block)));
        let mut picked = picked.settled();
        for test in &self.rest {
            narrow(shop, test, block as u32 * BLOCK, &mut picked);
        }
        picked
    }
}

/// Keeps of the members of a block, which starts at `first`, those of which a test is true.
fn narrow(shop: Shop<'_>, test: &Test, first: u32, picked: &mut Picked) {
    match picked {
        Picked::Few(few) => {
            if !test.narrow_few(shop, first, few) {
                retain(few, |low| test.check(shop, first + u32::from(low)) == Some(true));
            }
        }
        Picked::Many(words) => {
            for (place, word) in (0..).zip(words.iter_mut()).filter(|(_, word)| **word != 0) {
                *word = test.narrow(shop, first + place * 64, *word);
            }
        }
    }
}
