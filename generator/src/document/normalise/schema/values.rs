//! `const`, `enum` and `examples`: keywords with values in them, which are never changed themselves.

use serde_json::Value;

use crate::document::normalise::node::Node;

/// `const: v` → `enum: [v]` and `x-crategen-const`; `const: null` → `x-crategen-null`.
pub(super) fn constant(node: &mut Node<'_>) {
    let Some(value) = node.take("const") else { return };
    node.moved(&["const"], &["enum", "0"]);
    if value.is_null() {
        return only_null(node);
    }
    node.set("enum", vec![value]);
    node.set("x-crategen-const", true);
}

fn only_null(node: &mut Node<'_>) {
    for key in ["enum", "type", "nullable", "format"] {
        node.take(key);
    }
    node.set("x-crategen-null", true);
}

/// `enum: "a"` → `enum: ["a"]`; an empty list allows nothing, which nobody means.
pub(super) fn enum_list(node: &mut Node<'_>) {
    match node.get("enum") {
        Some(Value::Array(values)) if values.is_empty() => {
            node.warn(&["enum"], "schema::enum", "an `enum` without values allows nothing; it was left out");
            node.take("enum");
        }
        None | Some(Value::Array(_)) => {}
        Some(Value::Object(_)) => {
            node.warn(&["enum"], "schema::enum", "`enum` has to be a list, so it was left out");
            node.take("enum");
        }
        Some(value) => {
            let value = value.clone();
            node.warn(&["enum"], "schema::enum", "`enum` is a list; this was read as its only value");
            node.set("enum", vec![value]);
        }
    }
}

/// Lists of vendors that go with `enum`, value by value.
const BESIDE_ENUM: &[&str] =
    &["x-enum-varnames", "x-enumNames", "x-enum-names", "x-enum-descriptions", "x-enumDescriptions"];

/// null among the values → `nullable`; null alone → `x-crategen-null`.
pub(super) fn enum_null(node: &mut Node<'_>) {
    let Some(Value::Array(values)) = node.get("enum") else { return };
    let nulls: Vec<bool> = values.iter().map(Value::is_null).collect();
    if !nulls.contains(&true) {
        return;
    }
    if !nulls.contains(&false) {
        return only_null(node);
    }
    for key in BESIDE_ENUM {
        if node.get(key).and_then(Value::as_array).is_some_and(|beside| beside.len() == nulls.len()) {
            node.retain(key, |index, _| nulls.get(index) != Some(&true));
        }
    }
    node.retain("enum", |_, value| !value.is_null());
    node.set("nullable", true);
}

/// `examples: [v, …]` → `example: v`.
pub(super) fn example(node: &mut Node<'_>) {
    let first = match node.take("examples") {
        Some(Value::Array(mut examples)) if !examples.is_empty() => examples.swap_remove(0),
        Some(Value::Object(examples)) => match examples.into_iter().next() {
            Some((_, Value::Object(mut example))) if example.contains_key("value") => {
                example.remove("value").unwrap_or_default()
            }
            Some((_, example)) => example,
            None => return,
        },
        _ => return,
    };
    if !node.has("example") {
        node.set("example", first);
        node.placed(&["example"], &["examples"]);
    }
}
