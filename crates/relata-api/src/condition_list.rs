use serde::Serialize;
use utoipa::ToSchema;

use crate::{ConditionDocument, ConditionSize, ProblemDetail};

/// A condition with a name as lists show it: with its sentence, what it takes in and who reads it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ConditionListItem {
    /// The condition.
    pub condition: ConditionDocument,
    /// What it asks, in words.
    pub sentence: String,
    /// What is wrong with it now; products and what it names may have changed since it was saved.
    pub problems: Vec<ProblemDetail>,
    /// Parents and stand-alone products that it holds for now; null while it cannot be read.
    pub products: Option<usize>,
    /// What names it: rules and guidelines that are not archived, conditions, test suites and
    /// assortments of channels; the first 20 by noun and code.
    pub readers: Vec<ConditionReader>,
    /// How many there are.
    pub reader_count: usize,
}

/// Something whose conditions name a condition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub struct ConditionReader {
    /// `channel`, `condition`, `guideline`, `rule` or `test_suite`.
    pub noun: String,
    /// Its key.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// Whether it is asked as it stands: not a draft, and not paused.
    pub active: bool,
}

/// What there is to say of a condition with a name before it is saved.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ConditionCheckDocument {
    /// What is wrong with it, itself and for what reads it; with an error it cannot be saved.
    pub problems: Vec<ProblemDetail>,
    /// What it asks, in words.
    pub sentence: String,
    /// It as a text.
    pub text: String,
    /// It as a tree that a builder edits; null where the text is no condition.
    #[schema(value_type = Option<Object>)]
    pub tree: Option<serde_json::Value>,
    /// How large it is; null where the text is no condition.
    pub size: Option<ConditionSize>,
    /// What it takes in now; null while it cannot be read.
    pub holds: Option<ConditionHolds>,
    /// What names the stored condition with its code, as in lists.
    pub readers: Vec<ConditionReader>,
    /// How many there are.
    pub reader_count: usize,
}

/// What a condition takes in.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ConditionHolds {
    /// Parents and stand-alone products that it holds for.
    pub products: usize,
    /// All parents and stand-alone products.
    pub of: usize,
    /// The first of those that it holds for, by SKU; at most 12.
    pub examples: Vec<ConditionExample>,
}

/// A product that a condition holds for.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ConditionExample {
    /// Its key.
    pub sku: String,
    /// What it is called.
    pub name: Option<String>,
}
