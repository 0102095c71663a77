use std::fmt;

use relata_model::limits::{ANSWER_ITEMS_MAX, QUERY_CART_MAX, QUERY_PRODUCTS_MAX, QUERY_SEGMENTS_MAX};
use relata_model::{
    ChannelCode, Invalid, Locale, PlacementCode, Problem, ProblemCode, SegmentCode, Sku, Timestamp, TypeCode,
};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::fields::{Fields, settle};
use crate::{Body, Json, ParseFailure};

/// Relation types of one request; a shop has a few dozen at most.
const QUERY_TYPES_MAX: usize = 50;
/// Characters in a customer's id.
const CUSTOMER_CHARS_MAX: usize = 255;

/// What to recommend, for whom, where and when.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({
    "placement": "cart", "products": ["RS-100"], "cart": ["RS-100", "SOCK-1"], "types": ["cross_sell"],
    "channel": "web", "locale": "en", "customer": {"id": "c-17", "segments": ["vip"]}, "session": ["RS-100"],
    "at": "2026-12-01T09:00:00Z", "limit": 6, "explain": true
}))]
pub struct RecommendationRequest {
    /// The place; without one `product_page`.
    #[schema(value_type = Option<String>)]
    pub placement: Option<PlacementCode>,
    /// The products that the answer goes with; up to 50.
    #[schema(value_type = Vec<String>, max_items = 50)]
    #[serde(deserialize_with = "null_is_empty")]
    pub products: Vec<Sku>,
    /// What is in the cart, which is never in the answer; up to 500.
    #[schema(value_type = Vec<String>, max_items = 500)]
    #[serde(deserialize_with = "null_is_empty")]
    pub cart: Vec<Sku>,
    /// The relation types asked for; empty is the placement's.
    #[schema(value_type = Vec<String>, max_items = 50)]
    #[serde(deserialize_with = "null_is_empty")]
    pub types: Vec<TypeCode>,
    /// The channel; without one `web`.
    #[schema(value_type = Option<String>)]
    pub channel: Option<ChannelCode>,
    /// The language; without one the channel's.
    #[schema(value_type = Option<String>)]
    pub locale: Option<Locale>,
    /// Who asks.
    #[serde(deserialize_with = "only_object")]
    pub customer: Option<CustomerDocument>,
    /// What was looked at before, latest last; up to 500.
    #[schema(value_type = Vec<String>, max_items = 500)]
    #[serde(deserialize_with = "null_is_empty")]
    pub session: Vec<Sku>,
    /// The moment that is meant; without one now.
    #[schema(value_type = Option<String>)]
    pub at: Option<Timestamp>,
    /// How many items; without one the placement's number.
    #[schema(minimum = 1, maximum = 50)]
    pub limit: Option<u32>,
    /// Whether every item says why.
    pub explain: bool,
}

/// The customer of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = Customer)]
pub struct CustomerDocument {
    /// The customer's id.
    pub id: Option<String>,
    /// Segments to add to those that are known.
    #[schema(value_type = Vec<String>, max_items = 100)]
    #[serde(deserialize_with = "null_is_empty")]
    pub segments: Vec<SegmentCode>,
}

fn null_is_empty<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// A customer, or null; a derived reader would also take a list of the fields' values.
fn only_object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<CustomerDocument>, D::Error> {
    struct Customer;

    impl<'de> Visitor<'de> for Customer {
        type Value = Option<CustomerDocument>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object or null")
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            CustomerDocument::deserialize(MapAccessDeserializer::new(map)).map(Some)
        }
    }

    deserializer.deserialize_any(Customer)
}

impl RecommendationRequest {
    /// Reads the body of a POST. Errors are all problems at once.
    pub fn parse(bytes: &[u8]) -> Result<RecommendationRequest, ParseFailure> {
        let (request, mut problems) = RecommendationRequest::parse_partly(bytes)?;
        problems.extend(request.complaints());
        settle(Some(request), problems).map_err(ParseFailure::Problems)
    }

