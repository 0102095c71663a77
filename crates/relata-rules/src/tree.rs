//! Conditions as trees that a visual builder edits, in the shape that react-querybuilder has.
//!
//! A group is `{"combinator": "and", "not": false, "rules": [...]}`, a question `{"field":
//! "source.price", "operator": ">=", "value": "50", "kind": "number"}`. The other side may be a field:
//! `"valueSource": "field"`, `"value": "source.price"`, `"factor": "1.1"`. That a product is such as
//! something with a name says is asked of the fields `source.is` and `source.in_rule`, with `=` and
//! `!=` and the code as value. What such a question cannot
//! say stands as `{"text": "size(source.tags) > 2"}`, which a builder shows as text alone.

use relata_model::{Decimal, Problem, ProblemCode, Timestamp};
use serde_json::{Map, Value as Json, json};

use crate::expr::{Arithmetic, Comparison, Condition, Expr, Node, TextTest};
use crate::limits::{DEPTH_MAX, LIST_VALUES_MAX, PREDICATES_MAX};
use crate::print::{literal, path};
use crate::{Reference, Subject, Value, parse, print};

/// The tree of a condition; always a group.
pub fn to_tree(root: &Node) -> Json {
    match &root.expr {
        Expr::Value(Value::Flag(true)) => group("and", false, Vec::new()),
        Expr::All(_) | Expr::Any(_) => branch(root),
        Expr::Not(part) if part.is_connective() => branch(root),
        _ => group("and", false, vec![branch(root)]),
    }
}

fn group(combinator: &str, not: bool, rules: Vec<Json>) -> Json {
    json!({ "combinator": combinator, "not": not, "rules": rules })
}

fn branch(node: &Node) -> Json {
    match &node.expr {
        Expr::All(parts) => group("and", false, parts.iter().map(branch).collect()),
        Expr::Any(parts) => group("or", false, parts.iter().map(branch).collect()),
        Expr::Not(part) => negated(part),
        _ => question(node).unwrap_or_else(|| json!({ "text": print(node) })),
    }
}

fn negated(part: &Node) -> Json {
    match &part.expr {
        Expr::All(parts) => group("and", true, parts.iter().map(branch).collect()),
        Expr::Any(parts) => group("or", true, parts.iter().map(branch).collect()),
        Expr::Has(subject, field) => json!({ "field": path(*subject, field), "operator": "null" }),
        Expr::Refers(subject, reference) => named(*subject, reference, "!="),
        Expr::In(member, list) if matches!(list.expr, Expr::List(_)) => match question(part) {
            Some(Json::Object(mut question)) if matches!(member.expr, Expr::Field(..)) => {
                question.insert("operator".to_owned(), json!("notIn"));
                Json::Object(question)
            }
            _ => group("and", true, vec![branch(part)]),
        },
        Expr::In(_, list) if matches!(list.expr, Expr::Field(..)) => match question(part) {
            Some(Json::Object(mut question)) => {
                question.insert("operator".to_owned(), json!("excludes"));
                Json::Object(question)
            }
            _ => group("and", true, vec![branch(part)]),
        },
        _ => group("and", true, vec![branch(part)]),
    }
}

/// Whether a product is such as something with a name says.
fn named(subject: Subject, reference: &Reference, operator: &str) -> Json {
    json!({
        "field": named_field(subject, reference.function()), "operator": operator,
        "valueSource": "value", "value": reference.code(), "kind": "text",
    })
}

/// The field of trees that asks for something with a name.
pub fn named_field(subject: Subject, function: &str) -> String {
    format!("{}.{function}", subject.as_str())
}

