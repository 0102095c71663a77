use std::collections::BTreeMap;
use std::fmt;

use relata_model::{Problem, ProblemCode};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::{Serialize, ser};
use serde_json::value::RawValue;

/// Levels of lists and objects in one body; documents have at most five, free fields a few more.
pub const JSON_DEPTH_MAX: usize = 32;
/// Values in one body, so that a megabyte of `0,0,0` does not become fifty of memory. An assortment
/// of 100,000 SKUs, the longest list there is, takes half of it.
pub const JSON_VALUES_MAX: usize = 200_000;

/// A JSON value whose numbers are kept as they were written, so that no digit is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Flag(bool),
    /// A number, as its text.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object; its names are unique.
    Object(BTreeMap<String, Json>),
}

/// A JSON object that came in as the body of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body(pub(crate) BTreeMap<String, Json>);

/// Why bytes could not be taken as a document.
#[derive(Debug, Clone, PartialEq)]
pub enum ParseFailure {
    /// They are not JSON at all, or too much of it; answered with 400 or 413.
    BadJson(Box<Problem>),
    /// They are JSON, but not what is expected; answered with 422.
    Problems(Vec<Problem>),
}

impl ParseFailure {
    fn bad_json(message: impl Into<String>) -> ParseFailure {
        let problem = Problem::error(ProblemCode::InvalidJson, message);
        ParseFailure::BadJson(Box::new(problem.hint("send one JSON document in UTF-8")))
    }
}

impl ParseFailure {
    fn too_many_values() -> ParseFailure {
        let problem = Problem::error(ProblemCode::TooLarge, format!("more than {JSON_VALUES_MAX} values"));
        ParseFailure::BadJson(Box::new(problem.hint("send less at once; for whole catalogues use an import")))
    }

    /// All problems, whichever way it failed.
    pub fn into_problems(self) -> Vec<Problem> {
        match self {
            ParseFailure::BadJson(problem) => vec![*problem],
            ParseFailure::Problems(problems) => problems,
        }
    }
}

impl Body {
    /// Takes bytes as a JSON object. Time and memory are linear in their number.
    pub fn parse(bytes: &[u8]) -> Result<Body, ParseFailure> {
        Body::of(Json::parse(bytes)?)
    }

    /// Takes a value as a body; only an object is one.
    pub fn of(json: Json) -> Result<Body, ParseFailure> {
        match json {
            Json::Object(fields) => Ok(Body(fields)),
            other => {
                let message = format!("the body is {}, not an object", other.kind());
                let problem = Problem::error(ProblemCode::InvalidValue, message).at("");
                Err(ParseFailure::Problems(vec![problem.hint("send a JSON object: {…}")]))
            }
        }
    }

    /// A document after a JSON merge patch (RFC 7396): `null` removes, objects merge, the rest replaces.
    ///
    /// `self` is the patch. Errors name a document that does not serialise to an object, which no
    /// document of this crate does.
    pub fn patched(self, document: &impl Serialize) -> Result<Body, ParseFailure> {
        let bytes =
            serde_json::to_vec(document).map_err(|error| ParseFailure::bad_json(error.to_string()))?;
        let Body(mut fields) = Body::parse(&bytes)?;
        merge(&mut fields, self.0);
        Ok(Body(fields))
    }

    /// The same without some fields.
    #[must_use]
    pub fn without(mut self, names: &[&str]) -> Body {
        self.0.retain(|name, _| !names.contains(&name.as_str()));
        self
    }

    /// Its fields by name.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(name, json)| (name.as_str(), json))
    }

    /// The value of a field.
    pub fn field(&self, name: &str) -> Option<&Json> {
        self.0.get(name)
    }

    /// A field that is an object, as a body of its own.
    pub fn inner(&self, name: &str) -> Option<Body> {
        match self.0.get(name)? {
            Json::Object(members) => Some(Body(members.clone())),
            _ => None,
        }
    }

    /// Whether it names a field, even with `null`.
    pub fn names(&self, field: &str) -> bool {
        self.0.contains_key(field)
    }

    /// The text under a name, if it is one.
    pub fn text(&self, field: &str) -> Option<&str> {
        match self.0.get(field) {
            Some(Json::Text(text)) => Some(text),
            _ => None,
        }
    }
}

fn merge(fields: &mut BTreeMap<String, Json>, patch: BTreeMap<String, Json>) {
    for (name, value) in patch {
        match value {
            Json::Null => {
                fields.remove(&name);
            }
            Json::Object(inner) => {
                let slot = fields.entry(name).or_insert(Json::Null);
                if !matches!(slot, Json::Object(_)) {
                    *slot = Json::Object(BTreeMap::new());
                }
                if let Json::Object(below) = slot {
                    merge(below, inner);
                }
            }
            other => {
                fields.insert(name, other);
            }
        }
    }
}