    /// Reads the body of a POST as far as it can be read; fields with problems have their defaults,
    /// so that the rest can still be held against the index. [`RecommendationRequest::complaints`] is
    /// left to the caller.
    ///
    /// A good one is read once, straight into its types; a refused one is read again, slowly, to
    /// name everything that is wrong with it.
    pub fn parse_partly(bytes: &[u8]) -> Result<(RecommendationRequest, Vec<Problem>), ParseFailure> {
        // Derived readers also take a list of the fields' values, which is no request here.
        let object = bytes.trim_ascii_start().starts_with(b"{");
        let quick = object.then(|| serde_json::from_slice::<RecommendationRequest>(bytes));
        match quick {
            Some(Ok(request)) => Ok((request, Vec::new())),
            _ => Ok(RecommendationRequest::read(&Body::parse(bytes)?)),
        }
    }

    /// Reads the decoded parameters of a GET; names it does not know are passed over.
    ///
    /// `product`, `cart`, `type`, `session` and `segment` may repeat; a single one that repeats is
    /// refused. An empty text that does not repeat counts as absent. Errors are all problems at once, each with the
    /// parameter as its pointer.
    pub fn from_query(pairs: &[(String, String)]) -> Result<RecommendationRequest, Vec<Problem>> {
        let (request, mut problems) = RecommendationRequest::from_query_partly(pairs);
        problems.extend(request.complaints());
        settle(Some(request), problems)
    }

    /// The same as far as it can be read; see [`RecommendationRequest::parse_partly`].
    pub fn from_query_partly(pairs: &[(String, String)]) -> (RecommendationRequest, Vec<Problem>) {
        let mut problems = Vec::new();
        let customer = CustomerDocument {
            id: one(pairs, "customer", |text| Ok(text.to_string()), &mut problems),
            segments: many(pairs, "segment", SegmentCode::parse, &mut problems),
        };
        let request = RecommendationRequest {
            placement: one(pairs, "placement", PlacementCode::parse, &mut problems),
            products: many(pairs, "product", Sku::parse, &mut problems),
            cart: many(pairs, "cart", Sku::parse, &mut problems),
            types: many(pairs, "type", TypeCode::parse, &mut problems),
            channel: one(pairs, "channel", ChannelCode::parse, &mut problems),
            locale: one(pairs, "locale", Locale::parse, &mut problems),
            customer: (customer != CustomerDocument::default()).then_some(customer),
            session: many(pairs, "session", Sku::parse, &mut problems),
            at: one(pairs, "at", Timestamp::parse, &mut problems),
            limit: exact(pairs, "limit", parse_limit, &mut problems),
            explain: exact(pairs, "explain", parse_flag, &mut problems).unwrap_or(false),
        };
        (request, problems)
    }

    fn read(body: &Body) -> (RecommendationRequest, Vec<Problem>) {
        let mut fields = Fields::of_body(body);
        let request = RecommendationRequest {
            placement: fields.parsed("placement", PlacementCode::parse),
            products: fields.parsed_list("products", Sku::parse).unwrap_or_default(),
            cart: fields.parsed_list("cart", Sku::parse).unwrap_or_default(),
            types: fields.parsed_list("types", TypeCode::parse).unwrap_or_default(),
            channel: fields.parsed("channel", ChannelCode::parse),
            locale: fields.parsed("locale", Locale::parse),
            customer: fields.read_inner("customer", read_customer),
            session: fields.parsed_list("session", Sku::parse).unwrap_or_default(),
            at: fields.time("at"),
            limit: fields.count("limit", 1, ANSWER_ITEMS_MAX as u32),
            explain: fields.flag("explain").unwrap_or(false),
        };
        (request, fields.finish())
    }

