use std::sync::Arc;

use crate::{Field, Pattern, Reference, Subject, Value};

/// A condition as it was read, whether or not it makes sense for a shop.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// What it asks.
    pub root: Node,
    /// The text that it was read from.
    pub text: Arc<str>,
}

/// A part of a condition and where it stands.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub expr: Expr,
    /// A byte of the text at which it stands, counted from 0; that of an operator for what it joins.
    pub at: u32,
}

/// Two parts are the same wherever they stand.
impl PartialEq for Node {
    fn eq(&self, other: &Node) -> bool {
        self.expr == other.expr
    }
}

/// What a part of a condition is.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A value as written.
    Value(Value),
    /// The moment that is asked about.
    Now,
    /// A field of something.
    Field(Subject, Field),
    /// The member that the quantifier so many levels further out looks at; 0 is the nearest.
    Member(usize),
    /// Several values.
    List(Vec<Node>),
    /// The opposite.
    Not(Box<Node>),
    /// The number with the other sign.
    Negate(Box<Node>),
    /// All of them; at least two.
    All(Vec<Node>),
    /// Any of them; at least two.
    Any(Vec<Node>),
    /// How two values stand to each other.
    Compare(Comparison, Box<Node>, Box<Node>),
    /// A calculation.
    Calculate(Arithmetic, Box<Node>, Box<Node>),
    /// Whether a value is a member of a list.
    In(Box<Node>, Box<Node>),
    /// Whether a field has a value.
    Has(Subject, Field),
    /// What a text looks like.
    Text(TextTest, Box<Node>, Box<Node>),
    /// Whether a text matches a regular expression somewhere.
    Matches(Box<Node>, Pattern),
    /// Whether any or all members of a list are such.
    Quantify(Quantifier, Box<Node>, Arc<str>, Box<Node>),
    /// How many members a list has, or characters a text.
    Size(Box<Node>),
    /// A text in small letters.
    Lower(Box<Node>),
    /// In how many orders the customer bought a SKU or from a category, within so many microseconds.
    Bought(Box<Node>, i64),
    /// Whether a product is such as something says that has a name.
    Refers(Subject, Reference),
}

/// How two values stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// A calculation with two numbers, or with times and durations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`; by zero is unknown.
    Divide,
}

/// What a text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextTest {
    /// `.startsWith()`
    StartsWith,
    /// `.endsWith()`
    EndsWith,
    /// `.contains()`
    Contains,
}

/// How many members of a list have to be such.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// At least one; none of an empty list is.
    Exists,
    /// Each; of an empty list each is.
    All,
}

impl Comparison {
    /// The sign.
    pub fn as_str(self) -> &'static str {
        match self {
            Comparison::Equal => "==",
            Comparison::Unequal => "!=",
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => ">=",
        }
    }

    /// The comparison that says the same with both sides exchanged.
    pub fn turned(self) -> Comparison {
        match self {
            Comparison::Less => Comparison::Greater,
            Comparison::LessOrEqual => Comparison::GreaterOrEqual,
            Comparison::Greater => Comparison::Less,
            Comparison::GreaterOrEqual => Comparison::LessOrEqual,
            same @ (Comparison::Equal | Comparison::Unequal) => same,
        }
    }
}

impl Arithmetic {
    /// The sign.
    pub fn as_str(self) -> &'static str {
        match self {
            Arithmetic::Add => "+",
            Arithmetic::Subtract => "-",
            Arithmetic::Multiply => "*",
            Arithmetic::Divide => "/",
        }
    }
}

impl TextTest {
    /// The name of the function.
    pub fn as_str(self) -> &'static str {
        match self {
            TextTest::StartsWith => "startsWith",
            TextTest::EndsWith => "endsWith",
            TextTest::Contains => "contains",
        }
    }
}

impl Quantifier {
    /// The name of the macro.
    pub fn as_str(self) -> &'static str {
        match self {
            Quantifier::Exists => "exists",
            Quantifier::All => "all",
        }
    }
}

impl Node {
    /// Its direct parts, in the order of the text.
    pub fn parts(&self) -> Vec<&Node> {
        match &self.expr {
            Expr::Value(_)
            | Expr::Now
            | Expr::Field(..)
            | Expr::Member(_)
            | Expr::Has(..)
            | Expr::Refers(..) => Vec::new(),
            Expr::List(nodes) | Expr::All(nodes) | Expr::Any(nodes) => nodes.iter().collect(),
            Expr::Not(node)
            | Expr::Negate(node)
            | Expr::Matches(node, _)
            | Expr::Size(node)
            | Expr::Lower(node)
            | Expr::Bought(node, _) => vec![node],
            Expr::Compare(_, a, b)
            | Expr::Calculate(_, a, b)
            | Expr::In(a, b)
            | Expr::Text(_, a, b)
            | Expr::Quantify(_, a, _, b) => vec![a, b],
        }
    }

    /// The same, to be changed.
    pub(crate) fn parts_mut(&mut self) -> Vec<&mut Node> {
        match &mut self.expr {
            Expr::Value(_)
            | Expr::Now
            | Expr::Field(..)
            | Expr::Member(_)
            | Expr::Has(..)
            | Expr::Refers(..) => Vec::new(),
            Expr::List(nodes) | Expr::All(nodes) | Expr::Any(nodes) => nodes.iter_mut().collect(),
            Expr::Not(node)
            | Expr::Negate(node)
            | Expr::Matches(node, _)
            | Expr::Size(node)
            | Expr::Lower(node)
            | Expr::Bought(node, _) => vec![node],
            Expr::Compare(_, a, b)
            | Expr::Calculate(_, a, b)
            | Expr::In(a, b)
            | Expr::Text(_, a, b)
            | Expr::Quantify(_, a, _, b) => vec![a, b],
        }
    }

    /// Calls back for it and for each part of it.
    pub fn visit<'n>(&'n self, see: &mut impl FnMut(&'n Node)) {
        see(self);
        self.parts().into_iter().for_each(|part| part.visit(see));
    }

    /// Whether it only joins other conditions.
    pub fn is_connective(&self) -> bool {
        matches!(self.expr, Expr::All(_) | Expr::Any(_) | Expr::Not(_))
    }
}
