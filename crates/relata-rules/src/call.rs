use std::sync::Arc;

use cel::common::ast::{CallExpr, ComprehensionExpr, Expr as CelExpr, IdedExpr, LiteralValue, operators};
use relata_model::{ProblemCode, Timestamp};

use crate::duration::micros;
use crate::expr::{Arithmetic, Comparison, Expr, Node, Quantifier, TextTest};
use crate::parse::{Reader, proposal};
use crate::{Pattern, Reference, Subject, Value};

/// Functions and macros of the language, for proposals.
const FUNCTIONS: &[&str] = &[
    "has",
    "size",
    "lower",
    "duration",
    "timestamp",
    "startsWith",
    "endsWith",
    "contains",
    "matches",
    "exists",
    "all",
    "bought",
    "is",
    "in_rule",
];

/// Operators, functions and macros.
impl Reader<'_> {
    pub(crate) fn call(&mut self, id: u64, call: &CallExpr) -> Expr {
        let args = call.args.as_slice();
        match (call.func_name.as_str(), call.target.as_deref(), args) {
            (operators::LOGICAL_AND, None, _) => Expr::All(self.chain(call, operators::LOGICAL_AND)),
            (operators::LOGICAL_OR, None, _) => Expr::Any(self.chain(call, operators::LOGICAL_OR)),
            (operators::LOGICAL_NOT, None, [one]) => Expr::Not(self.boxed(one)),
            (operators::NEGATE, None, [one]) => self.negate(one),
            (operators::IN, None, [member, list]) => Expr::In(self.boxed(member), self.boxed(list)),
            (operators::INDEX, None, [of, name]) => self.index(id, of, name),
            ("size", None, [one]) | ("size", Some(one), []) => Expr::Size(self.boxed(one)),
            ("lower", None, [one]) | ("lower", Some(one), []) => Expr::Lower(self.boxed(one)),
            ("timestamp", None, [one]) => self.timestamp(one),
            ("duration", None, [one]) => self
                .duration(one)
                .map_or(Expr::Value(Value::Flag(true)), |micros| Expr::Value(Value::Duration(micros))),
            ("startsWith", Some(of), [with]) => {
                Expr::Text(TextTest::StartsWith, self.boxed(of), self.boxed(with))
            }
            ("endsWith", Some(of), [with]) => {
                Expr::Text(TextTest::EndsWith, self.boxed(of), self.boxed(with))
            }
            ("contains", Some(of), [with]) => {
                Expr::Text(TextTest::Contains, self.boxed(of), self.boxed(with))
            }
            ("matches", Some(of), [pattern]) | ("matches", None, [of, pattern]) => self.matches(of, pattern),
            ("is" | "in_rule", Some(of), [code]) => self.refers(id, &call.func_name, of, code),
            ("bought", Some(of), [what, within]) => self.bought(id, of, what, within),
            (name, target, _) => match (comparison(name), arithmetic(name), args) {
                (Some(comparison), _, [a, b]) => self.compare(comparison, a, b),
                (_, Some(sign), [a, b]) => Expr::Calculate(sign, self.boxed(a), self.boxed(b)),
                _ => self.unknown_function(id, name, target.is_some(), args.len()),
            },
        }
    }

    /// A comparison; one with null asks whether a field has a value.
    fn compare(&mut self, comparison: Comparison, a: &IdedExpr, b: &IdedExpr) -> Expr {
        let is_null = |side: &IdedExpr| matches!(side.expr, CelExpr::Literal(LiteralValue::Null));
        let asked = if is_null(b) { a } else { b };
        if (is_null(a) || is_null(b)) && matches!(comparison, Comparison::Equal | Comparison::Unequal) {
            let node = self.node(asked);
            if let Expr::Field(subject, field) = node.expr {
                let has = Expr::Has(subject, field);
                let absent = comparison == Comparison::Equal;
                return if absent { Expr::Not(Box::new(Node { expr: has, at: node.at })) } else { has };
            }
        }
        Expr::Compare(comparison, self.boxed(a), self.boxed(b))
    }

    fn unknown_function(&mut self, id: u64, name: &str, on_target: bool, arguments: usize) -> Expr {
        let (message, hint) = match name {
            operators::CONDITIONAL => {
                ("the language has no ? :".to_owned(), "write (a && b) || (!a && c)".to_owned())
            }
            operators::MODULO => ("the language has no %".to_owned(), "calculate with + - * /".to_owned()),
            _ if FUNCTIONS.contains(&name) => {
                let how = if on_target { "on a value" } else { "by itself" };
                (format!("{name} is not called {how} with {arguments} arguments"), usage(name).to_owned())
            }
            _ => (
                format!("there is no function {name}"),
                proposal(
                    name,
                    FUNCTIONS.iter().copied(),
                    &format!("the functions are {}", FUNCTIONS.join(", ")),
                ),
            ),
        };
        self.refuse(id, ProblemCode::Syntax, message, hint)
    }

    /// The members of a chain of one operator, however the parser has grouped them.
    fn chain(&mut self, call: &CallExpr, operator: &str) -> Vec<Node> {
        let mut nodes = Vec::new();
        let mut waiting: Vec<&IdedExpr> = call.args.iter().rev().collect();
        while let Some(next) = waiting.pop() {
            match &next.expr {
                CelExpr::Call(inner) if inner.func_name == operator && inner.target.is_none() => {
                    waiting.extend(inner.args.iter().rev());
                }
                _ => nodes.push(self.node(next)),
            }
        }
        nodes
    }

    fn negate(&mut self, one: &IdedExpr) -> Expr {
        let node = self.node(one);
        match node.expr {
            Expr::Value(Value::Number(number)) => Expr::Value(Value::Number(-number)),
            _ => Expr::Negate(Box::new(node)),
        }
    }

    /// `source.attributes['screen size']`, for names that are no words.
    fn index(&mut self, id: u64, of: &IdedExpr, name: &IdedExpr) -> Expr {
        if let (CelExpr::Select(select), CelExpr::Literal(LiteralValue::String(name))) =
            (&of.expr, &name.expr)
            && select.field == "attributes"
            && !select.test
        {
            let found = self.attribute(id, &select.operand, name.inner());
            return found
                .map_or(Expr::Value(Value::Flag(true)), |(subject, field)| Expr::Field(subject, field));
        }
        self.refuse(
            id,
            ProblemCode::Syntax,
            "only attributes are read with brackets",
            "write source.attributes['screen size'], or ask with in whether a list has a value",
        )
    }

    fn text_of<'a>(&mut self, node: &'a IdedExpr, what: &str, function: &str) -> Option<&'a str> {
        if let CelExpr::Literal(LiteralValue::String(text)) = &node.expr {
            return Some(text.inner());
        }
        self.refuse(
            node.id,
            ProblemCode::TypeMismatch,
            format!("{what} is a text in quotes"),
            usage(function),
        );
        None
    }

    fn timestamp(&mut self, one: &IdedExpr) -> Expr {
        let Some(text) = self.text_of(one, "the moment of timestamp()", "timestamp") else {
            return Expr::Value(Value::Flag(true));
        };
        match Timestamp::parse(text) {
            Ok(moment) => Expr::Value(Value::Time(moment)),
            Err(invalid) => self.refuse(one.id, ProblemCode::InvalidValue, invalid.message, invalid.hint),
        }
    }

    fn duration(&mut self, one: &IdedExpr) -> Option<i64> {
        let text = self.text_of(one, "the length of duration()", "duration")?;
        let micros = micros(text);
        if micros.is_none() {
            self.refuse(
                one.id,
                ProblemCode::InvalidValue,
                format!("{text:?} is not a length of time"),
                usage("duration"),
            );
        }
        micros
    }

    fn matches(&mut self, of: &IdedExpr, pattern: &IdedExpr) -> Expr {
        let of = self.boxed(of);
        let Some(text) = self.text_of(pattern, "the regular expression of matches()", "matches") else {
            return Expr::Value(Value::Flag(true));
        };
        match Pattern::parse(text) {
            Ok(pattern) => Expr::Matches(of, pattern),
            Err(invalid) => self.refuse(pattern.id, ProblemCode::InvalidValue, invalid.message, invalid.hint),
        }
    }

    /// `source.is('premium')` or `target.in_rule('laptops')`.
    fn refers(&mut self, id: u64, function: &str, of: &IdedExpr, code: &IdedExpr) -> Expr {
        let subject = match &of.expr {
            CelExpr::Ident(name) => Subject::ALL.into_iter().find(|subject| subject.as_str() == *name),
            _ => None,
        };
        let Some(subject) = subject.filter(|subject| subject.is_product()) else {
            let message = format!("only source and target are asked with {function}()");
            return self.refuse(id, ProblemCode::Syntax, message, usage(function));
        };
        let what = if function == "is" { "the code of a condition" } else { "the code of a rule" };
        let Some(code) = self.text_of(code, what, function) else { return Expr::Value(Value::Flag(true)) };
        let code = Arc::from(code);
        let reference = if function == "is" { Reference::Condition(code) } else { Reference::Rule(code) };
        Expr::Refers(subject, reference)
    }

    fn bought(&mut self, id: u64, of: &IdedExpr, what: &IdedExpr, within: &IdedExpr) -> Expr {
        if !matches!(&of.expr, CelExpr::Ident(name) if name == "customer") {
            return self.refuse(
                id,
                ProblemCode::Syntax,
                "only the customer bought something",
                usage("bought"),
            );
        }
        let what = self.boxed(what);
        let within = match &within.expr {
            CelExpr::Call(call) if call.func_name == "duration" && call.args.len() == 1 => &call.args[0],
            _ => within,
        };
        self.duration(within).map_or(Expr::Value(Value::Flag(true)), |micros| Expr::Bought(what, micros))
    }

    /// `.exists(x, …)` and `.all(x, …)`, which the parser has written out as loops.
    pub(crate) fn quantify(&mut self, id: u64, loop_: &ComprehensionExpr) -> Expr {
        let step = match &loop_.loop_step.expr {
            CelExpr::Call(call) if loop_.iter_var2.is_none() => {
                Some((call.func_name.as_str(), call.args.as_slice()))
            }
            _ => None,
        };
        let starts_with = match &loop_.accu_init.expr {
            CelExpr::Literal(LiteralValue::Boolean(flag)) => Some(*flag.inner()),
            _ => None,
        };
        let (quantifier, body) = match (step, starts_with) {
            (Some((operators::LOGICAL_OR, [_, body])), Some(false)) => (Quantifier::Exists, body),
            (Some((operators::LOGICAL_AND, [_, body])), Some(true)) => (Quantifier::All, body),
            _ => {
                return self.refuse(
                    id,
                    ProblemCode::Syntax,
                    "only exists and all go over lists",
                    usage("exists"),
                );
            }
        };
        let list = self.boxed(&loop_.iter_range);
        self.members.push(loop_.iter_var.clone());
        let body = self.boxed(body);
        self.members.pop();
        Expr::Quantify(quantifier, list, Arc::from(loop_.iter_var.as_str()), body)
    }
}

