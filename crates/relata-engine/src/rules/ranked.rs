use std::cmp::Ordering;
use std::sync::Arc;

use super::column::FactColumn;
use super::order::{Order, Shop};
use super::ranked_block::RankedBlock;

/// Families in a fresh block; a block is split at twice as many.
const BLOCK: usize = 1_024;
/// Further orders by which one list is walked.
const ORDERS_MAX: usize = 8;

/// Which list of families is wanted: those with each word of a column together, in an order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct RankedKey {
    /// The place of the column; all families are one group without it.
    pub(crate) column: Option<usize>,
    pub(crate) order: Order,
}

/// All families, grouped by a word and ordered within each group.
///
/// Rules that want the same groups in the same order share one; which of the families a rule shows
/// is asked of its own set. A family takes four bytes for each of its words: what orders it is
/// looked up in columns. Of further orders the least key of every 16 families is kept, so that the
/// first of a stretch in such an order are found without looking at all of it; see `best.rs`.
#[derive(Debug, Clone)]
pub(crate) struct Ranked {
    pub(crate) key: RankedKey,
    blocks: Arc<Vec<Head>>,
    further: Vec<Further>,
}

/// A block with what is asked of it most: the last family in it.
#[derive(Debug, Clone)]
struct Head {
    word: u32,
    /// See [`Order::first`].
    first: i64,
    number: u32,
    len: u32,
    block: Arc<RankedBlock>,
}

/// An order that is not the list's own.
#[derive(Debug, Clone)]
struct Further {
    order: Order,
    /// The least first key of each block.
    least: Arc<Vec<i64>>,
}

/// A place in a ranked list, as long as that does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) block: usize,
    pub(crate) place: usize,
}

impl Head {
    fn of(order: &Order, shop: Shop<'_>, block: RankedBlock) -> Head {
        let (word, number) = block.last().expect("no block is empty");
        let first = order.first(shop, number);
        Head { word, first, number, len: block.numbers().len() as u32, block: Arc::new(block) }
    }
}

impl Ranked {
    /// `base` is a list of all families in the same order, if there is one.
    ///
    /// O(n) in the families that have a word of the column, and O(n log n) without `base`.
    pub(crate) fn of(shop: Shop<'_>, key: RankedKey, base: Option<&Ranked>) -> Ranked {
        let mut sorted: Vec<u32> = Vec::with_capacity(shop.table.heads().len());
        match base {
            Some(base) => sorted.extend(base.blocks.iter().flat_map(|head| head.block.numbers())),
            None => {
                shop.table.heads().each(|number| sorted.push(number));
                key.order.sort(shop, &mut sorted);
            }
        }
        let mut blocks = Vec::new();
        let mut block = RankedBlock::with_room(BLOCK);
        each_by_word(shop, key.column, &sorted, |word, number| {
            block.push(word, number);
            if block.numbers().len() == BLOCK {
                let full = std::mem::replace(&mut block, RankedBlock::with_room(BLOCK));
                blocks.push(Head::of(&key.order, shop, full));
            }
        });
        if !block.numbers().is_empty() {
            blocks.push(Head::of(&key.order, shop, block));
        }
        Ranked { blocks: Arc::new(blocks), key, further: Vec::new() }
    }

    /// The same list made anew.
    pub(crate) fn made_anew(&self, shop: Shop<'_>, base: Option<&Ranked>) -> Ranked {
        let mut next = Ranked::of(shop, self.key.clone(), base);
        self.further.iter().for_each(|further| next.add_order(shop, &further.order));
        next
    }

    /// The place of a further order.
    pub(crate) fn place_of_order(&self, order: &Order) -> Option<usize> {
        self.further.iter().position(|further| further.order == *order)
    }

    /// Keeps the least keys of a further order from now on, unless there are too many orders. O(n).
    pub(crate) fn add_order(&mut self, shop: Shop<'_>, order: &Order) {
        if self.further.len() >= ORDERS_MAX || self.place_of_order(order).is_some() {
            return;
        }
        let place = self.further.len();
        let key = order.first_keys(shop);
        let heads = Arc::make_mut(&mut self.blocks).iter_mut();
        let least = heads.map(|head| Arc::make_mut(&mut head.block).note_least(place, 0, &key)).collect();
        self.further.push(Further { order: order.clone(), least: Arc::new(least) });
    }

    /// All orders that it depends on.
    pub(crate) fn orders(&self) -> impl Iterator<Item = &Order> {
        std::iter::once(&self.key.order).chain(self.further.iter().map(|further| &further.order))
    }

