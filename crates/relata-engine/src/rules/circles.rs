use std::convert::Infallible;
use std::ops::ControlFlow;

use relata_graph::{Edge as GraphEdge, TypeGraph, Verdict, check_edge, strongly_connected};
use relata_model::limits::CYCLE_VISITS_MAX;
use relata_model::{Decimal, Potential, RelationIdentity, RelationType, RuleCode, Sku, TypeCode};
use relata_rules::{Facts, Field, Rise, Subject, Value, View, rises};
use rustc_hash::{FxHashMap, FxHashSet};

use super::facts::PairFacts;
use super::live::LiveRule;
use super::order::Shop;
use crate::Snapshot;
use crate::chunk::State;
use crate::edge::of_kind;

/// Pairs of rules that one look for circles evaluates; past them what is not proven is withheld.
const PAIRS_MAX: usize = 5_000_000;
/// Pairs of rules that are evaluated to check one relation; more would keep its writer waiting.
const CHECKED_PAIRS_MAX: usize = 500_000;
/// Withheld pairs that are kept with their circles; the others are only counted.
const NAMED_MAX: usize = 1_000;

/// A pair that a rule wants to show and that would close a circle which its type does not allow.
#[derive(Debug, Clone, PartialEq)]
pub struct WithheldPair {
    /// The relation type.
    pub type_code: TypeCode,
    /// The rule.
    pub rule: RuleCode,
    /// A shortest circle through the pair, its source first and again at the end; families by their heads.
    pub path: Vec<Sku>,
    /// The rules that take part in it.
    pub rules: Vec<RuleCode>,
}

/// What must not be served of a type.
#[derive(Debug, Clone, Default)]
pub(crate) struct Withheld {
    pairs: FxHashSet<(u32, u32)>,
    /// The search met its bound, so that nothing of rules that are not proven is served.
    pub(crate) unproven: bool,
    named: Vec<WithheldPair>,
}

/// A pair that a rule makes, before its limit.
#[derive(Debug, Clone, Copy)]
struct Derived {
    source: u32,
    target: u32,
    /// The place of the rule in the book.
    rule: usize,
}

/// The potential of a type, and which of its rules rise in it.
struct Rising {
    field: Field,
    /// By place in the book; rules of other types are false.
    proven: Vec<bool>,
    /// Between which potentials circles can lie, where only stored relations fall.
    between: Option<(Decimal, Decimal)>,
}

impl Withheld {
    /// Whether nothing is withheld.
    pub(crate) fn is_empty(&self) -> bool {
        !self.unproven && self.pairs.is_empty()
    }

    pub(crate) fn contains(&self, source: u32, target: u32) -> bool {
        self.pairs.contains(&(source, target))
    }
}

impl Snapshot {
    /// The pairs of rules that are withheld because they would close a circle, at most 1,000.
    pub fn withheld_pairs(&self) -> impl Iterator<Item = &WithheldPair> {
        self.rules.withheld.values().flat_map(|withheld| &withheld.named)
    }

    /// The types of whose rules it could not be told whether they close circles.
    pub fn unproven_types(&self) -> impl Iterator<Item = &TypeCode> {
        let unproven = self.rules.withheld.iter().filter(|(_, withheld)| withheld.unproven);
        unproven.map(|(kind, _)| self.words.types.value(*kind))
    }

    /// Finds out which pairs of rules must not be served, type by type.
    ///
    /// Nothing is to be done for a type whose rules and stored relations all rise strictly in its
    /// potential: O(stored relations of the type). Else the pairs that can lie on a circle are
    /// evaluated, and those in a group of families that all reach each other are taken one by one in
    /// a fixed order; each that closes a circle with what was taken before is withheld.
    pub(crate) fn withhold(&mut self) {
        let codes: Vec<u32> = self.setup.kinds().to_vec();
        let known: Vec<u32> = self.rules.withheld.keys().copied().collect();
        for code in known.into_iter().filter(|code| !codes.contains(code)) {
            std::sync::Arc::make_mut(&mut self.rules).withheld.remove(&code);
        }
        codes.into_iter().for_each(|code| self.withhold_of(code));
    }