impl Json {
    /// Takes bytes as one JSON value.
    ///
    /// Refused as broken JSON: what is not UTF-8, not JSON, nested deeper than [`JSON_DEPTH_MAX`],
    /// or an object that names a field twice, since two readers would disagree on its meaning.
    /// More than [`JSON_VALUES_MAX`] values are too large.
    pub fn parse(bytes: &[u8]) -> Result<Json, ParseFailure> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            ParseFailure::bad_json(format!("the body is not UTF-8: byte {} is illegal", error.valid_up_to()))
        })?;
        let raw: &RawValue =
            serde_json::from_str(text).map_err(|error| ParseFailure::bad_json(error.to_string()))?;
        let mut values_left = JSON_VALUES_MAX;
        Json::read(raw, JSON_DEPTH_MAX, &mut values_left)
    }

    fn read(raw: &RawValue, depth_left: usize, values_left: &mut usize) -> Result<Json, ParseFailure> {
        *values_left = values_left.checked_sub(1).ok_or_else(ParseFailure::too_many_values)?;
        let text = raw.get();
        let not_json = |error: serde_json::Error| ParseFailure::bad_json(error.to_string());
        let deeper = || ParseFailure::bad_json(format!("nested deeper than {JSON_DEPTH_MAX} levels"));
        match text.as_bytes().first() {
            Some(b'n') => Ok(Json::Null),
            Some(b't') => Ok(Json::Flag(true)),
            Some(b'f') => Ok(Json::Flag(false)),
            Some(b'"') => serde_json::from_str(text).map(Json::Text).map_err(not_json),
            Some(b'[') => {
                let depth_left = depth_left.checked_sub(1).ok_or_else(deeper)?;
                let values: Vec<&RawValue> = serde_json::from_str(text).map_err(not_json)?;
                let read = |raw| Json::read(raw, depth_left, values_left);
                values.into_iter().map(read).collect::<Result<_, _>>().map(Json::List)
            }
            Some(b'{') => {
                let depth_left = depth_left.checked_sub(1).ok_or_else(deeper)?;
                let Entries(entries) = serde_json::from_str(text).map_err(not_json)?;
                let mut fields = BTreeMap::new();
                for (name, raw) in entries {
                    let value = Json::read(raw, depth_left, values_left)?;
                    if fields.contains_key(&name) {
                        let message = format!("the field {name:?} stands twice in one object");
                        return Err(ParseFailure::bad_json(message));
                    }
                    fields.insert(name, value);
                }
                Ok(Json::Object(fields))
            }
            _ => Ok(Json::Number(text.to_string())),
        }
    }

    /// What kind of value it is, in words with an article.
    pub fn kind(&self) -> &'static str {
        match self {
            Json::Null => "null",
            Json::Flag(_) => "true or false",
            Json::Number(_) => "a number",
            Json::Text(_) => "a text",
            Json::List(_) => "a list",
            Json::Object(_) => "an object",
        }
    }

    /// Whether a text or a name anywhere in it holds a NUL, which PostgreSQL cannot store.
    pub(crate) fn holds_nul(&self) -> bool {
        match self {
            Json::Text(text) => text.contains('\0'),
            Json::List(values) => values.iter().any(Json::holds_nul),
            Json::Object(fields) => {
                fields.iter().any(|(name, value)| name.contains('\0') || value.holds_nul())
            }
            Json::Null | Json::Flag(_) | Json::Number(_) => false,
        }
    }

    /// The same as a value of serde_json; numbers that do not fit a double or 64 bits give `None`.
    pub fn to_value(&self) -> Option<serde_json::Value> {
        use serde_json::Value;
        Some(match self {
            Json::Null => Value::Null,
            Json::Flag(flag) => Value::Bool(*flag),
            Json::Number(text) => Value::Number(serde_json::from_str(text).ok()?),
            Json::Text(text) => Value::String(text.clone()),
            Json::List(values) => Value::Array(values.iter().map(Json::to_value).collect::<Option<_>>()?),
            Json::Object(fields) => Value::Object(
                fields
                    .iter()
                    .map(|(name, value)| Some((name.clone(), value.to_value()?)))
                    .collect::<Option<_>>()?,
            ),
        })
    }
}

impl Serialize for Json {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Null => serializer.serialize_unit(),
            Json::Flag(flag) => serializer.serialize_bool(*flag),
            Json::Number(text) => {
                RawValue::from_string(text.clone()).map_err(ser::Error::custom)?.serialize(serializer)
            }
            Json::Text(text) => serializer.serialize_str(text),
            Json::List(values) => serializer.collect_seq(values),
            Json::Object(fields) => serializer.collect_map(fields),
        }
    }
}

/// The fields of an object in their order, each value still as text.
pub(crate) struct Entries<'a>(pub(crate) Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}
