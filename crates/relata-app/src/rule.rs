//! Rules and guidelines: what is wrong with them, what they say, what they would do.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use relata_api::{
    ConditionSize, ProblemDetail, RuleCheckDocument, RuleCircle, RuleConditions, RuleExample, RuleOverlap,
    RulePreviewDocument,
};
use relata_engine::{Snapshot, WithheldPair};
use relata_model::{Noun, Problem, ProblemCode, Rule, RuleCode, RuleStatus, Sku};
use relata_rules::limits::{CONDITION_CHARS_MAX, PREDICATES_MAX};
use relata_rules::{
    Condition, Language, Reference, Size, Vocabulary, from_tree, parse, references_of, sentence, to_tree,
};
use relata_store::{Tx, relation_type, rule};

use crate::condition::from_itself;
use crate::draft::Draft;
use crate::reference::Readers;
use crate::rule_problem::condition_problems;
use crate::rule_sentence::sentence_of;
use crate::{App, AppError, Document};

/// The attributes of the newest snapshot that somebody asked for.
#[derive(Default)]
pub(crate) struct VocabularyCache {
    made: Mutex<Option<(u64, Arc<Vocabulary>)>>,
}

impl Document for Rule {
    type Code = RuleCode;
    const NOUN: Noun = Noun::Rule;
    const NAME: &'static str = "rule";
    const RESERVED: &'static [&'static str] = &["check", "fields", "preview", "summaries", "templates"];

    fn find(tx: &mut Tx, code: &RuleCode) -> Result<Option<Rule>, AppError> {
        Ok(rule::find(tx, code)?)
    }

    fn list(tx: &mut Tx) -> Result<Vec<Rule>, AppError> {
        Ok(rule::list(tx)?)
    }

    fn store(&self, tx: &mut Tx) -> Result<(), AppError> {
        Ok(rule::upsert(tx, self)?)
    }

    fn remove(tx: &mut Tx, code: &RuleCode) -> Result<(), AppError> {
        Ok(rule::delete(tx, code).map(drop)?)
    }

    fn code(&self) -> &RuleCode {
        &self.code
    }

    /// A draft may be wrong; an active rule has a type that exists.
    fn check(&self, tx: &mut Tx, _before: Option<&Rule>) -> Result<Vec<Problem>, AppError> {
        if self.status != RuleStatus::Active || relation_type::find(tx, &self.type_code)?.is_some() {
            return Ok(Vec::new());
        }
        Ok(vec![unknown_type(&self.type_code)])
    }

    fn prepare(app: &App) -> Result<(), AppError> {
        app.catch_up_for_readers()?;
        app.vocabulary().map(drop)
    }

    fn check_live(&self, app: &App, tx: &mut Tx) -> Result<Vec<Problem>, AppError> {
        match self.status {
            RuleStatus::Active => app.gated(app.rule_problems(self)?, tx, Draft::of_rule(self)),
            RuleStatus::Draft | RuleStatus::Paused | RuleStatus::Archived => Ok(Vec::new()),
        }
    }

    fn reference(&self) -> Option<Reference> {
        Some(Reference::Rule(self.code.as_str().into()))
    }

    fn among(readers: &mut Readers) -> Option<&mut Vec<Rule>> {
        Some(&mut readers.rules)
    }
}

pub(crate) fn unknown_type(code: &relata_model::TypeCode) -> Problem {
    Problem::error(ProblemCode::UnknownType, format!("there is no relation type {code}"))
        .hint("name a type that exists")
        .at("/type")
        .about(code)
}

/// What is wrong with the conditions of a rule, which may name its own match.
pub(crate) fn rule_condition_problems(rule: &Rule, vocabulary: &Vocabulary) -> Vec<Problem> {
    let texts = [Some(&rule.matching), Some(&rule.show), rule.when.as_ref()];
    if texts.into_iter().flatten().all(|text| references_of(text).is_empty()) {
        return condition_problems(rule, vocabulary);
    }
    let mut library = vocabulary.library().clone();
    let reference = Reference::Rule(rule.code.as_str().into());
    library.put(reference.clone(), &rule.matching);
    let vocabulary = vocabulary.with_library(library);
    let problems = condition_problems(rule, &vocabulary);
    from_itself(problems, vocabulary.library(), &reference, "/match")
}

