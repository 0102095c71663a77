use std::ops::BitOr;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Yes or no.
    Flag,
    /// An exact number.
    Number,
    /// A text.
    Text,
    /// A moment.
    Time,
    /// A length of time.
    Duration,
    /// Several values.
    List,
}

impl Kind {
    /// The kind as programs read it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Flag => "flag",
            Kind::Number => "number",
            Kind::Text => "text",
            Kind::Time => "time",
            Kind::Duration => "duration",
            Kind::List => "list",
        }
    }

    pub(crate) fn with_article(self) -> &'static str {
        match self {
            Kind::Flag => "true or false",
            Kind::Number => "a number",
            Kind::Text => "a text",
            Kind::Time => "a time",
            Kind::Duration => "a duration",
            Kind::List => "a list",
        }
    }
}

/// What an expression may give: kinds of single values, and kinds of the members of a list.
/// An attribute can be a number in one product and a list of texts in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Shape {
    pub(crate) single: Kinds,
    pub(crate) members: Kinds,
}

/// A set of kinds of single values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Kinds(u8);

const SINGLE: [Kind; 5] = [Kind::Flag, Kind::Number, Kind::Text, Kind::Time, Kind::Duration];

impl Kinds {
    pub(crate) const NONE: Kinds = Kinds(0);
    pub(crate) const ALL: Kinds = Kinds(0b1_1111);

    pub(crate) fn of(kind: Kind) -> Kinds {
        Kinds(1 << kind as u8)
    }

    pub(crate) fn and(self, other: Kinds) -> Kinds {
        Kinds(self.0 & other.0)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn has(self, kind: Kind) -> bool {
        !self.and(Kinds::of(kind)).is_empty()
    }

    /// The only kind in the set.
    pub(crate) fn only(self) -> Option<Kind> {
        SINGLE.into_iter().find(|&kind| Kinds::of(kind) == self)
    }
}

impl BitOr for Kinds {
    type Output = Kinds;
    fn bitor(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }
}

impl Shape {
    pub(crate) const ANY: Shape = Shape { single: Kinds::ALL, members: Kinds::ALL };

    pub(crate) fn single(kind: Kind) -> Shape {
        Shape { single: Kinds::of(kind), members: Kinds::NONE }
    }

    pub(crate) fn list(members: Kinds) -> Shape {
        Shape { single: Kinds::NONE, members }
    }

    /// What its members may be, a single value being a list of one.
    pub(crate) fn any_member(self) -> Kinds {
        self.single | self.members
    }

    /// In words, such as "a number or a list of texts".
    pub(crate) fn words(self) -> String {
        if self == Shape::ANY {
            return "anything".to_owned();
        }
        let mut parts: Vec<String> = SINGLE
            .into_iter()
            .filter(|&kind| self.single.has(kind))
            .map(|kind| kind.with_article().to_owned())
            .collect();
        if !self.members.is_empty() {
            parts.push("a list".to_owned());
        }
        match parts.is_empty() {
            true => "an empty list".to_owned(),
            false => parts.join(" or "),
        }
    }
}