fn comparison(name: &str) -> Option<Comparison> {
    Some(match name {
        operators::EQUALS => Comparison::Equal,
        operators::NOT_EQUALS => Comparison::Unequal,
        operators::LESS => Comparison::Less,
        operators::LESS_EQUALS => Comparison::LessOrEqual,
        operators::GREATER => Comparison::Greater,
        operators::GREATER_EQUALS => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

fn arithmetic(name: &str) -> Option<Arithmetic> {
    Some(match name {
        operators::ADD => Arithmetic::Add,
        operators::SUBSTRACT => Arithmetic::Subtract,
        operators::MULTIPLY => Arithmetic::Multiply,
        operators::DIVIDE => Arithmetic::Divide,
        _ => return None,
    })
}

fn usage(function: &str) -> &'static str {
    match function {
        "has" => "write has(source.cost)",
        "size" => "write size(source.tags) > 2",
        "lower" => "write lower(source.brand) == 'acme'",
        "duration" => "write duration('P30D') or duration('12h')",
        "timestamp" => "write timestamp('2026-12-01T00:00:00Z')",
        "startsWith" | "endsWith" | "contains" => "write source.sku.startsWith('RS-')",
        "matches" => "write source.sku.matches('^RS-[0-9]+$')",
        "is" => "write source.is('premium') with the code of a condition",
        "in_rule" => "write source.in_rule('premium-laptops') with the code of a rule",
        "bought" => "write customer.bought('shoes/running', 'P365D') > 2",
        _ => "write source.attributes.sizes.exists(s, s > 40)",
    }
}
