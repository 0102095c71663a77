//! The trees of Spryker's back office, into the tree of our own builder and back.

use relata_model::{Problem, ProblemCode};
use serde_json::{Map, Value, json};

use super::leaf::{self, Leaf};

/// Groups inside of each other; conditions have no more.
const DEPTH_MAX: usize = 16;
/// Questions of one tree; conditions have no more.
const LEAVES_MAX: usize = 256;

/// What the shop's products have under the name of an attribute, as far as comparing texts goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeKind {
    /// Texts, or no product has it.
    Text,
    /// Numbers.
    Number,
    /// Yes or no.
    Flag,
    /// Lists, or values of several kinds.
    Mixed,
}

/// Translates a tree of theirs into one of our builder, as it is drawn. `kind_of` says what products have
/// under the name of an attribute.
///
/// # Errors
/// Everything that our conditions cannot say exactly; pointers are places in the tree.
pub fn from_spryker(tree: &Value, kind_of: &dyn Fn(&str) -> AttributeKind) -> Result<Value, Vec<Problem>> {
    let mut reader = TreeReader { kind_of, leaves: 0, problems: Vec::new() };
    let read = reader.group(tree, "", 0);
    match read {
        Some(_) if reader.leaves == 0 && reader.problems.is_empty() => Err(vec![refusal(
            "",
            "the rule asks nothing, and Spryker passes over such rules",
            "add a condition",
        )]),
        Some(tree) if reader.problems.is_empty() => Ok(tree),
        _ => Err(reader.problems),
    }
}

fn refusal(pointer: &str, message: impl Into<String>, hint: &str) -> Problem {
    Problem::error(ProblemCode::InvalidValue, message).hint(hint).at(pointer)
}

struct TreeReader<'a> {
    kind_of: &'a dyn Fn(&str) -> AttributeKind,
    leaves: usize,
    problems: Vec<Problem>,
}

impl TreeReader<'_> {
    fn refuse(&mut self, pointer: &str, message: impl Into<String>, hint: &str) -> Option<Value> {
        self.problems.push(refusal(pointer, message, hint));
        None
    }

    fn group(&mut self, tree: &Value, pointer: &str, depth: usize) -> Option<Value> {
        let Some(object) = tree.as_object() else {
            return self.refuse(
                pointer,
                "this is neither a group nor a condition",
                "write {\"condition\":\"AND\",\"rules\":[…]}",
            );
        };
        if depth > DEPTH_MAX {
            return self.refuse(
                pointer,
                format!("more than {DEPTH_MAX} groups inside of each other"),
                "nest less deeply",
            );
        }
        let condition = object.get("condition").and_then(Value::as_str);
        let Some(condition) = condition else { return self.leaf(object, pointer) };
        let combinator = match condition.to_ascii_uppercase().as_str() {
            "AND" => "and",
            "OR" => "or",
            _ => {
                let at = format!("{pointer}/condition");
                return self.refuse(
                    &at,
                    format!("groups are joined by AND or OR, not {condition}"),
                    "write AND or OR",
                );
            }
        };
        let parts: Vec<(String, &Value)> = match object.get("rules") {
            Some(Value::Array(parts)) => {
                (0..).zip(parts).map(|(at, part): (usize, _)| (at.to_string(), part)).collect()
            }
            Some(Value::Object(parts)) => parts.iter().map(|(at, part)| (at.clone(), part)).collect(),
            _ => return self.refuse(pointer, "the group has no rules", "add \"rules\":[…]"),
        };
        let mut rules = Vec::with_capacity(parts.len());
        for (at, part) in parts {
            rules.extend(self.group(part, &format!("{pointer}/rules/{at}"), depth + 1));
        }
        Some(json!({ "combinator": combinator, "not": false, "rules": rules }))
    }

    fn leaf(&mut self, object: &Map<String, Value>, pointer: &str) -> Option<Value> {
        self.leaves += 1;
        if self.leaves > LEAVES_MAX {
            return self.refuse(pointer, format!("more than {LEAVES_MAX} conditions"), "split the relation");
        }
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        let value = match object.get("value") {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => {
                return self.refuse(
                    &format!("{pointer}/value"),
                    "the condition has no value",
                    "write a text",
                );
            }
        };
        let (Some(id), Some(operator)) = (text("id").or_else(|| text("field")), text("operator")) else {
            return self.refuse(
                pointer,
                "the condition names no field or no operator",
                "add \"id\" and \"operator\"",
            );
        };
        match leaf::read(&Leaf { id, operator, value: &value }, self.kind_of) {
            Ok(rule) => Some(rule),
            Err(refused) => {
                self.refuse(&format!("{pointer}/{}", refused.part), refused.message, refused.hint)
            }
        }
    }
}

/// Translates a tree of our builder into one of theirs.
///
/// # Errors
/// What their builder cannot say, in words.
pub fn to_spryker(tree: &Value) -> Result<Value, String> {
    match group(tree)? {
        // The outermost is always a group.
        leaf if leaf.get("condition") == Some(&Value::Null) => Ok(their_group("AND", vec![leaf])),
        group => Ok(group),
    }
}

fn group(tree: &Value) -> Result<Value, String> {
    let Some(rules) = tree.get("rules").and_then(Value::as_array) else { return leaf::write(tree) };
    if tree.get("not") == Some(&Value::Bool(true)) {
        return match &rules[..] {
            [only] => leaf::write_negated(only),
            _ => Err("their builder has no NOT around a group".to_string()),
        };
    }
    let condition = match tree.get("combinator").and_then(Value::as_str) {
        Some("or") => "OR",
        _ => "AND",
    };
    let parts = rules.iter().map(group).collect::<Result<Vec<_>, _>>()?;
    match parts.is_empty() {
        true => Err("it shows every product".to_string()),
        false => Ok(their_group(condition, parts)),
    }
}

fn their_group(condition: &str, rules: Vec<Value>) -> Value {
    json!({ "condition": condition, "rules": rules, "id": null, "field": null, "type": null, "input": null,
            "operator": null, "value": null })
}

/// A tree of theirs as their files have it, its keys in their order.
pub(crate) fn written(tree: &Value) -> String {
    const KEYS: [&str; 8] = ["condition", "rules", "id", "field", "type", "input", "operator", "value"];
    let part = |key: &str| match (key, tree.get(key)) {
        ("rules", Some(Value::Array(rules))) => {
            let rules: Vec<String> = rules.iter().map(written).collect();
            format!("\"rules\":[{}]", rules.join(","))
        }
        (key, value) => format!("\"{key}\":{}", value.unwrap_or(&Value::Null)),
    };
    format!("{{{}}}", KEYS.map(part).join(","))
}
