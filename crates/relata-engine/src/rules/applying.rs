use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::live::LiveRule;

/// Products whose lists are copied together.
const BLOCK: usize = 256;
/// Rules that may stand outside the lists before they are made anew.
const APART_MAX: usize = 16;
/// No rule.
const NOWHERE: u32 = u32::MAX;

/// For each product the rules that take it in, so that a request asks none of the others.
///
/// A rule has a slot for as long as it lives; lists hold slots, so that a rule that comes or goes
/// moves no entry of another. A rule without a slot is asked by its own set.
#[derive(Debug, Clone, Default)]
pub(crate) struct Applying {
    /// The place of the rule of each slot in the book.
    places: Vec<u32>,
    /// Its shelf.
    kinds: Vec<u32>,
    /// The slot of each rule by its place; `None` for those apart.
    slots: Vec<Option<u16>>,
    /// The places of those apart.
    apart: Vec<usize>,
    blocks: Vec<Arc<SlotBlock>>,
}

/// The lists of 256 neighbouring products, one behind the other.
#[derive(Debug, Clone)]
struct SlotBlock {
    starts: [u32; BLOCK + 1],
    slots: Vec<u16>,
}

impl Applying {
    /// Makes the lists of all rules. O(products + entries).
    pub(crate) fn of(live: &[Arc<LiveRule>]) -> Applying {
        let listed = live.len().min(usize::from(u16::MAX));
        let mut next = Applying {
            places: (0..listed as u32).collect(),
            kinds: live[..listed].iter().map(|rule| rule.plan.shelf()).collect(),
            slots: (0..live.len())
                .map(|place| u16::try_from(place).ok().filter(|_| place < listed))
                .collect(),
            apart: (listed..live.len()).collect(),
            blocks: Vec::new(),
        };
        let mut counts: Vec<u32> = Vec::new();
        for rule in &live[..listed] {
            rule.sources.each(|number| {
                let number = number as usize;
                if counts.len() <= number {
                    counts.resize((number / BLOCK + 1) * BLOCK, 0);
                }
                counts[number] += 1;
            });
        }
        let mut blocks: Vec<SlotBlock> = counts.chunks(BLOCK).map(SlotBlock::of_counts).collect();
        // The next free place of each list.
        let mut ends: Vec<u32> = blocks.iter().flat_map(|block| block.starts[..BLOCK].to_vec()).collect();
        for (slot, rule) in live[..listed].iter().enumerate() {
            rule.sources.each(|number| {
                let end = &mut ends[number as usize];
                blocks[number as usize / BLOCK].slots[*end as usize] = slot as u16;
                *end += 1;
            });
        }
        next.blocks = blocks.into_iter().map(Arc::new).collect();
        next
    }

    /// The same for rules of which some came and some went; `old` says which they were before.
    pub(crate) fn after(&self, old: &[Arc<LiveRule>], live: &[Arc<LiveRule>]) -> Applying {
        let mut next = self.clone();
        next.places.fill(NOWHERE);
        let places: FxHashMap<*const LiveRule, usize> =
            old.iter().enumerate().map(|(place, rule)| (Arc::as_ptr(rule), place)).collect();
        let known = |rule: &Arc<LiveRule>| self.slots[*places.get(&Arc::as_ptr(rule))?];
        next.slots = live.iter().map(known).collect();
        let apart = (0..live.len()).filter(|place| next.slots[*place].is_none());
        next.apart = apart.collect();
        if next.apart.len() > APART_MAX {
            return Applying::of(live);
        }
        for (place, slot) in next.slots.iter().enumerate() {
            if let Some(slot) = slot {
                next.places[usize::from(*slot)] = place as u32;
            }
        }
        next
    }

    /// Enters and takes out products that the rules took in or no longer do, rule by rule.
    pub(crate) fn change(&mut self, changes: &BTreeMap<u32, Vec<(usize, bool)>>) {
        for (&number, changes) in changes {
            let (block, at) = (number as usize / BLOCK, number as usize % BLOCK);
            while self.blocks.len() <= block {
                self.blocks.push(Arc::new(SlotBlock::of_counts(&[0; BLOCK])));
            }
            let mut list = self.blocks[block].list(at).to_vec();
            for &(place, enters) in changes {
                let Some(slot) = self.slots[place] else { continue };
                list.retain(|other| *other != slot);
                if enters {
                    list.push(slot);
                }
            }
            Arc::make_mut(&mut self.blocks[block]).replace(at, &list);
        }
    }

    /// Finds the places of the rules of a shelf that take a product in, in their order.
    pub(crate) fn find(&self, number: u32, kind: u32, live: &[Arc<LiveRule>], found: &mut Vec<usize>) {
        found.clear();
        let block = self.blocks.get(number as usize / BLOCK);
        for &slot in block.map_or(&[][..], |block| block.list(number as usize % BLOCK)) {
            let place = self.places[usize::from(slot)];
            if self.kinds[usize::from(slot)] == kind && place != NOWHERE {
                found.push(place as usize);
            }
        }
        for &place in &self.apart {
            if live[place].plan.shelf() == kind && live[place].sources.contains(number) {
                found.push(place);
            }
        }
        found.sort_unstable();
    }

    pub(crate) fn bytes(&self) -> usize {
        self.blocks.iter().map(|block| size_of::<SlotBlock>() + block.slots.capacity() * 2 + 16).sum()
    }
}

impl SlotBlock {
    fn of_counts(counts: &[u32]) -> SlotBlock {
        let mut starts = [0; BLOCK + 1];
        for (at, count) in counts.iter().enumerate() {
            starts[at + 1] = starts[at] + count;
        }
        SlotBlock { starts, slots: vec![0; starts[BLOCK] as usize] }
    }

    fn list(&self, at: usize) -> &[u16] {
        &self.slots[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    fn replace(&mut self, at: usize, list: &[u16]) {
        let (from, until) = (self.starts[at] as usize, self.starts[at + 1] as usize);
        self.slots.splice(from..until, list.iter().copied());
        for start in &mut self.starts[at + 1..] {
            *start = (*start as usize - (until - from) + list.len()) as u32;
        }
    }
}
