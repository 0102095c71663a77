use std::convert::Infallible;
use std::ops::ControlFlow;
use std::sync::Arc;

use relata_graph::{Edge as GraphEdge, TypeGraph, Verdict, check_edge, strongly_connected};
use relata_model::limits::CYCLE_VISITS_MAX;
use relata_model::{RelationIdentity, RelationType, RuleCode, Sku, TypeCode};
use relata_rules::Field;
use rustc_hash::{FxHashMap, FxHashSet};

use super::facts::{NO_MOMENT, PairFacts};
use super::falling::{Falling, Touched};
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

/// What is looked at for circles of a type.
struct Looked {
    /// Source and target families with the numbers of their terms.
    stored: Vec<(u32, u32, u32)>,
    derived: Vec<Derived>,
}

/// The families that all reach each other, by family; only those that are looked at are numbered.
fn groups(stored: impl Iterator<Item = (u32, u32)>, derived: &[Derived]) -> FxHashMap<u32, usize> {
    let mut places: FxHashMap<u32, u32> = FxHashMap::default();
    let mut families = Vec::new();
    let mut place = |family: u32| {
        *places.entry(family).or_insert_with(|| {
            families.push(family);
            families.len() as u32 - 1
        })
    };
    let pairs = stored.chain(derived.iter().map(|pair| (pair.source, pair.target)));
    let pairs: Vec<(u32, u32)> = pairs.map(|(source, target)| (place(source), place(target))).collect();
    let mut groups = FxHashMap::default();
    for (group, members) in strongly_connected(families.len() as u32, &pairs).iter().enumerate() {
        groups.extend(members.iter().map(|&member| (families[member as usize], group)));
    }
    groups
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
    /// `before` is the snapshot before a change, if there is one, and what the change touched.
    ///
    /// Nothing is to be done for a type whose rules and stored relations all rise strictly in its
    /// potential. Where only stored relations fall, what is reached from them without rising above
    /// their sources is evaluated, which takes in every circle; else all pairs are. Those in a group
    /// of families that all reach each other are taken one by one in a fixed order, and each that
    /// closes a circle with what was taken before is withheld.
    pub(crate) fn withhold(&mut self, before: Option<(&Snapshot, &Touched<'_>)>) {
        let codes: Vec<u32> = self.setup.kinds().to_vec();
        let known: Vec<u32> = self.rules.withheld.keys().copied().collect();
        for code in known.into_iter().filter(|code| !codes.contains(code)) {
            Arc::make_mut(&mut self.rules).withheld.remove(&code);
        }
        for code in codes {
            self.note_falling(code, before);
            self.withhold_of(code);
        }
    }

    /// Brings the relations of a type that fall up to date, if its rules all rise.
    fn note_falling(&mut self, code: u32, before: Option<(&Snapshot, &Touched<'_>)>) {
        let has_rules = self.rules.of_kind(code).next().is_some();
        let field = self.refusing(code).filter(|_| has_rules).and_then(Snapshot::potential_field);
        let Some(field) = field else {
            if self.rules.falling.contains_key(&code) {
                Arc::make_mut(&mut self.rules).falling.remove(&code);
            }
            return;
        };
        let is_same_shop = |old: &Snapshot| old.setup.currency == self.setup.currency;
        let known = before.filter(|(old, _)| is_same_shop(old)).and_then(|(old, touched)| {
            let falling = old.rules.falling.get(&code).filter(|falling| falling.is_of(&field))?;
            Some(self.follow_falling(falling, code, touched))
        });
        let falling = known.unwrap_or_else(|| Arc::new(self.read_falling(code, field)));
        Arc::make_mut(&mut self.rules).falling.insert(code, falling);
    }

    /// The type of a code if it refuses circles.
    fn refusing(&self, code: u32) -> Option<&RelationType> {
        let kind = self.setup.kinds().iter().position(|kind| *kind == code)?;
        Some(&self.setup.types()[kind]).filter(|kind| kind.cycle_law.refuses_cycles())
    }

    /// The same for the type of a rule that was put among the others, products and relations being
    /// as they were.
    pub(crate) fn withhold_of_draft(&mut self, code: u32) {
        if !self.rules.falling.contains_key(&code) {
            self.note_falling(code, None);
        }
        self.withhold_of(code);
    }

    /// The same for one type.
    fn withhold_of(&mut self, code: u32) {
        let found = match self.refusing(code) {
            Some(kind) if self.rules.of_kind(code).next().is_some() => self.withheld_of(kind, code),
            _ => Withheld::default(),
        };
        if found.is_empty() && !self.rules.withheld.contains_key(&code) {
            return;
        }
        let withheld = &mut Arc::make_mut(&mut self.rules).withheld;
        if found.is_empty() {
            withheld.remove(&code);
        } else {
            withheld.insert(code, found);
        }
    }

    fn withheld_of(&self, kind: &RelationType, code: u32) -> Withheld {
        let field = Snapshot::potential_field(kind).filter(|field| self.all_rise(code, field));
        let falling = field.as_ref().and_then(|_| self.rules.falling.get(&code));
        let looked = match (field.as_ref(), falling) {
            (Some(_), Some(falling)) if falling.pairs.is_empty() => return Withheld::default(),
            (Some(field), Some(falling)) => self.look_below(code, field, falling),
            _ => self.derived(code).map(|derived| Looked { stored: self.stored_pairs(code), derived }),
        };
        let Some(Looked { mut stored, derived }) = looked else {
            return Withheld { unproven: true, ..Withheld::default() };
        };
        // Numbers come from history; which circle is found must not.
        stored.sort_by_cached_key(|(source, target, terms)| {
            let terms = self.words.terms.value(*terms);
            (self.sku(*source).clone(), self.sku(*target).clone(), terms.scope.clone(), terms.window)
        });
        let group = groups(stored.iter().map(|(source, target, _)| (*source, *target)), &derived);
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

    /// What is reached from relations that fall without rising above their sources: the source at
    /// the top of a circle has one that falls, so no circle is left out. `None` past the bound.
    fn look_below(&self, code: u32, field: &Field, falling: &Falling) -> Option<Looked> {
        let heights = self.heights(field);
        let top = |source: u32| heights.of(self.row(source).family).unwrap_or(i64::MAX);
        let mut starts: Vec<(i64, u32)> =
            falling.pairs.iter().map(|&(source, target)| (top(source), target)).collect();
        // From the top down, so that what was reached once is reached with the highest bound.
        starts.sort_unstable_by(|a, b| b.cmp(a));
        let mut looked = Looked { stored: Vec::new(), derived: Vec::new() };
        let (mut seen, mut left) = (FxHashSet::default(), PAIRS_MAX);
        for &(source, _) in &falling.pairs {
            self.stored_of(self.row(source).family, code, &mut looked.stored);
        }
        for (bound, start) in starts {
            let mut ahead = vec![self.row(start).family];
            while let Some(family) = ahead.pop() {
                if heights.of(family).is_some_and(|height| height > bound) || !seen.insert(family) {
                    continue;
                }
                let (stored, derived) = (looked.stored.len(), looked.derived.len());
                self.stored_of(family, code, &mut looked.stored);
                self.derived_of(family, code, &mut left, |pair| {
                    if heights.of(pair.target).is_none_or(|height| height <= bound) {
                        looked.derived.push(pair);
                    }
                })?;
                ahead.extend(looked.stored[stored..].iter().map(|(_, target, _)| *target));
                ahead.extend(looked.derived[derived..].iter().map(|pair| pair.target));
            }
        }
        looked.stored.sort_unstable();
        looked.stored.dedup();
        self.sort_derived(&mut looked.derived);
        Some(looked)
    }

    /// The stored relations of a family and its variants.
    fn stored_of(&self, family: u32, code: u32, found: &mut Vec<(u32, u32, u32)>) {
        for &member in [family].iter().chain(self.variants(family)) {
            for edge in of_kind(self.edges(member), code) {
                let target = self.row(edge.target);
                if target.state != State::Ghost && target.family != family {
                    found.push((family, target.family, edge.terms));
                }
            }
        }
    }

    /// The pairs that rules of a type make from a family; `None` if the effort did not reach.
    fn derived_of(
        &self,
        source: u32,
        code: u32,
        effort: &mut usize,
        mut each: impl FnMut(Derived),
    ) -> Option<()> {
        let mut places = Vec::new();
        self.rules.applying_to(source, code, &mut places);
        for rule in places {
            self.pairs_from(&self.rules.live[rule], source, effort, |target| {
                each(Derived { source, target, rule });
            })?;
        }
        Some(())
    }

    /// By descending priority, code, source SKU, target SKU.
    fn sort_derived(&self, derived: &mut [Derived]) {
        let key = |pair: &Derived| (pair.rule, self.sku(pair.source), self.sku(pair.target));
        derived.sort_by(|a, b| key(a).cmp(&key(b)));
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

    /// All pairs that rules of a type make, in the order in which they are taken. `None` past the
    /// bound.
    fn derived(&self, code: u32) -> Option<Vec<Derived>> {
        let mut found = Vec::new();
        let mut left = PAIRS_MAX;
        for (rule, live) in self.rules.live.iter().enumerate().filter(|(_, live)| live.plan.shelf() == code) {
            for source in live.sources.iter() {
                self.pairs_from(live, source, &mut left, |target| {
                    found.push(Derived { source, target, rule });
                })?;
            }
        }
        self.sort_derived(&mut found);
        Some(found)
    }

    /// The targets of one source, whoever asks; `None` if the effort did not reach.
    fn pairs_from(
        &self,
        rule: &LiveRule,
        source: u32,
        effort: &mut usize,
        mut each: impl FnMut(u32),
    ) -> Option<()> {
        let facts = PairFacts::at_moment(self, NO_MOMENT, source, source);
        let table = self.facts.table();
        let looked =
            rule.each_target(Shop { snapshot: self, table: &table }, &facts, usize::MAX, effort, |target| {
                each(target);
                ControlFlow::Continue(())
            });
        looked.map(|_| ())
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
                let mut stored = Vec::new();
                self.stored_of(family, code, &mut stored);
                edges.extend(stored.into_iter().map(|(source, target, terms)| {
                    let terms = self.words.terms.value(terms);
                    GraphEdge { source, target, scope: terms.scope.clone(), window: terms.window }
                }));
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

    /// `None` if more than `pairs_left` pairs would have to be evaluated.
    fn derived_from(
        &self,
        source: u32,
        code: u32,
        pairs_left: &mut usize,
        edges: &mut Vec<GraphEdge<u32>>,
    ) -> Option<()> {
        self.derived_of(source, code, pairs_left, |pair| {
            let rule = &self.rules.live[pair.rule].plan.rule;
            let (scope, window) = (rule.scope.clone(), rule.window);
            edges.push(GraphEdge { source, target: pair.target, scope, window });
        })
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
