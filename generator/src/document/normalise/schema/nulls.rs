//! null as one of several branches, and by the names of vendors.

use serde_json::{Map, Value};

use crate::document::normalise::node::Node;

/// `x-nullable: true`, from before OpenAPI 3.0, says `nullable: true`.
pub(super) fn vendor_nullable(node: &mut Node<'_>) {
    if node.get("x-nullable") == Some(&Value::Bool(true)) && !node.has("nullable") && !node.has("$ref") {
        node.set("nullable", true);
    }
}

/// Says, once per document, that `nullable` without `type` has no meaning (OpenAPI 3.0.3, section 4.7.24.1): it is read as it
/// is meant, beside a composition too.
pub(super) fn untyped_nullable(node: &mut Node<'_>) {
    let composed = ["allOf", "anyOf", "oneOf"].iter().any(|key| node.has(key));
    let untyped = node.minor == 0 && composed && !node.has("type") && !node.has("$ref");
    if untyped && node.get("nullable") == Some(&Value::Bool(true)) && node.first_untyped_nullable() {
        let message = "OpenAPI 3.0 gives `nullable` no meaning without `type`; it is read as meant: null is allowed";
        node.note(&["nullable"], "schema::nullable-without-type", message);
    }
}

/// `oneOf: [.., {type: "null"}]` → `nullable`; one remaining branch → `allOf: [branch]`.
pub(super) fn null_branches(node: &mut Node<'_>) {
    for key in ["oneOf", "anyOf"] {
        let untyped = node.minor == 0 && has_untyped_branch(node, key);
        if untyped && node.first_untyped_nullable() {
            let message = "OpenAPI 3.0 gives `nullable` no meaning without `type`; the branch is read as meant: null";
            node.note(&[key], "schema::nullable-without-type", message);
        }
        if node.retain(key, |_, branch| !(is_null(branch) || untyped && is_untyped_nullable(branch))) == 0 {
            continue;
        }
        match node.get(key).and_then(Value::as_array).map(Vec::len) {
            Some(0) => {
                node.take(key);
                node.set("x-crategen-null", true);
            }
            Some(1) => {
                node.set("nullable", true);
                collapse(node, key);
            }
            _ => node.set("nullable", true),
        }
    }
}

/// Whether one branch of several says nothing but `nullable: true`: what some generators of documents say for "or null".
fn has_untyped_branch(node: &Node<'_>, key: &str) -> bool {
    let branches = node.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    branches.len() > 1 && branches.iter().filter(|branch| is_untyped_nullable(branch)).count() == 1
}

fn is_untyped_nullable(schema: &Value) -> bool {
    let Value::Object(map) = schema else { return false };
    let prose = |key: &str| matches!(key, "description" | "title" | "nullable");
    map.get("nullable") == Some(&Value::Bool(true)) && map.keys().all(|key| prose(key))
}

/// The only branch of `key` becomes one of `allOf`.
fn collapse(node: &mut Node<'_>, key: &str) {
    if node.get("allOf").is_some_and(|all| !all.is_array()) {
        return;
    }
    let Some(Value::Array(branches)) = node.take(key) else { return };
    let index = match node.map.entry("allOf").or_insert_with(|| Value::Array(Vec::new())) {
        Value::Array(all) => {
            all.extend(branches);
            all.len().saturating_sub(1)
        }
        _ => 0,
    };
    node.moved(&[key, "0"], &["allOf", &index.to_string()]);
}

/// Whether a schema allows null only. Whoever wrote it in another way meant something else.
fn is_null(schema: &Value) -> bool {
    let Value::Object(map) = schema else { return false };
    let only_null = |values: &Value| values.as_array().is_some_and(|v| !v.is_empty() && v.iter().all(Value::is_null));
    let of_type = match map.get("type") {
        Some(Value::String(name)) => name == "null",
        Some(Value::Array(names)) => !names.is_empty() && names.iter().all(|name| name == "null"),
        _ => false,
    };
    of_type || map.get("const").is_some_and(Value::is_null) || map.get("enum").is_some_and(only_null) || has_mark(map)
}

fn has_mark(map: &Map<String, Value>) -> bool {
    map.get("x-crategen-null") == Some(&Value::Bool(true))
}
