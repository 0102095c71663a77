use relata_model::{ConditionCode, NamedCondition, Problem};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Body;
use crate::fields::{Fields, settle};
use crate::product::read_key;
use crate::rule::read_name;

/// A condition over one product that rules, guidelines and other conditions ask by its code:
/// `source.is('premium')`, `target.is('premium')`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Condition, example = json!({
    "code": "premium", "name": "Premium products",
    "condition": "source.price > 500 && source.brand in ['Acme', 'Best']"
}))]
pub struct ConditionDocument {
    /// Its key.
    #[schema(required = false)]
    pub code: String,
    /// What people call it.
    #[schema(required = false)]
    pub name: String,
    /// What it asks, over `source` alone. Asked of a target, `source` is the target.
    pub condition: String,
}

impl ConditionDocument {
    /// The condition as it is answered.
    pub fn from_condition(condition: &NamedCondition) -> ConditionDocument {
        let NamedCondition { code, name, condition } = condition;
        ConditionDocument { code: code.to_string(), name: name.clone(), condition: condition.clone() }
    }

    /// Reads a body as a whole condition. Errors are all problems at once; the text is not read here.
    pub fn read(body: &Body, key: Option<&ConditionCode>) -> Result<NamedCondition, Vec<Problem>> {
        let mut fields = Fields::of_body(body);
        fields.read_only(&["revision", "warnings"]);
        let code = read_key(&mut fields, "code", key, ConditionCode::parse);
        let condition = fields.required("condition", |text| Ok(text.to_string()));
        ConditionDocument::read_rest(fields, code, condition)
    }

    /// Reads a body as a condition that is being written: what is missing takes its default. A tree in
    /// the place of the text is left to the caller.
    pub fn read_draft(body: &Body) -> Result<NamedCondition, Vec<Problem>> {
        let mut fields = Fields::of_body(body);
        fields.read_only(&["revision", "warnings", "condition_tree"]);
        let code = fields.parsed("code", ConditionCode::parse).or_else(|| ConditionCode::parse("draft").ok());
        let condition = fields.text("condition").or_else(|| Some("true".to_string()));
        ConditionDocument::read_rest(fields, code, condition)
    }

    fn read_rest(
        mut fields: Fields<'_>,
        code: Option<ConditionCode>,
        condition: Option<String>,
    ) -> Result<NamedCondition, Vec<Problem>> {
        let name = read_name(&mut fields);
        let read = code.zip(condition).map(|(code, condition)| NamedCondition {
            name: name.unwrap_or_else(|| code.to_string()),
            code,
            condition,
        });
        settle(read, fields.finish())
    }
}
