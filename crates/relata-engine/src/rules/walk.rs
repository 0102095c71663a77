use std::ops::ControlFlow;

use relata_model::SortDirection;
use relata_rules::Facts;

use super::best::Best;
use super::circle;
use super::facts::PairFacts;
use super::live::{List, LiveRule, Targets};
use super::order::{Order, Shop};
use super::pair::Ask;
use super::ranked::Place;
use super::ranked_block::SPAN;
use crate::sorted_blocks;

/// What evaluating a condition costs, beside looking a value up.
const PLAIN_COST: usize = 40;

/// Targets that one walk looks at, passed over ones included: about two milliseconds.
pub(crate) const EFFORT: usize = 200_000;

impl LiveRule {
    /// Hands over the targets of a source, whoever asks, in the order of the rule, until it is told
    /// to stop, which is likely after `wanted` of them, or the effort is spent. Gives how many families
    /// it cost a look at; `None` if the effort was spent before all was looked at.
    ///
    /// A source that wants words or numbers of its targets finds them by binary search in a list
    /// that is grouped by that word and in the order of the rule or of the number, whichever
    /// promises less to look at: O(log n + looked at). In a list by number the least keys of spans
    /// say where the first in the order of the rule are. See `rules/mod.rs`.
    pub(crate) fn each_target(
        &self,
        shop: Shop<'_>,
        facts: &PairFacts<'_, '_>,
        wanted: usize,
        effort: &mut usize,
        mut each: impl FnMut(u32) -> ControlFlow<()>,
    ) -> Option<usize> {
        let mut asks = Vec::with_capacity(self.tests.pairs.len());
        for part in &self.tests.pairs {
            let Some(ask) = part.resolve(shop, facts) else { return Some(0) };
            asks.push(ask);
        }
        asks.sort_by_key(Ask::is_plain);
        let start = self.plan.circle.map(|circle| circle.start(shop.snapshot, facts.source, facts.now()));
        let Ways { in_order, aside, patience } = self.ways(shop, &asks, wanted, start);
        let mut walk = Walk { facts, asks: &asks, effort, looked: 0, patience, met: 0, known: 0, work: 0 };
        let flow = match in_order {
            Some(Way::Own) => self.in_own_order(shop, start, &mut walk, &mut each),
            Some(Way::List(list, ranges)) => self.in_order(shop, list, &ranges, &mut walk, &mut each),
            None => ControlFlow::Break(Stop::Impatient),
        };
        let flow = match (flow, aside) {
            (ControlFlow::Break(Stop::Impatient), Some(found)) => {
                (walk.patience, walk.known, walk.met) = (usize::MAX, walk.met, 0);
                let round = start.map(Order::round);
                let order = round.as_ref().unwrap_or(&self.plan.order);
                match found.further.filter(|_| found.is_opened) {
                    Some(further) => self.by_least(shop, &found, further, &mut walk, &mut each),
                    None => self.in_stretches(shop, order, &found, wanted, &mut walk, &mut each),
                }
            }
            (flow, _) => flow,
        };
        match flow {
            ControlFlow::Break(Stop::Spent) => None,
            _ => Some(walk.work),
        }
    }

    /// Walks the rule's own list, or the one of all families in its order.
    fn in_own_order(
        &self,
        shop: Shop<'_>,
        start: Option<u64>,
        walk: &mut Walk<'_, '_>,
        each: &mut impl FnMut(u32) -> ControlFlow<()>,
    ) -> ControlFlow<Stop> {
        match (&self.targets, start) {
            (Targets::Own(own), None) => own.iter().try_for_each(|&target| walk.visit(target, each)),
            (Targets::Own(own), Some(start)) => {
                let is_behind = |number: &u32| circle::place(shop.snapshot, *number) >= start;
                let from = own.find_first(is_behind);
                own.iter_from(from).try_for_each(|&target| walk.visit(target, each))?;
                own.iter()
                    .take(own.distance(sorted_blocks::Place::FIRST, from))
                    .try_for_each(|&target| walk.visit(target, each))
            }
            (Targets::Shared { list, first }, None) => {
                first.iter().try_for_each(|&target| walk.visit(target, each))?;
                let ranked = shop.table.ranked(*list);
                let rest = first.last().map_or_else(|| ranked.whole(), |&last| ranked.behind(shop, last));
                self.in_order(shop, *list, &[rest], walk, each)
            }
            (Targets::Shared { list, .. }, Some(start)) => {
                let parts = shop.table.ranked(*list).round(shop, 0, start);
                self.in_order(shop, *list, &parts, walk, each)
            }
        }
    }

