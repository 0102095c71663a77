use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use relata_model::limits::CANDIDATES_MAX;
use relata_model::{Arrangement, Problem, Rule, RuleCode, RuleEffect, RuleStatus, Sku, Timestamp};
use rustc_hash::FxHashSet;

use super::circles::WithheldPair;
use super::facts::PairFacts;
use super::falling::Touched;
use super::live::LiveRule;
use super::named::NamedChange;
use super::order::{Order, Shop};
use super::parallel::map_parallel;
use super::plan::Plan;
use super::read::is_showable;
use super::set::ProductSet;
use crate::Snapshot;
use crate::answer::Removal;
use crate::candidate::{Candidate, Via, arrange};
use crate::covered::Covered;
use crate::edge::Edge;
use crate::gather::{ListReader, ListRow};
use crate::recommend::Request;

/// What a rule would do if it were active.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// Products that its match takes in.
    pub sources: usize,
    /// Products that it would show to at least one of them.
    pub targets: usize,
    /// Pairs that it would show; of what can be shown without it, those that it would remove or boost.
    pub pairs_shown: usize,
    /// Sources for which it finds nothing that can be shown, or to which it leaves nothing.
    pub without_result: usize,
    /// Products that it wants to show and that are sold out.
    pub out_of_stock: usize,
    /// Whether the counts of pairs, of sources without result and of coverage are taken from 256 to
    /// 4,000 sources, as many as their cost allows, spread evenly over more; the two counts of
    /// products are then at least so many.
    pub estimated: bool,
    /// The share of products with something of the type to show, as it is.
    pub coverage_before: f64,
    /// The same with the rule.
    pub coverage_after: f64,
    /// Some sources, by SKU, with what they show now and would show.
    pub examples: Vec<Example>,
    /// Circles that it would close; `None` if that could not be told.
    pub circles: Option<Vec<WithheldPair>>,
    /// Other active rules of the type, each with how many sources both take in.
    pub overlaps: Vec<(RuleCode, usize)>,
}

/// A source with what it shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The product.
    pub source: Sku,
    /// What it shows now.
    pub before: Vec<Sku>,
    /// What it would show.
    pub after: Vec<Sku>,
}

/// Items of an example; a list on a page is no longer.
const EXAMPLE_ITEMS: usize = 12;
/// Sources that are looked at one by one; of more, so many spread evenly.
const SURVEYED_MAX: usize = 4_000;
/// So many are looked at whatever they cost; shares taken from them are off by six hundredths at most,
/// nineteen times out of twenty.
const SURVEYED_MIN: usize = 256;
/// Sources that tell what one costs.
const PROBED: usize = 32;
/// Looks at families that all of them may cost together: a few milliseconds.
const WORK_MAX: usize = 200_000;
/// What a source, a target and a sold-out one cost beside, in such looks.
const SOURCE_WORK: usize = 40;
const TARGET_WORK: usize = 10;
const SOLD_OUT_WORK: usize = 100;
/// Sources that one thread looks at before it takes the next.
const BATCH: usize = 64;
/// Products of which the first by SKU are looked for at once.
const FIRST_BATCH: usize = 4_096;

impl Snapshot {
    /// The snapshot as it would be if a rule were active.
    ///
    /// The cost of evaluating the rule over all products, and of a look for circles in its type.
    ///
    /// # Errors
    /// What is wrong with its conditions.
    pub fn with_rule(&self, rule: &Rule) -> Result<Snapshot, Vec<Problem>> {
        let mut next = self.clone();
        next.covered = Arc::default();
        let rule = Rule { status: RuleStatus::Active, ..rule.clone() };
        if self.rules.is_named_by_any() {
            // What other rules take in may be said by what this one takes in.
            let mut rules: Vec<Rule> = self.rules.named.rules.to_vec();
            rules.retain(|other| other.code != rule.code);
            rules.push(rule.clone());
            next.change_named(NamedChange { rules: Some(&rules), ..NamedChange::default() });
            let nothing = Touched { relations: &BTreeMap::new(), products: &BTreeSet::new() };
            next.withhold(Some((self, &nothing)));
            return match next.rules.broken.iter().find(|(code, _)| *code == rule.code) {
                Some((_, problems)) => Err(problems.clone()),
                None => Ok(next),
            };
        }
        let library = Arc::clone(&self.rules.named);
        let plan = Arc::new(Plan::of(&rule, &library.library, Arc::make_mut(&mut next.words))?);
        let kind = plan.kind;
        let live = LiveRule::all(&[plan], &next, &next.facts);
        live.into_iter().for_each(|live| Arc::make_mut(&mut next.rules).put(live));
        next.withhold_of_draft(kind);
        Ok(next)
    }

