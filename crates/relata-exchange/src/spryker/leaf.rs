//! One condition of Spryker's builder, into one of ours and back.

use relata_model::Decimal;
use serde_json::{Value, json};

use super::tree::AttributeKind;

/// A condition of theirs.
pub(super) struct Leaf<'a> {
    pub(super) id: &'a str,
    pub(super) operator: &'a str,
    pub(super) value: &'a str,
}

/// Why a condition cannot be said, and which part of it that is about.
pub(super) struct Refused {
    pub(super) part: &'static str,
    pub(super) message: String,
    pub(super) hint: &'static str,
}

fn refuse<T>(part: &'static str, message: impl Into<String>, hint: &'static str) -> Result<T, Refused> {
    Err(Refused { part, message: message.into(), hint })
}

/// Their operators with ours and whether ours is turned round; `in` and `not_in` have lists.
const OPERATORS: [(&str, &str, bool); 14] = [
    ("equal", "=", false),
    ("not_equal", "!=", false),
    ("in", "in", false),
    ("not_in", "notIn", false),
    ("less", "<", false),
    ("less_or_equal", "<=", false),
    ("greater", ">", false),
    ("greater_or_equal", ">=", false),
    ("begins_with", "beginsWith", false),
    ("not_begins_with", "beginsWith", true),
    ("contains", "contains", false),
    ("not_contains", "contains", true),
    ("ends_with", "endsWith", false),
    ("not_ends_with", "endsWith", true),
];

const ATTRIBUTE: &str = "product.json.";

/// Translates a condition of theirs.
pub(super) fn read(leaf: &Leaf<'_>, kind_of: &dyn Fn(&str) -> AttributeKind) -> Result<Value, Refused> {
    let Some((_, operator, is_turned)) = OPERATORS.into_iter().find(|(name, ..)| *name == leaf.operator)
    else {
        return refuse(
            "operator",
            format!("there is no operator {}", leaf.operator),
            "write an operator of Spryker's builder",
        );
    };
    let question = match leaf.id {
        "product_sku" => texts("target.sku", operator, leaf.value),
        "product_name" => texts("target.name", operator, leaf.value),
        "product_created_at" => return dates(operator, is_turned, leaf.value),
        "product_category_name" => return categories(operator, is_turned, leaf.value),
        id => match id.strip_prefix(ATTRIBUTE).filter(|name| !name.is_empty()) {
            Some(name) => return attribute(name, operator, is_turned, leaf.value, kind_of(name)),
            None => {
                let hint = "fields are product_sku, product_name, product_created_at, product_category_name and product.json.<attribute>";
                return refuse("id", format!("there is no field {id}"), hint);
            }
        },
    };
    Ok(turned(question, is_turned))
}

fn turned(question: Value, is_turned: bool) -> Value {
    match is_turned {
        true => json!({ "combinator": "and", "not": true, "rules": [question] }),
        false => question,
    }
}

fn question(field: &str, operator: &str, value: Value, kind: &str) -> Value {
    json!({ "field": field, "operator": operator, "valueSource": "value", "value": value, "kind": kind })
}

fn is_list(operator: &str) -> bool {
    matches!(operator, "in" | "notIn")
}

/// The values of a list; a comma inside of one cannot be said.
fn list(value: &str) -> Vec<&str> {
    value.split(',').map(str::trim).filter(|value| !value.is_empty()).collect()
}

fn texts(field: &str, operator: &str, value: &str) -> Value {
    match is_list(operator) {
        true => question(field, operator, json!(list(value)), "text"),
        false => question(field, operator, json!(value), "text"),
    }
}

/// Days begin at midnight UTC, as their column compares them.
fn dates(operator: &str, is_turned: bool, value: &str) -> Result<Value, Refused> {
    if is_turned || matches!(operator, "beginsWith" | "contains" | "endsWith") {
        return refuse(
            "operator",
            "a date has no beginning, middle or end here",
            "compare dates with less, greater or equal",
        );
    }
    let moment = |text: &str| match is_day(text) {
        true => Ok(format!("{text}T00:00:00Z")),
        false => refuse("value", format!("{text:?} is not a date"), "write 2026-01-31"),
    };
    let value = match is_list(operator) {
        true => json!(list(value).into_iter().map(moment).collect::<Result<Vec<_>, _>>()?),
        false => json!(moment(value.trim())?),
    };
    Ok(question("target.created_at", operator, value, "time"))
}

fn is_day(text: &str) -> bool {
    let digits =
        |part: &str, count: usize| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    let is_legal =
        matches!(parts[..], [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2));
    is_legal && relata_model::Timestamp::parse(&format!("{text}T00:00:00Z")).is_ok()
}

