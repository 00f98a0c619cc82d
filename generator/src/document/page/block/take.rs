//! A part of a document as a document of its own, with the components that it needs.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Part;
use crate::document::shape::{METHODS, slots};
use crate::document::{Document, Origins};
use crate::pointer::Pointer;

/// The operations and schemas that a block shows; `None` where the document has none of them.
pub(super) fn take(document: &Document, part: &Part) -> Option<Document> {
    let mut out = whole(document);
    let needed = match part {
        Part::Operation { path, method } => {
            let (section, path) = find(&document.value, path)?;
            let item = item(document, section, &path, method.as_deref())?;
            let needed = needed(&document.value, vec![&item.value]);
            out.put(&Pointer::root(), section, empty(document, &Pointer::root().child(section)));
            out.put(&Pointer::root().child(section), &path, item);
            needed
        }
        Part::Schemas(names) => {
            let all = document.value.get("components")?.get("schemas")?.as_object()?;
            let taken = all.keys().filter(|name| names.is_empty() || names.contains(name));
            let roots: Vec<_> = taken.map(|name| component("schemas", name)).collect();
            let values = roots.iter().filter_map(|at| at.get(&document.value)).collect();
            let mut needed = needed(&document.value, values);
            needed.extend(roots);
            (!needed.is_empty()).then_some(needed)?
        }
    };
    components(document, &needed, &mut out);
    Some(out)
}

/// Where a path stands; a slash at the end does not matter.
fn find(document: &Value, path: &str) -> Option<(&'static str, String)> {
    let bare = |path: &str| path.trim_end_matches('/').to_owned();
    ["paths", "webhooks"].into_iter().find_map(|section| {
        let all = document.get(section)?.as_object()?;
        let same = || all.keys().find(|known| bare(known) == bare(path)).cloned();
        let found = all.contains_key(path).then(|| path.to_owned()).or_else(same)?;
        Some((section, found))
    })
}

/// A path item with one of its operations, or all.
fn item(document: &Document, section: &str, path: &str, method: Option<&str>) -> Option<Document> {
    let mut at = Pointer::root().join([section, path]);
    let reference = at.get(&document.value)?.get("$ref").and_then(Value::as_str);
    if let Some(target) = reference.and_then(|text| Pointer::resolve(text, &document.value)) {
        at = target;
    }
    let given = at.get(&document.value)?;
    let wanted = |key: &str| !METHODS.contains(&key) || method.is_none_or(|method| method == key);
    let mut item = empty(document, &at);
    for key in given.as_object()?.keys().filter(|key| wanted(key)) {
        item.put(&Pointer::root(), key, document.part(&at.child(key))?);
    }
    let any = slots(&item.value).next().is_some();
    any.then_some(item)
}

/// The components that some values refer to, and those that these refer to.
fn needed(document: &Value, values: Vec<&Value>) -> BTreeSet<Pointer> {
    let (mut found, mut queue) = (BTreeSet::new(), values);
    while let Some(value) = queue.pop() {
        match value {
            Value::Object(map) => {
                let reference = map.get("$ref").and_then(Value::as_str);
                let mapping = map.get("mapping").and_then(Value::as_object).into_iter().flatten();
                let mapped = mapping.filter_map(|(_, target)| target.as_str());
                for target in reference.into_iter().chain(mapped).map(target) {
                    if let (Some(value), true) = (target.get(document), !found.contains(&target)) {
                        queue.push(value);
                        found.insert(target);
                    }
                }
                queue.extend(map.values());
            }
            Value::Array(items) => queue.extend(items),
            _ => {}
        }
    }
    found
}

/// The component that a reference leads into; the bare name in a `mapping` is that of a schema.
fn target(reference: &str) -> Pointer {
    let pointer = Pointer::of_reference(reference).next();
    match pointer.as_ref().map(Pointer::tokens) {
        Some([components, kind, name, ..]) if components == "components" => component(kind, name),
        _ => component("schemas", reference),
    }
}

fn component(kind: &str, name: &str) -> Pointer {
    Pointer::root().join(["components", kind, name])
}

/// Everything but paths and components.
fn whole(document: &Document) -> Document {
    let root = Pointer::root();
    let mut out = empty(document, &root);
    out.faults.extend(&document.faults);
    let keys = document.value.as_object().into_iter().flat_map(Map::keys);
    for key in keys.filter(|key| !matches!(key.as_str(), "paths" | "webhooks" | "components")) {
        if let Some(part) = document.part(&root.child(key)) {
            out.put(&root, key, part);
        }
    }
    out
}

/// The components that are needed; security schemes are needed by requirements.
fn components(document: &Document, needed: &BTreeSet<Pointer>, out: &mut Document) {
    let (root, components) = (Pointer::root(), Pointer::root().child("components"));
    let schemes = components.child("securitySchemes");
    let names = schemes.get(&document.value).and_then(Value::as_object).into_iter().flat_map(Map::keys);
    let schemes: Vec<Pointer> = names.map(|name| schemes.child(name)).collect();
    for at in needed.iter().chain(&schemes) {
        let [_, kind, name] = at.tokens() else { continue };
        for (parent, key) in [(&root, "components"), (&components, kind)] {
            if parent.child(key).get(&out.value).is_none() {
                out.put(parent, key, empty(document, &parent.child(key)));
            }
        }
        if let Some(part) = document.part(at) {
            out.put(&components.child(kind), name, part);
        }
    }
}

fn empty(document: &Document, at: &Pointer) -> Document {
    Document::new(Value::Object(Map::new()), Origins::at(document.origins.place(at)))
}
