use std::ops::ControlFlow;

use super::facts::PairFacts;
use super::live::{LiveRule, Targets};
use super::order::Shop;
use super::pair::Ask;
use crate::sorted_blocks::Place;

/// Families up to which a stretch by number is read whole and then put in order.
const STRETCH: usize = 1_024;
/// What evaluating a condition costs, beside looking a value up.
const PLAIN_COST: usize = 40;

/// Targets that one walk looks at, passed over ones included: about two milliseconds.
pub(crate) const EFFORT: usize = 200_000;

impl LiveRule {
    /// Hands over the targets of a source, whoever asks, in the order of the rule, until it is told
    /// to stop or the effort is spent. `None` if it was spent before all was looked at.
    ///
    /// A source that wants words or numbers of its targets finds them by binary search in a list
    /// that is grouped by that word and in the order of the rule or of the number, whichever
    /// promises less to look at: O(log n + looked at). See `rules/mod.rs`.
    pub(crate) fn each_target(
        &self,
        shop: Shop<'_>,
        facts: &PairFacts<'_, '_>,
        effort: &mut usize,
        mut each: impl FnMut(u32) -> ControlFlow<()>,
    ) -> Option<()> {
        let mut asks = Vec::with_capacity(self.tests.pairs.len());
        for part in &self.tests.pairs {
            let Some(ask) = part.resolve(shop, facts) else { return Some(()) };
            asks.push(ask);
        }
        asks.sort_by_key(Ask::is_plain);
        let cost = if asks.iter().any(Ask::is_plain) { PLAIN_COST } else { 1 };
        let mut visit = |target: u32| -> ControlFlow<Option<()>> {
            if *effort == 0 {
                return ControlFlow::Break(None);
            }
            *effort -= 1;
            if target == facts.source {
                return ControlFlow::Continue(());
            }
            let pair = PairFacts { target, ..*facts };
            for ask in &asks {
                if ask.is_plain() {
                    *effort = effort.saturating_sub(cost);
                }
                if !ask.takes(&pair) {
                    return ControlFlow::Continue(());
                }
            }
            match each(target) {
                ControlFlow::Continue(()) => ControlFlow::Continue(()),
                ControlFlow::Break(()) => ControlFlow::Break(Some(())),
            }
        };
        let flow = match self.best_way(shop, &asks) {
            Way::All => match &self.targets {
                Targets::Own(list) => list.iter().copied().try_for_each(&mut visit),
                Targets::Shared(place) => {
                    let list = shop.table.ranked(*place);
                    let mut all = list.between(list.range(0, i64::MIN, i64::MAX));
                    all.try_for_each(|target| match self.shown.contains(target) {
                        true => visit(target),
                        false => ControlFlow::Continue(()),
                    })
                }
            },
            Way::Ordered(list, range) => shop.table.ranked(list).between(range).try_for_each(|target| {
                match self.shown.contains(target) {
                    true => visit(target),
                    false => ControlFlow::Continue(()),
                }
            }),
            Way::Stretch(stretches) => {
                let mut found: Vec<u32> = stretches
                    .into_iter()
                    .flat_map(|(list, range)| shop.table.ranked(list).between(range))
                    .filter(|number| self.shown.contains(*number))
                    .collect();
                self.plan.order.sort(shop, &mut found);
                found.dedup();
                found.into_iter().try_for_each(&mut visit)
            }
        };
        match flow {
            ControlFlow::Continue(()) => Some(()),
            ControlFlow::Break(spent) => spent,
        }
    }

    /// The way to the targets of a source on which least is looked at.
    fn best_way(&self, shop: Shop<'_>, asks: &[Ask<'_>]) -> Way {
        let whole = match &self.targets {
            Targets::Own(list) => list.len(),
            Targets::Shared(_) => shop.table.heads().len(),
        };
        let (mut best, mut least) = (Way::All, whole);
        for list in &self.tests.lists {
            let codes: &[u32] = match list.column {
                None => &[0],
                Some(column) => match words_of(asks, column) {
                    Some(codes) => codes,
                    None => continue,
                },
            };
            let (low, high) = match list.numbers.map(|column| span_of(asks, column)) {
                None => (i64::MIN, i64::MAX),
                Some(Some(span)) => span,
                Some(None) => continue,
            };
            let ranked = shop.table.ranked(list.place);
            let ranges: Vec<(usize, (Place, Place))> =
                codes.iter().map(|&code| (list.place, ranked.range(code, low, high))).collect();
            let count: usize = ranges.iter().map(|(_, range)| ranked.count(*range)).sum();
            let in_order = list.numbers.is_none() && codes.len() == 1;
            // A list in order is left as soon as enough was found; a stretch is read whole and sorted.
            let looked_at = if in_order { count } else { count.saturating_mul(4) };
            if looked_at < least && (in_order || count <= STRETCH) {
                least = looked_at;
                best = if in_order { Way::Ordered(list.place, ranges[0].1) } else { Way::Stretch(ranges) };
            }
        }
        best
    }
}

/// How the targets of a source are found.
enum Way {
    /// All targets of the rule in order.
    All,
    /// A part of a list that is in the order of the rule.
    Ordered(usize, (Place, Place)),
    /// Parts of lists in another order.
    Stretch(Vec<(usize, (Place, Place))>),
}

fn words_of<'a>(asks: &'a [Ask<'_>], wanted: usize) -> Option<&'a [u32]> {
    asks.iter().find_map(|ask| match ask {
        Ask::Words { place, codes, .. } if *place == wanted => Some(&**codes),
        _ => None,
    })
}

/// What all that is asked of a column leaves of its numbers.
fn span_of(asks: &[Ask<'_>], wanted: usize) -> Option<(i64, i64)> {
    // Where variants have numbers of their own, one may be low enough and another high enough.
    let is_single = |ask: &Ask<'_>| match ask {
        Ask::Between { place, cells, .. } if *place == wanted => cells.is_single(),
        _ => true,
    };
    if !asks.iter().all(is_single) {
        return None;
    }
    let spans = asks.iter().filter_map(|ask| match ask {
        Ask::Between { place, low, high, .. } if *place == wanted => Some((*low, *high)),
        _ => None,
    });
    spans.reduce(|a, b| (a.0.max(b.0), a.1.min(b.1)))
}
