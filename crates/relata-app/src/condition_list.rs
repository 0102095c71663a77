//! Conditions with names as lists and editors show them: what they take in, and who reads them.

use relata_api::{
    ConditionCheckDocument, ConditionDocument, ConditionExample, ConditionHolds, ConditionListItem,
    ConditionReader, ProblemDetail,
};
use relata_model::{NamedCondition, Problem};
use relata_rules::{Condition, Language, from_tree, parse, sentence, to_tree};

use crate::condition::condition_text_problems;
use crate::reference::{IsGone, Readers, problems_with};
use crate::rule::{at_tree, size_of};
use crate::{App, AppError, Document, Page, PageRequest};

/// Readers of one condition that a list names; the others are counted.
const READERS_NAMED: usize = 20;
/// Products that a check names of those that a condition holds for.
const EXAMPLES: usize = 12;

impl App {
    /// A page of the conditions with names that have all words in code, name or text, by code.
    pub fn list_conditions(
        &self,
        words: Option<&str>,
        page: &PageRequest,
        language: Language,
    ) -> Result<Page<ConditionListItem>, AppError> {
        let words = words.unwrap_or_default().to_lowercase();
        let mut found = self.list_documents::<NamedCondition>()?;
        found.retain(|one| {
            let text = format!("{} {} {}", one.code, one.name, one.condition).to_lowercase();
            words.split_whitespace().all(|word| text.contains(word))
        });
        let Page { items, next } = page.part_of(found, |one| one.code.to_string())?;
        self.catch_up_for_readers()?;
        let readers = self.read(Readers::load)?;
        let items: Result<Vec<ConditionListItem>, AppError> =
            items.iter().map(|one| self.condition_item(one, &readers, language)).collect();
        Ok(Page { items: items?, next })
    }

    fn condition_item(
        &self,
        condition: &NamedCondition,
        readers: &Readers,
        language: Language,
    ) -> Result<ConditionListItem, AppError> {
        let problems = condition_text_problems(condition, &*self.vocabulary()?);
        let (named, reader_count) = readers_of(condition, readers);
        Ok(ConditionListItem {
            condition: ConditionDocument::from_condition(condition),
            sentence: sentence_of(parse(&condition.condition).ok().as_ref(), language),
            problems: problems.iter().map(ProblemDetail::from).collect(),
            products: self.holds(condition, &problems, 0)?.map(|holds| holds.products),
            readers: named,
            reader_count,
        })
    }

    /// What there is to say of a condition before it is saved. It may be given as a tree instead of a text.
    pub fn check_condition(
        &self,
        mut condition: NamedCondition,
        tree: Option<&serde_json::Value>,
        language: Language,
    ) -> Result<ConditionCheckDocument, AppError> {
        NamedCondition::prepare(self)?;
        let mut problems = Vec::new();
        match tree.map(from_tree) {
            None => {}
            Some(Ok(found)) => condition.condition = found.text.to_string(),
            Some(Err(found)) => problems.extend(at_tree(found, "/condition_tree")),
        }
        let (found, (readers, reader_count)) = self.read(|tx| {
            let (mut found, _) = self.named_condition_problems(&condition, tx)?;
            for problem in problems_with(tx, &condition, IsGone::No)? {
                if found.iter().all(|known| known.code != problem.code) {
                    found.push(problem);
                }
            }
            Ok((found, readers_of(&condition, &Readers::load(tx)?)))
        })?;
        problems.extend(found);
        let read = parse(&condition.condition).ok();
        Ok(ConditionCheckDocument {
            sentence: sentence_of(read.as_ref(), language),
            tree: read.as_ref().map(|found| to_tree(&found.root)),
            size: read.as_ref().map(size_of),
            holds: self.holds(&condition, &problems, EXAMPLES)?,
            problems: problems.iter().map(ProblemDetail::from).collect(),
            text: condition.condition,
            readers,
            reader_count,
        })
    }

    /// What a condition takes in now, unless something is wrong with it.
    fn holds(
        &self,
        condition: &NamedCondition,
        problems: &[Problem],
        named: usize,
    ) -> Result<Option<ConditionHolds>, AppError> {
        if problems.iter().any(Problem::is_error) {
            return Ok(None);
        }
        let snapshot = self.snapshot()?;
        let Ok(found) = snapshot.holding(&condition.condition, named, self.now()) else { return Ok(None) };
        let example = |sku: &relata_model::Sku| ConditionExample {
            sku: sku.to_string(),
            name: snapshot.name_of(sku).map(ToString::to_string),
        };
        Ok(Some(ConditionHolds {
            products: found.products,
            of: found.of,
            examples: found.first.iter().map(example).collect(),
        }))
    }
}

/// The first of everything that names a condition, by noun and code, and how much that is.
fn readers_of(condition: &NamedCondition, readers: &Readers) -> (Vec<ConditionReader>, usize) {
    let Some(reference) = condition.reference() else { return (Vec::new(), 0) };
    let mut found: Vec<ConditionReader> = readers
        .iter()
        .filter(|one| one.names().contains(&reference))
        .map(|one| ConditionReader {
            noun: one.noun.replace(' ', "_"),
            code: one.code.to_string(),
            name: one.name.to_string(),
            active: one.active,
        })
        .collect();
    found.sort();
    let count = found.len();
    found.truncate(READERS_NAMED);
    (found, count)
}

fn sentence_of(condition: Option<&Condition>, language: Language) -> String {
    condition.map(|found| sentence(&found.root, language)).unwrap_or_default()
}
