//! `$ref`s of the merged document: what they lead to, and who defines it.

use std::collections::BTreeSet;

use serde_json::Map;
use serde_json::Value;

use super::Merger;
use crate::diagnostic::Diagnostic;
use crate::document::shape::Shape;
use crate::document::shape::visit;
use crate::document::suggestion::suggestion;
use crate::pointer::Pointer;

/// Fields whose text is a URI reference.
pub(super) const KEYS: [&str; 3] = ["$ref", "operationRef", "$dynamicRef"];

/// The pointer of a reference into the same document; `None` for others.
pub(super) fn local(reference: &str) -> Option<Pointer> {
    Pointer::of_reference(reference).next()
}

/// Reports references to nothing, and notes those to what another fragment defines.
pub(super) fn check(merger: &mut Merger<'_>) {
    let mut found = Vec::new();
    for (at, target) in references(&merger.document.value) {
        if target.get(&merger.document.value).is_none() {
            let place = merger.document.origins.place(&at);
            let message = format!("the reference `#{target}` leads to nothing in any fragment");
            let help = suggestion(&merger.document.value, &target);
            found.push(help.into_iter().fold(Diagnostic::error("merge::no-target", place, message), Diagnostic::help));
        }
    }
    for part in merger.parts {
        let mut noted = BTreeSet::new();
        for (at, target) in references(&part.document.value) {
            let elsewhere = target.get(&part.document.value).is_none() && target.get(&merger.document.value).is_some();
            if elsewhere && noted.insert(target.clone()) {
                let message = format!("the fragment `{}` takes `#{target}` from another fragment", part.name);
                let note = Diagnostic::note("merge::elsewhere", part.place(&at), message);
                found.push(note.related(merger.document.origins.key_place(&target), "defined here"));
            }
        }
    }
    found.into_iter().for_each(|diagnostic| merger.diagnostics.push(diagnostic));
}

/// Local references of a document with the pointers of their texts.
fn references(document: &Value) -> Vec<(Pointer, Pointer)> {
    let mut found = Vec::new();
    visit(document, Shape::Object, &mut |way, shape, map: &Map<String, Value>| {
        if shape != Shape::Object {
            return;
        }
        for key in KEYS {
            if let Some(target) = map.get(key).and_then(Value::as_str).and_then(local) {
                found.push((way.pointer().child(key), target));
            }
        }
        let mapping = map.get("mapping").and_then(Value::as_object).filter(|_| map.contains_key("propertyName"));
        for (name, value) in mapping.into_iter().flatten() {
            if let Some(target) = value.as_str().and_then(local) {
                found.push((way.pointer().join(["mapping", name]), target));
            }
        }
    });
    // `#anchor` is no pointer, but `#` alone is the document.
    found
}
