use std::cmp::Reverse;
use std::sync::Arc;

use relata_model::{Guideline, Problem, Rule, RuleCode, RuleStatus};

use super::circles::Withheld;
use super::guideline::Ban;
use super::live::LiveRule;
use super::plan::Plan;
use rustc_hash::FxHashMap;

use crate::Snapshot;

/// All rules and guidelines that are active.
#[derive(Debug, Clone, Default)]
pub(crate) struct RuleBook {
    /// By descending priority, then by code.
    pub(crate) live: Vec<Arc<LiveRule>>,
    pub(crate) bans: Vec<Arc<Ban>>,
    /// Rules that could not be read; they lose their own candidates alone.
    pub(crate) broken: Vec<(RuleCode, Vec<Problem>)>,
    /// What must not be served, by code of the type.
    pub(crate) withheld: FxHashMap<u32, Withheld>,
}

impl RuleBook {
    /// The rules of a type, the first to show first.
    pub(crate) fn of_kind(&self, kind: u32) -> impl Iterator<Item = &Arc<LiveRule>> {
        self.live.iter().filter(move |rule| rule.plan.kind == kind)
    }

    /// The name of an active rule.
    pub(crate) fn rule(&self, code: &str) -> Option<&Rule> {
        self.live.iter().map(|live| &live.plan.rule).find(|rule| rule.code.as_str() == code)
    }

    pub(crate) fn bytes(&self) -> usize {
        self.live.iter().map(|rule| rule.bytes()).sum()
    }
}

impl Snapshot {
    /// Takes other rules; those that are as before keep what was evaluated, so products must not
    /// have changed meanwhile. O(changed rules × products).
    pub(crate) fn change_rules(&mut self, rules: &[Rule]) {
        let before = self.rules.clone();
        let words = Arc::make_mut(&mut self.words);
        let mut broken: Vec<(RuleCode, Vec<Problem>)> = Vec::new();
        let mut plans: Vec<Arc<Plan>> = Vec::new();
        let mut active: Vec<&Rule> = rules.iter().filter(|rule| rule.status == RuleStatus::Active).collect();
        active.sort_by(|a, b| (Reverse(a.priority), &a.code).cmp(&(Reverse(b.priority), &b.code)));
        for rule in active {
            match before.live.iter().find(|live| live.plan.rule == *rule) {
                Some(live) => plans.push(live.plan.clone()),
                None => match Plan::of(rule, words) {
                    Ok(plan) => plans.push(Arc::new(plan)),
                    Err(problems) => broken.push((rule.code.clone(), problems)),
                },
            }
        }
        let snapshot = &*self;
        let evaluated = |plan: Arc<Plan>| {
            let known = before.live.iter().find(|live| Arc::ptr_eq(&live.plan, &plan)).cloned();
            known.unwrap_or_else(|| Arc::new(LiveRule::of(plan, snapshot)))
        };
        let live = plans.into_iter().map(evaluated).collect();
        let book = Arc::make_mut(&mut self.rules);
        (book.live, book.broken) = (live, broken);
    }

    /// Takes other guidelines.
    pub(crate) fn change_guidelines(&mut self, guidelines: &[Guideline]) {
        let words = Arc::make_mut(&mut self.words);
        let book = Arc::make_mut(&mut self.rules);
        book.bans.clear();
        for guideline in guidelines.iter().filter(|guideline| guideline.status == RuleStatus::Active) {
            // One that cannot be read forbids nothing; it was refused when it was saved.
            book.bans.extend(Ban::of(guideline, words).ok().map(Arc::new));
        }
    }

    /// Evaluates every rule anew, as after a change of the shop's currency.
    pub(crate) fn evaluate_rules(&mut self) {
        let live = self.rules.live.iter();
        let fresh = live.map(|rule| Arc::new(LiveRule::of(rule.plan.clone(), self))).collect();
        Arc::make_mut(&mut self.rules).live = fresh;
    }

    /// Brings all rules up to date for products whose facts changed since another snapshot.
    pub(crate) fn follow_rules(&mut self, before: &Snapshot, touched: impl Iterator<Item = u32>) {
        if self.rules.live.is_empty() {
            return;
        }
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
        let follow = |rule: &Arc<LiveRule>| rule.after(before, self, &changed).map(Arc::new);
        let next: Vec<Option<Arc<LiveRule>>> = self.rules.live.iter().map(follow).collect();
        if next.iter().all(Option::is_none) {
            return;
        }
        let book = Arc::make_mut(&mut self.rules);
        for (rule, next) in book.live.iter_mut().zip(next) {
            if let Some(next) = next {
                *rule = next;
            }
        }
    }
}
