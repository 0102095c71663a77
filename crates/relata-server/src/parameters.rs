use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use relata_app::PageRequest;
use relata_model::limits::{PAGE_DEFAULT, PAGE_MAX};
use relata_model::{Invalid, Problem, ProblemCode};

use crate::refused::Refused;

/// The parameters of a query. Names that nobody asks for are passed over; wrong values are refused.
pub(crate) struct Parameters {
    pub(crate) pairs: Vec<(String, String)>,
    problems: Vec<Problem>,
}

impl<S: Send + Sync> FromRequestParts<S> for Parameters {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        let Query(pairs) = Query::try_from_uri(&parts.uri).map_err(|_| {
            let problem = Problem::error(ProblemCode::InvalidValue, "the query cannot be read");
            Refused::with_status(400, &[problem.hint("write ?name=value&name=value, percent-encoded")])
        })?;
        Ok(Parameters { pairs, problems: Vec::new() })
    }
}

impl Parameters {
    /// A parameter that stands there at most once; an empty one counts as absent.
    pub(crate) fn one<T>(&mut self, name: &str, parse: impl Fn(&str) -> Result<T, Invalid>) -> Option<T> {
        self.pairs.retain(|(key, text)| key != name || !text.is_empty());
        self.exact(name, parse)
    }

    /// The same for numbers and flags, of which an empty one is none.
    pub(crate) fn exact<T>(&mut self, name: &str, parse: impl Fn(&str) -> Result<T, Invalid>) -> Option<T> {
        let mut values = self.pairs.iter().filter(|(key, _)| key == name);
        let (_, text) = values.next()?;
        let parsed = match values.next() {
            Some(_) => Err(Invalid::new(format!("{name} stands there more than once"), "give it once")),
            None => parse(text),
        };
        match parsed {
            Ok(value) => Some(value),
            Err(invalid) => {
                self.problems
                    .push(Problem::invalid(ProblemCode::InvalidValue, invalid).at(format!("/{name}")));
                None
            }
        }
    }

    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        self.one(name, |text| match text.chars().any(char::is_control) || text.len() > TEXT_BYTES_MAX {
            true => Err(Invalid::new("the text is too long or holds a control character", "shorten it")),
            false => Ok(text.to_string()),
        })
    }

    pub(crate) fn flag(&mut self, name: &str, default: bool) -> bool {
        let flag = self.exact(name, |text| match text {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(Invalid::new("this is not a yes or no", "write true or false")),
        });
        flag.unwrap_or(default)
    }

    /// `limit` and `cursor`.
    pub(crate) fn page(&mut self) -> PageRequest {
        let hint = || format!("write a whole number from 1 to {PAGE_MAX}");
        let limit = self.exact("limit", |text| match text.parse::<usize>() {
            Ok(limit) if (1..=PAGE_MAX).contains(&limit) => Ok(limit),
            _ => Err(Invalid::new("the limit is out of range", hint())),
        });
        PageRequest { cursor: self.text("cursor"), limit: limit.unwrap_or(PAGE_DEFAULT) }
    }

    /// Refuses the request if a value was wrong, with all problems at once.
    pub(crate) fn finish(self) -> Result<(), Refused> {
        if self.problems.is_empty() { Ok(()) } else { Err(Refused::from(self.problems)) }
    }
}

/// Bytes of one parameter; longer than any key and any cursor made of one.
const TEXT_BYTES_MAX: usize = 4_096;
