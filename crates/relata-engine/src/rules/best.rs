use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::order::{Keyed, Order, Shop};
use super::ranked::{Place, Ranked};
use super::ranked_block::SPAN;

/// The families of stretches of a list in another order than the list's.
///
/// Blocks and spans of 16 wait with their least keys, families that were looked at with their own;
/// only what comes first is opened, so that the first k cost O(blocks + opened × 16). This is how
/// block maxima serve the best of a long list (Ding and Suel 2011, doi 10.1145/2009916.2010048).
pub(crate) struct Best<'r> {
    ranked: &'r Ranked,
    /// The place of the order among the further ones of the list.
    further: usize,
    shop: Shop<'r>,
    order: &'r Order,
    stretches: &'r [(Place, Place)],
    closed: BinaryHeap<Reverse<Closed>>,
    open: BinaryHeap<Reverse<Open<'r>>>,
    /// What was handed over last; a family may stand in several stretches.
    last: Option<u32>,
    /// Families that were looked at.
    pub(crate) looked: usize,
}

/// Neighbouring families that were not looked at, with the least of their first keys.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Closed {
    least: i64,
    stretch: u32,
    block: u32,
    /// A span of the block; `None` is all of it.
    span: Option<u32>,
}

/// A family that was looked at.
struct Open<'r> {
    keyed: Keyed,
    order: &'r Order,
    shop: Shop<'r>,
}

impl PartialEq for Open<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Open<'_> {}

impl PartialOrd for Open<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Open<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order.compare_keyed(self.shop, &self.keyed, &other.keyed)
    }
}

impl<'r> Best<'r> {
    /// `further` is the place of the order among those of the list.
    pub(crate) fn new(
        shop: Shop<'r>,
        ranked: &'r Ranked,
        (further, order): (usize, &'r Order),
        stretches: &'r [(Place, Place)],
    ) -> Best<'r> {
        let least = ranked.least(further);
        let mut closed = Vec::new();
        for (stretch, (from, until)) in (0..).zip(stretches) {
            let blocks = least.iter().enumerate().take(until.block + 1).skip(from.block);
            closed.extend(blocks.map(|(block, least)| {
                Reverse(Closed { least: *least, stretch, block: block as u32, span: None })
            }));
        }
        Best {
            ranked,
            further,
            shop,
            order,
            stretches,
            closed: closed.into(),
            open: BinaryHeap::new(),
            last: None,
            looked: 0,
        }
    }

    /// The next family in the order, of those of which something is true.
    pub(crate) fn next(&mut self, is_such: impl Fn(u32) -> bool) -> Option<u32> {
        loop {
            let bound = self.closed.peek().map(|Reverse(closed)| closed.least);
            let first = self.open.peek().map(|Reverse(open)| open.keyed.first);
            match (first, bound) {
                (None, None) => return None,
                // What is closed may hold an equal key and come first by the other keys.
                (Some(first), bound) if bound.is_none_or(|bound| first < bound) => {
                    let number = self.open.pop().map(|Reverse(open)| open.keyed.number);
                    if self.last != number {
                        self.last = number;
                        return number;
                    }
                }
                _ => self.open_next(&is_such),
            }
        }
    }

    fn open_next(&mut self, is_such: impl Fn(u32) -> bool) {
        let Some(Reverse(Closed { stretch, block, span, .. })) = self.closed.pop() else { return };
        let range = self.stretches[stretch as usize];
        let Some(of_block) = self.ranked.block(block as usize) else { return };
        let part = self.ranked.part(range, block as usize);
        // Where the part of the stretch starts in the block.
        let start = if block as usize == range.0.block { range.0.place } else { 0 };
        let end = start + part.len();
        let Some(span) = span else {
            let spans = (0_u32..).zip(of_block.least(self.further));
            let within = spans.skip(start / SPAN).take_while(|(span, _)| (*span as usize) * SPAN < end);
            self.closed.extend(
                within.map(|(span, &least)| Reverse(Closed { least, stretch, block, span: Some(span) })),
            );
            return;
        };
        let from = (span as usize * SPAN).clamp(start, end);
        let until = ((span as usize + 1) * SPAN).clamp(start, end);
        self.looked += until - from;
        let (shop, order) = (self.shop, self.order);
        let keyed = order.keyed(shop);
        let found = of_block.numbers()[from..until].iter().filter(|number| is_such(**number));
        self.open.extend(found.map(|number| Reverse(Open { keyed: keyed(*number), order, shop })));
    }
}
