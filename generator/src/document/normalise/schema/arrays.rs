//! Arrays: `items`, and items by their places.

use serde_json::{Map, Value};

use crate::document::normalise::node::Node;

const PREFIX: &str = "x-crategen-prefix-items";

/// `prefixItems`, and `items` as a list (JSON Schema before 2020-12) → `x-crategen-prefix-items`.
pub(super) fn tuple(node: &mut Node<'_>) {
    let (from, rest) = match (node.get("prefixItems"), node.get("items")) {
        (Some(Value::Array(_)), _) => ("prefixItems", "items"),
        (_, Some(Value::Array(items))) if !items.is_empty() => ("items", "additionalItems"),
        _ => return no_rest(node),
    };
    let Some(Value::Array(prefix)) = node.take(from) else { return };
    for index in (0..prefix.len()).map(|index| index.to_string()) {
        node.moved(&[from, &index], &[PREFIX, &index]);
    }
    node.set(PREFIX, prefix);
    if rest != "items" {
        if node.minor == 0 {
            node.warn(
                &["items"],
                "schema::tuple",
                "OpenAPI 3.0 has one schema in `items`; the list was read place by place",
            );
        }
        node.rename(rest, "items");
    }
    closed(node);
}

/// `additionalItems` says nothing where `items` is one schema.
fn no_rest(node: &mut Node<'_>) {
    node.take("additionalItems");
    closed(node);
}

/// `items: false`, or `maxItems` that leaves no room → no items after the prefix.
fn closed(node: &mut Node<'_>) {
    let prefix = node.get(PREFIX).and_then(Value::as_array).map(Vec::len);
    let most = node.get("maxItems").and_then(Value::as_u64).and_then(|most| usize::try_from(most).ok());
    let is_full = prefix.is_some_and(|prefix| most.is_some_and(|most| most <= prefix));
    let forbidden = node.get("items") == Some(&Value::Bool(false));
    if is_full || forbidden {
        node.set("x-crategen-closed", true);
    }
    if forbidden {
        node.set("items", Map::new());
    }
}

/// An array without `items` → of any items; from OpenAPI 3.1 on that is legal.
pub(super) fn items(node: &mut Node<'_>) {
    match node.get("items") {
        None if node.text("type") == Some("array") => {
            if node.minor == 0 && !node.has(PREFIX) {
                node.warn(
                    &[],
                    "schema::items",
                    "this array does not tell of its `items`; they were taken for any values",
                );
            }
            node.set("items", Map::new());
        }
        Some(Value::Array(_)) => {
            node.warn(&["items"], "schema::items", "`items` is empty; the items were taken for any values");
            node.set("items", Map::new());
        }
        Some(Value::Bool(_)) => node.set("items", Map::new()),
        _ => {}
    }
}
