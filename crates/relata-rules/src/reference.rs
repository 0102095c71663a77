use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;
use std::sync::Arc;

use crate::expr::{Expr, Node};
use crate::limits::CONDITION_BYTES_MAX;
use crate::parse;
use crate::spelling::nearest;

/// What a condition names in the place of writing it out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reference {
    /// A condition by its code: `source.is('premium')`.
    Condition(Arc<str>),
    /// The products that the match of a rule takes in, by its code: `source.in_rule('laptops')`.
    Rule(Arc<str>),
}

impl Reference {
    /// The code of what is named.
    pub fn code(&self) -> &str {
        match self {
            Reference::Condition(code) | Reference::Rule(code) => code,
        }
    }

    /// The function that names it.
    pub fn function(&self) -> &'static str {
        match self {
            Reference::Condition(_) => "is",
            Reference::Rule(_) => "in_rule",
        }
    }

    /// What kind of thing is named.
    pub fn noun(&self) -> &'static str {
        match self {
            Reference::Condition(_) => "condition",
            Reference::Rule(_) => "rule",
        }
    }
}

/// As paths of circles show it: `condition:premium`.
impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.noun(), self.code())
    }
}

/// Everything that conditions can name, as text; what is not named is never parsed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Library {
    texts: BTreeMap<Reference, Arc<str>>,
}

impl Library {
    /// Takes a condition, or the match of a rule, in the place of what has its code.
    pub fn put(&mut self, reference: Reference, text: &str) {
        self.texts.insert(reference, Arc::from(text));
    }

    /// Takes something out, so that it cannot be named any more.
    pub fn remove(&mut self, reference: &Reference) {
        self.texts.remove(reference);
    }

    /// What a name stands for.
    pub fn text(&self, reference: &Reference) -> Option<&str> {
        self.texts.get(reference).map(|text| &**text)
    }

    /// Everything in it with its text: conditions, then rules, by code.
    pub fn iter(&self) -> impl Iterator<Item = (&Reference, &str)> {
        self.texts.iter().map(|(reference, text)| (reference, &**text))
    }

    /// The codes of the same kind that look most like one that is not known, the nearest first.
    pub(crate) fn nearest(&self, unknown: &Reference) -> Vec<&str> {
        let alike = self.texts.keys().filter(|known| known.noun() == unknown.noun());
        nearest(unknown.code(), alike.map(Reference::code))
    }

    /// The shortest way on which something reads itself, through whatever it names; it stands at both
    /// ends. O(everything that it reads); among equally short ways the first by code.
    pub fn circle_through(&self, start: &Reference) -> Option<Vec<Reference>> {
        let mut found_by: BTreeMap<Reference, Reference> = BTreeMap::new();
        let mut waiting = VecDeque::from([start.clone()]);
        while let Some(reader) = waiting.pop_front() {
            for read in references_of(self.text(&reader).unwrap_or_default()) {
                if read == *start {
                    let mut path = vec![read, reader];
                    while let Some(before) = path.last().and_then(|last| found_by.get(last)) {
                        path.push(before.clone());
                    }
                    path.reverse();
                    return Some(path);
                }
                if !found_by.contains_key(&read) {
                    found_by.insert(read.clone(), reader.clone());
                    waiting.push_back(read);
                }
            }
        }
        None
    }

    /// Everything that reads one of some things, itself or through what it names. O(the library).
    pub fn readers_of(&self, read: &BTreeSet<Reference>) -> BTreeSet<Reference> {
        let mut direct: BTreeMap<Reference, Vec<&Reference>> = BTreeMap::new();
        for (reader, text) in self.iter() {
            for named in references_of(text) {
                direct.entry(named).or_default().push(reader);
            }
        }
        let mut found: BTreeSet<Reference> = BTreeSet::new();
        let mut waiting: Vec<Reference> = read.iter().cloned().collect();
        while let Some(next) = waiting.pop() {
            for reader in direct.get(&next).into_iter().flatten() {
                if found.insert((*reader).clone()) {
                    waiting.push((*reader).clone());
                }
            }
        }
        found
    }
}

/// What a text names itself; nothing while it cannot be read.
pub fn references_of(text: &str) -> BTreeSet<Reference> {
    // Longer ones are refused whatever stands in them, and looking through them takes time.
    if text.len() > CONDITION_BYTES_MAX {
        return BTreeSet::new();
    }
    // Most conditions name nothing, and are not worth being parsed for that.
    let is_called = |name: &str| {
        let mut after = text.split(name).skip(1).map(str::trim_start);
        after.any(|rest| rest.starts_with(['(', '/']))
    };
    if !is_called("is") && !is_called("in_rule") {
        return BTreeSet::new();
    }
    parse(text).map(|condition| references(&condition.root)).unwrap_or_default()
}

/// What a condition names itself.
pub fn references(root: &Node) -> BTreeSet<Reference> {
    let mut found = BTreeSet::new();
    root.visit(&mut |part| {
        if let Expr::Refers(_, reference) = &part.expr {
            found.insert(reference.clone());
        }
    });
    found
}
