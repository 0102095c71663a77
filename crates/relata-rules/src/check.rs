use relata_model::{Problem, ProblemCode, Severity};

use crate::expr::{Arithmetic, Comparison, Condition, Expr, Node};
use crate::kind::{Kinds, Shape};
use crate::limits::PROBLEMS_MAX;
use crate::parse::at;
use crate::spelling::nearest;
use crate::{Field, Kind, Subject, Value, Vocabulary};

/// What a condition is for; it decides which variables there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// Which sources a rule is for.
    Match,
    /// Which targets a rule shows, or a guideline forbids.
    Pair,
    /// In which circumstances a rule applies.
    When,
    /// Which products a channel sells, over `source`.
    Assortment,
    /// Which products a condition with a name takes in, over `source`.
    Named,
    /// Which customers are in a segment.
    Segment,
}

impl Usage {
    /// Whether there is a variable in such a condition.
    pub fn allows(self, subject: Subject) -> bool {
        match (self, subject) {
            (Usage::Match, Subject::Target) | (Usage::When, Subject::Target | Subject::Source) => false,
            (Usage::Assortment | Usage::Named, subject) => subject == Subject::Source,
            (Usage::Segment, subject) => subject == Subject::Customer,
            _ => true,
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Usage::Match => "ask about the target in show",
            Usage::Pair => "ask about source, target, customer, cart or context",
            Usage::When => "ask about products in match and show; here about customer, cart or context",
            Usage::Assortment => "an assortment asks about source alone",
            Usage::Named => {
                "a condition with a name asks about source alone; target.is('…') asks it of targets"
            }
            Usage::Segment => "a segment asks about customer alone",
        }
    }
}

/// Everything in a condition that makes no sense for a shop: attributes that no product has,
/// comparisons of different kinds, variables that are not there, names of nothing and what is wrong
/// with what they name.
///
/// An attribute that no product has is a warning while no product has any attribute at all.
/// O(size of the condition); near names are looked for at most 100 times.
pub fn check(condition: &Condition, usage: Usage, vocabulary: &Vocabulary) -> Vec<Problem> {
    let mut checker =
        Checker { text: &condition.text, usage, vocabulary, members: Vec::new(), problems: Vec::new() };
    checker.expect_flag(&condition.root);
    let mut problems = checker.problems;
    problems.extend(vocabulary.library().resolve(condition).err().unwrap_or_default());
    problems.truncate(PROBLEMS_MAX);
    problems
}

