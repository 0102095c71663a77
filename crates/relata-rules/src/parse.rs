use std::str::FromStr;
use std::sync::Arc;

use cel::common::ast::{Expr as CelExpr, IdedExpr, LiteralValue, SourceInfo};
use relata_model::{Decimal, Problem, ProblemCode};

use crate::depth::Brackets;
use crate::expr::{Condition, Expr, Node};
use crate::limits::{DEPTH_MAX, LIST_VALUES_MAX, PREDICATES_MAX};
use crate::plain_list::{PlainList, take_out};
use crate::span::Place;
use crate::spelling::nearest;
use crate::syntax::syntax_problems;
use crate::{Field, Subject, Value};

/// Reads a condition.
///
/// O(length); bounded by the limits of a condition before anything is built.
///
/// # Errors
/// Everything that is wrong with its form: syntax, unknown names and functions, bounds. Each names
/// line and column and, where there is one, the way out.
pub fn parse(text: &str) -> Result<Condition, Vec<Problem>> {
    let brackets = match Brackets::of(text) {
        Ok(brackets) => brackets,
        Err(problem) => return Err(vec![*problem]),
    };
    if text.trim().is_empty() {
        return Err(vec![
            at(text, 0, ProblemCode::Syntax, "the condition is empty").hint("write true to take everything"),
        ]);
    }
    let (shortened, lists) = take_out(text, &brackets.plain_lists);
    let parsed = cel::parser::Parser::new().max_recursion_depth(250).parse_with_source_info(&shortened);
    let (tree, places) = match parsed {
        Ok(parsed) => parsed,
        Err(errors) => return Err(syntax_problems(text, &errors)),
    };
    let mut reader = Reader { text, places, lists, members: Vec::new(), problems: Vec::new() };
    let root = reader.node(&tree);
    if reader.problems.is_empty() && !reader.lists.is_empty() {
        // Rather refused than read without its values.
        reader.problems.push(at(text, 0, ProblemCode::Syntax, "a list could not be read"));
    }
    if reader.problems.is_empty() {
        reader.check_bounds(&root, &brackets);
    }
    match reader.problems.is_empty() {
        true => Ok(Condition { root, text: Arc::from(text) }),
        false => Err(reader.problems),
    }
}

/// A problem at a byte of the text, counted from 0.
pub(crate) fn at(text: &str, byte: u32, code: ProblemCode, message: impl Into<String>) -> Problem {
    let Place { line, column } = Place::of(text, byte as usize);
    let mut problem = Problem::error(code, format!("line {line}, column {column}: {}", message.into()));
    (problem.row, problem.column) = (Some(line as u64), Some(column.to_string()));
    problem
}

