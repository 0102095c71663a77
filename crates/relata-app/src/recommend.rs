use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use relata_api::{
    Factor, Reason, RecommendationItem, RecommendationRequest, Recommendations, Removal, RuleOfferDocument,
};
use relata_engine::{Answer, Pick, PickOrigin, Query, recommend};
use relata_model::{ChannelCode, PlacementCode, Problem};

use crate::{App, AppError, Refusal};

/// An answer as it leaves the program, and what it was made of.
#[derive(Debug, Clone)]
pub struct Served {
    /// The answer as JSON.
    pub body: Vec<u8>,
    /// How many items it holds.
    pub items: usize,
    /// Whether fallbacks filled it.
    pub fallback: bool,
    /// How many candidates were removed, by reason.
    pub removed: Vec<(&'static str, u32)>,
    /// How long the engine took.
    pub calculation: Duration,
}

impl App {
    /// Answers "what goes with these products?" as JSON, from memory alone.
    pub fn recommend(&self, request: &RecommendationRequest) -> Result<Served, AppError> {
        let problems = request.complaints();
        let query = self.query(request);
        let snapshot = self.snapshot()?;
        if !problems.is_empty() {
            let unknown = recommend(&snapshot, &query).err().unwrap_or_default();
            return Err(AppError::invalid(joined(problems, unknown)));
        }
        let started = Instant::now();
        let answer = recommend(&snapshot, &query)
            .map_err(|problems| AppError::Refused { refusal: Refusal::Invalid, problems })?;
        let calculation = started.elapsed();
        let request_id = ulid::Ulid::generate().to_string();
        let body = serde_json::to_vec(&document(&answer, &request_id, query.explain))?;
        Ok(Served {
            body,
            items: answer.items.len(),
            fallback: answer.fallback,
            removed: answer.removed.iter().map(|(reason, count)| (reason.as_str(), *count)).collect(),
            calculation,
        })
    }

    fn query(&self, request: &RecommendationRequest) -> Query {
        let RecommendationRequest {
            placement,
            products,
            cart,
            types,
            channel,
            locale,
            customer,
            session,
            at,
            limit,
            explain,
        } = request;
        let segments = customer.as_ref().map(|customer| customer.segments.iter().cloned().collect());
        Query {
            placement: placement.clone().unwrap_or_else(product_page),
            products: products.clone(),
            cart: cart.clone(),
            session: session.clone(),
            types: (!types.is_empty()).then(|| types.clone()),
            channel: channel.clone().unwrap_or_else(web),
            locale: locale.clone(),
            customer: customer.as_ref().and_then(|customer| customer.id.clone()),
            segments: segments.unwrap_or_else(BTreeSet::new),
            at: at.unwrap_or_else(|| self.now()),
            limit: *limit,
            explain: *explain,
        }
    }
}

/// The problems of the request and those that the index adds, each place named once.
fn joined(mut problems: Vec<Problem>, more: Vec<Problem>) -> Vec<Problem> {
    for problem in more {
        if problems.iter().all(|known| known.pointer != problem.pointer) {
            problems.push(problem);
        }
    }
    problems
}

pub(crate) fn product_page() -> PlacementCode {
    static CODE: OnceLock<PlacementCode> = OnceLock::new();
    CODE.get_or_init(|| PlacementCode::parse("product_page").expect("built-in codes are legal")).clone()
}

pub(crate) fn web() -> ChannelCode {
    static CODE: OnceLock<ChannelCode> = OnceLock::new();
    CODE.get_or_init(|| ChannelCode::parse("web").expect("built-in codes are legal")).clone()
}

fn document<'a>(answer: &'a Answer<'a>, request_id: &'a str, explain: bool) -> Recommendations<'a> {
    let Answer {
        generation,
        revision,
        placement,
        channel,
        items,
        considered,
        removed,
        fallback,
        unknown_products,
    } = answer;
    Recommendations {
        request_id,
        generation: *generation,
        revision: *revision,
        placement: placement.as_str(),
        channel: channel.as_str(),
        items: items.iter().map(|pick| item(pick, explain)).collect(),
        considered: u64::from(*considered),
        removed: removed
            .iter()
            .map(|(reason, count)| Removal { reason: reason.as_str(), count: *count })
            .collect(),
        fallback: *fallback,
        experiments: Vec::new(),
        unknown_products: unknown_products.iter().map(|sku| sku.as_str()).collect(),
    }
}

fn item<'a>(pick: &'a Pick<'a>, explain: bool) -> RecommendationItem<'a> {
    let Pick {
        sku,
        name,
        type_code,
        position,
        score,
        price,
        image_url,
        url,
        source,
        block,
        origin,
        offer,
        substitute_for,
        reason,
    } = pick;
    let relata_engine::Reason { text, factors, relation, rule, campaign } = reason;
    RecommendationItem {
        sku,
        name: Cow::Borrowed(name),
        type_code,
        position: *position,
        score: *score,
        price: *price,
        currency: price.map(|price| price.currency),
        image_url: *image_url,
        url: *url,
        source: *source,
        origin: origin_text(origin),
        block: *block,
        offer: offer.map(RuleOfferDocument::from_offer),
        substitute_for: *substitute_for,
        reason: explain.then(|| Reason {
            text: Cow::Borrowed(text.as_str()),
            factors: factors.iter().map(|(name, value)| Factor { name, value: *value }).collect(),
            relation: relation.map(|id| id.0.to_string()),
            rule: rule.as_deref(),
            campaign: campaign.as_deref(),
        }),
    }
}

fn origin_text<'a>(origin: &PickOrigin<'a>) -> Cow<'a, str> {
    match origin {
        PickOrigin::Relation(relata_model::Origin::Manual) => Cow::Borrowed("manual"),
        other => Cow::Owned(other.to_string()),
    }
}
