//! Constraints that a type cannot carry.

use serde_json::Value;

use crate::document::normalise::node::Node;

const UNSUPPORTED: &[&str] = &[
    "not",
    "if",
    "then",
    "else",
    "dependentSchemas",
    "dependentRequired",
    "dependencies",
    "patternProperties",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contains",
    "minContains",
    "maxContains",
];

/// Their names → `x-crategen-unsupported`.
pub(super) fn note_keywords(node: &mut Node<'_>) {
    let found: Vec<&str> = UNSUPPORTED.iter().copied().filter(|key| node.has(key)).collect();
    for key in &found {
        node.take(key);
    }
    if !found.is_empty() {
        node.set("x-crategen-unsupported", found);
    }
}

/// Keywords, and the types that they say something about (JSON Schema validation, section 6).
const IDLE: &[(&str, &[&str])] = &[
    ("pattern", &["string"]),
    ("minLength", &["string"]),
    ("maxLength", &["string"]),
    ("format", &["string", "number", "integer"]),
    ("multipleOf", &["number", "integer"]),
    ("minimum", &["number", "integer"]),
    ("maximum", &["number", "integer"]),
    ("exclusiveMinimum", &["number", "integer"]),
    ("exclusiveMaximum", &["number", "integer"]),
    ("minItems", &["array"]),
    ("maxItems", &["array"]),
    ("uniqueItems", &["array"]),
    ("minProperties", &["object"]),
    ("maxProperties", &["object"]),
    ("required", &["object"]),
];

/// A keyword says nothing about a value of another type. `openapiv3` takes such a schema for one of any type.
pub(super) fn drop_idle_keywords(node: &mut Node<'_>) {
    let Some(kind) = node.get("type").and_then(Value::as_str).map(str::to_owned) else { return };
    for (key, kinds) in IDLE {
        if !kinds.contains(&kind.as_str()) {
            node.take(key);
        }
    }
}
