use crate::{Kind, Language};

/// What stands to the right of an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operand {
    /// Nothing: the question is complete without it.
    Nothing,
    /// One value.
    Value,
    /// One value, or another field.
    ValueOrField,
    /// Several values.
    List,
}

impl Operand {
    /// The operand as programs read it.
    pub fn as_str(self) -> &'static str {
        match self {
            Operand::Nothing => "nothing",
            Operand::Value => "value",
            Operand::ValueOrField => "value_or_field",
            Operand::List => "list",
        }
    }
}

/// A question that a visual builder asks of a field, as the trees of conditions name it.
#[derive(Debug, Clone, Copy)]
pub struct Operator {
    /// Its name in trees.
    pub code: &'static str,
    /// What people call it, in English and German.
    pub labels: (&'static str, &'static str),
    /// What stands to the right of it.
    pub operand: Operand,
    /// Kinds of fields that it is asked of.
    kinds: &'static [Kind],
    /// Whether it is asked of fields with several values, or of those with one.
    many: bool,
}

const ALL: &[Kind] = &[Kind::Flag, Kind::Number, Kind::Text, Kind::Time];
const ORDERED: &[Kind] = &[Kind::Number, Kind::Time];
const LISTED: &[Kind] = &[Kind::Number, Kind::Text];
const TEXT: &[Kind] = &[Kind::Text];
const FLAG: &[Kind] = &[Kind::Flag];

macro_rules! declare {
    ($($code:literal, $english:literal, $german:literal, $operand:ident, $kinds:ident, $many:literal;)*) => {
        const OPERATORS: &[Operator] = &[$(Operator {
            code: $code, labels: ($english, $german), operand: Operand::$operand, kinds: $kinds, many: $many,
        },)*];
    };
}

declare! {
    "isTrue", "is true", "trifft zu", Nothing, FLAG, false;
    "=", "is", "ist", ValueOrField, ALL, false;
    "!=", "is not", "ist nicht", ValueOrField, ALL, false;
    ">", "is more than", "ist größer als", ValueOrField, ORDERED, false;
    ">=", "is at least", "ist mindestens", ValueOrField, ORDERED, false;
    "<", "is less than", "ist kleiner als", ValueOrField, ORDERED, false;
    "<=", "is at most", "ist höchstens", ValueOrField, ORDERED, false;
    "in", "is one of", "ist eines von", List, LISTED, false;
    "notIn", "is none of", "ist keines von", List, LISTED, false;
    "beginsWith", "starts with", "beginnt mit", ValueOrField, TEXT, false;
    "endsWith", "ends with", "endet mit", ValueOrField, TEXT, false;
    "contains", "contains", "enthält", ValueOrField, TEXT, false;
    "matches", "matches the pattern", "passt auf das Muster", Value, TEXT, false;
    "includes", "include", "enthalten", ValueOrField, ALL, true;
    "excludes", "do not include", "enthalten nicht", ValueOrField, ALL, true;
    "notNull", "is known", "ist bekannt", Nothing, ALL, false;
    "null", "is not known", "ist nicht bekannt", Nothing, ALL, false;
}

/// Every operator of the trees, in the order in which builders offer them.
pub fn operators() -> &'static [Operator] {
    OPERATORS
}

impl Operator {
    /// What people call it.
    pub fn label(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.labels.0,
            Language::German => self.labels.1,
        }
    }

    /// Whether it is asked of fields of a kind, with several values or with one.
    pub fn fits(&self, kind: Kind, many: bool) -> bool {
        self.many == many && self.kinds.contains(&kind)
    }
}
