//! `"<<"` in quotes. YAML 1.2 reads it as text, and programs that rewrite documents put the quotes there; no object of OpenAPI has
//! a field of this name, so it is read as the merge key that it was.

use serde_json::{Map, Value};

use super::Document;
use super::shape::{Shape, visit};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::Pointer;

const MERGE: &str = "<<";

/// Merges what such keys hold into the objects that have them, and reports each.
pub fn apply(document: &mut Document, diagnostics: &mut Diagnostics) {
    let mut found: Vec<Pointer> = Vec::new();
    visit(&document.value, Shape::Object, &mut |way, _, map: &Map<String, Value>| {
        if map.get(MERGE).is_some_and(is_mergeable) {
            found.push(way.pointer());
        }
    });
    // Innermost first, so that what is merged is whole.
    for at in found.into_iter().rev() {
        let key = at.child(MERGE);
        let message = "`<<` in quotes is text, and no field of OpenAPI; it is read as a merge key";
        let place = document.origins.key_place(&key);
        diagnostics.push(
            Diagnostic::warning("document::merge-key", place, message)
                .help("write `<<` without quotes, or repeat the fields"),
        );
        merge(document, &at);
    }
}

fn is_mergeable(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => !items.is_empty() && items.iter().all(Value::is_object),
        _ => false,
    }
}

fn merge(document: &mut Document, at: &Pointer) {
    let key = at.child(MERGE);
    let sources: Vec<Pointer> = match key.get(&document.value) {
        Some(Value::Array(items)) => (0..items.len()).map(|index| key.child(index)).collect(),
        _ => vec![key.clone()],
    };
    for source in sources {
        let names: Vec<String> = match source.get(&document.value) {
            Some(Value::Object(map)) => map.keys().cloned().collect(),
            _ => continue,
        };
        for name in names {
            let own = at.child(&name).get(&document.value).is_some();
            if let Some(part) = document.part(&source.child(&name)).filter(|_| !own) {
                document.put(at, &name, part);
            }
        }
    }
    document.remove(&key);
}
