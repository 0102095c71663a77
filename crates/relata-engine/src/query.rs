use std::collections::BTreeSet;

use relata_model::limits::{ANSWER_ITEMS_MAX, QUERY_CART_MAX, QUERY_PRODUCTS_MAX, QUERY_SEGMENTS_MAX};
use relata_model::{
    ChannelCode, Locale, PlacementCode, Problem, ProblemCode, SegmentCode, Sku, Timestamp, TypeCode,
};

use crate::Snapshot;

/// Relation types that one request may name; shops have a dozen.
const QUERY_TYPES_MAX: usize = 100;

/// A question: what goes with these products, in this place, for this customer, at this time?
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Where the answer is shown.
    pub placement: PlacementCode,
    /// The products asked about. When there are none, the products of the cart are asked about.
    pub products: Vec<Sku>,
    /// What lies in the cart; neither it nor its families are shown.
    pub cart: Vec<Sku>,
    /// What the customer looked at, the latest last. Relations do not depend on it.
    pub session: Vec<Sku>,
    /// The types wanted instead of the placement's; empty counts as `None`.
    pub types: Option<Vec<TypeCode>>,
    /// Where it is sold.
    pub channel: ChannelCode,
    /// The language of names and scopes; `None` is the channel's.
    pub locale: Option<Locale>,
    /// The key of the customer; `None` is not known.
    pub customer: Option<String>,
    /// The segments that the customer belongs to.
    pub segments: BTreeSet<SegmentCode>,
    /// The moment in question.
    pub at: Timestamp,
    /// Items at most, 1 to 50; `None` is the placement's number.
    pub limit: Option<u32>,
    /// Whether picks say why in words and figures.
    pub explain: bool,
}

impl Query {
    /// A query about products with nothing else said.
    pub fn new(placement: PlacementCode, channel: ChannelCode, products: Vec<Sku>, at: Timestamp) -> Query {
        Query {
            placement,
            products,
            cart: Vec::new(),
            session: Vec::new(),
            types: None,
            channel,
            locale: None,
            customer: None,
            segments: BTreeSet::new(),
            at,
            limit: None,
            explain: false,
        }
    }

    /// Everything in the query that the snapshot cannot answer; empty when it can.
    pub(crate) fn problems(&self, snapshot: &Snapshot) -> Vec<Problem> {
        let setup = snapshot.setup();
        let mut problems = Vec::new();
        if setup.placement(&self.placement).is_none() {
            let known = setup.placements().iter().map(|placement| placement.code.as_str());
            problems.push(unknown(
                ProblemCode::UnknownPlacement,
                "placement",
                self.placement.as_str(),
                known,
                "/placement",
            ));
        }
        if setup.channel(&self.channel).is_none() {
            let known = setup.channels().iter().map(|channel| channel.code.as_str());
            problems.push(unknown(
                ProblemCode::UnknownChannel,
                "channel",
                self.channel.as_str(),
                known,
                "/channel",
            ));
        }
        for (index, code) in self.types.iter().flatten().enumerate() {
            if setup.type_by_code(code).is_none() {
                let known = setup.types().iter().map(|kind| kind.code.as_str());
                let pointer = format!("/types/{index}");
                problems.push(unknown(
                    ProblemCode::UnknownType,
                    "relation type",
                    code.as_str(),
                    known,
                    &pointer,
                ));
            }
        }
        if let Some(limit) = self.limit.filter(|limit| !(1..=ANSWER_ITEMS_MAX as u32).contains(limit)) {
            let message = format!("the limit {limit} is out of range");
            let hint = format!("ask for 1 to {ANSWER_ITEMS_MAX} items");
            problems.push(Problem::error(ProblemCode::InvalidValue, message).hint(hint).at("/limit"));
        }
        for (what, count, count_max) in [
            ("products", self.products.len(), QUERY_PRODUCTS_MAX),
            ("cart", self.cart.len(), QUERY_CART_MAX),
            ("session", self.session.len(), QUERY_CART_MAX),
            ("segments", self.segments.len(), QUERY_SEGMENTS_MAX),
            ("types", self.types.iter().flatten().count(), QUERY_TYPES_MAX),
        ] {
            if count > count_max {
                let message = format!("{what} holds {count} values");
                let hint = format!("name at most {count_max}");
                problems.push(
                    Problem::error(ProblemCode::LimitExceeded, message).hint(hint).at(format!("/{what}")),
                );
            }
        }
        problems
    }
}

fn unknown<'a>(
    code: ProblemCode,
    noun: &str,
    given: &str,
    known: impl Iterator<Item = &'a str>,
    pointer: &str,
) -> Problem {
    /// Codes named in a hint; more would not be read.
    const NAMED_MAX: usize = 20;
    let known: Vec<&str> = known.take(NAMED_MAX).collect();
    Problem::error(code, format!("no {noun} has the code {given}"))
        .hint(format!("use one of {}", known.join(", ")))
        .at(pointer)
        .about(given)
}
