use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use relata_model::{Guideline, Problem, Rule, RuleCode, RuleStatus};

use super::applying::Applying;
use super::circles::Withheld;
use super::falling::Falling;
use super::guideline::{Ban, bans_of};
use super::live::LiveRule;
use super::named::Named;
use super::order::Shop;
use super::parallel::map_parallel;
use super::plan::{Plan, effects_on};
use super::table::FactStore;
use rustc_hash::FxHashMap;

use crate::Snapshot;

/// All rules and guidelines that are active.
#[derive(Debug, Clone, Default)]
pub(crate) struct RuleBook {
    /// By descending priority, then by code.
    pub(crate) live: Vec<Arc<LiveRule>>,
    /// Places of rules by their shelf: the code of their type, or [`effects_on`] it.
    by_kind: FxHashMap<u32, Vec<usize>>,
    /// The rules that take each product in.
    applying: Applying,
    pub(crate) bans: Vec<Arc<Ban>>,
    /// What all of them were compiled from, and what their conditions can name.
    pub(crate) named: Arc<Named>,
    /// Rules that could not be read; they lose their own candidates alone.
    pub(crate) broken: Vec<(RuleCode, Vec<Problem>)>,
    /// What must not be served, by code of the type.
    pub(crate) withheld: FxHashMap<u32, Withheld>,
    /// Stored relations that fall, by code of their type, of types that refuse circles and have rules.
    pub(crate) falling: FxHashMap<u32, Arc<Falling>>,
}

impl RuleBook {
    /// The rules of a type, the first to show first.
    pub(crate) fn of_kind(&self, kind: u32) -> impl Iterator<Item = &Arc<LiveRule>> {
        let places = self.by_kind.get(&kind).map_or(&[][..], Vec::as_slice);
        places.iter().map(|place| &self.live[*place])
    }

    /// Whether any rule removes or boosts what is shown under a type.
    pub(crate) fn has_effects(&self, kind: u32) -> bool {
        self.by_kind.contains_key(&effects_on(kind))
    }

    /// Finds the rules of a type that take a product in, the first to show first.
    pub(crate) fn applying_to(&self, number: u32, kind: u32, found: &mut Vec<usize>) {
        if self.by_kind.contains_key(&kind) {
            self.applying.find(number, kind, &self.live, found);
        } else {
            found.clear();
        }
    }

    /// Whether any rule names another or a condition.
    pub(crate) fn is_named_by_any(&self) -> bool {
        self.live.iter().any(|rule| rule.plan.roots.names)
    }

    /// Takes other rules.
    fn set_live(&mut self, live: Vec<Arc<LiveRule>>) {
        self.applying = self.applying.after(&self.live, &live);
        self.live = live;
        self.number();
    }

    /// Notes where the rules of each type stand.
    fn number(&mut self) {
        self.by_kind.clear();
        for (place, rule) in self.live.iter().enumerate() {
            self.by_kind.entry(rule.plan.shelf()).or_default().push(place);
        }
    }

    /// Takes one rule among the others, in the place of the one with its code if there is one.
    pub(crate) fn put(&mut self, rule: Arc<LiveRule>) {
        let key = |live: &LiveRule| (Reverse(live.plan.rule.priority), live.plan.rule.code.clone());
        let mut live = self.live.clone();
        live.retain(|other| other.plan.rule.code != rule.plan.rule.code);
        let place = live.partition_point(|other| key(other) < key(&rule));
        live.insert(place, rule);
        self.set_live(live);
    }

    /// The name of an active rule.
    pub(crate) fn rule(&self, code: &str) -> Option<&Rule> {
        self.live.iter().map(|live| &live.plan.rule).find(|rule| rule.code.as_str() == code)
    }

    pub(crate) fn bytes(&self) -> usize {
        self.live.iter().map(|rule| rule.bytes()).sum::<usize>()
            + self.applying.bytes()
            + self.falling.values().map(|falling| falling.bytes()).sum::<usize>()
    }
}

impl Snapshot {
    /// Every active rule in its order with how many products it takes in and how many it shows.
    pub fn rule_sizes(&self) -> Vec<(RuleCode, usize, usize)> {
        let size = |rule: &Arc<LiveRule>| (rule.plan.rule.code.clone(), rule.sources.len(), rule.shown.len());
        self.rules.live.iter().map(size).collect()
    }