    /// What a rule would do in the channel `web`; nothing is changed.
    ///
    /// O(sources × targets looked at), with at most 4,000 sources; fewer, where many targets have to
    /// be looked at for each. What the type covers as it is, is counted once for each snapshot:
    /// O(relations of the type).
    ///
    /// # Errors
    /// What is wrong with its conditions.
    pub fn preview(&self, rule: &Rule, sample: usize, at: Timestamp) -> Result<Preview, Vec<Problem>> {
        let next = self.with_rule(rule)?;
        let place = self.setup.type_by_code(&rule.type_code).into_iter().collect::<Vec<_>>();
        let web = relata_model::Channel::web().code;
        let channel = self.setup.channel(&web).expect("web is always there");
        let live = next.rules.live.iter().find(|live| live.plan.rule.code == rule.code);
        let live = live.cloned().expect("it was put there");
        let sources: Vec<u32> = live.sources.iter().collect();
        let survey = |batch: &[u32]| {
            let mut request = Request::survey(&next, place.clone(), channel, at);
            let mut seen = Seen::default();
            batch.iter().for_each(|&source| match live.plan.rule.effect {
                RuleEffect::Add => seen.look(&mut request, &live, source),
                RuleEffect::Remove | RuleEffect::Boost => seen.look_at_effect(&mut request, &live, source),
            });
            seen
        };
        let work = |sources: &[u32]| survey(sources).work;
        let step = sources.len().div_ceil(surveyed_max(&sources, work)).max(1);
        let surveyed: Vec<u32> = sources.iter().copied().step_by(step).collect();
        let batches: Vec<&[u32]> = surveyed.chunks(BATCH).collect();
        let seen = map_parallel(&batches, |batch| survey(batch));
        let mut seen = seen.into_iter().fold(Seen::default(), Seen::join);
        let scale = |count: usize| count * sources.len() / surveyed.len().max(1);
        let before = self.covered(&rule.type_code, at);
        let after = self.covered_with(&next, &live, &before, &mut seen, at, scale);
        let first = first_by_sku(&next, &sources, sample);
        let mut request = Request::survey(&next, place.clone(), channel, at);
        let mut old_request = Request::survey(self, place.clone(), channel, at);
        let examples = first.into_iter().map(|source| Example {
            source: self.sku(source).clone(),
            before: shown_by(&mut old_request, source),
            after: shown_by(&mut request, source),
        });
        Ok(Preview {
            examples: examples.collect(),
            sources: sources.len(),
            targets: seen.targets.len(),
            pairs_shown: scale(seen.pairs),
            without_result: scale(seen.without_result),
            out_of_stock: seen.sold_out.len(),
            estimated: step > 1,
            coverage_before: before.rate(before.len()),
            coverage_after: before.rate(after),
            circles: next.circles_of(self, &rule.code),
            overlaps: overlaps(&next, &live),
        })
    }

