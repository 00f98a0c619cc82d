//! Fragments → one document, in one canonical order: every permutation of the fragments gives the same bytes.

mod components;
mod difference;
mod paths;
mod reference;
mod rename;
mod root;
mod rules;
mod security;
mod tags;
mod versions;

use std::collections::BTreeMap;

use serde_json::Map;
use serde_json::Value;

use crate::config::Merge;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Place;
use crate::document::Document;
use crate::document::Origins;
use crate::document::shape::operations;
use crate::pointer::Pointer;
use crate::source::Sources;
use rules::Rules;
use versions::Version;

/// A fragment to be merged.
#[derive(Clone, Debug)]
pub struct Part {
    /// What rules of the configuration and messages call it: its file.
    pub name: String,
    /// What it says.
    pub document: Document,
}

/// The document that is being put together, and what was said about it.
struct Merger<'m> {
    parts: &'m [Part],
    rules: Rules<'m>,
    document: Document,
    diagnostics: Diagnostics,
}

/// Puts fragments together to one document.
///
/// What all fragments say alike is said once; what concerns one operation stays with it, so that nothing is lost or
/// widened; what contradicts is settled by `rules` or is an error, never by itself. The order is canonical: paths by text,
/// methods as in the OpenAPI specification, components and tags by name, all else as published.
///
/// # Errors
/// All contradictions at once, each with both places and the first pointer that differs; `$ref`s to nothing; operation
/// ids that stand twice; paths that differ only in the names of their parameters; versions of OpenAPI that cannot be
/// mixed; and, with the code `merge::unused-rule`, rules that settle nothing (any more).
pub fn merge(
    sources: &Sources,
    mut fragments: Vec<Part>,
    rules: &Merge,
) -> Result<(Document, Diagnostics), Diagnostics> {
    let Some(first) = fragments.first() else {
        return Err(Diagnostic::error("merge::nothing", None, "there is no fragment to merge").into());
    };
    let origins = Origins::at(first.document.origins.place(&Pointer::root()));
    let mut diagnostics = check_forms(&fragments);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    // The text decides between fragments of one name, so that the order of the arguments never does.
    fragments.sort_by_cached_key(|part| (part.name.clone(), part.document.value.to_string(), page(sources, part)));
    rename::apply(&mut fragments, &rules.rename, &mut diagnostics);
    let document = Document { value: Value::Object(Map::new()), origins };
    let rules = Rules::new(rules, &mut diagnostics);
    let mut merger = Merger { parts: &fragments, rules, document, diagnostics };
    let moved = root::merge(&mut merger);
    tags::merge(&mut merger);
    paths::merge(&mut merger, "paths", moved);
    paths::merge(&mut merger, "webhooks", moved);
    components::merge(&mut merger);
    root::merge_others(&mut merger);
    reference::check(&mut merger);
    paths::check_operation_ids(&mut merger);
    security::check(&mut merger);
    merger.rules.check(&mut merger.diagnostics);
    let Merger { document, diagnostics, .. } = merger;
    diagnostics.finish(document)
}

/// Where a fragment stands, to order equal ones.
fn page(sources: &Sources, part: &Part) -> String {
    sources.name(part.document.origins.place(&Pointer::root()).file).to_owned()
}

/// Checks the fields that merging looks into.
fn check_forms(parts: &[Part]) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let mut wrong = |part: &Part, at: &Pointer, what: &str| {
        let message = format!("{what} in the fragment `{}`", part.name);
        diagnostics.push(Diagnostic::error("merge::form", part.place(at), message));
    };
    for part in parts {
        let root = Pointer::root();
        let Some(map) = part.document.value.as_object() else {
            wrong(part, &root, "the document is not an object");
            continue;
        };
        if !map.get("openapi").is_some_and(Value::is_string) {
            wrong(part, &root.child("openapi"), "`openapi` is not a version in quotes");
        }
        for name in ["paths", "webhooks", "components"] {
            let Some(value) = map.get(name) else { continue };
            let at = root.child(name);
            let Some(entries) = value.as_object() else {
                wrong(part, &at, &format!("`{name}` is not an object"));
                continue;
            };
            for (key, _) in entries.iter().filter(|(key, value)| !key.starts_with("x-") && !value.is_object()) {
                wrong(part, &at.child(key), &format!("`{key}` of `{name}` is not an object"));
            }
        }
        for (at, _) in operations(&part.document.value).filter(|(_, operation)| !operation.is_object()) {
            wrong(part, &at, "the operation is not an object");
        }
        if map.get("tags").is_some_and(|tags| !tags.is_array()) {
            wrong(part, &root.child("tags"), "`tags` is not an array");
        }
    }
    diagnostics
}

impl Part {
    fn place(&self, at: &Pointer) -> Place {
        self.document.origins.place(at)
    }

    fn has_operations(&self) -> bool {
        operations(&self.document.value).next().is_some()
    }

    /// Whether a rule's `fragment` means this one: its name, or its name, `#` and the id of one of its operations.
    fn is(&self, selector: &str) -> bool {
        let id = selector.strip_prefix(self.name.as_str()).and_then(|rest| rest.strip_prefix('#'));
        self.name == selector
            || id.is_some_and(|id| {
                let mut all = operations(&self.document.value);
                all.any(|(_, operation)| operation.get("operationId").and_then(Value::as_str) == Some(id))
            })
    }
}

impl<'m> Merger<'m> {
    /// What the fragments say at a pointer.
    fn versions(&self, at: &Pointer) -> Vec<Version<'m>> {
        versions_of(self.parts.iter(), at)
    }

    /// The keys that fragments have in the object at a pointer, sorted, each with the fragments that have it; `None` where
    /// no fragment has the object.
    fn holders(&self, at: &Pointer) -> Option<BTreeMap<String, Vec<&'m Part>>> {
        let mut holders: Option<BTreeMap<String, Vec<&'m Part>>> = None;
        for part in self.parts {
            let Some(Value::Object(object)) = at.get(&part.document.value) else { continue };
            let holders = holders.get_or_insert_default();
            for key in object.keys() {
                holders.entry(key.clone()).or_default().push(part);
            }
        }
        holders
    }

    /// Puts an empty object into the merged document; it stands where the first of the fragments has it.
    fn put_object(&mut self, parent: &Pointer, key: &str, holders: &[&Part]) {
        let place = match holders.first() {
            Some(part) => part.place(&parent.child(key)),
            None => self.document.origins.place(parent),
        };
        self.document.put(parent, key, Document { value: Value::Object(Map::new()), origins: Origins::at(place) });
    }
}

/// What some fragments say at a pointer.
fn versions_of<'m>(parts: impl IntoIterator<Item = &'m Part>, at: &Pointer) -> Vec<Version<'m>> {
    parts.into_iter().filter_map(|part| Some(Version { part, document: part.document.part(at)? })).collect()
}
