use serde::Serialize;
use utoipa::ToSchema;

use crate::RuleDocument;

/// Rules to begin with.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RuleTemplatesDocument {
    /// The templates, in the order in which they are offered.
    pub items: Vec<RuleTemplateDocument>,
}

/// A rule to begin with.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RuleTemplateDocument {
    /// Its key.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// What it does and what to adapt.
    pub text: String,
    /// Whether everything that it asks about is there in this shop.
    pub fits: bool,
    /// The rule, a draft.
    pub rule: RuleDocument,
}
