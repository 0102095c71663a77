use relata_model::{Guideline, Problem, RuleCode, RuleStatus, TypeCode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Body;
use crate::fields::{Fields, settle};
use crate::product::read_key;
use crate::rule::read_name;

/// A guideline: what must not be shown together.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Guideline, example = json!({
    "code": "no-cosy-with-acme", "name": "No Cosy beside Acme", "status": "active", "types": [],
    "forbid": "source.brand == 'Acme' && target.brand == 'Cosy'"
}))]
pub struct GuidelineDocument {
    /// Its key.
    #[schema(required = false)]
    pub code: String,
    /// What people call it.
    #[schema(required = false)]
    pub name: String,
    /// `draft`, `active`, `paused` or `archived`.
    #[schema(required = false)]
    pub status: String,
    /// Under which types it holds; none means all.
    #[schema(required = false)]
    pub types: Vec<String>,
    /// What is forbidden: a condition over `source` and `target`. Where it is unknown, nothing is.
    pub forbid: String,
}

impl GuidelineDocument {
    /// The guideline as it is answered.
    pub fn from_guideline(guideline: &Guideline) -> GuidelineDocument {
        let Guideline { code, name, status, types, forbid } = guideline;
        GuidelineDocument {
            code: code.to_string(),
            name: name.clone(),
            status: status.as_str().to_string(),
            types: types.iter().map(ToString::to_string).collect(),
            forbid: forbid.clone(),
        }
    }

    /// Reads a body as a whole guideline. Errors are all problems at once; the condition is not read here.
    pub fn read(body: &Body, key: Option<&RuleCode>) -> Result<Guideline, Vec<Problem>> {
        let mut fields = Fields::of_body(body);
        fields.read_only(&["revision", "warnings"]);
        let code = read_key(&mut fields, "code", key, RuleCode::parse);
        let forbid = fields.required("forbid", |text| Ok(text.to_string()));
        GuidelineDocument::read_rest(fields, code, forbid)
    }

    /// Reads a body as a guideline that is only tried out: code and condition may be missing.
    pub fn read_draft(body: &Body) -> Result<Guideline, Vec<Problem>> {
        let mut fields = Fields::of_body(body);
        fields.read_only(&["revision", "warnings", "forbid_tree"]);
        let code = fields.parsed("code", RuleCode::parse).or_else(|| RuleCode::parse("draft").ok());
        let forbid = fields.text("forbid").or_else(|| Some("true".to_string()));
        GuidelineDocument::read_rest(fields, code, forbid)
    }

    fn read_rest(
        mut fields: Fields<'_>,
        code: Option<RuleCode>,
        forbid: Option<String>,
    ) -> Result<Guideline, Vec<Problem>> {
        let name = read_name(&mut fields);
        let status = fields.parsed("status", RuleStatus::parse).unwrap_or(RuleStatus::Draft);
        let types = fields.parsed_list("types", TypeCode::parse).unwrap_or_default();
        let guideline = code.zip(forbid).map(|(code, forbid)| Guideline {
            name: name.unwrap_or_else(|| code.to_string()),
            code,
            status,
            types,
            forbid,
        });
        settle(guideline, fields.finish())
    }
}
