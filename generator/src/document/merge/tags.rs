//! Tags of all fragments, by name.

use std::collections::BTreeMap;

use serde_json::Map;
use serde_json::Value;

use super::Merger;
use super::Part;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::document::Origins;
use crate::pointer::Pointer;

/// Puts the tags together: one of each name, with the fields of all; an empty text yields to a non-empty one.
pub(super) fn merge(merger: &mut Merger<'_>) {
    let at = Pointer::root().child("tags");
    let mut named: BTreeMap<String, Document> = BTreeMap::new();
    let parts = merger.parts;
    for part in parts {
        let count = at.get(&part.document.value).and_then(Value::as_array).map_or(0, Vec::len);
        for tag in (0..count).filter_map(|index| part.document.part(&at.child(index))) {
            let Some(name) = tag.value.get("name").and_then(Value::as_str).map(str::to_owned) else {
                let message = format!("a tag of the fragment `{}` has no name", part.name);
                let place = tag.origins.place(&Pointer::root());
                merger.diagnostics.push(Diagnostic::error("merge::form", place, message));
                continue;
            };
            match named.get_mut(&name) {
                Some(known) => {
                    join(known, &name, &tag, part).into_iter().for_each(|said| merger.diagnostics.push(said))
                }
                None => {
                    named.insert(name, tag);
                }
            }
        }
    }
    if let Some(part) = parts.iter().find(|part| at.get(&part.document.value).is_some()) {
        let list = Document::new(Value::Array(Vec::new()), Origins::at(part.place(&at)));
        merger.document.put(&Pointer::root(), "tags", list);
        named.into_values().for_each(|tag| merger.document.put(&at, "", tag));
    }
}

/// Adds to a tag what another fragment says about it.
fn join(known: &mut Document, name: &str, tag: &Document, part: &Part) -> Vec<Diagnostic> {
    let root = Pointer::root();
    let mut said = Vec::new();
    let empty = |value: &Value| value.as_str().is_some_and(str::is_empty);
    for (key, value) in tag.value.as_object().unwrap_or(&Map::new()) {
        let at = root.child(key);
        match known.value.get(key) {
            Some(own) if own == value || empty(value) => {}
            Some(own) if !empty(own) => {
                let message = format!("fragments differ in `{key}` of the tag `{name}`; the first is used");
                said.push(
                    Diagnostic::note("merge::differs", known.origins.place(&at), message)
                        .related(tag.origins.place(&at), format!("`{}` says this", part.name)),
                );
            }
            _ => {
                if let Some(field) = tag.part(&at) {
                    known.put(&root, key, field);
                }
            }
        }
    }
    said
}
