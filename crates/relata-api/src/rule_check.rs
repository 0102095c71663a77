use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::ProblemDetail;

/// What there is to say of a rule before it is saved.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RuleCheckDocument {
    /// What is wrong with it; a rule with an error cannot become active.
    pub problems: Vec<ProblemDetail>,
    /// The whole rule in words.
    pub sentence: String,
    /// Its conditions as texts.
    pub text: RuleConditions<Option<String>>,
    /// Its conditions as trees that a builder edits; null where a text is no condition.
    #[schema(value_type = RuleConditions<Object>)]
    pub tree: RuleConditions<Option<serde_json::Value>>,
    /// Its conditions in words.
    pub sentences: RuleConditions<Option<String>>,
    /// How large its conditions are; null where a text is no condition.
    pub sizes: RuleConditions<Option<ConditionSize>>,
}

/// How large a condition is, and how large it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConditionSize {
    /// Its characters, those of values in lists apart.
    pub characters: usize,
    /// The most that there may be.
    pub characters_max: usize,
    /// The questions that it asks.
    pub questions: usize,
    /// The most that there may be.
    pub questions_max: usize,
}

/// Something of each of the three conditions of a rule.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct RuleConditions<T> {
    /// Of the one over sources.
    #[serde(rename = "match")]
    pub matching: T,
    /// Of the one over targets.
    pub show: T,
    /// Of the one over circumstances.
    pub when: T,
}

/// What a rule would do.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RulePreviewDocument {
    /// Products that its match takes in.
    pub sources: usize,
    /// Products that it would show to at least one of them.
    pub targets: usize,
    /// Pairs that it would show.
    pub pairs_shown: usize,
    /// Sources for which it finds nothing that can be shown.
    pub without_result: usize,
    /// The share of products with something of the type to show, as it is.
    pub coverage_before: f64,
    /// The same with the rule.
    pub coverage_after: f64,
    /// Some sources with what they show now and would show.
    pub examples: Vec<RuleExample>,
    /// What the products of examples and circles are called, by SKU.
    pub names: BTreeMap<String, String>,
    /// Circles that it would close, each with the rules that take part.
    pub cycles: Vec<RuleCircle>,
    /// Whether it could not be told if it closes circles.
    pub unproven: bool,
    /// Other active rules of the type that share sources.
    pub overlaps: Vec<RuleOverlap>,
    /// Targets that are sold out.
    pub out_of_stock: usize,
    /// Whether pairs, sources without result and coverage are taken from some sources spread evenly
    /// over more; targets and sold-out targets are then at least so many.
    pub estimated: bool,
    /// How long it took.
    pub elapsed_ms: f64,
}

/// A source with what it shows.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RuleExample {
    /// The product.
    pub source: String,
    /// What it shows now.
    pub before: Vec<String>,
    /// What it would show.
    pub after: Vec<String>,
}

/// A circle of products.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RuleCircle {
    /// The products, the first repeated at the end.
    pub path: Vec<String>,
    /// The rules that take part.
    pub rules: Vec<String>,
}

/// Another rule for the same products.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RuleOverlap {
    /// Its code.
    pub rule: String,
    /// How many sources both take in.
    pub sources: usize,
}
