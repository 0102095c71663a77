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
        self.one(name, plain_text)
    }

    /// A parameter that stands there any number of times; empty ones count as absent.
    pub(crate) fn several<T>(&mut self, name: &str, parse: impl Fn(&str) -> Result<T, Invalid>) -> Vec<T> {
        let mut parsed = Vec::new();
        for (_, text) in self.pairs.iter().filter(|(key, text)| key == name && !text.is_empty()) {
            match parse(text) {
                Ok(value) => parsed.push(value),
                Err(invalid) => self
                    .problems
                    .push(Problem::invalid(ProblemCode::InvalidValue, invalid).at(format!("/{name}"))),
            }
        }
        parsed
    }

    /// Adds a problem that several parameters have together.
    pub(crate) fn refuse(&mut self, name: &str, invalid: Invalid) {
        self.problems.push(Problem::invalid(ProblemCode::InvalidValue, invalid).at(format!("/{name}")));
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
        let limit = self.number("limit", 1, PAGE_MAX, PAGE_DEFAULT);
        PageRequest { cursor: self.text("cursor"), limit }
    }

    /// What was read of the parameters elsewhere, or its default after its problems were noted.
    pub(crate) fn take<T: Default>(&mut self, read: Result<T, Vec<Problem>>) -> T {
        read.unwrap_or_else(|problems| {
            self.problems.extend(problems);
            T::default()
        })
    }

    /// All values of a parameter that may repeat, at most so many; empty ones count as absent.
    pub(crate) fn many<T>(
        &mut self,
        name: &str,
        count_max: usize,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Vec<T> {
        let given = self.pairs.iter().filter(|(key, text)| key == name && !text.is_empty());
        let (mut values, mut problems) = (Vec::new(), Vec::new());
        for (_, text) in given {
            match parse(text) {
                Ok(value) => values.push(value),
                Err(invalid) => problems.push(Problem::invalid(ProblemCode::InvalidValue, invalid)),
            }
        }
        if values.len() > count_max {
            let message = format!("{name} has {} values", values.len());
            let hint = format!("name up to {count_max}");
            problems.push(Problem::error(ProblemCode::LimitExceeded, message).hint(hint));
        }
        self.problems.extend(problems.into_iter().map(|problem| problem.at(format!("/{name}"))));
        values
    }

    /// A parameter that has to be there.
    pub(crate) fn required<T>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        self.expect(name);
        self.one(name, parse)
    }

    /// Notes a problem unless a parameter is there at least once.
    pub(crate) fn expect(&mut self, name: &str) {
        if !self.pairs.iter().any(|(key, text)| key == name && !text.is_empty()) {
            let problem = Problem::error(ProblemCode::MissingValue, format!("{name} is missing"));
            self.problems.push(problem.hint(format!("add {name}= to the query")).at(format!("/{name}")));
        }
    }

    /// A whole number within bounds, both of them in.
    pub(crate) fn number(&mut self, name: &str, min: usize, max: usize, default: usize) -> usize {
        let number = self.exact(name, |text| match text.parse::<usize>() {
            Ok(number) if (min..=max).contains(&number) => Ok(number),
            _ => Err(Invalid::new(
                format!("the {name} is out of range"),
                format!("write a whole number from {min} to {max}"),
            )),
        });
        number.unwrap_or(default)
    }

    /// Refuses the request if a value was wrong, with all problems at once.
    pub(crate) fn finish(self) -> Result<(), Refused> {
        if self.problems.is_empty() { Ok(()) } else { Err(Refused::from(self.problems)) }
    }
}

/// Why a required parameter is there once [`Parameters::finish`] went well.
pub(crate) const REFUSED_ABOVE: &str = "a request without it was refused";
/// A text of one line.
pub(crate) fn plain_text(text: &str) -> Result<String, Invalid> {
    match text.chars().any(char::is_control) || text.len() > TEXT_BYTES_MAX {
        true => Err(Invalid::new("the text is too long or holds a control character", "shorten it")),
        false => Ok(text.to_string()),
    }
}

/// Bytes of one parameter; longer than any key and any cursor made of one.
const TEXT_BYTES_MAX: usize = 4_096;
