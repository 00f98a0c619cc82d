//! What the meaning does not hold: descriptions, titles and examples, and keywords that no type expresses. Compared on the
//! documents, once for each operation and each component.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::kinds::{Kind, Way};
use super::operations::Matched;
use super::{Found, Meaning};
use crate::model::Operation;
use crate::pointer::Pointer;

/// Keywords that are read by people only.
const TEXTS: &[&str] = &["description", "summary", "title", "example", "examples", "externalDocs"];

/// Keywords of JSON Schema that restrict values, and that no type expresses.
const RULES: &[&str] = &[
    "not",
    "if",
    "then",
    "else",
    "dependentSchemas",
    "dependentRequired",
    "dependencies",
    "patternProperties",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contains",
    "minContains",
    "maxContains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
];

/// Compares the operations that belong to each other, the components of the same name, and the head of the document.
pub(super) fn compare(old: Meaning<'_>, new: Meaning<'_>, matched: &[Matched<'_>]) -> Vec<Found> {
    let mut all = Vec::new();
    for (before, now) in matched {
        let (Some(old_value), Some(new_value)) = (at(old, before), at(new, now)) else { continue };
        let label = now.label();
        let operations = BTreeSet::from([label.clone()]);
        let places = (Some(before.place.clone()), Some(now.place.clone()));
        all.extend(changes(&label, old_value, new_value, places, &operations));
    }
    let components = |meaning: Meaning<'_>| -> BTreeMap<String, Pointer> {
        let root = Pointer::root().child("components");
        let kinds = root.get(&meaning.document.value).and_then(Value::as_object).into_iter().flatten();
        let pointer = |kind: &String, name: &String| root.child(kind).child(name);
        kinds
            .flat_map(|(kind, all)| all.as_object().into_iter().flatten().map(move |(name, _)| (kind, name)))
            .map(|(kind, name)| {
                (if kind == "schemas" { name.clone() } else { format!("{kind} {name}") }, pointer(kind, name))
            })
            .collect()
    };
    let now = components(new);
    for (name, pointer) in components(old) {
        let Some(there) = now.get(&name) else { continue };
        let (Some(before), Some(after)) = (pointer.get(&old.document.value), there.get(&new.document.value)) else {
            continue;
        };
        let places = (Some(old.document.origins.place(&pointer)), Some(new.document.origins.place(there)));
        all.extend(changes(&name, before, after, places, &BTreeSet::new()));
    }
    let info = Pointer::root().child("info");
    let head = (info.get(&old.document.value), info.get(&new.document.value));
    if let (Some(before), Some(after)) = head
        && before != after
    {
        let places = (Some(old.document.origins.place(&info)), Some(new.document.origins.place(&info)));
        all.push(found(Kind::TextChanged, "info", places, &BTreeSet::new(), (None, None)));
    }
    all
}

fn at<'m>(meaning: Meaning<'m>, operation: &Operation) -> Option<&'m Value> {
    operation.pointer.get(&meaning.document.value)
}

type Places = (Option<crate::diagnostic::Place>, Option<crate::diagnostic::Place>);

fn changes(label: &str, old: &Value, new: &Value, places: Places, operations: &BTreeSet<String>) -> Vec<Found> {
    let mut all = Vec::new();
    if texts_differ(&told(old, TEXTS), &told(new, TEXTS), &containers(old), &containers(new)) {
        all.push(found(Kind::TextChanged, label, places.clone(), operations, (None, None)));
    }
    let (before, now) = (told(old, RULES), told(new, RULES));
    if before != now {
        let looser = now.iter().all(|(path, value)| before.get(path) == Some(value));
        let kind = if looser { Kind::ConstraintLoosened } else { Kind::ConstraintTightened };
        let words = |one: &BTreeMap<String, &Value>, other: &BTreeMap<String, &Value>| {
            let changed: Vec<&str> = one
                .iter()
                .filter(|(path, value)| other.get(*path) != Some(value))
                .map(|(path, _)| path.rsplit('/').next().unwrap_or_default())
                .collect();
            (!changed.is_empty()).then(|| changed.join(", "))
        };
        all.push(found(kind, label, places, operations, (words(&before, &now), words(&now, &before))));
    }
    all
}

fn found(
    kind: Kind,
    subject: &str,
    at: Places,
    operations: &BTreeSet<String>,
    words: (Option<String>, Option<String>),
) -> Found {
    let (subject, operations) = (subject.to_owned(), operations.clone());
    Found { kind, wire: kind.wire(Way::Request), subject, words, at, operations, touches: Vec::new() }
}

/// Whether texts differ that stand in something which is there on both sides: the texts of what is new are new with it.
fn texts_differ(
    old: &BTreeMap<String, &Value>,
    new: &BTreeMap<String, &Value>,
    old_parts: &BTreeSet<String>,
    new_parts: &BTreeSet<String>,
) -> bool {
    old.keys().chain(new.keys()).filter(|path| old.get(*path) != new.get(*path)).any(|path| {
        let part = path.rsplit_once('/').map_or("", |(part, _)| part);
        old_parts.contains(part) && new_parts.contains(part)
    })
}

/// Where the objects and lists of a value stand, as [`told`] names places.
fn containers(value: &Value) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut stack = vec![(String::new(), value)];
    while let Some((path, value)) = stack.pop() {
        match value {
            Value::Object(map) => stack.extend(map.iter().map(|(key, value)| (format!("{path}/{key}"), value))),
            Value::Array(items) => stack.extend(items.iter().enumerate().map(|(index, item)| {
                let name = item.as_object().and_then(name).unwrap_or_else(|| index.to_string());
                (format!("{path}/{name}"), item)
            })),
            _ => continue,
        }
        all.insert(path);
    }
    all
}

/// The values of some keywords by where they stand. Names of properties are not keywords, and items of lists stand where
/// they say that they do: lists in another order are no change of texts.
fn told<'v>(value: &'v Value, keys: &[&str]) -> BTreeMap<String, &'v Value> {
    let mut all = BTreeMap::new();
    let mut stack = vec![(String::new(), value, false)];
    while let Some((path, value, names)) = stack.pop() {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    if !names && keys.contains(&key.as_str()) {
                        all.insert(format!("{path}/{key}"), value);
                    } else {
                        let names = !names
                            && ["properties", "patternProperties", "definitions", "$defs"].contains(&key.as_str());
                        stack.push((format!("{path}/{key}"), value, names));
                    }
                }
            }
            Value::Array(items) => stack.extend(items.iter().enumerate().map(|(index, item)| {
                let name = item.as_object().and_then(name).unwrap_or_else(|| index.to_string());
                (format!("{path}/{name}"), item, false)
            })),
            _ => {}
        }
    }
    all
}

/// What a parameter of a list is called.
fn name(item: &Map<String, Value>) -> Option<String> {
    Some(format!("{} {}", item.get("in")?.as_str()?, item.get("name")?.as_str()?))
}
