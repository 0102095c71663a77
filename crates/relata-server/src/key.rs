use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use relata_model::{
    ChannelCode, ConditionCode, Invalid, MappingCode, PlacementCode, Problem, ProblemCode, RelationId,
    RuleCode, Sku, SuiteCode, TypeCode, ViewCode,
};

use crate::refused::Refused;

/// The key of a thing in a path, percent-decoded: `/v1/products/A%2FB` is the product `A/B`.
pub(crate) struct Key<T>(pub(crate) T);

/// What can stand as a key in a path.
pub(crate) trait PathKey: Sized {
    fn parse_key(text: &str) -> Result<Self, Refused>;
}

impl<S: Send + Sync, T: PathKey> FromRequestParts<S> for Key<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| {
            let problem =
                Problem::error(ProblemCode::InvalidText, "the path is not UTF-8 after percent-decoding");
            Refused::with_status(400, &[problem.hint("encode the key as UTF-8, then percent-encode it")])
        })?;
        match params.iter().next() {
            Some((_, text)) => T::parse_key(text).map(Key),
            None => Err(Refused::internal("a route without a key asks for one".to_string())),
        }
    }
}

fn illegal(invalid: Invalid) -> Refused {
    Refused::from(vec![Problem::invalid(ProblemCode::InvalidValue, invalid)])
}

macro_rules! text_keys {
    ($($name:ident),*) => {
        $(impl PathKey for $name {
            fn parse_key(text: &str) -> Result<Self, Refused> {
                $name::parse(text).map_err(illegal)
            }
        })*
    };
}

text_keys!(
    Sku,
    TypeCode,
    RuleCode,
    ChannelCode,
    PlacementCode,
    ViewCode,
    MappingCode,
    SuiteCode,
    ConditionCode
);

/// A number under which an import, a job or a revision is stored.
pub(crate) struct Number(pub(crate) i64);

impl PathKey for Number {
    /// What is no number is the key of nothing.
    fn parse_key(text: &str) -> Result<Self, Refused> {
        let number = text.parse::<u64>().ok().and_then(|number| i64::try_from(number).ok());
        number
            .map(Number)
            .ok_or_else(|| Refused::not_found("there is nothing under this key; keys here are numbers"))
    }
}

impl PathKey for RelationId {
    fn parse_key(text: &str) -> Result<Self, Refused> {
        Number::parse_key(text).map(|Number(number)| RelationId(number))
    }
}

impl PathKey for String {
    fn parse_key(text: &str) -> Result<Self, Refused> {
        Ok(text.to_string())
    }
}
