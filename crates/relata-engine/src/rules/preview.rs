use std::collections::BTreeSet;
use std::sync::Arc;

use relata_model::limits::CANDIDATES_MAX;
use relata_model::{Problem, Rule, RuleCode, RuleStatus, Sku, Timestamp};

use super::circles::WithheldPair;
use super::live::LiveRule;
use crate::Snapshot;
use crate::answer::Removal;
use crate::coverage::{CoverageQuery, coverage};
use crate::gather::ListReader;
use crate::recommend::Request;

/// What a rule would do if it were active.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// Products that its match takes in.
    pub sources: usize,
    /// Products that it would show to at least one of them.
    pub targets: usize,
    /// Pairs that it would show.
    pub pairs_shown: usize,
    /// Sources for which it finds nothing that can be shown.
    pub without_result: usize,
    /// Products that it wants to show and that are sold out.
    pub out_of_stock: usize,
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

impl Snapshot {
    /// The snapshot as it would be if a rule were active.
    ///
    /// O(products × size of its conditions).
    ///
    /// # Errors
    /// What is wrong with its conditions.
    pub fn with_rule(&self, rule: &Rule) -> Result<Snapshot, Vec<Problem>> {
        let mut rules: Vec<Rule> = self.rules.live.iter().map(|live| live.plan.rule.clone()).collect();
        rules.retain(|other| other.code != rule.code);
        rules.push(Rule { status: RuleStatus::Active, ..rule.clone() });
        let mut next = self.clone();
        next.change_rules(&rules);
        next.withhold();
        match next.rules.broken.iter().find(|(code, _)| *code == rule.code) {
            Some((_, problems)) => Err(problems.clone()),
            None => Ok(next),
        }
    }

    /// What a rule would do in the channel `web`; nothing is changed.
    ///
    /// O(sources × targets looked at), at most 5,000 of these for each source.
    ///
    /// # Errors
    /// What is wrong with its conditions, or that its type does not exist.
    pub fn preview(&self, rule: &Rule, sample: usize, at: Timestamp) -> Result<Preview, Vec<Problem>> {
        let next = self.with_rule(rule)?;
        let place = self.setup.type_by_code(&rule.type_code).into_iter().collect::<Vec<_>>();
        let web = relata_model::Channel::web().code;
        let channel = self.setup.channel(&web).expect("web is always there");
        let live = next.rules.live.iter().find(|live| live.plan.rule.code == rule.code);
        let Some(live) = live.cloned() else { return Err(Vec::new()) };
        let mut request = Request::survey(&next, place.clone(), channel, at);
        let mut old_request = Request::survey(self, place, channel, at);
        let query = |type_code| CoverageQuery { type_code, category: None, channel: None, at };
        let mut found = Preview {
            sources: live.sources.len(),
            targets: 0,
            pairs_shown: 0,
            without_result: 0,
            out_of_stock: 0,
            coverage_before: coverage(self, &query(Some(rule.type_code.clone()))).rate,
            coverage_after: coverage(&next, &query(Some(rule.type_code.clone()))).rate,
            examples: Vec::new(),
            circles: next.circles_of(self, &rule.code),
            overlaps: overlaps(&next, &live),
        };
        let (mut targets, mut sold_out) = (BTreeSet::new(), BTreeSet::new());
        let mut sources: Vec<u32> = live.sources.iter().collect();
        for &source in &sources {
            let shown = of_rule(&mut request, &live, source, &mut sold_out);
            found.pairs_shown += shown.len();
            found.without_result += usize::from(shown.is_empty());
            targets.extend(shown);
        }
        (found.targets, found.out_of_stock) = (targets.len(), sold_out.len());
        sources.sort_by(|a, b| self.sku(*a).cmp(self.sku(*b)));
        for &source in sources.iter().take(sample) {
            found.examples.push(Example {
                source: self.sku(source).clone(),
                before: shown_by(&mut old_request, source),
                after: shown_by(&mut request, source),
            });
        }
        Ok(found)
    }
}

/// What one rule shows from a source; notes what it would show if it were not sold out.
fn of_rule<'s>(
    request: &mut Request<'s>,
    rule: &Arc<LiveRule>,
    source: u32,
    sold_out: &mut BTreeSet<u32>,
) -> Vec<u32> {
    let snapshot = request.snapshot;
    request.ask_about(source);
    let Some(rule) = snapshot.rules.live.iter().find(|live| Arc::ptr_eq(live, rule)) else {
        return Vec::new();
    };
    let mut reader = ListReader::new(snapshot, CANDIDATES_MAX);
    reader.read_one_rule(source, rule, request);
    let mut shown = Vec::new();
    for row in &reader.rows {
        match request.pair_refusal(source, row.edge.target, row.edge.kind) {
            None => shown.push(row.edge.target),
            Some(Removal::OutOfStock) => {
                sold_out.insert(row.edge.target);
            }
            Some(_) => {}
        }
    }
    shown
}

/// Everything that a source shows under the type of a request, in stored order.
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
        shown.extend(rows.map(|row| snapshot.sku(row.edge.target).clone()));
    }
    shown.truncate(EXAMPLE_ITEMS);
    shown
}

fn overlaps(snapshot: &Snapshot, rule: &LiveRule) -> Vec<(RuleCode, usize)> {
    let others = snapshot.rules.of_kind(rule.plan.kind);
    let others = others.filter(|other| other.plan.rule.code != rule.plan.rule.code);
    others
        .map(|other| {
            let shared = rule.sources.iter().filter(|&source| other.sources.contains(source)).count();
            (other.plan.rule.code.clone(), shared)
        })
        .filter(|(_, shared)| *shared > 0)
        .collect()
}