/// A question that the tree can hold.
fn question(node: &Node) -> Option<Json> {
    match &node.expr {
        Expr::Field(subject, field) => Some(json!({ "field": path(*subject, field), "operator": "isTrue" })),
        Expr::Has(subject, field) => Some(json!({ "field": path(*subject, field), "operator": "notNull" })),
        Expr::Refers(subject, reference) => Some(named(*subject, reference, "=")),
        Expr::Compare(comparison, a, b) => {
            let operator = match comparison {
                Comparison::Equal => "=",
                other => other.as_str(),
            };
            asked(a, operator, b)
        }
        Expr::Text(test, on, with) => {
            let operator = match test {
                TextTest::StartsWith => "beginsWith",
                TextTest::EndsWith => "endsWith",
                TextTest::Contains => "contains",
            };
            asked(on, operator, with)
        }
        Expr::Matches(on, pattern) => {
            asked(on, "matches", &plain(Expr::Value(Value::text(pattern.as_str()))))
        }
        Expr::In(member, list) => match &list.expr {
            Expr::List(values) => one_of(member, values),
            Expr::Field(..) => asked(list, "includes", member),
            _ => None,
        },
        _ => None,
    }
}

fn plain(expr: Expr) -> Node {
    Node { expr, at: 0 }
}

fn one_of(member: &Node, values: &[Node]) -> Option<Json> {
    let mut question = left_side(member)?;
    let mut kind = None;
    let mut list = Vec::with_capacity(values.len());
    for node in values {
        let Expr::Value(value) = &node.expr else { return None };
        if kind.is_some_and(|kind| kind != value.kind()) {
            return None;
        }
        kind = Some(value.kind());
        list.push(value_json(value)?);
    }
    question.insert("operator".to_owned(), json!("in"));
    question.insert("valueSource".to_owned(), json!("value"));
    question.insert("value".to_owned(), Json::Array(list));
    question.insert("kind".to_owned(), json!(kind.map_or("text", |kind| kind.as_str())));
    Some(Json::Object(question))
}

fn left_side(node: &Node) -> Option<Map<String, Json>> {
    let mut question = Map::new();
    let field = match &node.expr {
        Expr::Lower(inner) => {
            question.insert("ignoreCase".to_owned(), json!(true));
            inner
        }
        _ => node,
    };
    let Expr::Field(subject, field) = &field.expr else { return None };
    question.insert("field".to_owned(), json!(path(*subject, field)));
    Some(question)
}

fn asked(on: &Node, operator: &str, with: &Node) -> Option<Json> {
    let mut question = left_side(on)?;
    question.insert("operator".to_owned(), json!(operator));
    let (field, factor) = match &with.expr {
        Expr::Value(value) => {
            question.insert("valueSource".to_owned(), json!("value"));
            question.insert("value".to_owned(), value_json(value)?);
            question.insert("kind".to_owned(), json!(value.kind().as_str()));
            return Some(Json::Object(question));
        }
        Expr::Field(subject, field) => (path(*subject, field), None),
        Expr::Calculate(Arithmetic::Multiply, a, b) => match (&a.expr, &b.expr) {
            (Expr::Field(subject, field), Expr::Value(Value::Number(factor))) => {
                (path(*subject, field), Some(factor))
            }
            _ => return None,
        },
        _ => return None,
    };
    question.insert("valueSource".to_owned(), json!("field"));
    question.insert("value".to_owned(), json!(field));
    if let Some(factor) = factor {
        question.insert("factor".to_owned(), json!(factor.to_string()));
    }
    Some(Json::Object(question))
}

fn value_json(value: &Value) -> Option<Json> {
    match value {
        Value::Flag(flag) => Some(json!(flag)),
        Value::Number(number) => Some(json!(number.to_string())),
        Value::Text(text) => Some(json!(&**text)),
        Value::Time(moment) => Some(json!(moment.to_string())),
        Value::Duration(micros) => Some(json!(crate::duration::iso(*micros))),
        Value::List(_) => None,
    }
}

