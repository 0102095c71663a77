//! Headers of requests and answers, described once for all operations that have them.

use serde_json::{Map, Value, json};

use super::shapes::for_each_operation;

/// Writes of many things, whose revisions stand in their lines, and files, which have none.
const WITHOUT_REVISION: [&str; 3] = [":bulk", "/v1/uploads", "/check"];
/// Besides single things: what else makes a change.
const CHANGING: [&str; 4] =
    ["/v1/relations", "/v1/audit/{revision}/revert", "/v1/imports/{id}/revert", "/v1/bulk-edits"];

/// Says which operations take conditions, and which answer with entity tag and revision.
pub(super) fn describe(tree: &mut Value) {
    for_each_operation(tree, |path, method, operation| {
        if WITHOUT_REVISION.iter().any(|part| path.contains(part)) {
            return;
        }
        let is_written_singly = matches!(method, "put" | "patch" | "delete");
        if is_written_singly {
            add_condition(operation, "If-Match", "Only if the thing has this entity tag, else 412");
            let absent = "Only if the thing has none of these entity tags; with * only if it is not there yet, else 412";
            add_condition(operation, "If-None-Match", absent);
        }
        if is_written_singly || (method == "post" && CHANGING.contains(&path)) {
            let text = "The revision of the change, by which it can be waited for and undone; absent where nothing changed";
            add_answer_header(
                operation,
                "Relata-Revision",
                text,
                &json!({ "type": "integer", "format": "int64" }),
            );
        }
        if path == "/v1/recommendations" {
            let text = "How long the engine took, in milliseconds: engine;dur=0.042";
            add_answer_header(operation, "Server-Timing", text, &json!({ "type": "string" }));
        }
        let is_tagged =
            path.ends_with("/{code}") || matches!(path, "/v1/products/{sku}" | "/v1/relations/{id}");
        if is_tagged && method != "delete" {
            add_answer_header(operation, "ETag", "The entity tag", &json!({ "type": "string" }));
        }
        if is_tagged && method == "get" {
            add_condition(
                operation,
                "If-None-Match",
                "What the client has: a thing with one of these tags is a 304",
            );
            operation["responses"]["304"] = json!({ "description": "It is as the client has it" });
        }
    });
}

fn add_condition(operation: &mut Map<String, Value>, name: &str, description: &str) {
    let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
    let parameter = json!({ "name": name, "in": "header", "required": false, "description": description,
                            "schema": { "type": "string" } });
    if let Some(parameters) = parameters.as_array_mut() {
        parameters.push(parameter);
    }
}

/// To every answer that went well.
fn add_answer_header(operation: &mut Map<String, Value>, name: &str, description: &str, shape: &Value) {
    let Some(answers) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    for (status, answer) in answers {
        if status.starts_with('2') {
            answer["headers"][name] = json!({ "description": description, "schema": shape });
        }
    }
}
