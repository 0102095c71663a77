use std::fmt::Write as _;

use crate::duration::iso;
use crate::expr::{Arithmetic, Expr, Node};
use crate::{Field, Subject, Value};

/// Words that CEL keeps for itself; an attribute of such a name is read with brackets.
const RESERVED: &[&str] = &[
    "as",
    "break",
    "const",
    "continue",
    "else",
    "false",
    "for",
    "function",
    "if",
    "import",
    "in",
    "let",
    "loop",
    "package",
    "namespace",
    "null",
    "return",
    "true",
    "var",
    "void",
    "while",
];

/// The condition as text: reading it again gives the same condition.
pub fn print(root: &Node) -> String {
    let mut printer = Printer { text: String::new(), members: Vec::new() };
    printer.node(root, Binding::Or);
    printer.text
}

/// How tightly an operator binds, the loosest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Relation,
    Sum,
    Product,
    Sign,
    Value,
}

struct Printer {
    text: String,
    /// The names of members that quantifiers around look at, the outermost first.
    members: Vec<String>,
}

impl Printer {
    /// Writes a part, in parentheses where it binds less tightly than its place needs.
    fn node(&mut self, node: &Node, needed: Binding) {
        let binding = binding(&node.expr);
        if binding < needed {
            self.text.push('(');
            self.expr(node);
            self.text.push(')');
        } else {
            self.expr(node);
        }
    }

    fn joined(&mut self, nodes: &[Node], sign: &str, needed: Binding) {
        for (index, node) in nodes.iter().enumerate() {
            if index > 0 {
                self.text.push_str(sign);
            }
            self.node(node, needed);
        }
    }

    fn between(&mut self, a: &Node, sign: &str, b: &Node, left: Binding, right: Binding) {
        self.node(a, left);
        self.text.push(' ');
        self.text.push_str(sign);
        self.text.push(' ');
        self.node(b, right);
    }

    fn called(&mut self, on: &Node, function: &str, argument: &dyn Fn(&mut Printer)) {
        self.node(on, Binding::Value);
        self.text.push('.');
        self.text.push_str(function);
        self.text.push('(');
        argument(self);
        self.text.push(')');
    }

    fn function(&mut self, name: &str, argument: &Node) {
        self.text.push_str(name);
        self.text.push('(');
        self.node(argument, Binding::Or);
        self.text.push(')');
    }

    fn expr(&mut self, node: &Node) {
        match &node.expr {
            Expr::Value(value) => self.text.push_str(&literal(value)),
            Expr::Now => self.text.push_str("now"),
            Expr::Field(subject, field) => self.text.push_str(&path(*subject, field)),
            Expr::Member(depth) => {
                let name = self.members.iter().rev().nth(*depth).cloned().unwrap_or_default();
                self.text.push_str(&name);
            }
            Expr::List(nodes) => {
                self.text.push('[');
                self.joined(nodes, ", ", Binding::Or);
                self.text.push(']');
            }
            // The parser takes two signs in a row for none.
            Expr::Not(part) | Expr::Negate(part) => {
                self.text.push(if matches!(node.expr, Expr::Not(_)) { '!' } else { '-' });
                self.node(part, Binding::Value);
            }
            Expr::All(parts) => self.joined(parts, " && ", Binding::Relation),
            Expr::Any(parts) => self.joined(parts, " || ", Binding::And),
            Expr::Compare(comparison, a, b) => {
                self.between(a, comparison.as_str(), b, Binding::Sum, Binding::Sum);
            }
            Expr::In(a, b) => self.between(a, "in", b, Binding::Sum, Binding::Sum),
            Expr::Calculate(sign, a, b) => {
                let (left, right) = match sign {
                    Arithmetic::Add | Arithmetic::Subtract => (Binding::Sum, Binding::Product),
                    Arithmetic::Multiply | Arithmetic::Divide => (Binding::Product, Binding::Sign),
                };
                self.between(a, sign.as_str(), b, left, right);
            }
            Expr::Has(subject, field) => {
                let path = path(*subject, field);
                match path.ends_with(']') {
                    true => write!(self.text, "{path} != null").unwrap_or_default(),
                    false => write!(self.text, "has({path})").unwrap_or_default(),
                }
            }
            Expr::Text(test, on, with) => {
                self.called(on, test.as_str(), &|printer| printer.node(with, Binding::Or));
            }
            Expr::Matches(on, pattern) => {
                self.called(on, "matches", &|printer| printer.text.push_str(&quoted(pattern.as_str())));
            }
            Expr::Quantify(quantifier, list, name, body) => {
                self.called(list, quantifier.as_str(), &|printer| {
                    printer.text.push_str(name);
                    printer.text.push_str(", ");
                    printer.members.push(name.to_string());
                    printer.node(body, Binding::Or);
                    printer.members.pop();
                });
            }
            Expr::Refers(subject, reference) => {
                let (of, function) = (subject.as_str(), reference.function());
                write!(self.text, "{of}.{function}({})", quoted(reference.code())).unwrap_or_default();
            }
            Expr::Size(part) => self.function("size", part),
            Expr::Lower(part) => self.function("lower", part),
            Expr::Bought(what, within) => {
                self.text.push_str("customer.bought(");
                self.node(what, Binding::Or);
                write!(self.text, ", {})", quoted(&iso(*within))).unwrap_or_default();
            }
        }
    }
}

fn binding(expr: &Expr) -> Binding {
    match expr {
        Expr::Any(_) => Binding::Or,
        Expr::All(_) => Binding::And,
        Expr::Compare(..) | Expr::In(..) => Binding::Relation,
        Expr::Has(subject, field) if path(*subject, field).ends_with(']') => Binding::Relation,
        Expr::Calculate(Arithmetic::Add | Arithmetic::Subtract, ..) => Binding::Sum,
        Expr::Calculate(..) => Binding::Product,
        Expr::Not(_) | Expr::Negate(_) => Binding::Sign,
        Expr::Value(Value::Number(number)) if number.is_sign_negative() => Binding::Sign,
        _ => Binding::Value,
    }
}

/// A field as it is written: `source.price`, `source.attributes.color`, `source.attributes['screen size']`.
pub fn path(subject: Subject, field: &Field) -> String {
    let of = subject.as_str();
    match field {
        Field::Attribute(name) if is_word(name) => format!("{of}.attributes.{name}"),
        Field::Attribute(name) => format!("{of}.attributes[{}]", quoted(name)),
        declared => format!("{of}.{}", declared.declaration().map_or("", |declaration| declaration.code)),
    }
}

fn is_word(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        && !RESERVED.contains(&name)
}

/// A value as it is written.
pub(crate) fn literal(value: &Value) -> String {
    match value {
        Value::Flag(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => quoted(text),
        Value::Time(moment) => format!("timestamp({})", quoted(&moment.to_string())),
        Value::Duration(micros) => format!("duration({})", quoted(&iso(*micros))),
        Value::List(values) => {
            let values: Vec<String> = values.iter().map(literal).collect();
            format!("[{}]", values.join(", "))
        }
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for letter in text.chars() {
        match letter {
            '\'' => quoted.push_str("\\'"),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() => {
                write!(quoted, "\\u{:04x}", control as u32).unwrap_or_default()
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('\'');
    quoted
}
