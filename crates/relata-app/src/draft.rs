//! Conditions, rules and guidelines that are tried beside what is live, without touching it.

use relata_engine::{Snapshot, library};
use relata_model::{Guideline, NamedCondition, Noun, Problem, ProblemCode, Rule, RuleStatus};
use relata_rules::{Reference, Vocabulary};
use relata_store::{Tx, condition, guideline, rule};

use crate::condition::condition_text_problems;
use crate::guideline::guideline_problems;
use crate::rule_problem::condition_problems;
use crate::{App, AppError};

/// What is tried.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub(crate) conditions: Vec<NamedCondition>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) guidelines: Vec<Guideline>,
}

/// All conditions, rules and guidelines as they would be.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) conditions: Vec<NamedCondition>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) guidelines: Vec<Guideline>,
}

impl Draft {
    pub(crate) fn of_rule(rule: &Rule) -> Draft {
        Draft { rules: vec![rule.clone()], ..Draft::default() }
    }

    pub(crate) fn of_guideline(guideline: &Guideline) -> Draft {
        Draft { guidelines: vec![guideline.clone()], ..Draft::default() }
    }

    pub(crate) fn of_condition(condition: &NamedCondition) -> Draft {
        Draft { conditions: vec![condition.clone()], ..Draft::default() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.conditions.is_empty() && self.rules.is_empty() && self.guidelines.is_empty()
    }

    /// The codes of what is tried: rules, then guidelines, then conditions.
    pub(crate) fn codes(&self) -> Vec<String> {
        let rules = self.rules.iter().map(|rule| rule.code.to_string());
        let guidelines = self.guidelines.iter().map(|guideline| guideline.code.to_string());
        let conditions = self.conditions.iter().map(|condition| condition.code.to_string());
        rules.chain(guidelines).chain(conditions).collect()
    }

    /// A vocabulary in which conditions can name what is tried.
    pub(crate) fn vocabulary(&self, vocabulary: &Vocabulary) -> Vocabulary {
        let mut library = vocabulary.library().clone();
        for condition in &self.conditions {
            library.put(Reference::Condition(condition.code.as_str().into()), &condition.condition);
        }
        for rule in self.rules.iter().filter(|rule| rule.status != RuleStatus::Archived) {
            library.put(Reference::Rule(rule.code.as_str().into()), &rule.matching);
        }
        vocabulary.with_library(library)
    }

    /// What is stored, with the draft in the place of what has its codes.
    pub(crate) fn over_stored(&self, tx: &mut Tx) -> Result<Wanted, AppError> {
        let mut conditions = condition::list(tx)?;
        conditions.retain(|stored| self.conditions.iter().all(|tried| tried.code != stored.code));
        conditions.extend(self.conditions.iter().cloned());
        let mut rules = rule::list(tx)?;
        rules.retain(|stored| self.rules.iter().all(|tried| tried.code != stored.code));
        let tried = self.rules.iter();
        rules.extend(tried.map(|rule| Rule { status: as_tried(rule.status), ..rule.clone() }));
        let mut guidelines = guideline::list(tx)?;
        guidelines.retain(|stored| self.guidelines.iter().all(|tried| tried.code != stored.code));
        let tried = self.guidelines.iter();
        guidelines.extend(
            tried.map(|guideline| Guideline { status: as_tried(guideline.status), ..guideline.clone() }),
        );
        Ok(Wanted { conditions, rules, guidelines })
    }
}

impl Wanted {
    /// The index as it would be.
    pub(crate) fn index(&self, snapshot: &Snapshot) -> Snapshot {
        snapshot.with_conditions(&self.conditions).with_rules(&self.rules, &self.guidelines)
    }

    /// A vocabulary in which conditions name these.
    pub(crate) fn vocabulary(&self, vocabulary: &Vocabulary) -> Vocabulary {
        vocabulary.with_library(library(&self.conditions, &self.rules))
    }
}

/// A draft is tried as if it were active; what is paused or archived is taken away.
fn as_tried(status: RuleStatus) -> RuleStatus {
    match status {
        RuleStatus::Draft | RuleStatus::Active => RuleStatus::Active,
        RuleStatus::Paused | RuleStatus::Archived => status,
    }
}

impl App {
    /// What makes a draft impossible to try, at its place in a request. Circles are no reason: a trial
    /// shows them.
    pub(crate) fn draft_problems(
        &self,
        draft: &Draft,
        vocabulary: &Vocabulary,
    ) -> Result<Vec<Problem>, AppError> {
        let mut problems = Vec::new();
        let is_tried = |status| as_tried(status) == RuleStatus::Active;
        let mut note = |found: Vec<Problem>, at: String| {
            for problem in found.into_iter().filter(Problem::is_error) {
                let inner = problem.pointer.clone().unwrap_or_default();
                problems.push(problem.at(format!("{at}{inner}")));
            }
        };
        for (place, condition) in draft.conditions.iter().enumerate() {
            note(condition_text_problems(condition, vocabulary), format!("/draft/conditions/{place}"));
        }
        for (place, rule) in draft.rules.iter().enumerate().filter(|(_, rule)| is_tried(rule.status)) {
            let mut found = condition_problems(rule, vocabulary);
            if !self.snapshot()?.types().iter().any(|kind| kind.code == rule.type_code) {
                found.push(crate::rule::unknown_type(&rule.type_code));
            }
            note(found, format!("/draft/rules/{place}"));
        }
        let guidelines = draft.guidelines.iter().enumerate();
        for (place, guideline) in guidelines.filter(|(_, guideline)| is_tried(guideline.status)) {
            note(guideline_problems(guideline, vocabulary), format!("/draft/guidelines/{place}"));
        }
        let rules = draft.rules.iter().map(|rule| (Noun::Rule, rule.code.as_str()));
        let guidelines = draft.guidelines.iter().map(|one| (Noun::Guideline, one.code.as_str()));
        let conditions = draft.conditions.iter().map(|one| (Noun::Condition, one.code.as_str()));
        let mut codes: Vec<(Noun, &str)> = rules.chain(guidelines).chain(conditions).collect();
        codes.sort_unstable();
        if let Some(twice) = codes.windows(2).find(|pair| pair[0] == pair[1]) {
            let problem = Problem::error(ProblemCode::InvalidValue, format!("{} is tried twice", twice[0].1));
            problems.push(problem.hint("give each a code of its own").at("/draft").about(twice[0].1));
        }
        Ok(problems)
    }
}