    /// What is wrong with the request by itself: numbers and lengths out of bounds.
    ///
    /// Whether placement, type and channel exist is for the snapshot to say.
    pub fn complaints(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if let Some(limit) = self.limit.filter(|limit| !(1..=ANSWER_ITEMS_MAX as u32).contains(limit)) {
            let message = format!("{limit} is out of range");
            let problem = Problem::error(ProblemCode::InvalidValue, message).at("/limit");
            problems.push(problem.hint(format!("write a whole number from 1 to {ANSWER_ITEMS_MAX}")));
        }
        let customer = self.customer.as_ref();
        for (at, count, count_max) in [
            ("/products", self.products.len(), QUERY_PRODUCTS_MAX),
            ("/cart", self.cart.len(), QUERY_CART_MAX),
            ("/session", self.session.len(), QUERY_CART_MAX),
            ("/types", self.types.len(), QUERY_TYPES_MAX),
            (
                "/customer/segments",
                customer.map_or(0, |customer| customer.segments.len()),
                QUERY_SEGMENTS_MAX,
            ),
        ] {
            if count > count_max {
                let problem =
                    Problem::error(ProblemCode::LimitExceeded, format!("{count} values, more than allowed"));
                problems.push(problem.hint(format!("send up to {count_max}")).at(at));
            }
        }
        let id = customer.and_then(|customer| customer.id.as_ref());
        if id.is_some_and(|id| id.chars().count() > CUSTOMER_CHARS_MAX || id.chars().any(char::is_control)) {
            let problem = Problem::error(ProblemCode::InvalidValue, "this is not a customer's id");
            let hint = format!("an id has up to {CUSTOMER_CHARS_MAX} characters and no control characters");
            problems.push(problem.hint(hint).at("/customer/id"));
        }
        problems
    }
}

fn read_customer(json: &Json, at: String) -> Result<CustomerDocument, Vec<Problem>> {
    let object = json.as_object(&at)?;
    let mut fields = Fields::of_object(object, at);
    let customer = CustomerDocument {
        id: fields.text("id"),
        segments: fields.parsed_list("segments", SegmentCode::parse).unwrap_or_default(),
    };
    settle(Some(customer), fields.finish())
}

/// All values of a parameter that may repeat.
pub(crate) fn many<T>(
    pairs: &[(String, String)],
    name: &str,
    parse: fn(&str) -> Result<T, Invalid>,
    problems: &mut Vec<Problem>,
) -> Vec<T> {
    parsed(pairs.iter().filter(|(key, _)| key == name), name, parse, problems)
}

fn parsed<'a, T>(
    pairs: impl Iterator<Item = &'a (String, String)>,
    name: &str,
    parse: fn(&str) -> Result<T, Invalid>,
    problems: &mut Vec<Problem>,
) -> Vec<T> {
    let mut taken = Vec::new();
    for (_, text) in pairs {
        match parse(text) {
            Ok(value) => taken.push(value),
            Err(invalid) => {
                problems.push(Problem::invalid(ProblemCode::InvalidValue, invalid).at(format!("/{name}")))
            }
        }
    }
    taken
}

/// The value of a parameter that stands there at most once; an empty one counts as absent.
pub(crate) fn one<T>(
    pairs: &[(String, String)],
    name: &str,
    parse: fn(&str) -> Result<T, Invalid>,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let given = pairs.iter().filter(|(key, text)| key == name && !text.is_empty());
    let values = parsed(given, name, parse, problems);
    single(values, name, problems)
}

/// The same for numbers and flags, of which an empty one is none.
fn exact<T>(
    pairs: &[(String, String)],
    name: &str,
    parse: fn(&str) -> Result<T, Invalid>,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let values = many(pairs, name, parse, problems);
    single(values, name, problems)
}

fn single<T>(mut values: Vec<T>, name: &str, problems: &mut Vec<Problem>) -> Option<T> {
    if values.len() > 1 {
        let problem =
            Problem::error(ProblemCode::InvalidValue, format!("{name} stands there {} times", values.len()));
        problems.push(problem.hint("give it once").at(format!("/{name}")));
    }
    values.pop()
}

fn parse_limit(text: &str) -> Result<u32, Invalid> {
    let hint = || format!("write a whole number from 1 to {ANSWER_ITEMS_MAX}");
    text.parse().map_err(|_| Invalid::new("the limit is not a whole number", hint()))
}

fn parse_flag(text: &str) -> Result<bool, Invalid> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(Invalid::new("this is not a yes or no", "write true or false")),
    }
}
