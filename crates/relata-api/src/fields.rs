use std::collections::BTreeMap;

use relata_model::{Invalid, Problem, ProblemCode, Timestamp};

use crate::{Body, Json, nearest};

/// Problems that one object's answer names; a person mends no thousand at once, and the answer must
/// not be longer than the question.
const PROBLEMS_MAX: usize = 1_000;

/// Reads the fields of one object and gathers every problem on the way.
///
/// Each method names the field that it reads; what nobody named at the end is unknown. A field
/// with `null` counts as absent. A field with a problem gives `None` too, after the problem has
/// been noted, so that the reader can go on.
pub(crate) struct Fields<'a> {
    object: &'a BTreeMap<String, Json>,
    /// The JSON pointer of the object.
    at: String,
    named: Vec<&'static str>,
    passed_over: &'static [&'static str],
    problems: Vec<Problem>,
    /// Problems past the bound, which are only counted.
    unnamed: usize,
}

/// The JSON pointer of a member (RFC 6901).
pub(crate) fn pointer(at: &str, name: &str) -> String {
    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))
}

impl<'a> Fields<'a> {
    pub(crate) fn of_body(body: &'a Body) -> Fields<'a> {
        Fields::of_object(&body.0, String::new())
    }

    pub(crate) fn of_object(object: &'a BTreeMap<String, Json>, at: String) -> Fields<'a> {
        Fields { object, at, named: Vec::new(), passed_over: &[], problems: Vec::new(), unnamed: 0 }
    }

    fn note(&mut self, problem: Problem) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(problem);
        } else {
            self.unnamed += 1;
        }
    }

    /// Notes a problem with a field.
    pub(crate) fn refuse(&mut self, name: &str, code: ProblemCode, invalid: Invalid) {
        self.note(Problem::invalid(code, invalid).at(pointer(&self.at, name)));
    }

    /// Names fields that only answers have; they may stand here and are passed over.
    pub(crate) fn read_only(&mut self, names: &'static [&'static str]) {
        self.passed_over = names;
    }

    /// Whether the field stands there, even with `null`.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.object.contains_key(name)
    }

    /// The value of a field; `null` is absent.
    pub(crate) fn value(&mut self, name: &'static str) -> Option<&'a Json> {
        if !self.named.contains(&name) {
            self.named.push(name);
        }
        self.object.get(name).filter(|json| **json != Json::Null)
    }

    /// A field read by a function of its own.
    pub(crate) fn read<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&Json) -> Result<T, Invalid>,
    ) -> Option<T> {
        match read(self.value(name)?) {
            Ok(value) => Some(value),
            Err(invalid) => {
                self.refuse(name, ProblemCode::InvalidValue, invalid);
                None
            }
        }
    }

    /// A text taken by a parser of the model.
    pub(crate) fn parsed<T>(
        &mut self,
        name: &'static str,
        parse: fn(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        self.read(name, |json| parse(json.as_text()?))
    }

    /// The same, but the field has to be there.
    pub(crate) fn required<T>(
        &mut self,
        name: &'static str,
        parse: fn(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        if self.value(name).is_none() {
            let invalid = Invalid::new(format!("{name} is missing"), format!("add the field {name:?}"));
            self.refuse(name, ProblemCode::MissingValue, invalid);
            return None;
        }
        self.parsed(name, parse)
    }

    pub(crate) fn text(&mut self, name: &'static str) -> Option<String> {
        self.parsed(name, |text| Ok(text.to_string()))
    }

    pub(crate) fn flag(&mut self, name: &'static str) -> Option<bool> {
        self.read(name, |json| match json {
            Json::Flag(flag) => Ok(*flag),
            other => Err(Invalid::new(format!("{} is not a yes or no", other.kind()), "write true or false")),
        })
    }

    /// A whole number within bounds, both of them in.
    pub(crate) fn integer(&mut self, name: &'static str, min: i64, max: i64) -> Option<i64> {
        self.read(name, |json| json.as_integer(min, max))
    }

    /// The same for small counts.
    pub(crate) fn count(&mut self, name: &'static str, min: u32, max: u32) -> Option<u32> {
        self.integer(name, min.into(), max.into()).and_then(|number| u32::try_from(number).ok())
    }

    /// A factor: a number of at least 0.
    pub(crate) fn factor(&mut self, name: &'static str) -> Option<f64> {
        self.read(name, |json| {
            let refuse = || Invalid::new("this is not a factor", "write a number of 0 or more, such as 0.8");
            let Json::Number(text) = json else { return Err(refuse()) };
            let number: f64 = text.parse().map_err(|_| refuse())?;
            if number.is_finite() && number >= 0.0 { Ok(number) } else { Err(refuse()) }
        })
    }

    pub(crate) fn time(&mut self, name: &'static str) -> Option<Timestamp> {
        self.parsed(name, Timestamp::parse)
    }

    /// A list, each value read by itself, each problem with its own pointer.
    pub(crate) fn list<T>(
        &mut self,
        name: &'static str,
        mut each: impl FnMut(&Json) -> Result<T, Invalid>,
    ) -> Option<Vec<T>> {
        self.list_at(name, |json, at| {
            each(json).map_err(|invalid| vec![Problem::invalid(ProblemCode::InvalidValue, invalid).at(at)])
        })
    }

    /// A list of texts taken by a parser of the model.
    pub(crate) fn parsed_list<T>(
        &mut self,
        name: &'static str,
        parse: fn(&str) -> Result<T, Invalid>,
    ) -> Option<Vec<T>> {
        self.list(name, |json| parse(json.as_text()?))
    }

    /// A list whose values may each have several problems; they get their own pointer.
    pub(crate) fn list_at<T>(
        &mut self,
        name: &'static str,
        mut each: impl FnMut(&Json, String) -> Result<T, Vec<Problem>>,
    ) -> Option<Vec<T>> {
        let at = pointer(&self.at, name);
        match self.value(name)? {
            Json::List(values) => {
                let mut taken = Vec::with_capacity(values.len());
                for (index, json) in values.iter().enumerate() {
                    match each(json, format!("{at}/{index}")) {
                        Ok(value) => taken.push(value),
                        Err(problems) => problems.into_iter().for_each(|problem| self.note(problem)),
                    }
                }
                Some(taken)
            }
            other => {
                let kind = other.kind();
                self.refuse(
                    name,
                    ProblemCode::InvalidValue,
                    Invalid::new(format!("{kind} is not a list"), "write […]"),
                );
                None
            }
        }
    }

    /// An object with fields of its own, which may have several problems.
    pub(crate) fn read_inner<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&Json, String) -> Result<T, Vec<Problem>>,
    ) -> Option<T> {
        let at = pointer(&self.at, name);
        match read(self.value(name)?, at) {
            Ok(value) => Some(value),
            Err(problems) => {
                problems.into_iter().for_each(|problem| self.note(problem));
                None
            }
        }
    }

    /// An object with free names; a member with `null` is absent.
    pub(crate) fn map<K: Ord, V>(
        &mut self,
        name: &'static str,
        key: fn(&str) -> Result<K, Invalid>,
        mut each: impl FnMut(&Json, String) -> Result<V, Vec<Problem>>,
    ) -> Option<BTreeMap<K, V>> {
        let at = pointer(&self.at, name);
        let members = match self.value(name)? {
            Json::Object(members) => members,
            other => {
                let invalid = Invalid::new(format!("{} is not an object", other.kind()), "write {…}");
                self.refuse(name, ProblemCode::InvalidValue, invalid);
                return None;
            }
        };
        let mut taken = BTreeMap::new();
        for (text, json) in members.iter().filter(|(_, json)| **json != Json::Null) {
            let at = pointer(&at, text);
            let parsed =
                key(text).map_err(|invalid| Problem::invalid(ProblemCode::InvalidValue, invalid).at(&at));
            match (parsed, each(json, at)) {
                (Ok(key), Ok(value)) => {
                    taken.insert(key, value);
                }
                (key, value) => {
                    let problems = key.err().into_iter().chain(value.err().into_iter().flatten());
                    problems.for_each(|problem| self.note(problem));
                }
            }
        }
        Some(taken)
    }

    /// All problems so far, where what stands beside is not looked at.
    pub(crate) fn finish_unread(self) -> Vec<Problem> {
        self.problems
    }

    /// Refuses what nobody named and gives all problems.
    pub(crate) fn finish(mut self) -> Vec<Problem> {
        let known = |name: &str| self.named.contains(&name) || self.passed_over.contains(&name);
        let unknown: Vec<&String> = self.object.keys().filter(|name| !known(name)).collect();
        let room = PROBLEMS_MAX.saturating_sub(self.problems.len());
        let found: Vec<Problem> = unknown.iter().take(room).map(|name| self.unknown(name)).collect();
        self.unnamed += unknown.len() - found.len();
        self.problems.extend(found);
        if self.unnamed > 0 {
            let message = format!("{} more problems are not named", self.unnamed);
            self.problems.push(Problem::error(ProblemCode::LimitExceeded, message).hint("mend these first"));
        }
        self.problems
    }

    fn unknown(&self, name: &str) -> Problem {
        let shown: String = name.chars().take(80).collect();
        let hint = match nearest(name, self.named.iter().copied()) {
            Some(known) => format!("did you mean {known:?}?"),
            None => format!("known fields: {}", self.named.join(", ")),
        };
        let problem = Problem::error(ProblemCode::InvalidValue, format!("there is no field {shown:?} here"));
        problem.hint(hint).at(pointer(&self.at, &shown))
    }
}

