//! Where two values differ, and whether it matters.

use serde_json::Value;

use crate::document::shape::Shape;
use crate::document::shape::change;
use crate::pointer::Pointer;

/// The first pointer at which two values differ, in the key order of the first; `None` for equal ones.
pub(super) fn first_difference(one: &Value, other: &Value) -> Option<Pointer> {
    let mut way = Vec::new();
    differs(one, other, &mut way).then(|| Pointer::root().join(way.iter().rev()))
}

/// Whether two values differ; then `way` holds the tokens to the first difference, innermost first.
fn differs(one: &Value, other: &Value, way: &mut Vec<String>) -> bool {
    let step = match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let changed =
                one.iter().find(|(key, value)| other.get(*key).is_none_or(|other| differs(value, other, way)));
            let added = || other.keys().find(|key| !one.contains_key(*key));
            changed.map(|(key, _)| key).or_else(added).cloned()
        }
        (Value::Array(one), Value::Array(other)) => {
            let shorter = one.len().min(other.len());
            let changed = one.iter().zip(other).position(|(value, other)| differs(value, other, way));
            changed.or((one.len() != other.len()).then_some(shorter)).map(|index| index.to_string())
        }
        (one, other) => return one != other,
    };
    let differ = step.is_some();
    way.extend(step);
    differ
}

/// The value without descriptions and examples: what is left decides what is sent and received.
pub(super) fn without_prose(value: &Value) -> Value {
    let mut value = value.clone();
    change(&mut value, Shape::Object, &mut |shape, map| {
        if shape == Shape::Object {
            for key in ["description", "example", "examples"] {
                map.shift_remove(key);
            }
        }
    });
    value
}
