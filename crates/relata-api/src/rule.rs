use relata_model::{
    Invalid, OfferKind, Problem, ProblemCode, Rotation, Rule, RuleCode, RuleEffect, RuleOffer, RuleOrder,
    RuleStatus, SortDirection, TypeCode,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::amount::parse_decimal;
use crate::fields::{Fields, settle};
use crate::product::read_key;
use crate::relation::{read_scope, read_window, texts};
use crate::relation_type::check_name;
use crate::{Body, Json};

/// Targets of one source that a rule shows at most; a list on a page is shorter.
const LIMIT_MAX: u32 = 200;
/// The highest and, with the other sign, the lowest priority.
const PRIORITY_MAX: i64 = 1_000_000;
/// Keys of one order; more never decide anything.
const ORDER_KEYS_MAX: usize = 5;

/// A rule. In a request every field but `type` and `show` may be left out and then has its default.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Rule, example = json!({
    "code": "premium-laptops", "name": "Premium laptops", "type": "upsell", "effect": "add", "status": "active",
    "match": "'laptops' in source.categories && source.price > 500",
    "show": "target.category == source.category && target.price > source.price * 1.1",
    "when": "context.channel == 'web'", "order_by": [{"field": "target.margin", "direction": "desc"}],
    "limit": 8, "minimum": 0, "weight": 1.0, "priority": 0, "channels": [], "locales": [], "segments": [],
    "valid_from": null, "valid_until": null, "offer": null
}))]
pub struct RuleDocument {
    /// Its key.
    #[schema(required = false)]
    pub code: String,
    /// What people call it.
    #[schema(required = false)]
    pub name: String,
    /// The relation type under which it shows.
    #[serde(rename = "type")]
    pub type_code: String,
    /// `add` shows the products, `remove` takes them out whoever related them, `boost` multiplies their
    /// score by the rule's weight.
    #[schema(required = false)]
    pub effect: String,
    /// `draft`, `active`, `paused` or `archived`.
    #[schema(required = false)]
    pub status: String,
    /// Which sources: a condition over `source`.
    #[serde(rename = "match")]
    #[schema(required = false)]
    pub matching: String,
    /// Which targets: a condition over `target` that may refer to `source`.
    pub show: String,
    /// In which circumstances: a condition over `customer`, `cart` and `context`.
    #[schema(required = false)]
    pub when: Option<String>,
    /// In which order targets are shown; then by SKU.
    #[schema(required = false)]
    pub order_by: Vec<RuleOrderDocument>,
    /// How many targets of one source can be shown.
    #[schema(required = false, minimum = 1, maximum = 200)]
    pub limit: u32,
    /// With fewer targets of one source that can be shown it shows none of them.
    #[schema(required = false, minimum = 0, maximum = 200)]
    pub minimum: u32,
    /// A factor in the score of what it shows or boosts; at least 0.
    #[schema(required = false, minimum = 0)]
    pub weight: f64,
    /// Rules of a higher one come first.
    #[schema(required = false)]
    pub priority: i32,
    /// Channels that it is for; none means all.
    #[schema(required = false)]
    pub channels: Vec<String>,
    /// Locales that it is for; none means all.
    #[schema(required = false)]
    pub locales: Vec<String>,
    /// Segments that it is for; none means everyone.
    #[schema(required = false)]
    pub segments: Vec<String>,
    /// From when on.
    #[schema(required = false)]
    pub valid_from: Option<String>,
    /// Until when; the moment itself is out.
    #[schema(required = false)]
    pub valid_until: Option<String>,
    /// What the customer gets with it.
    #[schema(required = false)]
    pub offer: Option<RuleOfferDocument>,
}

/// One key of an order.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = RuleOrder)]
pub struct RuleOrderDocument {
    /// A field of the target, such as `target.margin`; or `random`, alone, which shows each source
    /// something else from turn to turn.
    pub field: String,
    /// `asc` or `desc`; targets without a value come last either way.
    #[schema(required = false)]
    pub direction: String,
    /// At random: another number, other products; 0 when it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub seed: Option<u32>,
    /// At random: how long a turn is, `hour`, `day`, `week` or `never`; a day in UTC when it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub every: Option<String>,
}

/// "Buy X get Y": the channel carries it out.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = RuleOffer)]
pub struct RuleOfferDocument {
    /// `percent`, `amount` or `free`.
    pub kind: String,
    /// How much; null for free.
    #[schema(required = false)]
    pub value: Option<String>,
    /// What it is called on the page.
    #[schema(required = false)]
    pub label: String,
}

impl RuleDocument {
    /// The rule as it is answered.
    pub fn from_rule(rule: &Rule) -> RuleDocument {
        let Rule {
            code,
            name,
            type_code,
            effect,
            status,
            matching,
            show,
            when,
            order_by,
            limit,
            minimum,
            weight,
            priority,
            scope,
            window,
            offer,
        } = rule;
        RuleDocument {
            code: code.to_string(),
            name: name.clone(),
            type_code: type_code.to_string(),
            effect: effect.as_str().to_string(),
            status: status.as_str().to_string(),
            matching: matching.clone(),
            show: show.clone(),
            when: when.clone(),
            order_by: order_by.iter().map(RuleOrderDocument::from_order).collect(),
            limit: *limit,
            minimum: *minimum,
            weight: *weight,
            priority: *priority,
            channels: texts(&scope.channels),
            locales: texts(&scope.locales),
            segments: texts(&scope.segments),
            valid_from: window.from.map(|from| from.to_string()),
            valid_until: window.until.map(|until| until.to_string()),
            offer: offer.as_ref().map(RuleOfferDocument::from_offer),
        }
    }

