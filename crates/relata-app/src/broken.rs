//! Rules and guidelines that are active and do nothing.

use relata_api::{BrokenDocument, ProblemDetail, RepairDocument};
use relata_model::{Problem, Rule, RuleStatus, TypeCode};
use relata_store::{guideline, rule};
use serde_json::json;

use crate::{App, AppError};

/// Rules and guidelines that are listed; more wrong ones have one cause.
const LISTED_MAX: usize = 200;

impl App {
    /// Active rules and guidelines that cannot be read or make no sense for the shop any more, such as
    /// after the last product with an attribute went; by code, at most 200 of each. With a type, its own.
    pub(crate) fn broken(&self, type_code: Option<&TypeCode>) -> Result<Vec<BrokenDocument>, AppError> {
        let (rules, guidelines) = self.read(|tx| Ok((rule::list(tx)?, guideline::list(tx)?)))?;
        let is_asked = |rule: &&Rule| type_code.is_none_or(|code| rule.type_code == *code);
        let mut broken = Vec::new();
        for (code, problems) in self.broken_rules(rules.iter().filter(is_asked))?.iter().take(LISTED_MAX) {
            let name = rules.iter().find(|rule| rule.code == *code).map_or("", |rule| &rule.name);
            broken.push(document("rule", code.as_str(), name, problems));
        }
        let holds_for =
            |types: &[TypeCode]| type_code.is_none_or(|code| types.is_empty() || types.contains(code));
        let active = guidelines.iter().filter(|guideline| guideline.status == RuleStatus::Active);
        let mut found = 0;
        for guideline in active.filter(|guideline| holds_for(&guideline.types)) {
            let mut problems = self.guideline_problems(guideline)?;
            problems.retain(Problem::is_error);
            if !problems.is_empty() && found < LISTED_MAX {
                found += 1;
                broken.push(document("guideline", guideline.code.as_str(), &guideline.name, &problems));
            }
        }
        Ok(broken)
    }
}

fn document(noun: &str, code: &str, name: &str, problems: &[Problem]) -> BrokenDocument {
    BrokenDocument {
        noun: noun.to_string(),
        code: code.to_string(),
        name: name.to_string(),
        problems: problems.iter().map(ProblemDetail::from).collect(),
        repair: RepairDocument {
            method: "PATCH".to_string(),
            path: format!("/v1/{noun}s/{code}"),
            body: Some(json!({ "status": RuleStatus::Paused.as_str() })),
        },
    }
}