    /// The same for one type.
    pub(crate) fn withhold_of(&mut self, code: u32) {
        let kind = self.setup.types().iter().find(|kind| self.words.types.get(&kind.code) == Some(code));
        let found = match kind.filter(|kind| kind.cycle_law.refuses_cycles()) {
            Some(kind) if self.rules.of_kind(code).next().is_some() => self.withheld_of(kind, code),
            _ => Withheld::default(),
        };
        if found.is_empty() && !self.rules.withheld.contains_key(&code) {
            return;
        }
        let withheld = &mut std::sync::Arc::make_mut(&mut self.rules).withheld;
        if found.is_empty() {
            withheld.remove(&code);
        } else {
            withheld.insert(code, found);
        }
    }

    fn withheld_of(&self, kind: &RelationType, code: u32) -> Withheld {
        let rising = self.rising(kind, code);
        let all_proven =
            self.places_of(code).all(|place| rising.as_ref().is_some_and(|rising| rising.proven[place]));
        if all_proven && rising.as_ref().is_some_and(|rising| rising.between.is_none()) {
            return Withheld::default();
        }
        let Some(derived) = self.derived(code, rising.as_ref()) else {
            return Withheld { unproven: true, ..Withheld::default() };
        };
        let mut stored = self.stored_pairs(code);
        // Numbers come from history; which circle is found must not.
        stored.sort_by_cached_key(|(source, target, terms)| {
            let terms = self.words.terms.value(*terms);
            (self.sku(*source).clone(), self.sku(*target).clone(), terms.scope.clone(), terms.window)
        });
        let all: Vec<(u32, u32)> = stored
            .iter()
            .map(|(source, target, _)| (*source, *target))
            .chain(derived.iter().map(|pair| (pair.source, pair.target)))
            .collect();
        let mut group = FxHashMap::default();
        for (at, families) in strongly_connected(self.skus.len(), &all).iter().enumerate() {
            group.extend(families.iter().map(|&family| (family, at)));
        }
        let together = |a: u32, b: u32| group.get(&a).is_some_and(|at| group.get(&b) == Some(at));
        let mut graph = TypeGraph::new(kind.cycle_law, CYCLE_VISITS_MAX);
        for &(source, target, terms) in stored.iter().filter(|(source, target, _)| together(*source, *target))
        {
            let terms = self.words.terms.value(terms);
            graph.add_edge(&GraphEdge { source, target, scope: terms.scope.clone(), window: terms.window });
        }
        let mut withheld = Withheld::default();
        for pair in derived.iter().filter(|pair| together(pair.source, pair.target)) {
            let rule = &self.rules.live[pair.rule].plan.rule;
            let (scope, window) = (rule.scope.clone(), rule.window);
            let edge = GraphEdge { source: pair.source, target: pair.target, scope, window };
            let path = match graph.add_edge(&edge) {
                Verdict::Sound => continue,
                Verdict::Cycle(path) => path,
                Verdict::Unproven => vec![pair.source, pair.target],
            };
            withheld.pairs.insert((pair.source, pair.target));
            if withheld.named.len() < NAMED_MAX {
                withheld.named.push(self.named(kind, rule.code.clone(), &path, &derived));
            }
        }
        withheld
    }

    fn named(&self, kind: &RelationType, rule: RuleCode, path: &[u32], derived: &[Derived]) -> WithheldPair {
        let on_path: FxHashSet<(u32, u32)> = path.windows(2).map(|pair| (pair[0], pair[1])).collect();
        let mut rules: Vec<RuleCode> = derived
            .iter()
            .filter(|pair| on_path.contains(&(pair.source, pair.target)))
            .map(|pair| self.rules.live[pair.rule].plan.rule.code.clone())
            .collect();
        rules.sort_unstable();
        rules.dedup();
        let path = path.iter().map(|&number| self.sku(number).clone()).collect();
        WithheldPair { type_code: kind.code.clone(), rule, path, rules }
    }

    fn places_of(&self, code: u32) -> impl Iterator<Item = usize> {
        let live = self.rules.live.iter().enumerate();
        live.filter(move |(_, rule)| rule.plan.kind == code).map(|(place, _)| place)
    }