pub(crate) struct Reader<'t> {
    pub(crate) text: &'t str,
    places: SourceInfo,
    /// Lists that were taken out before the parser saw the text.
    lists: Vec<PlainList>,
    /// The names of members that quantifiers around look at, the outermost first.
    pub(crate) members: Vec<String>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    pub(crate) fn place(&self, id: u64) -> u32 {
        self.places.offset_for(id).map_or(0, |(start, _)| start)
    }

    /// Notes a problem and goes on as if there were a harmless value.
    pub(crate) fn refuse(
        &mut self,
        id: u64,
        code: ProblemCode,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Expr {
        if self.problems.len() < crate::limits::PROBLEMS_MAX {
            self.problems.push(at(self.text, self.place(id), code, message).hint(hint));
        }
        Expr::Value(Value::Flag(true))
    }

    pub(crate) fn node(&mut self, tree: &IdedExpr) -> Node {
        let expr = match &tree.expr {
            CelExpr::Literal(literal) => self.literal(tree.id, literal),
            CelExpr::Ident(name) => self.name(tree.id, name),
            CelExpr::Select(select) => self.select(tree.id, &select.operand, &select.field, select.test),
            CelExpr::List(list) => self.list(tree.id, &list.elements),
            CelExpr::Call(call) => self.call(tree.id, call),
            CelExpr::Comprehension(comprehension) => self.quantify(tree.id, comprehension),
            CelExpr::Map(_) | CelExpr::Struct(_) | CelExpr::Unspecified => self.refuse(
                tree.id,
                ProblemCode::Syntax,
                "maps and structures are not part of the language",
                "compare fields with values",
            ),
        };
        Node { expr, at: self.place(tree.id) }
    }

    pub(crate) fn boxed(&mut self, tree: &IdedExpr) -> Box<Node> {
        Box::new(self.node(tree))
    }

    fn literal(&mut self, id: u64, literal: &LiteralValue) -> Expr {
        match literal {
            LiteralValue::Boolean(flag) => Expr::Value(Value::Flag(*flag.inner())),
            LiteralValue::String(text) => Expr::Value(Value::text(text.inner())),
            LiteralValue::Int(number) => Expr::Value(Value::Number(Decimal::from(*number.inner()))),
            LiteralValue::UInt(number) => Expr::Value(Value::Number(Decimal::from(*number.inner()))),
            LiteralValue::Double(number) => self.decimal(id, *number.inner()),
            LiteralValue::Null => self.refuse(
                id,
                ProblemCode::TypeMismatch,
                "null cannot be compared with",
                "ask !has(source.brand) whether a value is absent",
            ),
            LiteralValue::Bytes(_) => self.refuse(
                id,
                ProblemCode::Syntax,
                "bytes are not part of the language",
                "write a text in quotes",
            ),
        }
    }

    /// A number with a point, as it is written: the parser has only its nearest binary fraction.
    fn decimal(&mut self, id: u64, nearest: f64) -> Expr {
        let written = self.text.get(self.place(id) as usize..).unwrap_or_default();
        let digits = |from: usize| {
            let rest = &written[from..];
            from + rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())
        };
        let whole = digits(usize::from(written.starts_with('-')));
        let end = if written[whole..].starts_with('.') { digits(whole + 1) } else { whole };
        let exact = Decimal::from_str(&written[..end]).ok();
        // Exponents are rare; then the shortest form of the binary fraction is what was meant.
        let plain = exact.filter(|_| !written[end..].starts_with(['e', 'E']));
        // The place of a negative number is that of its digits.
        let plain = plain.map(|number| if nearest < 0.0 { -number.abs() } else { number });
        match plain.or_else(|| Decimal::from_str(&nearest.to_string()).ok()) {
            Some(number) => Expr::Value(Value::Number(number)),
            None => self.refuse(
                id,
                ProblemCode::InvalidValue,
                "the number is too large",
                "numbers have up to 28 digits",
            ),
        }
    }

    fn name(&mut self, id: u64, name: &str) -> Expr {
        if let Some(depth) = self.members.iter().rev().position(|member| member == name) {
            return Expr::Member(depth);
        }
        if name == "now" {
            return Expr::Now;
        }
        if Subject::ALL.iter().any(|subject| subject.as_str() == name) {
            let hint = format!(
                "name a field of it, such as {name}.{}",
                if name == "context" {
                    "channel"
                } else if name == "cart" {
                    "total"
                } else if name == "customer" {
                    "segments"
                } else {
                    "price"
                }
            );
            return self.refuse(id, ProblemCode::Syntax, format!("{name} is no value by itself"), hint);
        }
        let known = Subject::ALL.iter().map(|subject| subject.as_str()).chain(["now", "true", "false"]);
        let known: Vec<&str> = known.collect();
        let hint = proposal(
            name,
            known.iter().copied(),
            "the variables are source, target, customer, cart, context and now; texts stand in quotes",
        );
        self.refuse(id, ProblemCode::UnknownAttribute, format!("there is no variable {name}"), hint)
    }

    fn select(&mut self, id: u64, operand: &IdedExpr, field: &str, test: bool) -> Expr {
        let Some((subject, field)) = self.field(id, operand, field) else {
            return Expr::Value(Value::Flag(true));
        };
        match test {
            true => Expr::Has(subject, field),
            false => Expr::Field(subject, field),
        }
    }

    /// `source.price` or `source.attributes.color`.
    fn field(&mut self, id: u64, operand: &IdedExpr, name: &str) -> Option<(Subject, Field)> {
        match &operand.expr {
            CelExpr::Ident(variable) => {
                let subject = Subject::ALL.into_iter().find(|subject| subject.as_str() == *variable);
                let Some(subject) = subject else {
                    self.name(operand.id, variable);
                    return None;
                };
                if let Some(field) = Field::parse(subject, name) {
                    return Some((subject, field));
                }
                let hint = proposal(
                    name,
                    Field::names(subject),
                    &format!(
                        "the fields of {} are {}",
                        variable,
                        Field::names(subject).collect::<Vec<_>>().join(", ")
                    ),
                );
                self.refuse(
                    id,
                    ProblemCode::UnknownAttribute,
                    format!("{variable} has no field {name}"),
                    hint,
                );
                None
            }
            CelExpr::Select(inner) if inner.field == "attributes" && !inner.test => {
                self.attribute(id, &inner.operand, name)
            }
            _ => {
                self.refuse(
                    id,
                    ProblemCode::UnknownAttribute,
                    format!("there is nothing like .{name} here"),
                    "fields are written source.price or source.attributes.color",
                );
                None
            }
        }
    }

    pub(crate) fn attribute(&mut self, id: u64, of: &IdedExpr, name: &str) -> Option<(Subject, Field)> {
        let subject = match &of.expr {
            CelExpr::Ident(variable) => {
                Subject::ALL.into_iter().find(|subject| subject.as_str() == *variable)
            }
            _ => None,
        };
        match subject.filter(|subject| subject.is_product()) {
            Some(subject) => Some((subject, Field::Attribute(Arc::from(name)))),
            None => {
                self.refuse(
                    id,
                    ProblemCode::UnknownAttribute,
                    "only products have attributes",
                    "write source.attributes or target.attributes",
                );
                None
            }
        }
    }

    fn list(&mut self, id: u64, elements: &[IdedExpr]) -> Expr {
        let at = self.place(id);
        if let Some(taken) = self.lists.iter().position(|list| list.at == at) {
            return Expr::List(self.lists.swap_remove(taken).values);
        }
        if elements.len() > LIST_VALUES_MAX {
            return self.refuse(
                id,
                ProblemCode::LimitExceeded,
                format!("the list has {} values, more than {LIST_VALUES_MAX}", elements.len()),
                "give the products a tag or an attribute and ask for that",
            );
        }
        Expr::List(elements.iter().map(|element| self.node(element)).collect())
    }

    fn check_bounds(&mut self, root: &Node, brackets: &Brackets) {
        let deepest = brackets.deepest(root);
        if deepest > DEPTH_MAX {
            self.problems.push(
                Problem::error(
                    ProblemCode::LimitExceeded,
                    format!("{deepest} levels stand inside one another, more than {DEPTH_MAX}"),
                )
                .hint("take out parentheses that are not needed, or split the rule"),
            );
        }
        let predicates = predicates(root);
        if predicates > PREDICATES_MAX {
            self.problems.push(
                Problem::error(
                    ProblemCode::LimitExceeded,
                    format!("the condition asks {predicates} questions, more than {PREDICATES_MAX}"),
                )
                .hint("ask for many values of one field with in ['a', 'b'], or split the rule"),
            );
        }
    }
}

/// How many questions with a yes or no of their own a condition asks.
pub(crate) fn predicates(node: &Node) -> usize {
    match &node.expr {
        Expr::All(parts) | Expr::Any(parts) => parts.iter().map(predicates).sum(),
        Expr::Not(part) => predicates(part),
        Expr::Quantify(_, _, _, body) => 1 + predicates(body),
        _ => 1,
    }
}

pub(crate) fn proposal<'n>(word: &str, known: impl Iterator<Item = &'n str>, otherwise: &str) -> String {
    match nearest(word, known).as_slice() {
        [] => otherwise.to_owned(),
        names => format!("did you mean {}?", names.join(" or ")),
    }
}