    /// How many products the type covers with the rule.
    fn covered_with(
        &self,
        next: &Snapshot,
        live: &LiveRule,
        before: &Covered,
        seen: &mut Seen,
        at: Timestamp,
        scale: impl Fn(usize) -> usize,
    ) -> usize {
        let kind = live.plan.kind;
        let is_same =
            |snapshot: &Snapshot| snapshot.rules.withheld.get(&kind).is_none_or(|found| found.is_empty());
        let old = self.rules.live.iter().find(|old| old.plan.rule.code == live.plan.rule.code);
        // Where the rule takes the place of another, or pairs of others are withheld for it, products
        // may lose what they had.
        if old.is_some() || !is_same(self) || !is_same(next) {
            return next.covered(&live.plan.rule.type_code, at).len();
        }
        if live.plan.rule.effect == RuleEffect::Remove {
            let lost = seen.emptied.iter().filter(|source| before.contains(**source)).count();
            return before.len() - scale(lost).min(before.len());
        }
        let gained = seen.served.iter().filter(|source| before.gains(next, **source)).count();
        before.len() + scale(gained)
    }
}

/// What a look at some sources finds.
#[derive(Debug, Default)]
struct Seen {
    pairs: usize,
    without_result: usize,
    targets: FxHashSet<u32>,
    sold_out: FxHashSet<u32>,
    /// Sources with something to show.
    served: Vec<u32>,
    /// Sources to which a rule that removes leaves nothing.
    emptied: Vec<u32>,
    /// What it cost, in looks at families.
    work: usize,
}

/// How many sources may be looked at, by what some of them cost; always the same for the same shop.
fn surveyed_max(sources: &[u32], work: impl Fn(&[u32]) -> usize) -> usize {
    if sources.len() <= SURVEYED_MIN {
        return SURVEYED_MIN;
    }
    let probed: Vec<u32> = sources.iter().copied().step_by(sources.len().div_ceil(PROBED)).collect();
    let each = work(&probed) / probed.len();
    (WORK_MAX / each.max(1)).clamp(SURVEYED_MIN, SURVEYED_MAX)
}

impl Seen {
    /// Looks at what one rule shows from a source, and what it would show if it were not sold out.
    fn look(&mut self, request: &mut Request<'_>, rule: &LiveRule, source: u32) {
        request.ask_about(source);
        let (request, snapshot) = (&*request, request.snapshot);
        let facts = PairFacts::of_request(request, source, source);
        let terms = snapshot.words.terms.value(rule.plan.terms);
        let mut left = rule.plan.rule.limit;
        let mut found = Vec::new();
        let mut work = SOURCE_WORK;
        let looked = rule.each_pair(source, &facts, request, |target, withheld| {
            if left == 0 {
                return ControlFlow::Break(());
            }
            work += TARGET_WORK;
            if withheld.is_some() {
                return ControlFlow::Continue(());
            }
            let edge = Edge {
                id: Edge::DERIVED,
                weight: rule.plan.rule.weight,
                target,
                position: 0,
                terms: rule.plan.terms,
                kind: rule.plan.kind,
            };
            let via = Via { inherited: false, mirrored: false };
            match request.pair_refusal(source, target, rule.plan.kind) {
                None => {
                    found.push(target);
                    left -= 1;
                }
                Some(Removal::OutOfStock) => {
                    self.sold_out.insert(target);
                    work += SOLD_OUT_WORK;
                    let row = ListRow { edge, terms, via, shadowed: false };
                    left -= u32::from(is_showable(request, source, &row));
                }
                Some(_) => {}
            }
            ControlFlow::Continue(())
        });
        self.work += work + looked;
        // What is shown by a substitute counts for the minimum, but is no pair of its own.
        if found.is_empty() || rule.plan.rule.limit - left < rule.plan.rule.minimum {
            self.without_result += 1;
        } else {
            self.pairs += found.len();
            self.targets.extend(found);
            self.served.push(source);
        }
    }