impl App {
    /// The attributes of the products in the index, with the kinds of their values.
    pub fn vocabulary(&self) -> Result<Arc<Vocabulary>, AppError> {
        let snapshot = self.snapshot()?;
        let mut made = self.inner.vocabulary.made.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some((_, known)) = made.as_ref().filter(|(generation, _)| *generation == snapshot.generation())
        {
            return Ok(known.clone());
        }
        let vocabulary = Arc::new(snapshot.vocabulary());
        *made = Some((snapshot.generation(), vocabulary.clone()));
        Ok(vocabulary)
    }

    /// What speaks against a rule's conditions, as the index has the shop; circles are not looked for.
    pub(crate) fn condition_problems(&self, rule: &Rule) -> Result<Vec<Problem>, AppError> {
        Ok(rule_condition_problems(rule, &*self.vocabulary()?))
    }

    /// Everything that speaks against a rule being active, as the index has the shop.
    pub(crate) fn rule_problems(&self, rule: &Rule) -> Result<Vec<Problem>, AppError> {
        let mut problems = self.condition_problems(rule)?;
        let snapshot = self.snapshot()?;
        let kind = snapshot.types().iter().find(|kind| kind.code == rule.type_code);
        match kind {
            None => problems.push(unknown_type(&rule.type_code)),
            Some(kind) if kind.cycle_law.refuses_cycles() && !problems.iter().any(Problem::is_error) => {
                let next = snapshot.with_rule(rule).map_err(AppError::invalid)?;
                problems.extend(circle_problem(rule, next.circles_of(&snapshot, &rule.code)));
            }
            Some(_) => {}
        }
        Ok(problems)
    }

    /// What there is to say of a rule: its problems, its conditions as texts, trees and sentences.
    /// A condition may be given as a tree instead of a text.
    pub fn check_rule(
        &self,
        rule: Rule,
        trees: &RuleConditions<Option<serde_json::Value>>,
        language: Language,
    ) -> Result<RuleCheckDocument, AppError> {
        Ok(self.check_rule_with_problems(rule, trees, language)?.0)
    }

    /// The same with the problems as such.
    pub fn check_rule_with_problems(
        &self,
        mut rule: Rule,
        trees: &RuleConditions<Option<serde_json::Value>>,
        language: Language,
    ) -> Result<(RuleCheckDocument, Vec<Problem>), AppError> {
        self.catch_up_for_readers()?;
        let mut problems = Vec::new();
        let mut take = |tree: &Option<serde_json::Value>, pointer: &str| -> Option<String> {
            match from_tree(tree.as_ref()?) {
                Ok(condition) => Some(condition.text.to_string()),
                Err(found) => {
                    problems.extend(at_tree(found, pointer));
                    None
                }
            }
        };
        rule.matching = take(&trees.matching, "/match_tree").unwrap_or(rule.matching);
        rule.show = take(&trees.show, "/show_tree").unwrap_or(rule.show);
        rule.when = take(&trees.when, "/when_tree").or(rule.when);
        problems.extend(self.rule_problems(&rule)?);
        let read = |text: &str| parse(text).ok();
        let (matching, show) = (read(&rule.matching), read(&rule.show));
        let when = rule.when.as_deref().and_then(read);
        let words = |one: &Option<Condition>| one.as_ref().map(|one| sentence(&one.root, language));
        let tree = |one: &Option<Condition>| one.as_ref().map(|one| to_tree(&one.root));
        let size = |one: &Option<Condition>| one.as_ref().map(size_of);
        let document = RuleCheckDocument {
            problems: problems.iter().map(ProblemDetail::from).collect(),
            sentence: sentence_of(&rule, language),
            text: RuleConditions {
                matching: Some(rule.matching.clone()),
                show: Some(rule.show.clone()),
                when: rule.when.clone(),
            },
            tree: RuleConditions { matching: tree(&matching), show: tree(&show), when: tree(&when) },
            sentences: RuleConditions { matching: words(&matching), show: words(&show), when: words(&when) },
            sizes: RuleConditions { matching: size(&matching), show: size(&show), when: size(&when) },
        };
        Ok((document, problems))
    }