struct Checker<'c> {
    text: &'c str,
    usage: Usage,
    vocabulary: &'c Vocabulary,
    /// What the members are that quantifiers around look at.
    members: Vec<Shape>,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn note(&mut self, node: &Node, code: ProblemCode, message: String, hint: impl Into<String>) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(at(self.text, node.at, code, message).hint(hint));
        }
    }

    fn expect_flag(&mut self, node: &Node) {
        let shape = self.shape(node);
        if !shape.single.has(Kind::Flag) {
            self.note(
                node,
                ProblemCode::TypeMismatch,
                format!("this gives {}, where true or false is needed", shape.words()),
                "compare it with something, such as source.price > 50",
            );
        }
    }

    /// Notes that a part is not of a kind that is needed.
    fn expect(&mut self, node: &Node, shape: Shape, kinds: Kinds, hint: &str) {
        if shape.single.and(kinds).is_empty() {
            let wanted = Shape { single: kinds, members: Kinds::NONE }.words();
            self.note(
                node,
                ProblemCode::TypeMismatch,
                format!("this is {}, where {wanted} is needed", shape.words()),
                hint,
            );
        }
    }

    /// What a part may give; notes what is wrong within it.
    fn shape(&mut self, node: &Node) -> Shape {
        match &node.expr {
            Expr::Value(value) => Shape::single(value.kind()),
            Expr::Now => Shape::single(Kind::Time),
            Expr::Field(subject, field) => self.field(node, *subject, field),
            Expr::Member(depth) => self.members.iter().rev().nth(*depth).copied().unwrap_or(Shape::ANY),
            Expr::List(nodes) => self.list(nodes),
            Expr::All(_) | Expr::Any(_) | Expr::Not(_) => {
                node.parts().into_iter().for_each(|part| self.expect_flag(part));
                Shape::single(Kind::Flag)
            }
            Expr::Has(subject, field) => {
                self.field(node, *subject, field);
                Shape::single(Kind::Flag)
            }
            Expr::Refers(subject, _) => {
                self.subject(node, *subject);
                Shape::single(Kind::Flag)
            }
            Expr::Negate(part) => {
                let shape = self.shape(part);
                self.expect(
                    part,
                    shape,
                    Kinds::of(Kind::Number) | Kinds::of(Kind::Duration),
                    "only numbers have a sign",
                );
                shape
            }
            Expr::Compare(comparison, a, b) => self.compare(node, *comparison, a, b),
            Expr::Calculate(sign, a, b) => self.calculate(node, *sign, a, b),
            Expr::In(member, list) => self.membership(member, list),
            Expr::Text(..) | Expr::Matches(..) | Expr::Lower(_) => self.texts(node),
            Expr::Quantify(_, list, _, body) => self.quantify(list, body),
            Expr::Size(part) => {
                let shape = self.shape(part);
                if shape.members.is_empty() {
                    self.expect(
                        part,
                        shape,
                        Kinds::of(Kind::Text),
                        "size counts the members of a list or the letters of a text",
                    );
                }
                Shape::single(Kind::Number)
            }
            Expr::Bought(what, _) => {
                if !self.usage.allows(Subject::Customer) {
                    self.note(
                        node,
                        ProblemCode::UnknownAttribute,
                        "there is no customer here".to_owned(),
                        self.usage.hint(),
                    );
                }
                let shape = self.shape(what);
                self.expect(what, shape, Kinds::of(Kind::Text), "name a SKU or a category path");
                Shape::single(Kind::Number)
            }
        }
    }

    /// Whether there is a variable here; notes it if not.
    fn subject(&mut self, node: &Node, subject: Subject) -> bool {
        let is_there = self.usage.allows(subject);
        if !is_there {
            let message = format!("{} is not known here", subject.as_str());
            self.note(node, ProblemCode::UnknownAttribute, message, self.usage.hint());
        }
        is_there
    }

    fn field(&mut self, node: &Node, subject: Subject, field: &Field) -> Shape {
        if !self.subject(node, subject) {
            return Shape::ANY;
        }
        let Field::Attribute(name) = field else {
            return field.declaration().map_or(Shape::ANY, |declaration| declaration.shape());
        };
        if let Some(word) = self.vocabulary.get(name) {
            return word.shape();
        }
        let names = nearest(name, self.vocabulary.iter().map(|(name, _)| name));
        let hint = match names.as_slice() {
            [] => "give a product the attribute first, or look for its name in the list of fields".to_owned(),
            names => format!("did you mean {}?", names.join(" or ")),
        };
        self.note(node, ProblemCode::UnknownAttribute, format!("no product has an attribute {name}"), hint);
        if self.vocabulary.is_empty()
            && let Some(problem) = self.problems.last_mut()
        {
            problem.severity = Severity::Warning;
        }
        Shape::ANY
    }

    fn list(&mut self, nodes: &[Node]) -> Shape {
        let mut members = Kinds::NONE;
        for node in nodes {
            let shape = self.shape(node);
            if shape.single.is_empty() {
                self.note(
                    node,
                    ProblemCode::TypeMismatch,
                    "a list holds single values".to_owned(),
                    "take the inner list out",
                );
            }
            members = members | shape.single;
        }
        Shape::list(members)
    }

    fn compare(&mut self, node: &Node, comparison: Comparison, a: &Node, b: &Node) -> Shape {
        let (left, right) = (self.shape(a), self.shape(b));
        let is_order = !matches!(comparison, Comparison::Equal | Comparison::Unequal);
        let common = left.single.and(right.single);
        if common.is_empty() {
            let is_text = |node: &Node| matches!(node.expr, Expr::Value(Value::Text(_)));
            let time_with_text =
                left.single.has(Kind::Time) && is_text(b) || right.single.has(Kind::Time) && is_text(a);
            let hint = if left.single.is_empty() || right.single.is_empty() {
                "ask for a member of a list: 'red' in source.attributes.colors"
            } else if time_with_text {
                "write the moment as timestamp('2026-12-01T00:00:00Z')"
            } else if left.single.has(Kind::Number) || right.single.has(Kind::Number) {
                "write numbers without quotes and texts in quotes"
            } else {
                "compare values of one kind"
            };
            let message = format!("{} cannot be compared with {}", left.words(), right.words());
            self.note(node, ProblemCode::TypeMismatch, message, hint);
        } else if is_order && common == Kinds::of(Kind::Flag) {
            let message = "true and false have no order".to_owned();
            self.note(node, ProblemCode::TypeMismatch, message, "compare them with == or !=");
        }
        Shape::single(Kind::Flag)
    }

    fn calculate(&mut self, node: &Node, sign: Arithmetic, a: &Node, b: &Node) -> Shape {
        let (left, right) = (self.shape(a), self.shape(b));
        let mut single = Kinds::NONE;
        for (from, with, gives) in results(sign) {
            if left.single.has(*from) && right.single.has(*with) {
                single = single | Kinds::of(*gives);
            }
        }
        if single.is_empty() {
            let message =
                format!("{} {} {} cannot be calculated", left.words(), sign.as_str(), right.words());
            self.note(
                node,
                ProblemCode::TypeMismatch,
                message,
                "calculate with numbers, or with a time and a duration",
            );
            return Shape::ANY;
        }
        Shape { single, members: Kinds::NONE }
    }

    fn membership(&mut self, member: &Node, list: &Node) -> Shape {
        let (one, many) = (self.shape(member), self.shape(list));
        let is_text = matches!(list.expr, Expr::Value(_));
        let empty = matches!(&list.expr, Expr::List(nodes) if nodes.is_empty());
        if is_text || (many.any_member().and(one.single).is_empty() && !empty) {
            let message = format!("{} is never a member of {}", one.words(), many.words());
            self.note(
                list,
                ProblemCode::TypeMismatch,
                message,
                "write 'shoes' in source.categories or source.brand in ['Acme', 'Best']",
            );
        }
        Shape::single(Kind::Flag)
    }

    fn texts(&mut self, node: &Node) -> Shape {
        for part in node.parts() {
            let shape = self.shape(part);
            self.expect(
                part,
                shape,
                Kinds::of(Kind::Text),
                "only texts can be asked that; for members of a list write .exists(x, …)",
            );
        }
        match node.expr {
            Expr::Lower(_) => Shape::single(Kind::Text),
            _ => Shape::single(Kind::Flag),
        }
    }

    fn quantify(&mut self, list: &Node, body: &Node) -> Shape {
        let shape = self.shape(list);
        if shape.members.is_empty()
            && !matches!(list.expr, Expr::List(_) | Expr::Field(_, Field::Attribute(_)))
        {
            let message = format!("this is {}, where a list is needed", shape.words());
            self.note(list, ProblemCode::TypeMismatch, message, "only lists have members");
        }
        self.members.push(Shape { single: shape.any_member(), members: Kinds::NONE });
        self.expect_flag(body);
        self.members.pop();
        Shape::single(Kind::Flag)
    }
}

/// What calculations there are: (left, right, result).
pub(crate) fn results(sign: Arithmetic) -> &'static [(Kind, Kind, Kind)] {
    use Kind::{Duration, Number, Time};
    match sign {
        Arithmetic::Add => &[
            (Number, Number, Number),
            (Time, Duration, Time),
            (Duration, Time, Time),
            (Duration, Duration, Duration),
        ],
        Arithmetic::Subtract => &[
            (Number, Number, Number),
            (Time, Duration, Time),
            (Time, Time, Duration),
            (Duration, Duration, Duration),
        ],
        Arithmetic::Multiply => &[(Number, Number, Number)],
        Arithmetic::Divide => &[(Number, Number, Number)],
    }
}
