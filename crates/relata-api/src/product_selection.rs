use relata_model::limits::{NAME_CHARS_MAX, SELECTION_VALUES_MAX};
use relata_model::{
    Availability, CategoryPath, ChannelCode, Invalid, Problem, ProblemCode, ProductLevel, ProductSelection,
    ProductState, Sku, Status, TypeCode,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Json;
use crate::fields::{Fields, settle};
use crate::recommendation_request::{many, one};

/// Which products are meant: those that meet every condition given. Of several values of one
/// condition one has to be met; absent conditions are met by all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ProductSelection, example = json!({
    "category": ["Bikes"], "without": ["accessory"], "status": ["active"], "level": "top"
}))]
pub struct ProductSelectionDocument {
    /// Words that each stand in SKU, name or brand; case does not matter.
    #[schema(required = false)]
    pub query: Option<String>,
    /// Variants of this product.
    #[schema(required = false)]
    pub parent: Option<String>,
    /// `active`, `inactive` or `discontinued`.
    #[schema(required = false)]
    pub status: Vec<String>,
    /// Categories; what lies below counts too.
    #[schema(required = false)]
    pub category: Vec<String>,
    /// Brands.
    #[schema(required = false)]
    pub brand: Vec<String>,
    /// `in` or `out`.
    #[schema(required = false)]
    pub stock: Option<String>,
    /// Relation types of which something can be shown.
    #[schema(required = false)]
    pub with: Vec<String>,
    /// Relation types of which nothing can be shown.
    #[schema(required = false)]
    pub without: Vec<String>,
    /// `uncovered`, `points_out`, `pending`, `expired`, `only_manual`, `only_imported` or `no_relations`.
    #[schema(required = false)]
    pub state: Vec<String>,
    /// `top` for parents and products that stand alone, `all` (the default) for variants too.
    #[schema(required = false)]
    pub level: Option<String>,
    /// SKUs.
    #[schema(required = false, max_items = 200)]
    pub sku: Vec<String>,
    /// The channel of stock and of what can be shown; without one `web`.
    #[schema(required = false)]
    pub channel: Option<String>,
}

impl ProductSelectionDocument {
    /// The selection as it is answered.
    pub fn from_selection(selection: &ProductSelection) -> ProductSelectionDocument {
        let ProductSelection {
            query,
            parent,
            status,
            category,
            brand,
            stock,
            with,
            without,
            state,
            level,
            sku,
            channel,
        } = selection;
        ProductSelectionDocument {
            query: query.clone(),
            parent: parent.as_ref().map(ToString::to_string),
            status: status.iter().map(|status| status.as_str().to_string()).collect(),
            category: category.iter().map(ToString::to_string).collect(),
            brand: brand.clone(),
            stock: stock.map(|stock| stock.as_str().to_string()),
            with: with.iter().map(ToString::to_string).collect(),
            without: without.iter().map(ToString::to_string).collect(),
            state: state.iter().map(|state| state.as_str().to_string()).collect(),
            level: (*level != ProductLevel::All).then(|| level.as_str().to_string()),
            sku: sku.iter().map(ToString::to_string).collect(),
            channel: channel.as_ref().map(ToString::to_string),
        }
    }

    /// Reads a selection that is part of a body, at its JSON pointer. Errors are all problems at once.
    pub fn read(json: &Json, at: String) -> Result<ProductSelection, Vec<Problem>> {
        let object = json.as_object(&at)?;
        let mut fields = Fields::of_object(object, at.clone());
        let selection = ProductSelection {
            query: fields.parsed("query", text),
            parent: fields.parsed("parent", Sku::parse),
            status: fields.parsed_list("status", Status::parse).unwrap_or_default(),
            category: fields.parsed_list("category", CategoryPath::parse).unwrap_or_default(),
            brand: fields.parsed_list("brand", text).unwrap_or_default(),
            stock: fields.parsed("stock", Availability::parse),
            with: fields.parsed_list("with", TypeCode::parse).unwrap_or_default(),
            without: fields.parsed_list("without", TypeCode::parse).unwrap_or_default(),
            state: fields.parsed_list("state", ProductState::parse).unwrap_or_default(),
            level: fields.parsed("level", ProductLevel::parse).unwrap_or_default(),
            sku: fields.parsed_list("sku", Sku::parse).unwrap_or_default(),
            channel: fields.parsed("channel", ChannelCode::parse),
        };
        let mut problems = fields.finish();
        problems.extend(too_many(&selection, &at));
        settle(Some(selection), problems)
    }

    /// Reads the decoded parameters of a query; names it does not know are passed over. What can
    /// hold several values may repeat. Errors are all problems at once, each with its parameter.
    pub fn from_query(pairs: &[(String, String)]) -> Result<ProductSelection, Vec<Problem>> {
        let mut problems = Vec::new();
        let selection = ProductSelection {
            query: one(pairs, "query", text, &mut problems),
            parent: one(pairs, "parent", Sku::parse, &mut problems),
            status: several(pairs, "status", Status::parse, &mut problems),
            category: several(pairs, "category", CategoryPath::parse, &mut problems),
            brand: several(pairs, "brand", text, &mut problems),
            stock: one(pairs, "stock", Availability::parse, &mut problems),
            with: several(pairs, "with", TypeCode::parse, &mut problems),
            without: several(pairs, "without", TypeCode::parse, &mut problems),
            state: several(pairs, "state", ProductState::parse, &mut problems),
            level: one(pairs, "level", ProductLevel::parse, &mut problems).unwrap_or_default(),
            sku: several(pairs, "sku", Sku::parse, &mut problems),
            channel: one(pairs, "channel", ChannelCode::parse, &mut problems),
        };
        problems.extend(too_many(&selection, ""));
        settle(Some(selection), problems)
    }
}

/// The values of a parameter that may repeat; empty ones count as absent.
fn several<T>(
    pairs: &[(String, String)],
    name: &str,
    parse: fn(&str) -> Result<T, Invalid>,
    problems: &mut Vec<Problem>,
) -> Vec<T> {
    let given: Vec<(String, String)> =
        pairs.iter().filter(|(key, text)| key == name && !text.is_empty()).cloned().collect();
    many(&given, name, parse, problems)
}

fn too_many(selection: &ProductSelection, at: &str) -> Vec<Problem> {
    let ProductSelection { status, category, brand, with, without, state, sku, .. } = selection;
    let counts = [
        ("status", status.len()),
        ("category", category.len()),
        ("brand", brand.len()),
        ("with", with.len()),
        ("without", without.len()),
        ("state", state.len()),
        ("sku", sku.len()),
    ];
    let over = counts.into_iter().filter(|(_, count)| *count > SELECTION_VALUES_MAX);
    let refuse = |(name, count)| {
        let problem = Problem::error(ProblemCode::LimitExceeded, format!("{name} has {count} values"));
        problem.hint(format!("name up to {SELECTION_VALUES_MAX}")).at(format!("{at}/{name}"))
    };
    over.map(refuse).collect()
}

/// A text that something is compared with.
fn text(text: &str) -> Result<String, Invalid> {
    if text.chars().any(char::is_control) || text.chars().count() > NAME_CHARS_MAX {
        let hint = format!("write up to {NAME_CHARS_MAX} characters, none of them a control character");
        return Err(Invalid::new("the text is too long or holds a control character", hint));
    }
    Ok(text.to_string())
}
