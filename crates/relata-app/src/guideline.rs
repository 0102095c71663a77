//! Guidelines: what must not be shown together.

use relata_api::{GuidelineCheckDocument, ProblemDetail};
use relata_model::{Guideline, Noun, Problem, ProblemCode, Rule, RuleCode, RuleStatus};
use relata_rules::{Expr, Language, Usage, Value, Vocabulary, from_tree, parse, sentence, to_tree};
use relata_store::{Tx, guideline, relation_type};

use crate::draft::Draft;
use crate::rule::{at_tree, size_of, unknown_type};
use crate::rule_problem::wrong;
use crate::{App, AppError, Document};

impl Document for Guideline {
    type Code = RuleCode;
    const NOUN: Noun = Noun::Guideline;
    const NAME: &'static str = "guideline";
    const RESERVED: &'static [&'static str] = &["check", "summaries"];

    fn find(tx: &mut Tx, code: &RuleCode) -> Result<Option<Guideline>, AppError> {
        Ok(guideline::find(tx, code)?)
    }

    fn list(tx: &mut Tx) -> Result<Vec<Guideline>, AppError> {
        Ok(guideline::list(tx)?)
    }

    fn store(&self, tx: &mut Tx) -> Result<(), AppError> {
        Ok(guideline::upsert(tx, self)?)
    }

    fn remove(tx: &mut Tx, code: &RuleCode) -> Result<(), AppError> {
        Ok(guideline::delete(tx, code).map(drop)?)
    }

    fn code(&self) -> &RuleCode {
        &self.code
    }

    /// Guidelines read conditions and rules, so that one writer changes any of them.
    fn lock(tx: &mut Tx) -> Result<(), AppError> {
        Rule::lock(tx)
    }

    fn check(&self, tx: &mut Tx, _before: Option<&Guideline>) -> Result<Vec<Problem>, AppError> {
        let mut problems = Vec::new();
        for (at, code) in self.types.iter().enumerate() {
            if relation_type::find(tx, code)?.is_none() {
                problems.push(unknown_type(code).at(format!("/types/{at}")));
            }
        }
        Ok(problems)
    }

    fn prepare(app: &App) -> Result<(), AppError> {
        app.catch_up_for_readers()?;
        app.vocabulary().map(drop)
    }

    fn check_live(&self, app: &App, tx: &mut Tx) -> Result<Vec<Problem>, AppError> {
        match self.status {
            RuleStatus::Active => app.gated(app.guideline_problems(self)?, tx, Draft::of_guideline(self)),
            RuleStatus::Draft | RuleStatus::Paused | RuleStatus::Archived => Ok(Vec::new()),
        }
    }
}

impl App {
    /// What speaks against a guideline's condition, as the index has the shop.
    pub(crate) fn guideline_problems(&self, guideline: &Guideline) -> Result<Vec<Problem>, AppError> {
        Ok(guideline_problems(guideline, &*self.vocabulary()?))
    }

    /// What there is to say of a guideline: its problems, its condition as text, tree and sentence.
    /// The condition may be given as a tree instead of a text.
    pub fn check_guideline(
        &self,
        mut guideline: Guideline,
        tree: Option<&serde_json::Value>,
        language: Language,
    ) -> Result<GuidelineCheckDocument, AppError> {
        let mut problems = Vec::new();
        match tree.map(from_tree) {
            None => {}
            Some(Ok(condition)) => guideline.forbid = condition.text.to_string(),
            Some(Err(found)) => problems.extend(at_tree(found, "/forbid_tree")),
        }
        problems.extend(self.check_document(&guideline)?);
        if guideline.status != RuleStatus::Active {
            problems.extend(self.guideline_problems(&guideline)?);
        }
        let read = parse(&guideline.forbid).ok();
        Ok(GuidelineCheckDocument {
            problems: problems.iter().map(ProblemDetail::from).collect(),
            sentence: sentence_of(&guideline, language),
            text: guideline.forbid.clone(),
            tree: read.as_ref().map(|condition| to_tree(&condition.root)),
            size: read.as_ref().map(size_of),
        })
    }
}

/// What speaks against a guideline's condition.
pub(crate) fn guideline_problems(guideline: &Guideline, vocabulary: &Vocabulary) -> Vec<Problem> {
    let mut problems = wrong(&guideline.forbid, Usage::Pair, "/forbid", vocabulary);
    if parse(&guideline.forbid).is_ok_and(|read| read.root.expr == Expr::Value(Value::Flag(true))) {
        let problem = Problem::warning(ProblemCode::InvalidValue, "this forbids every pair of products");
        problems.push(problem.hint("ask about something, such as source.brand").at("/forbid"));
    }
    problems
}

/// What a guideline forbids, in words; empty while its condition cannot be read.
pub(crate) fn sentence_of(guideline: &Guideline, language: Language) -> String {
    let Ok(condition) = parse(&guideline.forbid) else { return String::new() };
    let words = sentence(&condition.root, language);
    match language {
        Language::English => format!("Never show a product beside another where {words}."),
        Language::German => format!("Zeige nie ein Produkt bei einem anderen, wenn gilt: {words}."),
    }
}