    /// What is known of the potential of a type; `None` if it has none.
    fn rising(&self, kind: &RelationType, code: u32) -> Option<Rising> {
        let field = match kind.potential.as_ref()? {
            Potential::Price => Field::Price,
            Potential::Attribute(name) => Field::Attribute(name.as_str().into()),
        };
        let is_proven = |rule: &LiveRule| {
            rule.plan.kind == code && rises(&field, &rule.plan.matching, &rule.plan.show) == Rise::Strict
        };
        let proven = self.rules.live.iter().map(|rule| is_proven(rule)).collect();
        let mut between: Option<(Decimal, Decimal)> = None;
        for (source, target, _) in self.stored_pairs(code) {
            let (Some(from), Some(to)) = (self.potential(source, &field), self.potential(target, &field))
            else {
                // A relation without potential can be part of any circle.
                between = Some((Decimal::MIN, Decimal::MAX));
                break;
            };
            if to <= from {
                let (low, high) = between.unwrap_or((to, from));
                between = Some((low.min(to), high.max(from)));
            }
        }
        Some(Rising { field, proven, between })
    }

    /// The potential of a family; a parent without it goes by its lowest variant.
    fn potential(&self, number: u32, field: &Field) -> Option<Decimal> {
        let facts = PairFacts::of_product(self, number);
        let value = |view| match facts.value(Subject::Source, field, view) {
            Some(Value::Number(number)) => Some(number),
            _ => None,
        };
        value(View::default()).or_else(|| {
            let variants = 0..self.variants(number).len();
            variants.filter_map(|variant| value(View { source: Some(variant), target: None })).min()
        })
    }

    /// The stored relations of a type between families, with the numbers of their terms.
    fn stored_pairs(&self, code: u32) -> Vec<(u32, u32, u32)> {
        let mut pairs = Vec::new();
        for number in self.numbers() {
            for edge in of_kind(self.edges(number), code) {
                let (source, target) = (self.row(number).family, self.row(edge.target));
                if target.state != State::Ghost && source != target.family {
                    pairs.push((source, target.family, edge.terms));
                }
            }
        }
        pairs
    }

    /// All pairs that rules of a type make and that can lie on a circle, in the order in which they
    /// are taken: by descending priority, code, source SKU, target SKU. `None` past the bound.
    fn derived(&self, code: u32, rising: Option<&Rising>) -> Option<Vec<Derived>> {
        let mut found = Vec::new();
        let mut left = PAIRS_MAX;
        for place in self.places_of(code) {
            let rule = &self.rules.live[place];
            // Where only stored relations fall, circles lie between the potentials of these.
            let between = rising.filter(|_| self.all_rise(code, rising)).and_then(|rising| rising.between);
            let within = |number: u32| {
                between.is_none_or(|(low, high)| {
                    let potential = rising.and_then(|rising| self.potential(number, &rising.field));
                    potential.is_some_and(|potential| low <= potential && potential <= high)
                })
            };
            let first = found.len();
            for source in rule.sources.iter().filter(|&source| within(source)) {
                self.pairs_from(rule, source, &mut left, |target| {
                    if within(target) {
                        found.push(Derived { source, target, rule: place });
                    }
                })?;
            }
            found[first..].sort_by(|a, b| {
                let key = |pair: &Derived| (self.sku(pair.source), self.sku(pair.target));
                key(a).cmp(&key(b))
            });
        }
        Some(found)
    }

    fn all_rise(&self, code: u32, rising: Option<&Rising>) -> bool {
        rising.is_some_and(|rising| self.places_of(code).all(|place| rising.proven[place]))
    }

    /// The targets of one source, whoever asks; `None` if the effort did not reach.
    fn pairs_from(&self, rule: &LiveRule, source: u32, effort: &mut usize, mut each: impl FnMut(u32)) -> Option<()> {
        let facts = PairFacts { snapshot: self, request: None, source, target: source };
        let table = self.facts.table();
        rule.each_target(Shop { snapshot: self, table: &table }, &facts, effort, |target| {
            each(target);
            ControlFlow::Continue(())
        })
    }