    /// Reads a body as a whole rule. Errors are all problems at once; conditions are not read here.
    pub fn read(body: &Body, key: Option<&RuleCode>) -> Result<Rule, Vec<Problem>> {
        let mut fields = Fields::of_body(body);
        fields.read_only(&["revision", "warnings"]);
        let code = read_key(&mut fields, "code", key, RuleCode::parse);
        RuleDocument::read_rest(fields, code)
    }

    /// Reads a body as a rule that is only tried out, so that its code may be missing.
    pub fn read_draft(body: &Body) -> Result<Rule, Vec<Problem>> {
        let mut fields = Fields::of_body(body);
        fields.read_only(&["revision", "warnings", "match_tree", "show_tree", "when_tree"]);
        let code = fields.parsed("code", RuleCode::parse).or_else(|| RuleCode::parse("draft").ok());
        RuleDocument::read_rest(fields, code)
    }

    fn read_rest(mut fields: Fields<'_>, code: Option<RuleCode>) -> Result<Rule, Vec<Problem>> {
        let name = read_name(&mut fields);
        let type_code = fields.required("type", TypeCode::parse);
        let status = fields.parsed("status", RuleStatus::parse).unwrap_or(RuleStatus::Draft);
        let matching = fields.text("match").unwrap_or_else(|| "true".to_string());
        let show = fields.text("show").unwrap_or_else(|| "true".to_string());
        let when = fields.text("when").filter(|text| !text.trim().is_empty());
        let order_by = fields.list_at("order_by", read_order).unwrap_or_default();
        if order_by.len() > ORDER_KEYS_MAX {
            let invalid = Invalid::new(format!("more than {ORDER_KEYS_MAX} keys"), "leave the last ones out");
            fields.refuse("order_by", ProblemCode::LimitExceeded, invalid);
        }
        let limit = fields.count("limit", 1, LIMIT_MAX).unwrap_or(Rule::LIMIT);
        let minimum = fields.count("minimum", 0, LIMIT_MAX).unwrap_or(0);
        let effect = fields.parsed("effect", RuleEffect::parse).unwrap_or_default();
        let weight = fields.factor("weight").unwrap_or(1.0);
        let priority = fields.integer("priority", -PRIORITY_MAX, PRIORITY_MAX).unwrap_or(0);
        let (scope, window) = (read_scope(&mut fields), read_window(&mut fields));
        let offer = fields.read_inner("offer", read_offer);
        let rule = code.zip(type_code).map(|(code, type_code)| Rule {
            name: name.unwrap_or_else(|| code.to_string()),
            code,
            type_code,
            effect,
            status,
            matching,
            show,
            when,
            order_by,
            limit,
            minimum,
            weight,
            priority: i32::try_from(priority).unwrap_or(0),
            scope,
            window,
            offer,
        });
        settle(rule, fields.finish())
    }
}

/// The name of a thing that people call something.
pub(crate) fn read_name(fields: &mut Fields<'_>) -> Option<String> {
    fields.read("name", |json| {
        let text = json.as_text()?;
        check_name(text).map(|()| text.to_string())
    })
}

impl RuleOrderDocument {
    fn from_order(order: &RuleOrder) -> RuleOrderDocument {
        let RuleOrder { field, direction, seed, every } = order;
        RuleOrderDocument {
            field: field.clone(),
            direction: direction.as_str().to_string(),
            seed: *seed,
            every: every.map(|every| every.as_str().to_string()),
        }
    }
}

fn read_order(json: &Json, at: String) -> Result<RuleOrder, Vec<Problem>> {
    let mut fields = Fields::of_object(json.as_object(&at)?, at);
    let field = fields.required("field", |text| Ok(text.to_string()));
    let direction = fields.parsed("direction", SortDirection::parse).unwrap_or(SortDirection::Ascending);
    let seed = fields.count("seed", 0, u32::MAX);
    let every = fields.parsed("every", Rotation::parse);
    settle(field.map(|field| RuleOrder { field, direction, seed, every }), fields.finish())
}

impl RuleOfferDocument {
    /// The offer as it is answered.
    pub fn from_offer(offer: &RuleOffer) -> RuleOfferDocument {
        let RuleOffer { kind, value, label } = offer;
        RuleOfferDocument {
            kind: kind.as_str().to_string(),
            value: value.map(|value| value.to_string()),
            label: label.clone(),
        }
    }
}

fn read_offer(json: &Json, at: String) -> Result<RuleOffer, Vec<Problem>> {
    let mut fields = Fields::of_object(json.as_object(&at)?, at);
    let kind = fields.required("kind", OfferKind::parse);
    let value = fields.read("value", |json| match json {
        Json::Number(text) | Json::Text(text) => parse_decimal(text),
        other => Err(Invalid::new(format!("{} is no amount", other.kind()), "write \"10\"")),
    });
    let label = fields.text("label").unwrap_or_default();
    if value.is_none() && kind.is_some_and(|kind| kind != OfferKind::Free) {
        let invalid = Invalid::new("the offer does not say how much", "add \"value\": \"10\"");
        fields.refuse("value", ProblemCode::MissingValue, invalid);
    }
    settle(kind.map(|kind| RuleOffer { kind, value, label }), fields.finish())
}
