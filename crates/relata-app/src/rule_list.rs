//! Rules and guidelines as lists show them.

use relata_api::{
    GuidelineDocument, GuidelineListItem, ProblemDetail, RuleDocument, RuleFigures, RuleListItem,
};
use relata_model::{Guideline, Problem, Rule, RuleStatus, TypeCode};
use relata_rules::Language;

use crate::{App, AppError, Page, PageRequest};

/// Which rules or guidelines are listed.
#[derive(Debug, Clone, Default)]
pub struct RuleListQuery {
    /// Of these; none means all that are not archived.
    pub statuses: Vec<RuleStatus>,
    /// Of one relation type.
    pub type_code: Option<TypeCode>,
    /// Words that code, name and conditions together hold, whatever their case.
    pub words: Option<String>,
}

impl RuleListQuery {
    fn takes(&self, status: RuleStatus, types: &[TypeCode], text: &str) -> bool {
        let by_status = match self.statuses.is_empty() {
            true => status != RuleStatus::Archived,
            false => self.statuses.contains(&status),
        };
        let text = text.to_lowercase();
        let words = self.words.as_deref().unwrap_or_default().to_lowercase();
        by_status
            && self.type_code.as_ref().is_none_or(|wanted| types.is_empty() || types.contains(wanted))
            && words.split_whitespace().all(|word| text.contains(word))
    }
}

impl App {
    /// A page of the rules, by code, each with its sentence and what it does in the shop now.
    pub fn list_rules(
        &self,
        query: &RuleListQuery,
        page: &PageRequest,
        language: Language,
    ) -> Result<Page<RuleListItem>, AppError> {
        let rules = self.list_documents::<Rule>()?.into_iter().filter(|rule| {
            let text = format!("{} {} {} {}", rule.code, rule.name, rule.matching, rule.show);
            query.takes(rule.status, std::slice::from_ref(&rule.type_code), &text)
        });
        let Page { items, next } = page.part_of(rules.collect(), |rule| rule.code.to_string())?;
        self.catch_up_for_readers()?;
        let items: Result<Vec<RuleListItem>, AppError> =
            items.iter().map(|rule| self.rule_item(rule, language)).collect();
        Ok(Page { items: items?, next })
    }

    fn rule_item(&self, rule: &Rule, language: Language) -> Result<RuleListItem, AppError> {
        let snapshot = self.snapshot()?;
        let mut problems = self.condition_problems(rule)?;
        if problems.is_empty() {
            problems.extend(snapshot.broken_rule(&rule.code).into_iter().flatten().cloned());
        }
        let figures = snapshot.rule_summary(&rule.code).map(|found| RuleFigures {
            sources: found.sources,
            targets: found.targets,
            overlaps: found.overlaps,
            withheld: found.withheld,
        });
        Ok(RuleListItem {
            rule: RuleDocument::from_rule(rule),
            sentence: crate::rule_sentence::sentence_of(rule, language),
            problems: problems.iter().map(ProblemDetail::from).collect(),
            figures,
        })
    }

    /// A page of the guidelines, by code, each with its sentence.
    pub fn list_guidelines(
        &self,
        query: &RuleListQuery,
        page: &PageRequest,
        language: Language,
    ) -> Result<Page<GuidelineListItem>, AppError> {
        let guidelines = self.list_documents::<Guideline>()?.into_iter().filter(|guideline| {
            let text = format!("{} {} {}", guideline.code, guideline.name, guideline.forbid);
            query.takes(guideline.status, &guideline.types, &text)
        });
        let Page { items, next } = page.part_of(guidelines.collect(), |found| found.code.to_string())?;
        self.catch_up_for_readers()?;
        let item = |guideline: &Guideline| -> Result<GuidelineListItem, AppError> {
            let problems: Vec<Problem> = self.guideline_problems(guideline)?;
            Ok(GuidelineListItem {
                guideline: GuidelineDocument::from_guideline(guideline),
                sentence: crate::guideline::sentence_of(guideline, language),
                problems: problems.iter().map(ProblemDetail::from).collect(),
            })
        };
        let items: Result<Vec<GuidelineListItem>, AppError> = items.iter().map(item).collect();
        Ok(Page { items: items?, next })
    }
}