impl Json {
    /// The text, or a complaint.
    pub(crate) fn as_text(&self) -> Result<&str, Invalid> {
        match self {
            Json::Text(text) => Ok(text),
            other => {
                Err(Invalid::new(format!("{} is not a text", other.kind()), "write it in double quotes"))
            }
        }
    }

    /// The whole number within bounds, or a complaint.
    pub fn as_integer(&self, min: i64, max: i64) -> Result<i64, Invalid> {
        let refuse = |what: String| Invalid::new(what, format!("write a whole number from {min} to {max}"));
        let Json::Number(text) = self else {
            return Err(refuse(format!("{} is not a whole number", self.kind())));
        };
        let number = crate::amount::parse_decimal(text).ok().filter(|number| number.fract().is_zero());
        let whole: Option<i64> = number.and_then(|number| number.trunc().try_into().ok());
        match whole {
            Some(whole) if (min..=max).contains(&whole) => Ok(whole),
            Some(whole) => Err(refuse(format!("{whole} is out of range"))),
            None => Err(refuse("this is not a whole number".to_string())),
        }
    }

    /// The object, or a complaint at a pointer.
    pub(crate) fn as_object(&self, at: &str) -> Result<&BTreeMap<String, Json>, Vec<Problem>> {
        match self {
            Json::Object(members) => Ok(members),
            other => {
                let invalid = Invalid::new(format!("{} is not an object", other.kind()), "write {…}");
                Err(vec![Problem::invalid(ProblemCode::InvalidValue, invalid).at(at)])
            }
        }
    }
}

/// Turns a list of problems and what was read into one or the other.
pub(crate) fn settle<T>(value: Option<T>, problems: Vec<Problem>) -> Result<T, Vec<Problem>> {
    match value {
        Some(value) if problems.is_empty() => Ok(value),
        _ => Err(problems),
    }
}