    /// Walks parts of a list that is in the order of the rule, one behind the other.
    fn in_order(
        &self,
        shop: Shop<'_>,
        list: usize,
        parts: &[(Place, Place)],
        walk: &mut Walk<'_, '_>,
        each: &mut impl FnMut(u32) -> ControlFlow<()>,
    ) -> ControlFlow<Stop> {
        let ranked = shop.table.ranked(list);
        let mut all = parts.iter().flat_map(|part| ranked.between(*part));
        all.try_for_each(|target| match self.shown.contains(target) {
            true => walk.visit(target, each),
            false => walk.pass(),
        })
    }

    /// Opens of stretches that are in another order what comes first in that of the rule.
    fn by_least(
        &self,
        shop: Shop<'_>,
        found: &Found,
        further: usize,
        walk: &mut Walk<'_, '_>,
        each: &mut impl FnMut(u32) -> ControlFlow<()>,
    ) -> ControlFlow<Stop> {
        let ranked = shop.table.ranked(found.list);
        let mut best = Best::new(shop, ranked, (further, &self.plan.order), &found.ranges);
        let mut looked = 0;
        while let Some(target) = best.next(|number| self.shown.contains(number)) {
            walk.spend(best.looked - looked)?;
            looked = best.looked;
            walk.visit(target, each)?;
        }
        ControlFlow::Continue(())
    }

    /// Reads stretches of a list that is in another order, and brings them into that of the rule.
    fn in_stretches(
        &self,
        shop: Shop<'_>,
        order: &Order,
        found: &Found,
        wanted: usize,
        walk: &mut Walk<'_, '_>,
        each: &mut impl FnMut(u32) -> ControlFlow<()>,
    ) -> ControlFlow<Stop> {
        let ranked = shop.table.ranked(found.list);
        walk.work += found.count;
        let all = found.ranges.iter().flat_map(|range| ranked.between(*range));
        let mut numbers: Vec<u32> = all.filter(|number| self.shown.contains(*number)).collect();
        if found.ranges.len() > 1 {
            numbers.sort_unstable();
            numbers.dedup();
        }
        // Most who ask are content with the first few, so the others wait for their order.
        let first = order.first_of(shop, &mut numbers, wanted.saturating_mul(2));
        let (first, rest) = numbers.split_at_mut(first);
        first.iter().try_for_each(|&target| walk.visit(target, each))?;
        if !rest.is_empty() {
            order.sort(shop, rest);
        }
        rest.iter().try_for_each(|&target| walk.visit(target, each))
    }

    /// The ways to the targets of a source on which least is likely to be looked at.
    fn ways(&self, shop: Shop<'_>, asks: &[Ask<'_>], wanted: usize, start: Option<u64>) -> Ways {
        let heads = shop.table.heads().len().max(1);
        let whole = match &self.targets {
            Targets::Own(list) => list.len(),
            Targets::Shared { .. } => heads,
        };
        let found: Vec<Found> =
            self.tests.lists.iter().filter_map(|list| find(shop, asks, list, start)).collect();
        // How many of all families the narrowest list leaves; a walk in order meets one in so many.
        let fewest = found.iter().map(|found| found.count).min().unwrap_or(heads).max(1);
        let shown = whole.min(self.shown.len()).max(1);
        // Of a list in order so many are passed over until enough are found that are shown and asked for.
        let passed = |len: usize, share: usize| len.min(wanted.saturating_mul(len / share.max(1) + 1));
        let mut ways = Ways { in_order: Some(Way::Own), aside: None, patience: usize::MAX };
        let mut least = passed(whole, fewest.min(shown) * shown / heads);
        let mut shortest = usize::MAX;
        for mut one in found {
            if one.is_in_order {
                let looked_at = passed(one.count, fewest * shown / heads);
                if looked_at < least {
                    (least, ways.in_order) = (looked_at, Some(Way::List(one.list, one.ranges)));
                }
                continue;
            }
            // Each that is wanted may have to be looked for in a span of its own.
            let opened = wanted.saturating_mul(one.count / (fewest * shown / heads).max(1) + 1);
            let opened = one.count / OPENED + opened.saturating_mul(SPAN);
            one.is_opened = one.further.is_some() && opened < one.count;
            let cost = if one.is_opened { opened } else { one.count };
            if cost < shortest {
                (shortest, ways.aside) = (cost, Some(one));
            }
        }
        if shortest.saturating_mul(2) < least {
            ways.in_order = None;
        } else if ways.aside.is_some() {
            // What is shown first may be what the source does not want; then the stretch is shorter.
            let expected = least.saturating_mul(4).saturating_add(64);
            ways.patience = expected.min(least.saturating_add(shortest));
        }
        ways
    }
}