/// Names of categories: the last part of a path. Our products are in the ancestors of their paths as well.
fn categories(operator: &str, is_turned: bool, value: &str) -> Result<Value, Refused> {
    let cannot = "which categories a name is not of cannot be told: a product is in several";
    if is_turned || matches!(operator, "!=" | "notIn") {
        return refuse("operator", cannot, "say which categories are shown instead");
    }
    let names = if is_list(operator) { list(value) } else { vec![value.trim()] };
    if let Some(name) = names.iter().find(|name| name.contains('/') || name.is_empty()) {
        return refuse(
            "value",
            format!("{name:?} is not the name of one category"),
            "write the last part of the path",
        );
    }
    let tests: Vec<String> = names.iter().flat_map(|name| category_tests(operator, name)).collect();
    if tests.is_empty() {
        return refuse(
            "operator",
            "names of categories have no order",
            "say equal, in, begins_with, contains or ends_with",
        );
    }
    Ok(json!({ "text": format!("target.categories.exists(c, {})", tests.join(" || ")) }))
}

fn category_tests(operator: &str, name: &str) -> Vec<String> {
    let (whole, below) = (literal(name), literal(&format!("/{name}")));
    match operator {
        "=" | "in" => vec![format!("c == {whole}"), format!("c.endsWith({below})")],
        "beginsWith" => vec![format!("c.startsWith({whole})"), format!("c.contains({below})")],
        "contains" => vec![format!("c.contains({whole})")],
        "endsWith" => vec![format!("c.endsWith({whole})")],
        _ => Vec::new(),
    }
}

/// Their attributes are compared as texts, whatever stands in them.
fn attribute(
    name: &str,
    operator: &str,
    is_turned: bool,
    value: &str,
    kind: AttributeKind,
) -> Result<Value, Refused> {
    let field = attribute_path(name);
    let is_order = matches!(operator, "<" | "<=" | ">" | ">=");
    match kind {
        AttributeKind::Text => Ok(turned(texts(&field, operator, value), is_turned)),
        AttributeKind::Number if is_order => refuse(
            "operator",
            format!(
                "the attribute {name} holds numbers here, and Spryker compares texts, by which \"9\" is more than \"10\""
            ),
            "make a rule that compares the numbers",
        ),
        AttributeKind::Number if matches!(operator, "=" | "!=" | "in" | "notIn") => {
            let values = if is_list(operator) { list(value) } else { vec![value.trim()] };
            if let Some(wrong) = values.iter().find(|value| value.parse::<Decimal>().is_err()) {
                return refuse(
                    "value",
                    format!("the attribute {name} holds numbers here, and {wrong:?} is none"),
                    "write a number",
                );
            }
            let value = if is_list(operator) { json!(values) } else { json!(value.trim()) };
            Ok(question(&field, operator, value, "number"))
        }
        AttributeKind::Flag if matches!(operator, "=" | "!=") && matches!(value, "true" | "false") => {
            Ok(question(&field, operator, json!(value == "true"), "flag"))
        }
        AttributeKind::Number | AttributeKind::Flag | AttributeKind::Mixed => refuse(
            "operator",
            format!("the attribute {name} holds no texts here, which {operator} compares"),
            "make a rule with what the attribute holds here",
        ),
    }
}

/// The path of an attribute of the target in a condition.
fn attribute_path(name: &str) -> String {
    let mut letters = name.chars();
    let is_word = letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    match is_word && !RESERVED.contains(&name) {
        true => format!("target.attributes.{name}"),
        false => format!("target.attributes[{}]", literal(name)),
    }
}

/// Words that the condition language keeps for itself.
const RESERVED: [&str; 21] = [
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

/// A text as conditions write it.
fn literal(text: &str) -> String {
    let mut quoted = String::from("'");
    for letter in text.chars() {
        match letter {
            '\'' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(control))),
            letter => quoted.push(letter),
        }
    }
    quoted + "'"
}

/// The text that a literal stands for, and what follows it.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut found = String::new();
    let mut letters = text.strip_prefix('\'')?.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\'' => return Some((found, &text[at + 2..])),
            '\\' => match letters.next()?.1 {
                'n' => found.push('\n'),
                'r' => found.push('\r'),
                't' => found.push('\t'),
                'u' => {
                    let code: String = letters.by_ref().take(4).map(|(_, digit)| digit).collect();
                    found.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
                }
                same => found.push(same),
            },
            letter => found.push(letter),
        }
    }
    None
}