    /// The first place at which something is true that is true of all behind it, of a word, a
    /// family and its first key, which may cost a look at a column.
    fn find_first(&self, shop: Shop<'_>, is_after: impl Fn(u32, u32, &dyn Fn() -> i64) -> bool) -> Place {
        let key = self.key.order.first_keys(shop);
        let ends_before = |head: &Head| !is_after(head.word, head.number, &|| head.first);
        let block = self.blocks.partition_point(ends_before);
        let place = self
            .blocks
            .get(block)
            .map_or(0, |head| head.block.find_first(|word, number| is_after(word, number, &|| key(number))));
        Place { block, place }
    }

    /// Where a family stands, or would stand, under a word.
    fn find(&self, shop: Shop<'_>, word: u32, number: u32) -> Place {
        let order = &self.key.order;
        let first = order.first(shop, number);
        self.find_first(shop, |other_word, other, other_first| {
            let by_first = || other_first().cmp(&first);
            let by_rest = || order.compare(shop, other, number);
            other_word.cmp(&word).then_with(by_first).then_with(by_rest) != Ordering::Less
        })
    }

    /// Brings families up to date. The snapshots differ in nothing else that the list reads.
    pub(crate) fn follow(&mut self, before: Shop<'_>, after: Shop<'_>, changed: &[u32]) {
        for &number in changed.iter().filter(|&&number| before.table.heads().contains(number)) {
            let mut places = Vec::new();
            each_word(before, self.key.column, number, |word| places.push(self.find(before, word, number)));
            // From behind, so that places in front stay what they are.
            places.sort_unstable();
            places.into_iter().rev().for_each(|place| self.remove(before, after, place));
        }
        for &number in changed.iter().filter(|&&number| after.table.heads().contains(number)) {
            let mut words = Vec::new();
            each_word(after, self.key.column, number, |word| words.push(word));
            words.into_iter().for_each(|word| self.insert(after, word, number));
        }
    }

    fn remove(&mut self, before: Shop<'_>, after: Shop<'_>, Place { block, place }: Place) {
        let blocks = Arc::make_mut(&mut self.blocks);
        Arc::make_mut(&mut blocks[block].block).remove(place);
        if blocks[block].len == 1 {
            blocks.remove(block);
            return self.forget(block);
        }
        let mut from = place;
        let len = blocks[block].len as usize - 1;
        if blocks.get(block + 1).is_some_and(|next| next.len as usize + len <= BLOCK) {
            let next = blocks.remove(block + 1);
            Arc::make_mut(&mut blocks[block].block).append(&next.block);
            from = from.min(len);
            self.forget(block + 1);
        }
        self.note(before, after, block, from);
    }

    /// Forgets the least keys of a block that is gone.
    fn forget(&mut self, block: usize) {
        for further in &mut self.further {
            Arc::make_mut(&mut further.least).remove(block);
        }
    }

    fn insert(&mut self, after: Shop<'_>, word: u32, number: u32) {
        let Place { mut block, mut place } = self.find(after, word, number);
        let blocks = Arc::make_mut(&mut self.blocks);
        if blocks.is_empty() {
            let mut first = RankedBlock::default();
            first.push(word, number);
            blocks.push(Head::of(&self.key.order, after, first));
            self.further.iter_mut().for_each(|further| Arc::make_mut(&mut further.least).push(0));
            return self.note(after, after, 0, 0);
        }
        if block == blocks.len() {
            block -= 1;
            place = blocks[block].len as usize;
        }
        let changed = Arc::make_mut(&mut blocks[block].block);
        changed.insert(place, word, number);
        if changed.numbers().len() >= 2 * BLOCK {
            let upper = changed.split_off(BLOCK);
            blocks.insert(block + 1, Head::of(&self.key.order, after, upper));
            for further in &mut self.further {
                Arc::make_mut(&mut further.least).insert(block + 1, 0);
            }
            self.note(after, after, block + 1, 0);
        }
        self.note(after, after, block, place);
    }

    /// Notes what is known of a block of which everything from a place on may have moved. `own` has
    /// the keys by which families stand in the list now.
    fn note(&mut self, own: Shop<'_>, after: Shop<'_>, block: usize, from: usize) {
        let head = &mut Arc::make_mut(&mut self.blocks)[block];
        (head.word, head.number) = head.block.last().expect("no block is empty");
        head.first = self.key.order.first(own, head.number);
        head.len = head.block.numbers().len() as u32;
        for (place, further) in self.further.iter_mut().enumerate() {
            let key = further.order.first_keys(after);
            let least = Arc::make_mut(&mut head.block).note_least(place, from, key);
            Arc::make_mut(&mut further.least)[block] = least;
        }
    }