/// The condition that a tree says. Groups without questions are left out; no question at all takes everything.
///
/// # Errors
/// Every place that is no group and no question, by its pointer in the tree, and everything that
/// speaks against the condition as a text.
pub fn from_tree(tree: &Json) -> Result<Condition, Vec<Problem>> {
    let mut writer = Writer { questions: 0, problems: Vec::new() };
    let text = writer.branch(tree, "", 0).unwrap_or_else(|| "true".to_owned());
    match writer.problems.is_empty() {
        true => parse(&print(&parse(&text)?.root)),
        false => Err(writer.problems),
    }
}

struct Writer {
    questions: usize,
    problems: Vec<Problem>,
}

impl Writer {
    fn refuse(&mut self, pointer: &str, message: impl Into<String>, hint: &str) -> Option<String> {
        if self.problems.len() < crate::limits::PROBLEMS_MAX {
            self.problems.push(Problem::error(ProblemCode::InvalidValue, message).hint(hint).at(pointer));
        }
        None
    }

    /// The text of a group or question, in parentheses where it joins several.
    fn branch(&mut self, tree: &Json, pointer: &str, depth: usize) -> Option<String> {
        if depth > DEPTH_MAX {
            return self.refuse(pointer, "the groups stand too deep inside one another", "split the rule");
        }
        let Some(object) = tree.as_object() else {
            return self.refuse(
                pointer,
                "this is neither a group nor a question",
                "write {\"combinator\": \"and\", \"rules\": []}",
            );
        };
        if let Some(rules) = object.get("rules") {
            return self.group(object, rules, pointer, depth);
        }
        self.questions += 1;
        if self.questions > PREDICATES_MAX {
            return self.refuse(pointer, format!("more than {PREDICATES_MAX} questions"), "split the rule");
        }
        match object.get("text").and_then(Json::as_str) {
            Some(text) => Some(format!("({text})")),
            None => self.question(object, pointer),
        }
    }

    fn group(
        &mut self,
        object: &Map<String, Json>,
        rules: &Json,
        pointer: &str,
        depth: usize,
    ) -> Option<String> {
        let Some(rules) = rules.as_array() else {
            return self.refuse(
                &format!("{pointer}/rules"),
                "the questions of a group are a list",
                "write \"rules\": []",
            );
        };
        let sign = match object.get("combinator").and_then(Json::as_str).unwrap_or("and") {
            "and" => " && ",
            "or" => " || ",
            _ => {
                return self.refuse(
                    &format!("{pointer}/combinator"),
                    "questions are joined by and or by or",
                    "write and, or or",
                );
            }
        };
        let parts: Vec<String> = (0..)
            .zip(rules)
            .filter_map(|(index, rule): (usize, _)| {
                self.branch(rule, &format!("{pointer}/rules/{index}"), depth + 1)
            })
            .collect();
        let joined = match parts.as_slice() {
            [] => return None,
            [one] => one.clone(),
            // The outermost group needs no parentheses, and they would count as a level.
            _ if depth == 0 => parts.join(sign),
            _ => format!("({})", parts.join(sign)),
        };
        let not = object.get("not").and_then(Json::as_bool).unwrap_or(false);
        Some(if not { format!("!({joined})") } else { joined })
    }

    fn question(&mut self, object: &Map<String, Json>, pointer: &str) -> Option<String> {
        let text = |name: &str| object.get(name).and_then(Json::as_str);
        let (Some(field), Some(operator)) = (text("field"), text("operator")) else {
            return self.refuse(
                pointer,
                "a question names a field and an operator",
                "add \"field\" and \"operator\"",
            );
        };
        if field.ends_with(".is") || field.ends_with(".in_rule") {
            return self.named(object, (field, operator), pointer);
        }
        let ignore_case = object.get("ignoreCase").and_then(Json::as_bool).unwrap_or(false);
        let left = if ignore_case { format!("lower({field})") } else { field.to_owned() };
        match operator {
            "isTrue" => return Some(left),
            "null" if field.ends_with(']') => return Some(format!("{field} == null")),
            "notNull" if field.ends_with(']') => return Some(format!("{field} != null")),
            "null" => return Some(format!("!has({field})")),
            "notNull" => return Some(format!("has({field})")),
            _ => {}
        }
        let right = self.right_side(object, pointer)?;
        Some(match operator {
            "=" => format!("{left} == {right}"),
            "!=" | "<" | "<=" | ">" | ">=" => format!("{left} {operator} {right}"),
            "in" => format!("{left} in {right}"),
            "notIn" => format!("!({left} in {right})"),
            "includes" => format!("{right} in {left}"),
            "excludes" => format!("!({right} in {left})"),
            "beginsWith" => format!("{left}.startsWith({right})"),
            "endsWith" | "contains" | "matches" => format!("{left}.{operator}({right})"),
            _ => return self.refuse(&format!("{pointer}/operator"), format!("there is no operator {operator}"), "write =, !=, <, <=, >, >=, in, notIn, includes, excludes, beginsWith, endsWith, contains, matches, null, notNull or isTrue"),
        })
    }

