//! Limits of numbers and counts.

use serde_json::{Number, Value};

use crate::document::normalise::fit::{number, whole};
use crate::document::normalise::node::Node;

/// Numeric `exclusiveMinimum` and `exclusiveMaximum` → `minimum` and `maximum` with a boolean beside them.
pub(super) fn exclusive(node: &mut Node<'_>) {
    for (bound, exclusive, low) in [("minimum", "exclusiveMinimum", true), ("maximum", "exclusiveMaximum", false)] {
        let Some(limit) = node.get(exclusive).and_then(number) else { continue };
        let beside = node.get(bound).and_then(number);
        let tighter = match (beside.and_then(|beside| beside.as_f64()), limit.as_f64()) {
            (Some(beside), Some(limit)) if low => beside > limit,
            (Some(beside), Some(limit)) => beside < limit,
            _ => false,
        };
        if tighter {
            node.take(exclusive);
            continue;
        }
        node.moved(&[exclusive], &[bound]);
        node.set(bound, Value::Number(limit));
        node.set(exclusive, true);
    }
}

/// Limits of an integer that are written with a fraction of zero → without it. `multipleOf` has to be above zero.
pub(super) fn whole_bounds(node: &mut Node<'_>) {
    if node.get("multipleOf").and_then(Value::as_f64).is_some_and(|step| step <= 0.0) {
        node.warn(&["multipleOf"], "schema::bounds", "`multipleOf` has to be above zero, so it was left out");
        node.take("multipleOf");
    }
    if node.text("type") != Some("integer") {
        return;
    }
    for key in ["minimum", "maximum", "multipleOf"] {
        let Some(Value::Number(number)) = node.get(key) else { continue };
        if let (true, Some(whole)) = (number.is_f64(), whole(number)) {
            node.set(key, Number::from(whole));
        }
    }
}

/// A count below zero limits nothing; one beyond all counts neither, unless it is a least count.
pub(super) fn counts(node: &mut Node<'_>) {
    for key in ["maxLength", "maxItems", "maxProperties"] {
        let huge = |number: &Number| !number.is_i64() && number.as_f64().is_some_and(|number| number >= 9e15);
        if node.get(key).and_then(Value::as_number).is_some_and(huge) {
            node.warn(&[key], "schema::bounds", format!("`{key}` is beyond all counts, so it was left out"));
            node.take(key);
        }
    }
}
