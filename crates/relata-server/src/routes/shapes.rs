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
const MERGE_PATCH: &str = "application/merge-patch+json";
/// What a code of a type, channel, placement, segment or locale is made of.
const CODE: &str = "^[A-Za-z0-9_.:-]{1,64}$";
/// What a SKU is made of: anything but control characters.
const SKU: &str = "^[^\\u0000-\\u001f\\u007f-\\u009f]{1,255}$";

/// Gives every shape that a request uses a shape of its own, named `<Shape>Request`.
pub(crate) fn with_requests(document: &Document) -> Value {
    let mut tree = serde_json::to_value(document).expect("the document is made of texts and numbers");
    describe_parameters(&mut tree);
    let mut wanted = BTreeSet::new();
    for_each_operation(&mut tree, |_, _, operation| {
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
    describe_patches(&mut tree);
    for_each_operation(&mut tree, |_, _, operation| {
        operation.get_mut("requestBody").into_iter().for_each(open_objects);
    });
    let shapes = tree.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (name, shape) in shapes.into_iter().flatten() {
        if name.ends_with("Request") || name.ends_with("Patch") {
            open_objects(shape);
        }
    }
    tree
}

/// What is only asked is named so already and keeps its name.
fn request_name(shape: &str) -> String {
    if shape.ends_with("Request") { shape.to_string() } else { format!("{shape}Request") }
}

/// Hands over path, method and description of every operation.
pub(super) fn for_each_operation(
    tree: &mut Value,
    mut work: impl FnMut(&str, &str, &mut Map<String, Value>),
) {
    let Some(paths) = tree.get_mut("paths").and_then(Value::as_object_mut) else { return };
    for (path, item) in paths {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            if let Some(operation) = operation.as_object_mut() {
                work(path, method, operation);
            }
        }
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
        let is_read_only = |shape: &Value| shape.get("readOnly") == Some(&Value::Bool(true));
        if is_read_only(field) || field.get("items").is_some_and(is_read_only) {
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

/// Gives every noun that is patched the shape of a patch, named `<Shape>Patch`: that of a request of
/// which nothing has to be there.
fn describe_patches(tree: &mut Value) {
    let mut patched = BTreeSet::new();
    for_each_operation(tree, |_, _, operation| {
        let answer = operation["responses"]["200"]["content"]["application/json"]["schema"].clone();
        let content = operation.get_mut("requestBody").and_then(|body| body.get_mut("content"));
        let Some(content) = content.and_then(Value::as_object_mut) else { return };
        let name = answer["$ref"].as_str().and_then(|shape| shape.strip_prefix(SHAPES));
        let Some(name) = name.filter(|_| content.contains_key(MERGE_PATCH)) else { return };
        patched.insert(name.to_string());
        let shape = json!({ "$ref": format!("{SHAPES}{name}Patch") });
        content.values_mut().for_each(|kind| kind["schema"] = shape.clone());
    });
    let Some(shapes) = tree.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else { return };
    for name in patched {
        let Some(mut shape) = shapes.get(&request_name(&name)).cloned() else { continue };
        as_patch(&mut shape);
        shapes.insert(format!("{name}Patch"), shape);
    }
}

/// Makes the shape of a request that of a patch: `null` clears a field, or a member of one.
fn as_patch(shape: &mut Value) {
    let Some(members) = shape.as_object_mut() else { return };
    members.remove("required");
    members.remove("example");
    for field in members.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
        allow_null(field.1);
        if let Some(member) = field.1.get_mut("additionalProperties") {
            allow_null(member);
        }
    }
}

/// Objects of which the document says nothing may hold anything; generated clients take them for
/// empty ones unless that is said.
fn open_objects(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let is_object = match members.get("type") {
                Some(Value::String(kind)) => kind == "object",
                Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "object"),
                _ => false,
            };
            if is_object && !members.contains_key("properties") {
                members.entry("additionalProperties").or_insert(Value::Bool(true));
            }
            members.values_mut().for_each(open_objects);
        }
        Value::Array(items) => items.iter_mut().for_each(open_objects),
        _ => {}
    }
}

/// Bodies of lines and files may be empty; a check takes any object and says what is wrong with it.
fn loosen_bodies(tree: &mut Value) {
    for_each_operation(tree, |path, _, operation| {
        let Some(body) = operation.get_mut("requestBody").and_then(Value::as_object_mut) else { return };
        if path.ends_with(":bulk") || matches!(path, "/v1/imports" | "/v1/uploads") {
            body.insert("required".to_string(), Value::Bool(false));
        }
        if path.ends_with("/check") {
            let shape = &mut body["content"]["application/json"]["schema"];
            *shape = json!({ "anyOf": [shape.take(), { "type": "object" }] });
        }
    });
}

/// Says what keys in paths are made of.
fn describe_parameters(tree: &mut Value) {
    for_each_operation(tree, |_, _, operation| {
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
