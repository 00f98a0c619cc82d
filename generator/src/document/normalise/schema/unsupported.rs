//! Constraints that a type cannot carry.

use serde_json::{Map, Value};

use crate::document::normalise::node::Node;
use crate::standard::{Position, Treatment};

/// Keywords that restrict values and that the type expresses in part.
const EXPRESSED: [&str; 3] = ["contentEncoding", "contentMediaType", "x-extensible-enum"];

/// The keywords that restrict values and that no type expresses.
fn rules() -> impl Iterator<Item = &'static str> {
    let rules = Position::Schema.fields().iter().filter(|field| field.treatment == Treatment::Rule);
    rules.map(|field| field.name)
}

/// As they are written → `x-crategen-rules`, before other rules take some of them for what they can express.
pub(super) fn keep_rules(node: &mut Node<'_>) {
    let kept = rules().chain(EXPRESSED).filter_map(|key| Some((key.to_owned(), node.get(key)?.clone())));
    let kept: Map<String, Value> = kept.collect();
    // In a document that was normalised before, they are kept already.
    if !kept.is_empty() && !node.has("x-crategen-rules") {
        node.set("x-crategen-rules", kept);
    }
}

/// The names of those that no type expresses → `x-crategen-unsupported`.
pub(super) fn note_keywords(node: &mut Node<'_>) {
    let found: Vec<&str> = rules().filter(|key| node.has(key)).collect();
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
