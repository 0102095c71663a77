use relata_model::{Rule, RuleCode, RuleEffect};

use super::facts::PairFacts;
use super::live::LiveRule;
use super::plan::effects_on;
use super::question::all_hold;
use crate::recommend::Request;

/// What rules do to pairs that others want shown.
impl<'s> Request<'s> {
    /// Whether a rule takes a product away from beside another under a type.
    pub(crate) fn is_removed(&self, source: u32, target: u32, kind: u32) -> bool {
        self.effects(source, target, kind).any(|rule| rule.effect == RuleEffect::Remove)
    }

    /// Whether a rule other than one does.
    pub(crate) fn is_removed_by_others(&self, source: u32, target: u32, kind: u32, one: &RuleCode) -> bool {
        let mut rules = self.effects(source, target, kind);
        rules.any(|rule| rule.effect == RuleEffect::Remove && rule.code != *one)
    }

    /// By which factor rules raise or lower a product beside another under a type; 1 without any.
    pub(crate) fn boost(&self, source: u32, target: u32, kind: u32) -> f64 {
        self.boosts(source, target, kind).map(|rule| rule.weight).product()
    }

    /// The rules that do so, by priority and code.
    pub(crate) fn boosts(&self, source: u32, target: u32, kind: u32) -> impl Iterator<Item = &'s Rule> {
        self.effects(source, target, kind).filter(|rule| rule.effect == RuleEffect::Boost)
    }

    /// The rules that remove or boost a pair, by priority and code.
    fn effects(&self, source: u32, target: u32, kind: u32) -> impl Iterator<Item = &'s Rule> {
        let snapshot = self.snapshot;
        let mut places = Vec::new();
        let head = |number: u32| snapshot.row(number).family;
        let pair = PairFacts::of_request(self, head(source), head(target));
        if snapshot.rules.has_effects(kind) {
            snapshot.rules.applying_to(pair.source, effects_on(kind), &mut places);
        }
        let rules = places.into_iter().map(|place| &*snapshot.rules.live[place]);
        let effective = rules.filter(move |rule| {
            let terms = snapshot.words.terms.value(rule.plan.terms);
            terms.refusal(&self.circumstances).is_none()
                && all_hold(&rule.plan.asked, &pair)
                && rule.concerns(&pair)
        });
        effective.map(|rule| &rule.plan.rule)
    }
}

impl LiveRule {
    /// Whether it names a pair whose source it takes in, whatever the circumstances of the source.
    pub(crate) fn concerns(&self, pair: &PairFacts<'_, '_>) -> bool {
        self.shown.contains(pair.target)
            && all_hold(&self.plan.pairs, pair)
            && all_hold(&self.plan.asked_of_pairs, pair)
    }
}