    /// What a rule would do, whatever its status; nothing is changed.
    pub fn preview_rule(&self, rule: &Rule, sample: usize) -> Result<RulePreviewDocument, AppError> {
        self.catch_up_for_readers()?;
        let started = Instant::now();
        let mut problems = self.rule_problems(rule)?;
        // Circles are what a preview is there to show.
        problems.retain(|problem| {
            problem.is_error() && !matches!(problem.code, ProblemCode::RuleCycle | ProblemCode::CycleUnproven)
        });
        if !problems.is_empty() {
            return Err(AppError::invalid(problems));
        }
        let snapshot: Arc<Snapshot> = self.snapshot()?;
        let found = snapshot.preview(rule, sample, self.now()).map_err(AppError::invalid)?;
        let texts = |skus: &[relata_model::Sku]| skus.iter().map(ToString::to_string).collect();
        let example = |example: &relata_engine::Example| RuleExample {
            source: example.source.to_string(),
            before: texts(&example.before),
            after: texts(&example.after),
        };
        let shown = found
            .examples
            .iter()
            .flat_map(|one| std::iter::once(&one.source).chain(&one.before).chain(&one.after));
        let on_circles = found.circles.iter().flatten().flat_map(|pair| &pair.path);
        let name = |sku: &Sku| Some((sku.to_string(), snapshot.name_of(sku)?.to_string()));
        let overlap =
            |(code, sources): &(RuleCode, usize)| RuleOverlap { rule: code.to_string(), sources: *sources };
        Ok(RulePreviewDocument {
            sources: found.sources,
            targets: found.targets,
            pairs_shown: found.pairs_shown,
            without_result: found.without_result,
            coverage_before: found.coverage_before,
            coverage_after: found.coverage_after,
            examples: found.examples.iter().map(example).collect(),
            names: shown.chain(on_circles).filter_map(name).collect(),
            unproven: found.circles.is_none(),
            cycles: found.circles.iter().flatten().map(circle_document).collect(),
            overlaps: found.overlaps.iter().map(overlap).collect(),
            out_of_stock: found.out_of_stock,
            estimated: found.estimated,
            elapsed_ms: started.elapsed().as_secs_f64() * 1e3,
        })
    }
}

/// How large a condition is, and how large it may be.
pub(crate) fn size_of(condition: &Condition) -> ConditionSize {
    let Size { characters, questions } = Size::of(condition);
    ConditionSize {
        characters,
        characters_max: CONDITION_CHARS_MAX,
        questions,
        questions_max: PREDICATES_MAX,
    }
}

/// What circles say against a rule being active.
pub(crate) fn circle_problem(rule: &Rule, circles: Option<Vec<WithheldPair>>) -> Option<Problem> {
    const HINT: &str = "let the potential of the type rise strictly, such as target.price > source.price";
    let Some(circles) = circles else {
        let message = format!("it could not be told whether the rule {} closes circles", rule.code);
        return Some(Problem::error(ProblemCode::CycleUnproven, message).hint(HINT).at("/show"));
    };
    let first = circles.into_iter().next()?;
    let path: Vec<&str> = first.path.iter().map(|sku| sku.as_str()).collect();
    let message = format!("the rule {} would close a circle: {}", rule.code, path.join(" → "));
    let problem = Problem::error(ProblemCode::RuleCycle, message).hint(HINT).at("/show");
    Some(problem.about(&rule.code).along(first.path))
}

fn circle_document(pair: &WithheldPair) -> RuleCircle {
    RuleCircle {
        path: pair.path.iter().map(ToString::to_string).collect(),
        rules: pair.rules.iter().map(ToString::to_string).collect(),
    }
}

/// Problems of a tree, at their places in the document that it came in.
pub(crate) fn at_tree(problems: Vec<Problem>, pointer: &str) -> impl Iterator<Item = Problem> {
    problems.into_iter().map(move |problem| {
        let at = format!("{pointer}{}", problem.pointer.as_deref().unwrap_or(""));
        problem.at(at)
    })
}