/// Families for which a span or a block is taken up, in looks at one.
const OPENED: usize = 256;

/// The ways to the targets of a source.
struct Ways {
    /// The one that is in the order of the rule.
    in_order: Option<Way>,
    /// Parts of a list in another order.
    aside: Option<Found>,
    /// How many are looked at in order before the other list is read instead.
    patience: usize,
}

/// A way that is in the order of the rule.
enum Way {
    /// Its own list.
    Own,
    /// Parts of another list, one behind the other.
    List(usize, Vec<(Place, Place)>),
}

/// Why a walk ended before the list did.
enum Stop {
    /// Whoever asked has enough.
    Enough,
    /// The effort is spent.
    Spent,
    /// Another way promises more.
    Impatient,
}

/// A walk over the targets of one source.
struct Walk<'w, 'f> {
    facts: &'w PairFacts<'f, 'f>,
    asks: &'w [Ask<'w>],
    effort: &'w mut usize,
    looked: usize,
    /// The same of all ways together.
    work: usize,
    patience: usize,
    /// Targets that were handed over.
    met: usize,
    /// Targets at the front that were handed over by a walk before.
    known: usize,
}

impl Walk<'_, '_> {
    /// Passes over a target that the rule does not show.
    fn pass(&mut self) -> ControlFlow<Stop> {
        self.looked += 1;
        self.work += 1;
        if self.looked > self.patience {
            ControlFlow::Break(Stop::Impatient)
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Takes looks at other targets off the effort.
    fn spend(&mut self, looks: usize) -> ControlFlow<Stop> {
        if *self.effort < looks {
            return ControlFlow::Break(Stop::Spent);
        }
        *self.effort -= looks;
        self.work += looks;
        ControlFlow::Continue(())
    }

    /// Hands a target over if the source wants it.
    fn visit(&mut self, target: u32, each: &mut impl FnMut(u32) -> ControlFlow<()>) -> ControlFlow<Stop> {
        if *self.effort == 0 {
            return ControlFlow::Break(Stop::Spent);
        }
        *self.effort -= 1;
        self.pass()?;
        if target == self.facts.source {
            return ControlFlow::Continue(());
        }
        let pair = PairFacts { target, ..*self.facts };
        for ask in self.asks {
            if ask.is_plain() {
                *self.effort = self.effort.saturating_sub(PLAIN_COST);
            }
            if !ask.takes(&pair) {
                return ControlFlow::Continue(());
            }
        }
        self.met += 1;
        if self.met > self.known && each(target).is_break() {
            return ControlFlow::Break(Stop::Enough);
        }
        ControlFlow::Continue(())
    }
}

/// Parts of a list in which all targets of a source are.
struct Found {
    /// The place of the list.
    list: usize,
    ranges: Vec<(Place, Place)>,
    count: usize,
    /// Whether they are in the order of the rule, one behind the other.
    is_in_order: bool,
    /// See [`List::further`].
    further: Option<usize>,
    /// Whether that promises less to look at than all of it.
    is_opened: bool,
}

fn find(shop: Shop<'_>, asks: &[Ask<'_>], list: &List, start: Option<u64>) -> Option<Found> {
    let words: &[u32] = match list.column {
        None => &[0],
        Some(column) => words_of(asks, column)?,
    };
    let (low, high) = match list.numbers {
        None => (i64::MIN, i64::MAX),
        Some((column, direction)) => match (span_of(asks, column), direction) {
            (Some((low, high)), SortDirection::Ascending) => (low, high),
            // As `Order::first` turns them round.
            (Some((low, high)), SortDirection::Descending) => (!high, !low),
            (None, _) if list.is_in_order => (i64::MIN, i64::MAX),
            (None, _) => return None,
        },
    };
    let ranked = shop.table.ranked(list.place);
    let ranges: Vec<(Place, Place)> = match start.filter(|_| list.is_in_order) {
        Some(start) => words.iter().flat_map(|&word| ranked.round(shop, word, start)).collect(),
        None => words.iter().map(|&word| ranked.range(shop, word, low, high)).collect(),
    };
    let count = ranges.iter().map(|range| ranked.count(*range)).sum();
    Some(Found {
        list: list.place,
        is_in_order: list.is_in_order && words.len() == 1,
        count,
        ranges,
        further: list.further,
        is_opened: false,
    })
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
