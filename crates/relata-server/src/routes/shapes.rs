//! Shapes of requests, drawn from the shapes of answers.
//!
//! A document that is read differs from the same document written: a field may be `null`, which
//! counts as absent; what only answers have is passed over whatever it holds; a name that nobody
//! knows is refused. Codes and SKUs have their alphabets. Saying so by hand for each field would be
//! forgotten for the next one, so it is said here for all.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi as Document;

const SHAPES: &str = "#/components/schemas/";
/// What a code of a type, channel, placement, segment or locale is made of.
const CODE: &str = "^[A-Za-z0-9_.:-]{1,64}$";
/// What a SKU is made of: anything but control characters.
const SKU: &str = "^[^\\u0000-\\u001f\\u007f-\\u009f]{1,255}$";

/// Gives every shape that a request uses a shape of its own, named `<Shape>Request`.
pub(crate) fn with_requests(document: &Document) -> Value {
    let mut tree = serde_json::to_value(document).expect("the document is made of texts and numbers");
    describe_parameters(&mut tree);
    let mut wanted = BTreeSet::new();
    for_each_operation(&mut tree, |_, operation| {
        if let Some(body) = operation.get_mut("requestBody") {
            rename(body, &mut wanted);
        }
    });
    loosen_bodies(&mut tree);
    let mut made = BTreeSet::new();
    while let Some(name) = wanted.pop_first() {
        if !made.insert(name.clone()) {
            continue;
        }
        let Some(shapes) = tree.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else {
            break;
        };
        let Some(mut shape) = shapes.get(&name).cloned() else { continue };
        as_request(&mut shape);
        rename(&mut shape, &mut wanted);
        shapes.insert(request_name(&name), shape);
    }
    tree
}

/// What is only asked is named so already and keeps its name.
fn request_name(shape: &str) -> String {
    if shape.ends_with("Request") { shape.to_string() } else { format!("{shape}Request") }
}

fn for_each_operation(tree: &mut Value, mut work: impl FnMut(&str, &mut Map<String, Value>)) {
    let Some(paths) = tree.get_mut("paths").and_then(Value::as_object_mut) else { return };
    for (path, item) in paths {
        let operations = item.as_object_mut().into_iter().flat_map(|item| item.values_mut());
        operations.filter_map(Value::as_object_mut).for_each(|operation| work(path, operation));
    }
}

/// Points references at the shapes of requests and notes which those are.
fn rename(value: &mut Value, wanted: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(target)) = members.get_mut("$ref")
                && let Some(name) = target.strip_prefix(SHAPES)
            {
                let renamed = format!("{SHAPES}{}", request_name(name));
                wanted.insert(name.to_string());
                *target = renamed;
            }
            members.values_mut().for_each(|member| rename(member, wanted));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, wanted)),
        _ => {}
    }
}

/// Makes the shape of an object that of a request.
fn as_request(shape: &mut Value) {
    let Some(shape) = shape.as_object_mut() else { return };
    let required: Vec<Value> = shape.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut dropped = Vec::new();
    let Some(fields) = shape.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (name, field) in fields.iter_mut() {
        if field.get("readOnly") == Some(&Value::Bool(true)) {
            *field = json!({ "description": "Only answers have it; passed over in a request." });
            dropped.push(Value::String(name.clone()));
        } else if !required.contains(&Value::String(name.clone())) {
            allow_null(field);
        }
    }
    shape.insert("additionalProperties".to_string(), Value::Bool(false));
    let required = required.into_iter().filter(|name| !dropped.contains(name)).collect();
    shape.insert("required".to_string(), Value::Array(required));
}

/// `null` counts as absent, so it is allowed wherever a field may be left out.
fn allow_null(field: &mut Value) {
    let Some(members) = field.as_object_mut() else { return };
    if let Some(Value::String(kind)) = members.get("type") {
        let both = json!([kind, "null"]);
        members.insert("type".to_string(), both);
    } else if members.contains_key("$ref") {
        let shape = Value::Object(std::mem::take(members));
        *field = json!({ "anyOf": [shape, { "type": "null" }] });
    }
}

/// Bodies of lines and files may be empty; a patch is any object; a check takes any object, too, and
/// says what is wrong with it.
fn loosen_bodies(tree: &mut Value) {
    for_each_operation(tree, |path, operation| {
        let Some(body) = operation.get_mut("requestBody").and_then(Value::as_object_mut) else { return };
        if path.ends_with(":bulk") || matches!(path, "/v1/imports" | "/v1/uploads") {
            body.insert("required".to_string(), Value::Bool(false));
        }
        if let Some(content) = body.get_mut("content").and_then(Value::as_object_mut)
            && content.contains_key("application/merge-patch+json")
        {
            content.values_mut().for_each(|kind| kind["schema"] = json!({ "type": "object" }));
        }
        if path.ends_with("/check") {
            let example = body["content"]["application/json"].get("example").cloned();
            body["content"]["application/json"] = json!({ "schema": { "type": "object" } });
            if let Some(example) = example {
                body["content"]["application/json"]["example"] = example;
            }
        }
    });
}

/// Says what keys in paths are made of.
fn describe_parameters(tree: &mut Value) {
    for_each_operation(tree, |_, operation| {
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
        for parameter in parameters.into_iter().flatten() {
            let pattern = match parameter["name"].as_str() {
                Some("code") => CODE,
                Some("sku") => SKU,
                _ => continue,
            };
            parameter["schema"]["pattern"] = Value::String(pattern.to_string());
        }
    });
}
