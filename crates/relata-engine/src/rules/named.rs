use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use relata_model::{Guideline, NamedCondition, Problem, Rule, RuleStatus};
use relata_rules::{Library, Node, Reference, references_of};

use super::falling::Touched;
use crate::Snapshot;

/// What conditions can name, and all that has conditions, so that it can be compiled anew when what it
/// names has changed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Named {
    conditions: Arc<[NamedCondition]>,
    /// Whatever their status.
    pub(crate) rules: Arc<[Rule]>,
    guidelines: Arc<[Guideline]>,
    pub(crate) library: Library,
}

/// The conditions of a rule with what they name put in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Roots {
    pub(crate) matching: Node,
    pub(crate) show: Node,
    pub(crate) when: Option<Node>,
    /// Whether they name anything.
    pub(crate) names: bool,
}

impl Roots {
    /// # Errors
    /// What is wrong with a condition or with what it names.
    pub(crate) fn of(rule: &Rule, library: &Library) -> Result<Roots, Vec<Problem>> {
        let texts = [Some(&rule.matching), Some(&rule.show), rule.when.as_ref()];
        let names = texts.into_iter().flatten().any(|text| !references_of(text).is_empty());
        Ok(Roots {
            names,
            matching: library.read(&rule.matching)?,
            show: library.read(&rule.show)?,
            when: rule.when.as_deref().map(|when| library.read(when)).transpose()?,
        })
    }

    /// Whether a rule is the same again; one that names nothing is while its texts are.
    pub(crate) fn are_of(&self, rule: &Rule, library: &Library) -> bool {
        !self.names || Roots::of(rule, library).as_ref() == Ok(self)
    }
}

/// What of the things with conditions is replaced; `None` stays as it is.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct NamedChange<'c> {
    pub(crate) conditions: Option<&'c [NamedCondition]>,
    pub(crate) rules: Option<&'c [Rule]>,
    pub(crate) guidelines: Option<&'c [Guideline]>,
}

impl Named {
    fn after(&self, change: NamedChange<'_>) -> Named {
        let mut next = self.clone();
        if let Some(conditions) = change.conditions {
            next.conditions = conditions.into();
        }
        if let Some(rules) = change.rules {
            next.rules = rules.into();
        }
        if let Some(guidelines) = change.guidelines {
            next.guidelines = guidelines.into();
        }
        if change.conditions.is_some() || change.rules.is_some() {
            next.library = library(&next.conditions, &next.rules);
        }
        next
    }
}

/// What conditions can name: every condition with a name, and the match of every rule that is not archived.
pub fn library(conditions: &[NamedCondition], rules: &[Rule]) -> Library {
    let mut library = Library::default();
    for condition in conditions {
        library.put(Reference::Condition(condition.code.as_str().into()), &condition.condition);
    }
    for rule in rules.iter().filter(|rule| rule.status != RuleStatus::Archived) {
        library.put(Reference::Rule(rule.code.as_str().into()), &rule.matching);
    }
    library
}

impl Snapshot {
    /// Takes other conditions, rules and guidelines, and compiles those anew whose conditions, with what
    /// they name, are not as before; so are assortments. Products must not have changed meanwhile.
    pub(crate) fn change_named(&mut self, change: NamedChange<'_>) {
        if change.conditions.is_none() && change.rules.is_none() && change.guidelines.is_none() {
            return;
        }
        let before = Arc::clone(&self.rules.named);
        let next = Arc::new(before.after(change));
        Arc::make_mut(&mut self.rules).named = Arc::clone(&next);
        let names_changed = next.library != before.library;
        if names_changed && self.read_assortments(&next.library) {
            self.derive_everything();
        }
        if change.rules.is_some() || names_changed {
            self.change_rules(&next.rules);
        }
        if change.guidelines.is_some() || names_changed {
            self.change_guidelines(&next.guidelines);
        }
    }

    /// The snapshot as it would be with other conditions with names; what does not name them keeps what
    /// was evaluated.
    ///
    /// O(rules that read them × products).
    pub fn with_conditions(&self, conditions: &[NamedCondition]) -> Snapshot {
        let mut next = self.clone();
        next.change_named(NamedChange { conditions: Some(conditions), ..NamedChange::default() });
        next.covered = Arc::default();
        let nothing = Touched { relations: &BTreeMap::new(), products: &BTreeSet::new() };
        next.withhold(Some((self, &nothing)));
        next
    }
}
