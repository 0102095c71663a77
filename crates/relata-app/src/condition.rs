//! Conditions with names.

use relata_model::limits::CONDITIONS_MAX;
use relata_model::{ConditionCode, NamedCondition, Noun, Problem, ProblemCode, Rule, RuleStatus};
use relata_rules::{Library, Reference, Usage, Vocabulary, references_of};
use relata_store::{Tx, condition};

use crate::draft::Draft;
use crate::reference::Readers;
use crate::rule::circle_problem;
use crate::rule_problem::wrong;
use crate::{App, AppError, Document};

impl Document for NamedCondition {
    type Code = ConditionCode;
    const NOUN: Noun = Noun::Condition;
    const NAME: &'static str = "condition";
    const RESERVED: &'static [&'static str] = &["check", "summaries"];

    fn find(tx: &mut Tx, code: &ConditionCode) -> Result<Option<NamedCondition>, AppError> {
        Ok(condition::find(tx, code)?)
    }

    fn list(tx: &mut Tx) -> Result<Vec<NamedCondition>, AppError> {
        Ok(condition::list(tx)?)
    }

    fn store(&self, tx: &mut Tx) -> Result<(), AppError> {
        Ok(condition::upsert(tx, self)?)
    }

    fn remove(tx: &mut Tx, code: &ConditionCode) -> Result<(), AppError> {
        Ok(condition::delete(tx, code).map(drop)?)
    }

    fn code(&self) -> &ConditionCode {
        &self.code
    }

    /// Rules and conditions read one another, so that one writer changes either.
    fn lock(tx: &mut Tx) -> Result<(), AppError> {
        Rule::lock(tx)
    }

    fn check(&self, tx: &mut Tx, before: Option<&NamedCondition>) -> Result<Vec<Problem>, AppError> {
        if before.is_some() || condition::list(tx)?.len() < CONDITIONS_MAX {
            return Ok(Vec::new());
        }
        let message = format!("there are {CONDITIONS_MAX} conditions, which is the most there may be");
        Ok(vec![Problem::error(ProblemCode::LimitExceeded, message).hint("remove one that nothing reads")])
    }

    fn prepare(app: &App) -> Result<(), AppError> {
        app.catch_up_for_readers()?;
        app.vocabulary().map(drop)
    }

    fn check_live(&self, app: &App, tx: &mut Tx) -> Result<Vec<Problem>, AppError> {
        match app.named_condition_problems(self, tx)? {
            (problems, Some(draft)) => app.gated(problems, tx, draft),
            (problems, None) => Ok(problems),
        }
    }

    fn reference(&self) -> Option<Reference> {
        Some(Reference::Condition(self.code.as_str().into()))
    }

    fn among(readers: &mut Readers) -> Option<&mut Vec<NamedCondition>> {
        Some(&mut readers.conditions)
    }
}

/// What is wrong with a condition with a name, itself and in what it names.
pub(crate) fn condition_text_problems(condition: &NamedCondition, vocabulary: &Vocabulary) -> Vec<Problem> {
    let text = &condition.condition;
    if references_of(text).is_empty() {
        return wrong(text, Usage::Named, "/condition", vocabulary);
    }
    let reference = Reference::Condition(condition.code.as_str().into());
    let mut library = vocabulary.library().clone();
    library.put(reference.clone(), text);
    let vocabulary = vocabulary.with_library(library);
    let problems = wrong(text, Usage::Named, "/condition", &vocabulary);
    from_itself(problems, vocabulary.library(), &reference, "/condition")
}

/// The same problems; a circle of names through something is told from there, and once.
pub(crate) fn from_itself(
    mut problems: Vec<Problem>,
    library: &Library,
    reference: &Reference,
    pointer: &str,
) -> Vec<Problem> {
    if let Some(path) = library.circle_through(reference) {
        problems.retain(|problem| problem.code != ProblemCode::RuleCycle);
        problems.push(relata_rules::circle_problem(&path).at(pointer).about(reference.code()));
    }
    problems
}

impl App {
    /// What speaks against a condition and for the active rules that read it, required suites apart; and
    /// the draft that they are run on, if anything that is served changes with it.
    pub(crate) fn named_condition_problems(
        &self,
        condition: &NamedCondition,
        tx: &mut Tx,
    ) -> Result<(Vec<Problem>, Option<Draft>), AppError> {
        let mut problems = condition_text_problems(condition, &*self.vocabulary()?);
        let read = condition.reference().into_iter().collect();
        let readers = Readers::load(tx)?.active_readers_of(&read);
        if problems.iter().any(Problem::is_error) || readers.is_empty() {
            return Ok((problems, None));
        }
        let draft = Draft::of_condition(condition);
        problems.extend(self.closed_circles(&draft.over_stored(tx)?.conditions, &readers.rules)?);
        Ok((problems, Some(draft)))
    }

    /// The circles that rules would close with other conditions, under types that refuse them.
    fn closed_circles(
        &self,
        conditions: &[NamedCondition],
        readers: &[Rule],
    ) -> Result<Vec<Problem>, AppError> {
        let snapshot = self.snapshot()?;
        let refuses = |rule: &&Rule| {
            let mut types = snapshot.types().iter();
            rule.status == RuleStatus::Active
                && types.any(|kind| kind.code == rule.type_code && kind.cycle_law.refuses_cycles())
        };
        let asked: Vec<&Rule> = readers.iter().filter(refuses).collect();
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let next = snapshot.with_conditions(conditions);
        let found =
            asked.iter().filter_map(|rule| circle_problem(rule, next.circles_of(&snapshot, &rule.code)));
        Ok(found.map(|problem| problem.at("/condition")).collect())
    }
}