    /// The places between which the families of a word stand whose first keys lie in a range.
    pub(crate) fn range(&self, shop: Shop<'_>, word: u32, low: i64, high: i64) -> (Place, Place) {
        let from = self.find_first(shop, |other, _, first| match other.cmp(&word) {
            Ordering::Equal => low == i64::MIN || first() >= low,
            order => order.is_gt(),
        });
        let until = self.find_first(shop, |other, _, first| match other.cmp(&word) {
            Ordering::Equal => high != i64::MAX && first() > high,
            order => order.is_gt(),
        });
        (from, until.max(from))
    }

    /// Everything.
    pub(crate) fn whole(&self) -> (Place, Place) {
        (Place { block: 0, place: 0 }, Place { block: self.blocks.len(), place: 0 })
    }

    /// The same of a list that goes round a circle: from a place on to the end, then up to it.
    pub(crate) fn round(&self, shop: Shop<'_>, word: u32, start: u64) -> [(Place, Place); 2] {
        // Places have 63 bits.
        let start = start as i64;
        [self.range(shop, word, start, i64::MAX), self.range(shop, word, i64::MIN, start - 1)]
    }

    /// From behind a family to the end, where there is but one group.
    pub(crate) fn behind(&self, shop: Shop<'_>, number: u32) -> (Place, Place) {
        let mut from = self.find(shop, 0, number);
        if self.between((from, self.whole().1)).next() == Some(number) {
            from.place += 1;
        }
        (from, self.whole().1)
    }

    /// How many families stand between two places. O(blocks between).
    pub(crate) fn count(&self, (from, until): (Place, Place)) -> usize {
        let whole = self.blocks.get(from.block..until.block).unwrap_or_default();
        let whole: usize = whole.iter().map(|head| head.len as usize).sum();
        (whole + until.place).saturating_sub(from.place)
    }

    /// The families between two places, in order.
    pub(crate) fn between(&self, range: (Place, Place)) -> impl Iterator<Item = u32> {
        let parts = (range.0.block..=range.1.block).flat_map(move |block| self.part(range, block));
        parts.copied()
    }

    /// The families of one block that stand between two places.
    pub(crate) fn part(&self, (from, until): (Place, Place), block: usize) -> &[u32] {
        let Some(head) = self.blocks.get(block) else { return &[] };
        let numbers = head.block.numbers();
        let first = if block == from.block { from.place } else { 0 };
        let last = if block == until.block { until.place } else { numbers.len() };
        numbers.get(first..last).unwrap_or_default()
    }

    /// The block at a place in the list.
    pub(crate) fn block(&self, block: usize) -> Option<&RankedBlock> {
        self.blocks.get(block).map(|head| &*head.block)
    }

    /// The least first key of each block in a further order.
    pub(crate) fn least(&self, order: usize) -> &[i64] {
        &self.further[order].least
    }

    pub(crate) fn bytes(&self) -> usize {
        let blocks: usize = self.blocks.iter().map(|head| size_of::<Head>() + head.block.bytes()).sum();
        blocks + self.further.len() * 8 * self.blocks.len()
    }
}

/// The words under which a family stands; 0 where there is but one group.
fn each_word(shop: Shop<'_>, column: Option<usize>, number: u32, mut each: impl FnMut(u32)) {
    match column.map(|column| &*shop.table.columns()[column]) {
        None if shop.table.heads().contains(number) => each(0),
        Some(FactColumn::Codes(column)) => {
            column.cells.get(number).unwrap_or_default().iter().for_each(|code| each(*code));
        }
        _ => {}
    }
}

/// Hands families over word by word, within each as they come: counted first, then written.
fn each_by_word(shop: Shop<'_>, column: Option<usize>, numbers: &[u32], mut each: impl FnMut(u32, u32)) {
    let mut ends: Vec<u32> = Vec::new();
    for &number in numbers {
        each_word(shop, column, number, |word| {
            let word = word as usize;
            if ends.len() <= word {
                ends.resize(word + 1, 0);
            }
            ends[word] += 1;
        });
    }
    let mut count = 0;
    for end in &mut ends {
        (*end, count) = (count, count + *end);
    }
    let mut grouped = vec![0; count as usize];
    for &number in numbers {
        each_word(shop, column, number, |word| {
            let place = &mut ends[word as usize];
            grouped[*place as usize] = number;
            *place += 1;
        });
    }
    // By now each end is where it belongs.
    let mut start = 0;
    for (word, end) in (0..).zip(ends) {
        grouped[start..end as usize].iter().for_each(|number| each(word, *number));
        start = end as usize;
    }
}
