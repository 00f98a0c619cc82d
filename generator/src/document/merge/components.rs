//! Components of all fragments, by name.

use serde_json::Map;
use serde_json::Value;

use super::Merger;
use super::Part;
use super::groups::groups;
use super::join::component_kind;
use super::versions::Otherwise;
use super::versions_of;
use crate::document::Document;
use crate::document::Origins;
use crate::pointer::Pointer;

/// Puts the components together: each name once, kinds and names in the order of their text.
pub(super) fn merge(merger: &mut Merger<'_>) {
    let root = Pointer::root().child("components");
    let kinds = merger.holders(&root);
    if kinds.is_none() && merger.added.is_empty() {
        return;
    }
    merger.put_object(&Pointer::root(), "components", &[]);
    let kinds = kinds.unwrap_or_default();
    for (kind, parts) in kinds {
        let at = root.child(&kind);
        if kind.starts_with("x-") {
            let what = format!("`{kind}` of the components");
            if let Some(chosen) = merger.choose(&at, &what, versions_of(parts, &at), Otherwise::First) {
                merger.document.put(&root, &kind, chosen);
            }
            continue;
        }
        merger.put_object(&root, &kind, &parts);
        for (name, parts) in merger.holders(&at).into_iter().flatten() {
            component(merger, &at, &kind, &name, parts);
        }
    }
    added(merger, &root);
}

/// Puts in the schemas that no fragment has as a component, in their order among the others.
fn added(merger: &mut Merger<'_>, root: &Pointer) {
    let added = std::mem::take(&mut merger.added);
    if added.is_empty() {
        return;
    }
    let at = root.child("schemas");
    if at.get(&merger.document.value).is_none() {
        merger.put_object(root, "schemas", &[]);
    }
    for (name, schema) in added {
        merger.document.put(&at, &name, schema);
    }
    if let Some(Value::Object(schemas)) = at.get_mut(&mut merger.document.value) {
        schemas.sort_keys();
    }
}

fn component<'m>(merger: &mut Merger<'m>, parent: &Pointer, kind: &str, name: &str, parts: Vec<&'m Part>) {
    let at = parent.child(name);
    let what = format!("the component `{kind}/{name}`");
    let versions = versions_of(parts, &at);
    if kind == "examples" || merger.rules.prefers(&at) {
        // A stand-in, so that what refers to it is not reported as well.
        let origins = Origins::at(merger.document.origins.place(parent));
        let unknown = Document::new(Value::Object(Map::new()), origins);
        let chosen = merger.choose(&at, &what, versions, Otherwise::First).unwrap_or(unknown);
        merger.document.put(parent, name, chosen);
        return;
    }
    // Contradictions were split before: one group is left.
    let found = groups(&versions, component_kind(kind), merger.usage.required(kind, name));
    if let Some(group) = found.into_iter().next() {
        merger.report(&what, &versions, &group, &at);
        merger.document.put(parent, name, group.document);
    }
}
