//! Fragments of several feature versions of OpenAPI: those of 3.0 are rewritten in the words of 3.1, so that one word means
//! one thing when they are compared.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::Part;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::document::shape::Shape;
use crate::document::shape::change;
use crate::pointer::Pointer;

/// Rewrites fragments of 3.0 where others are of a later version.
pub(super) fn apply(parts: &mut [Part], diagnostics: &mut Diagnostics) {
    let highest = parts.iter().filter_map(minor).max().unwrap_or_default();
    let older: Vec<&mut Part> =
        parts.iter_mut().filter(|part| minor(part).is_some_and(|minor| minor < highest)).collect();
    if let Some(first) = older.first() {
        let count = older.len();
        let (fragments, are) = if count == 1 { ("fragment", "is") } else { ("fragments", "are") };
        let message = format!(
            "{count} {fragments} {are} of an earlier version of OpenAPI than 3.{highest} of the others; each is read by its own version"
        );
        diagnostics.push(Diagnostic::note("merge::versions", first.place(&Pointer::root().child("openapi")), message));
    }
    for part in older.into_iter().filter(|part| minor(part) == Some(0)) {
        change(&mut part.document.value, Shape::Object, &mut |shape, map| {
            if shape == Shape::Object {
                rewrite(map);
            }
        });
    }
}

/// The minor version of OpenAPI 3.
fn minor(part: &Part) -> Option<u64> {
    let text = part.document.value.get("openapi")?.as_str()?;
    let mut numbers = text.trim().split('.').map(str::parse);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(3)), Some(Ok(minor))) => Some(minor),
        _ => None,
    }
}

/// Rewrites one object; only schemas have these keywords.
fn rewrite(map: &mut Map<String, Value>) {
    let reference = map.get("$ref").and_then(Value::as_str).is_some_and(|text| text.contains("/schemas/"));
    if reference {
        // OpenAPI 3.0.3, section 4.7.23: what stands beside a reference is ignored.
        map.retain(|key, _| key == "$ref");
        return;
    }
    for (flag, limit) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        match map.get(flag) {
            Some(Value::Bool(true)) => {
                if let Some(limit) = map.shift_remove(limit) {
                    map.insert(flag.to_owned(), limit);
                }
            }
            Some(Value::Bool(false)) => drop(map.shift_remove(flag)),
            _ => {}
        }
    }
    if !map.get("nullable").is_some_and(Value::is_boolean) {
        return;
    }
    if map.shift_remove("nullable") == Some(Value::Bool(true)) {
        allow_null(map);
    }
}

fn allow_null(map: &mut Map<String, Value>) {
    if let Some(Value::Array(values)) = map.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    if let Some(Value::String(name)) = map.get("type") {
        let types = json!([name, "null"]);
        map.insert("type".to_owned(), types);
        return;
    }
    // A composition: it, or null.
    let composed = ["allOf", "oneOf", "anyOf"].into_iter().find(|key| map.contains_key(*key));
    match composed {
        Some("allOf") if !map.contains_key("anyOf") => {
            let all = map.shift_remove("allOf").unwrap_or_default();
            map.insert("anyOf".to_owned(), json!([{"allOf": all}, {"type": "null"}]));
        }
        Some(key) => {
            if let Some(Value::Array(branches)) = map.get_mut(key) {
                branches.push(json!({"type": "null"}));
            }
        }
        None => {}
    }
}