    /// A question for something with a name.
    fn named(
        &mut self,
        object: &Map<String, Json>,
        (field, operator): (&str, &str),
        pointer: &str,
    ) -> Option<String> {
        let code = match object.get("valueSource").and_then(Json::as_str) {
            None | Some("value") => object.get("value").and_then(Json::as_str),
            Some(_) => None,
        };
        let Some(code) = code else {
            let at = format!("{pointer}/value");
            return self.refuse(&at, "what has a name is named by its code", "write \"value\": \"premium\"");
        };
        let call = format!("{field}({})", literal(&Value::text(code)));
        match operator {
            "=" => Some(call),
            "!=" => Some(format!("!{call}")),
            _ => self.refuse(
                &format!("{pointer}/operator"),
                format!("{field} is not asked with {operator}"),
                "write = or !=",
            ),
        }
    }

    fn right_side(&mut self, object: &Map<String, Json>, pointer: &str) -> Option<String> {
        let at = format!("{pointer}/value");
        let Some(value) = object.get("value") else {
            return self.refuse(&at, "a value is missing", "add \"value\"");
        };
        if object.get("valueSource").and_then(Json::as_str) == Some("field") {
            let Some(field) = value.as_str() else {
                return self.refuse(&at, "a field is named by a text", "write source.price");
            };
            return Some(match object.get("factor").and_then(Json::as_str) {
                Some(factor) => format!("{field} * {}", factor.parse::<Decimal>().ok()?),
                None => field.to_owned(),
            });
        }
        let kind = object.get("kind").and_then(Json::as_str);
        match value {
            Json::Array(values) if values.len() > LIST_VALUES_MAX => self.refuse(
                &at,
                format!("more than {LIST_VALUES_MAX} values"),
                "give the products a tag and ask for that",
            ),
            Json::Array(values) => {
                let values: Option<Vec<String>> =
                    values.iter().map(|value| self.single(value, kind, &at)).collect();
                Some(format!("[{}]", values?.join(", ")))
            }
            single => self.single(single, kind, &at),
        }
    }

    fn single(&mut self, value: &Json, kind: Option<&str>, at: &str) -> Option<String> {
        let found = match (value, kind) {
            (Json::Bool(flag), _) => Some(Value::Flag(*flag)),
            (Json::Number(number), _) => number.to_string().parse::<Decimal>().ok().map(Value::Number),
            (Json::String(text), Some("number")) => text.trim().parse::<Decimal>().ok().map(Value::Number),
            (Json::String(text), Some("time")) => Timestamp::parse(text).ok().map(Value::Time),
            (Json::String(text), Some("duration")) => crate::duration::micros(text).map(Value::Duration),
            (Json::String(text), Some("flag")) => text.parse::<bool>().ok().map(Value::Flag),
            (Json::String(text), _) => Some(Value::text(text)),
            _ => None,
        };
        match found {
            Some(value) => Some(literal(&value)),
            None => self.refuse(
                at,
                format!("{value} is not of the kind {}", kind.unwrap_or("text")),
                "write a value of that kind",
            ),
        }
    }
}