/// Translates a question of our builder.
pub(super) fn write(question: &Value) -> Result<Value, String> {
    if let Some(text) = question.get("text").and_then(Value::as_str) {
        return category_leaf(text).ok_or_else(|| format!("their builder has no words for {text}"));
    }
    let text = |name: &str| question.get(name).and_then(Value::as_str).unwrap_or_default();
    let (field, operator) = (text("field"), text("operator"));
    if question.get("valueSource").and_then(Value::as_str) == Some("field") {
        return Err("their builder compares with fixed values alone, not with the product itself".to_string());
    }
    if question.get("ignoreCase") == Some(&Value::Bool(true)) {
        return Err("their builder tells small and large letters apart".to_string());
    }
    let known = OPERATORS.into_iter().find(|(_, ours, is_turned)| *ours == operator && !is_turned);
    let Some((theirs, ..)) = known else { return Err(format!("their builder has no operator {operator}")) };
    let (id, their_field, kind) = their_names(field)?;
    let value = their_value(question, kind)?;
    Ok(their_leaf(&id, their_field, kind, theirs, &value))
}

/// The same, turned round.
pub(super) fn write_negated(question: &Value) -> Result<Value, String> {
    let cannot = || "their builder has no NOT".to_string();
    let mut leaf = write(question)?;
    let operator = leaf.get("operator").and_then(Value::as_str).unwrap_or_default().to_string();
    let is_category = leaf.get("id").and_then(Value::as_str) == Some("product_category_name");
    let turned = format!("not_{operator}");
    let is_known = OPERATORS.iter().any(|(name, _, is_turned)| *name == turned && *is_turned);
    if is_category || !is_known {
        return Err(cannot());
    }
    leaf["operator"] = json!(turned);
    Ok(leaf)
}

fn their_leaf(id: &str, field: &str, kind: &str, operator: &str, value: &str) -> Value {
    json!({ "condition": null, "rules": {}, "id": id, "field": field, "type": kind, "input": "text",
            "operator": operator, "value": value })
}

/// Id, field and type of a field of ours.
fn their_names(field: &str) -> Result<(String, &'static str, &'static str), String> {
    if let Some(name) = field.strip_prefix("target.attributes.") {
        return Ok((format!("{ATTRIBUTE}{name}"), "spy_product_abstract.attributes", "string"));
    }
    if let Some((name, _)) = field.strip_prefix("target.attributes[").and_then(unquoted) {
        return Ok((format!("{ATTRIBUTE}{name}"), "spy_product_abstract.attributes", "string"));
    }
    match field {
        "target.sku" => Ok(("product_sku".to_string(), "product_sku", "string")),
        "target.name" => Ok(("product_name".to_string(), "product_name", "string")),
        "target.created_at" => Ok(("product_created_at".to_string(), "product_created_at", "date")),
        field => Err(format!("their builder has no field {field}")),
    }
}

fn their_value(question: &Value, kind: &str) -> Result<String, String> {
    let single = |value: &Value| {
        let text = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        match (kind, text.strip_suffix("T00:00:00Z")) {
            ("date", Some(day)) => Ok(day.to_string()),
            ("date", None) => Err("their builder knows days, not hours".to_string()),
            _ => Ok(text),
        }
    };
    match question.get("value") {
        Some(Value::Array(values)) => {
            let values = values.iter().map(single).collect::<Result<Vec<_>, _>>()?;
            match values
                .iter()
                .find(|value| value.contains(',') || value.trim() != value.as_str() || value.is_empty())
            {
                Some(value) => Err(format!("a list of theirs cannot hold {value:?}")),
                None => Ok(values.join(",")),
            }
        }
        Some(value) => single(value),
        None => Err("the question has no value".to_string()),
    }
}

/// A condition on names of categories, as this module writes it.
fn category_leaf(text: &str) -> Option<Value> {
    let tests = text.strip_prefix("target.categories.exists(c, ")?.strip_suffix(')')?;
    let mut names = Vec::new();
    let mut rest = tests;
    let operator = if rest.starts_with("c == ") {
        while let Some((name, after)) = rest.strip_prefix("c == ").and_then(unquoted) {
            let end = format!(" || c.endsWith({})", literal(&format!("/{name}")));
            rest = after.strip_prefix(end.as_str())?;
            names.push(name);
            rest = rest.strip_prefix(" || ").unwrap_or(rest);
        }
        if names.len() == 1 { "equal" } else { "in" }
    } else {
        let (function, operator) =
            [("c.startsWith(", "begins_with"), ("c.contains(", "contains"), ("c.endsWith(", "ends_with")]
                .into_iter()
                .find(|(function, _)| rest.starts_with(function))?;
        let (name, after) = unquoted(rest.strip_prefix(function)?)?;
        rest = after.strip_prefix(')')?;
        if operator == "begins_with" {
            let end = format!(" || c.contains({})", literal(&format!("/{name}")));
            rest = rest.strip_prefix(end.as_str())?;
        }
        names.push(name);
        operator
    };
    let is_whole =
        rest.is_empty() && names.iter().all(|name| !name.contains([',', '/']) && name.trim() == name);
    is_whole.then(|| {
        let field = "spy_category_attribute.name";
        their_leaf("product_category_name", field, "string", operator, &names.join(","))
    })
}