    /// Looks at what can be shown beside a source and would be removed or boosted.
    fn look_at_effect(&mut self, request: &mut Request<'_>, rule: &LiveRule, source: u32) {
        request.ask_about(source);
        let (request, snapshot) = (&*request, request.snapshot);
        let (kind, code) = (rule.plan.kind, &rule.plan.rule.code);
        let facts = PairFacts::of_request(request, source, source);
        let mut reader = ListReader::new(snapshot, CANDIDATES_MAX);
        reader.read(source, kind, request, |_| {});
        let (mut concerned, mut spared) = (0, 0);
        self.work += SOURCE_WORK + reader.rows.len() * TARGET_WORK;
        for target in reader.rows.iter().filter(|row| !row.shadowed).map(|row| row.edge.target) {
            if !matches!(request.refusal(target), None | Some(Removal::OutOfStock))
                || request.is_forbidden(source, target, kind)
                || request.is_removed_by_others(source, target, kind, code)
            {
                continue;
            }
            let pair = PairFacts { target: snapshot.row(target).family, ..facts };
            if !rule.concerns(&pair) {
                spared += 1;
                continue;
            }
            concerned += 1;
            self.targets.insert(target);
            if request.refusal(target) == Some(Removal::OutOfStock) {
                self.sold_out.insert(target);
            }
        }
        self.pairs += concerned;
        if concerned > 0 {
            self.served.push(source);
        }
        if concerned > 0 && spared == 0 && rule.plan.rule.effect == RuleEffect::Remove {
            self.without_result += 1;
            self.emptied.push(source);
        }
    }

    fn join(mut self, other: Seen) -> Seen {
        self.pairs += other.pairs;
        self.without_result += other.without_result;
        self.targets.extend(other.targets);
        self.sold_out.extend(other.sold_out);
        self.served.extend(other.served);
        self.emptied.extend(other.emptied);
        self.work += other.work;
        self
    }
}

/// The first products by SKU.
pub(super) fn first_by_sku(snapshot: &Snapshot, numbers: &[u32], count: usize) -> Vec<u32> {
    let table = snapshot.facts.table();
    let shop = Shop { snapshot, table: &table };
    let order = Order::default();
    let mut first = Vec::new();
    // Part by part, so that no list of all of them with what orders them is made.
    for some in numbers.chunks(FIRST_BATCH) {
        first.extend_from_slice(some);
        let kept = order.first_of(shop, &mut first, count);
        first.truncate(kept);
    }
    first
}

/// Everything that a source shows under the type of a request, in served order.
fn shown_by(request: &mut Request<'_>, source: u32) -> Vec<Sku> {
    let snapshot = request.snapshot;
    request.ask_about(source);
    let mut reader = ListReader::new(snapshot, CANDIDATES_MAX);
    let mut shown = Vec::new();
    for slot in 0..request.slots.len() {
        reader.read(source, request.slots[slot].kind, request, |_| {});
        let mut visits_left = CANDIDATES_MAX;
        let rows = reader.rows.iter().filter(|row| !row.shadowed);
        let rows = rows.filter(|row| request.can_show(slot, row, &mut visits_left));
        let kind = request.slots[slot].kind;
        let mut candidates: Vec<Candidate<'_>> = Vec::new();
        for (place, row) in (0..).zip(rows) {
            let boost = request.boost(source, row.edge.target, kind);
            candidates.push(Candidate { boost, ..row.candidate(place, row.edge.weight * boost) });
        }
        arrange(&mut candidates, Arrangement::ManualFirst);
        shown.extend(candidates.iter().map(|candidate| snapshot.sku(candidate.edge.target).clone()));
    }
    shown.truncate(EXAMPLE_ITEMS);
    shown
}

fn overlaps(snapshot: &Snapshot, rule: &LiveRule) -> Vec<(RuleCode, usize)> {
    let sources: ProductSet = rule.sources.as_bits();
    let others = snapshot.rules.of_kind(rule.plan.shelf());
    let others = others.filter(|other| other.plan.rule.code != rule.plan.rule.code);
    let shared = others.map(|other| (other.plan.rule.code.clone(), other.sources.shared(&sources)));
    shared.filter(|(_, shared)| *shared > 0).collect()
}
