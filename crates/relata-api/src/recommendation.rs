use std::borrow::Cow;

use relata_model::{Currency, Money};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

/// The answer. Borrows from the snapshot; numbers are written unrounded.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "request_id": "01JEXAMPLE", "generation": 42, "revision": 1234, "placement": "cart", "channel": "web",
    "items": [{
        "sku": "SOCK-2", "name": "Running socks, 3 pairs", "type": "cross_sell", "position": 1, "score": 0.8,
        "price": "12.90", "currency": "EUR", "image_url": null, "url": null, "source": "RS-100", "origin": "manual",
        "reason": {
            "text": "linked by hand",
            "factors": [{"name": "type_weight", "value": 0.8}, {"name": "relation_weight", "value": 1.0}],
            "relation": "17", "rule": null, "campaign": null
        }
    }],
    "considered": 125, "removed": [{"reason": "out_of_stock", "count": 3}], "fallback": false, "experiments": []
}))]
pub struct Recommendations<'a> {
    /// The attribution token; events name it.
    pub request_id: &'a str,
    /// The number of the snapshot on this node.
    pub generation: u64,
    /// The revision of the database that the snapshot is of.
    pub revision: i64,
    /// The place.
    pub placement: &'a str,
    /// The channel.
    pub channel: &'a str,
    /// The picks, in the order in which they are shown.
    pub items: Vec<RecommendationItem<'a>>,
    /// How many candidates were looked at.
    pub considered: u64,
    /// How many of them were not shown, by reason.
    pub removed: Vec<Removal<'a>>,
    /// Whether a fallback filled the answer.
    pub fallback: bool,
    /// The arms of the experiments that took part.
    pub experiments: Vec<ExperimentArm<'a>>,
    /// Products of the request that are not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub unknown_products: Vec<&'a str>,
}

/// A pick.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecommendationItem<'a> {
    /// The product shown.
    pub sku: &'a str,
    /// Its name in the language of the request.
    #[schema(value_type = String)]
    pub name: Cow<'a, str>,
    /// The relation type under which it is shown; `fallback` for a fallback.
    #[serde(rename = "type")]
    pub type_code: &'a str,
    /// Its place in the answer, from 1.
    pub position: u32,
    /// What it is worth: the product of its factors.
    pub score: f64,
    /// Its price in the channel, in the major unit.
    #[schema(value_type = Option<String>)]
    #[serde(serialize_with = "write_money")]
    pub price: Option<Money>,
    /// The currency of the price.
    #[schema(value_type = Option<String>)]
    pub currency: Option<Currency>,
    /// Its picture.
    pub image_url: Option<&'a str>,
    /// Its page.
    pub url: Option<&'a str>,
    /// The product of the request to which it belongs; null for a fallback.
    pub source: Option<&'a str>,
    /// Who made the relation, or `fallback:<name>`.
    #[schema(value_type = String)]
    pub origin: Cow<'a, str>,
    /// The block of the placement.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub block: Option<&'a str>,
    /// What the customer gets with it, if a rule offers something.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub offer: Option<crate::RuleOfferDocument>,
    /// The sold-out target in whose place it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub substitute_for: Option<&'a str>,
    /// Why it is shown; only when the request asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub reason: Option<Reason<'a>>,
}

fn write_money<S: Serializer>(money: &Option<Money>, serializer: S) -> Result<S::Ok, S::Error> {
    match money {
        Some(money) => serializer.collect_str(money),
        None => serializer.serialize_none(),
    }
}

/// Why a pick is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Reason<'a> {
    /// In words, with the evidence.
    #[schema(value_type = String)]
    pub text: Cow<'a, str>,
    /// What multiplies to the score.
    pub factors: Vec<Factor<'a>>,
    /// The stored relation, by its number as text.
    pub relation: Option<String>,
    /// The rule, by its code.
    pub rule: Option<&'a str>,
    /// The campaign, by its code.
    pub campaign: Option<&'a str>,
}

/// One factor of a score.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Factor<'a> {
    /// What it stands for, such as `type_weight`.
    pub name: &'a str,
    /// Its value.
    pub value: f64,
}

/// How many candidates were not shown for one reason.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Removal<'a> {
    /// `out_of_stock`, `inactive`, `not_in_channel`, `outside_window`, `segment`, `in_cart`, `family`,
    /// `guideline`, `excluded`, `duplicate`, `cap`, `cycle` or `too_few`.
    pub reason: &'a str,
    /// How many.
    pub count: u32,
}

/// The arm of an experiment that a request fell into.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExperimentArm<'a> {
    /// The experiment, by its code.
    pub experiment: &'a str,
    /// The arm, by its code.
    pub arm: &'a str,
}
