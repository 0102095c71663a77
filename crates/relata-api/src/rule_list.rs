use serde::Serialize;
use utoipa::ToSchema;

use crate::{ConditionSize, GuidelineDocument, ProblemDetail, RuleDocument};

/// A rule as lists show it: with its sentence and what it does in the shop.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RuleListItem {
    /// The rule.
    pub rule: RuleDocument,
    /// The whole rule in words.
    pub sentence: String,
    /// What is wrong with its conditions now; products may have changed since it was saved.
    pub problems: Vec<ProblemDetail>,
    /// What it does; null unless it is live.
    pub figures: Option<RuleFigures>,
}

/// What a live rule does.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RuleFigures {
    /// Products that its match takes in.
    pub sources: usize,
    /// Products that its show takes in, whatever the source.
    pub targets: usize,
    /// Other live rules of its type that take in some of the same sources.
    pub overlaps: usize,
    /// Pairs that are left out because they would close a circle; at most 1,000 are counted in all.
    pub withheld: usize,
}

/// A guideline as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GuidelineListItem {
    /// The guideline.
    pub guideline: GuidelineDocument,
    /// What it forbids, in words.
    pub sentence: String,
    /// What is wrong with its condition now.
    pub problems: Vec<ProblemDetail>,
}

/// What there is to say of a guideline before it is saved.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GuidelineCheckDocument {
    /// What is wrong with it; a guideline with an error cannot become active.
    pub problems: Vec<ProblemDetail>,
    /// What it forbids, in words.
    pub sentence: String,
    /// Its condition as a text.
    pub text: String,
    /// Its condition as a tree that a builder edits; null where the text is no condition.
    #[schema(value_type = Option<Object>)]
    pub tree: Option<serde_json::Value>,
    /// How large its condition is; null where the text is no condition.
    pub size: Option<ConditionSize>,
}
