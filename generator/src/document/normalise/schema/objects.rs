//! Objects: `properties`, `required`, `patternProperties`; and the lists of `allOf`, `oneOf`, `anyOf`.

use serde_json::{Map, Value};

use crate::document::normalise::node::Node;

/// `properties` that is an empty list, or text → none.
pub(super) fn properties(node: &mut Node<'_>) {
    let Some(value) = node.get("properties") else { return };
    if value.as_array().is_some_and(Vec::is_empty) {
        node.warn(&["properties"], "schema::properties", "`properties` is an object; the empty list was read as none");
        node.take("properties");
    }
}

/// `required: true` on a property (JSON Schema draft 3) → its name in the `required` of the object.
pub(super) fn required_flags(node: &mut Node<'_>) {
    if let Some(Value::Bool(_)) = node.get("required") {
        node.warn(&["required"], "schema::required", "`required` lists the properties that are; it was left out");
        node.take("required");
    }
    let Some(Value::Object(properties)) = node.map.get_mut("properties") else { return };
    let mut flags = Vec::new();
    for (name, property) in properties.iter_mut() {
        let Value::Object(property) = property else { continue };
        if let Some(flag) = property.get("required").and_then(flag) {
            property.shift_remove("required");
            flags.push((name.clone(), flag));
        }
    }
    for (name, flag) in flags {
        let read = if flag { "required" } else { "optional" };
        let message = format!("the object lists its `required` properties; `{name}` was read as {read}");
        node.warn(&["properties", &name, "required"], "schema::required", message);
        if flag {
            require(node, name);
        }
    }
}

fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) if text == "true" => Some(true),
        Value::String(text) if text == "false" => Some(false),
        _ => None,
    }
}

fn require(node: &mut Node<'_>, name: String) {
    match node.map.entry("required").or_insert_with(|| Value::Array(Vec::new())) {
        Value::Array(required) if !required.iter().any(|known| known == &name) => required.push(Value::String(name)),
        _ => {}
    }
}

/// A schema of `unevaluatedProperties` → `additionalProperties`: the type of an object has the properties of all parts of its
/// `allOf` as fields, so what remains for its map is what no part evaluates (JSON Schema 2020-12 core, section 11.3).
pub(super) fn unevaluated(node: &mut Node<'_>) {
    let said = node.has("additionalProperties") || node.has("patternProperties");
    if said || matches!(node.get("unevaluatedProperties"), None | Some(Value::Bool(false))) {
        return;
    }
    if let Some(schema) = node.take("unevaluatedProperties") {
        node.set("additionalProperties", schema);
        node.moved(&["unevaluatedProperties"], &["additionalProperties"]);
    }
}

/// One pattern, and nothing else beside the properties → a map (`x-crategen-pattern-properties`); several → a map of any JSON.
pub(super) fn pattern_properties(node: &mut Node<'_>) {
    let closed = matches!(node.get("additionalProperties"), None | Some(Value::Bool(false)));
    let Some(Value::Object(patterns)) = node.get("patternProperties") else { return };
    let mut names = patterns.keys();
    let (Some(name), more, true) = (names.next().cloned(), names.next(), closed) else { return };
    if more.is_some() {
        return node.set("additionalProperties", true);
    }
    let Some(Value::Object(mut patterns)) = node.take("patternProperties") else { return };
    let schema = patterns.remove(&name).unwrap_or_else(|| Value::Object(Map::new()));
    node.set("x-crategen-pattern-properties", schema);
    node.moved(&["patternProperties", &name], &["x-crategen-pattern-properties"]);
}

/// An empty list of branches says nothing.
pub(super) fn compositions(node: &mut Node<'_>) {
    for key in ["allOf", "oneOf", "anyOf"] {
        let empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
        if node.get(key).is_some_and(empty) {
            node.warn(&[key], "schema::branches", format!("`{key}` has no branches, so it was left out"));
            node.take(key);
        }
    }
}