    /// Takes other rules; those that are as before keep what was evaluated, so products must not
    /// have changed meanwhile. O(changed rules × products) at worst.
    pub(crate) fn change_rules(&mut self, rules: &[Rule]) {
        let before = self.rules.clone();
        let known: FxHashMap<&RuleCode, &Arc<LiveRule>> =
            before.live.iter().map(|live| (&live.plan.rule.code, live)).collect();
        let words = Arc::make_mut(&mut self.words);
        let mut broken: Vec<(RuleCode, Vec<Problem>)> = Vec::new();
        let mut next: Vec<Result<Arc<LiveRule>, Arc<Plan>>> = Vec::new();
        let mut active: Vec<&Rule> = rules.iter().filter(|rule| rule.status == RuleStatus::Active).collect();
        active.sort_by(|a, b| (Reverse(a.priority), &a.code).cmp(&(Reverse(b.priority), &b.code)));
        for rule in active {
            let is_same = |live: &&&Arc<LiveRule>| {
                live.plan.rule == *rule && live.plan.roots.are_of(rule, &before.named.library)
            };
            match known.get(&rule.code).filter(is_same) {
                Some(live) => next.push(Ok(Arc::clone(live))),
                None => match Plan::of(rule, &before.named.library, words) {
                    Ok(plan) => next.push(Err(Arc::new(plan))),
                    Err(problems) => broken.push((rule.code.clone(), problems)),
                },
            }
        }
        let fresh: Vec<Arc<Plan>> = next.iter().filter_map(|rule| rule.as_ref().err().cloned()).collect();
        let mut fresh = LiveRule::all(&fresh, self, &self.facts).into_iter();
        let live = next.into_iter().filter_map(|rule| rule.ok().or_else(|| fresh.next()));
        let live = live.collect();
        let book = Arc::make_mut(&mut self.rules);
        book.broken = broken;
        book.set_live(live);
    }

    /// Takes other guidelines.
    pub(crate) fn change_guidelines(&mut self, guidelines: &[Guideline]) {
        let library = Arc::clone(&self.rules.named);
        let types = &mut Arc::make_mut(&mut self.words).types;
        guidelines.iter().flat_map(|guideline| &guideline.types).for_each(|code| {
            types.intern(code);
        });
        let bans = bans_of(guidelines, &library.library, self);
        Arc::make_mut(&mut self.rules).bans = bans;
    }

    /// Evaluates every rule anew, as after a change of the shop's currency.
    pub(crate) fn evaluate_rules(&mut self) {
        self.facts = Arc::new(FactStore::of(self.facts.table().made_anew(self)));
        let plans: Vec<Arc<Plan>> = self.rules.live.iter().map(|rule| rule.plan.clone()).collect();
        let fresh = LiveRule::all(&plans, self, &self.facts);
        Arc::make_mut(&mut self.rules).set_live(fresh);
    }

    /// Brings all rules up to date for products whose facts changed since another snapshot.
    pub(crate) fn follow_rules(&mut self, before: &Snapshot, touched: impl Iterator<Item = u32>) {
        let family = |snapshot: &Snapshot, number: u32| {
            snapshot.numbers().contains(&number).then(|| snapshot.row(number).family)
        };
        let mut changed: Vec<u32> = touched
            .flat_map(|number| [Some(number), family(before, number), family(self, number)])
            .flatten()
            .collect();
        changed.sort_unstable();
        changed.dedup();
        if changed.is_empty() {
            return;
        }
        let table = self.facts.table();
        if !table.is_made() {
            // The store of the snapshot before may still be made, of its own facts.
            self.facts = Arc::default();
            return;
        }
        let (followed, moved) = table.follow(before, self, &changed);
        let old = Shop { snapshot: before, table: &table };
        let new = Shop { snapshot: self, table: &followed };
        let follow = |rule: &Arc<LiveRule>| rule.after(old, new, &changed, &moved).map(Arc::new);
        let next: Vec<Option<Arc<LiveRule>>> = match changed.len() {
            // A thread costs more than a product does.
            0..=64 => self.rules.live.iter().map(follow).collect(),
            _ => map_parallel(&self.rules.live, follow),
        };
        self.facts = Arc::new(FactStore::of(followed));
        if next.iter().all(Option::is_none) {
            return;
        }
        let book = Arc::make_mut(&mut self.rules);
        let mut moves: BTreeMap<u32, Vec<(usize, bool)>> = BTreeMap::new();
        for (place, (rule, next)) in book.live.iter_mut().zip(next).enumerate() {
            let Some(next) = next else { continue };
            for &number in &changed {
                let (was, is) = (rule.sources.contains(number), next.sources.contains(number));
                if was != is {
                    moves.entry(number).or_default().push((place, is));
                }
            }
            *rule = next;
        }
        book.applying.change(&moves);
    }
}