    /// Whether a relation would close a circle with what is stored and what rules make.
    ///
    /// Only for types that refuse circles and have rules; without rules the database says it. The
    /// search is that of `check_edge`; more than 500,000 pairs of rules are not evaluated for it.
    pub fn closes_circle(&self, relation: &RelationIdentity) -> Verdict<Sku> {
        let code = self.words.types.get(&relation.type_code);
        let law = self.setup.types().iter().find(|kind| kind.code == relation.type_code);
        let head = |sku| self.number(sku).map(|number| self.row(number).family);
        let (Some(code), Some(law), Some(source), Some(target)) =
            (code, law.map(|kind| kind.cycle_law), head(&relation.source), head(&relation.target))
        else {
            return Verdict::Sound;
        };
        if !law.refuses_cycles() || self.rules.of_kind(code).next().is_none() || source == target {
            return Verdict::Sound;
        }
        let edge = GraphEdge { source, target, scope: relation.scope.clone(), window: relation.window };
        let (mut pairs_left, mut past_bound) = (CHECKED_PAIRS_MAX, false);
        let neighbours = |families: &[u32]| {
            let mut edges = Vec::new();
            for &family in families {
                self.stored_from(family, code, &mut edges);
                past_bound |= self.derived_from(family, code, &mut pairs_left, &mut edges).is_none();
            }
            Ok::<_, Infallible>(edges)
        };
        let Ok(verdict) = check_edge(law, &edge, neighbours, CYCLE_VISITS_MAX);
        match verdict {
            Verdict::Cycle(path) => {
                Verdict::Cycle(path.into_iter().map(|number| self.sku(number).clone()).collect())
            }
            Verdict::Sound if !past_bound => Verdict::Sound,
            Verdict::Sound | Verdict::Unproven => Verdict::Unproven,
        }
    }

    fn stored_from(&self, family: u32, code: u32, edges: &mut Vec<GraphEdge<u32>>) {
        for &member in [family].iter().chain(self.variants(family)) {
            for edge in of_kind(self.edges(member), code) {
                let target = self.row(edge.target);
                if target.state != State::Ghost {
                    let terms = self.words.terms.value(edge.terms);
                    let (scope, window) = (terms.scope.clone(), terms.window);
                    edges.push(GraphEdge { source: family, target: target.family, scope, window });
                }
            }
        }
    }

    /// `None` if more than `pairs_left` pairs would have to be evaluated.
    fn derived_from(
        &self,
        source: u32,
        code: u32,
        pairs_left: &mut usize,
        edges: &mut Vec<GraphEdge<u32>>,
    ) -> Option<()> {
        for rule in self.rules.of_kind(code).filter(|rule| rule.sources.contains(source)) {
            self.pairs_from(rule, source, pairs_left, |target| {
                let (scope, window) = (rule.plan.rule.scope.clone(), rule.plan.rule.window);
                edges.push(GraphEdge { source, target, scope, window });
            })?;
        }
        Some(())
    }

    /// Whether rules have a say when relations of a type are written.
    pub fn has_rules(&self, type_code: &TypeCode) -> bool {
        let code = self.words.types.get(type_code);
        code.is_some_and(|code| self.rules.of_kind(code).next().is_some())
    }

    /// Whether any guideline is active.
    pub fn has_guidelines(&self) -> bool {
        !self.rules.bans.is_empty()
    }

    /// The circles that a rule would close if it were active, of which there were none before; `None`
    /// if that could not be told.
    pub fn circles_of(&self, before: &Snapshot, rule: &RuleCode) -> Option<Vec<WithheldPair>> {
        let kind = self.rules.rule(rule.as_str()).and_then(|rule| self.words.types.get(&rule.type_code));
        let Some(withheld) = kind.and_then(|kind| self.rules.withheld.get(&kind)) else {
            return Some(Vec::new());
        };
        if withheld.unproven {
            return None;
        }
        let known: Vec<&WithheldPair> = before.withheld_pairs().collect();
        let fresh = withheld.named.iter().filter(|pair| pair.rules.contains(rule) && !known.contains(pair));
        let mut circles: Vec<WithheldPair> = fresh.cloned().collect();
        circles.sort_by_key(|pair| pair.path.len());
        Some(circles)
    }
}
