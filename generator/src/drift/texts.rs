//! What the meaning does not hold: descriptions, titles and examples, what the server calls, and parts that the client does
//! not use. Compared on the documents, once for each operation, path and component.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::kinds::{Kind, Way};
use super::operations::Matched;
use super::shape::{DATA, NAMED, TEXTS, without_texts};
use super::users::Users;
use super::{Found, Meaning};
use crate::diagnostic::Place;
use crate::model::Operation;
use crate::pointer::Pointer;

/// What a keyword that no type expresses is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    People,
    Callers,
    Others,
}

/// Where a part of a document stands, its name, and the operations that it reaches.
struct Part<'m> {
    label: String,
    old: &'m Value,
    new: &'m Value,
    at: (Option<Place>, Option<Place>),
    operations: BTreeSet<String>,
}

/// Compares the operations that belong to each other, the components of the same name, and the head of the document.
pub(super) fn compare<'m>(old: Meaning<'m>, new: Meaning<'m>, matched: &[Matched<'_>]) -> Vec<Found> {
    let operations = matched.iter().filter_map(|(before, now)| {
        let label = now.label();
        let at = (Some(before.place.clone()), Some(now.place.clone()));
        let operations = BTreeSet::from([label.clone()]);
        Some(Part { label, old: value(old, before)?, new: value(new, now)?, at, operations })
    });
    let mut all: Vec<Found> = operations.flat_map(|part| changes(&part)).collect();
    let users = Users::of(new);
    let now = components(new);
    for (name, (kind, pointer)) in components(old) {
        let Some((_, there)) = now.get(&name) else { continue };
        let Some(mut part) = part(&name, (old, &pointer), (new, there)) else { continue };
        let mut found = changes(&part);
        if kind == "securitySchemes" && found.is_empty() && without_texts(part.old) != without_texts(part.new) {
            found.push(told(Kind::OtherChanged, &part, keys_that_differ(part.old, part.new)));
        }
        if !found.is_empty() {
            part.operations = users.of_component(there);
        }
        all.extend(found.into_iter().map(|found| Found { operations: part.operations.clone(), ..found }));
    }
    for head in ["info", "tags", "externalDocs", "webhooks"] {
        let pointer = Pointer::root().child(head);
        let Some(part) = part(head, (old, &pointer), (new, &pointer)) else { continue };
        match head {
            "webhooks" if without_texts(part.old) != without_texts(part.new) => {
                all.push(told(Kind::CallbackChanged, &part, keys_that_differ(part.old, part.new)));
            }
            "webhooks" => {}
            _ if part.old != part.new => all.push(told(Kind::TextChanged, &part, (None, None))),
            _ => {}
        }
    }
    all.extend(of_root(old, new));
    all
}

/// Extensions of the document itself, and webhooks where there were none or are none.
fn of_root(old: Meaning<'_>, new: Meaning<'_>) -> Vec<Found> {
    let root = Pointer::root();
    let Some(part) = part("document", (old, &root), (new, &root)) else { return Vec::new() };
    let (Some(before), Some(now)) = (part.old.as_object(), part.new.as_object()) else { return Vec::new() };
    let only = |wanted: fn(&str) -> bool| {
        let keep = |map: &Map<String, Value>| -> Map<String, Value> {
            map.iter().filter(|(key, _)| wanted(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
        };
        (Value::Object(keep(before)), Value::Object(keep(now)))
    };
    let extensions = only(|key| key.starts_with("x-"));
    let mut all = Vec::new();
    if extensions.0 != extensions.1 {
        all.push(told(Kind::OtherChanged, &part, keys_that_differ(&extensions.0, &extensions.1)));
    }
    if before.contains_key("webhooks") != now.contains_key("webhooks") {
        let named = |map: &Map<String, Value>| map.get("webhooks").map(|_| "webhooks".to_owned());
        all.push(told(Kind::CallbackChanged, &part, (named(before), named(now))));
    }
    all
}

fn value<'m>(meaning: Meaning<'m>, operation: &Operation) -> Option<&'m Value> {
    operation.pointer.get(&meaning.document.value)
}

fn part<'m>(label: &str, old: (Meaning<'m>, &Pointer), new: (Meaning<'m>, &Pointer)) -> Option<Part<'m>> {
    let place = |(meaning, pointer): (Meaning<'m>, &Pointer)| Some(meaning.document.origins.place(pointer));
    Some(Part {
        label: label.to_owned(),
        old: old.1.get(&old.0.document.value)?,
        new: new.1.get(&new.0.document.value)?,
        at: (place(old), place(new)),
        operations: BTreeSet::new(),
    })
}

/// The components by their names in reports, each with its kind.
fn components(meaning: Meaning<'_>) -> BTreeMap<String, (String, Pointer)> {
    let root = Pointer::root().child("components");
    let kinds = root.get(&meaning.document.value).and_then(Value::as_object).into_iter().flatten();
    let named = |kind: &String, name: &String| {
        let label = if kind == "schemas" { name.clone() } else { format!("{kind} {name}") };
        (label, (kind.clone(), root.child(kind).child(name)))
    };
    kinds
        .flat_map(|(kind, all)| all.as_object().into_iter().flatten().map(move |(name, _)| named(kind, name)))
        .collect()
}

fn changes(part: &Part<'_>) -> Vec<Found> {
    if part.old == part.new {
        return Vec::new();
    }
    let parts = (containers(part.old), containers(part.new));
    let (before, now) = (keywords(part.old), keywords(part.new));
    let mut all = Vec::new();
    for (whom, kind) in
        [(For::People, Kind::TextChanged), (For::Callers, Kind::CallbackChanged), (For::Others, Kind::OtherChanged)]
    {
        let differing: BTreeSet<&String> = before
            .iter()
            .chain(&now)
            .filter(|(path, (of, _))| *of == whom && before.get(*path) != now.get(*path))
            .map(|(path, _)| path)
            // The texts of what is new are new with it.
            .filter(|path| is_in_both(path, &parts))
            .collect();
        if differing.is_empty() {
            continue;
        }
        let words = if whom == For::People {
            (None, None)
        } else {
            (last_keys(&before, &differing), last_keys(&now, &differing))
        };
        all.push(told(kind, part, words));
    }
    all
}

fn is_in_both(path: &str, (old, new): &(BTreeSet<String>, BTreeSet<String>)) -> bool {
    let mut within = path.rsplit_once('/').map_or("", |(part, _)| part);
    // What a part of an `allOf` says, the whole says.
    while let Some(whole) = within.rsplit_once('/').and_then(|(all, _)| all.strip_suffix("/allOf")) {
        within = whole;
    }
    old.contains(within) && new.contains(within)
}

fn told(kind: Kind, part: &Part<'_>, words: (Option<String>, Option<String>)) -> Found {
    let (subject, at, operations) = (part.label.clone(), part.at.clone(), part.operations.clone());
    Found {
        kind,
        wire: kind.wire(Way::Request),
        subject,
        words,
        at,
        operations,
        touches: Vec::new(),
        was: None,
        excuse: None,
    }
}

/// The names of the keywords at some paths.
fn last_keys(all: &BTreeMap<String, (For, Value)>, paths: &BTreeSet<&String>) -> Option<String> {
    let there = paths.iter().filter(|path| all.contains_key(**path));
    let names: BTreeSet<&str> = there.map(|path| path.rsplit('/').next().unwrap_or_default()).collect();
    (!names.is_empty()).then(|| names.into_iter().collect::<Vec<_>>().join(", "))
}

/// The keys of two objects whose values differ, on each side.
fn keys_that_differ(old: &Value, new: &Value) -> (Option<String>, Option<String>) {
    let keys = |one: &Value, other: &Value| {
        let keys = one.as_object().into_iter().flatten().filter(|(key, value)| other.get(key.as_str()) != Some(value));
        let keys: BTreeSet<&str> = keys.map(|(key, _)| key.as_str()).collect();
        (!keys.is_empty()).then(|| keys.into_iter().collect::<Vec<_>>().join(", "))
    };
    (keys(old, new), keys(new, old))
}

/// Where the objects and lists of a value stand, as [`keywords`] names places.
fn containers(value: &Value) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut stack = vec![(String::new(), value)];
    while let Some((path, value)) = stack.pop() {
        match value {
            Value::Object(map) => stack.extend(map.iter().map(|(key, value)| (format!("{path}/{key}"), value))),
            Value::Array(items) => {
                stack.extend(items.iter().enumerate().map(|(at, item)| (format!("{path}/{}", name(at, item)), item)));
            }
            _ => continue,
        }
        all.insert(path);
    }
    all
}

/// The keywords that no type expresses, by where they stand. Names of properties are not keywords, and items of lists stand
/// where they say that they do: lists in another order are no change of texts.
fn keywords(value: &Value) -> BTreeMap<String, (For, Value)> {
    let mut all = BTreeMap::new();
    let mut stack = vec![(String::new(), value, false)];
    while let Some((path, value, names)) = stack.pop() {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    let below = format!("{path}/{key}");
                    match purpose(key).filter(|_| !names) {
                        Some(For::People) => drop(all.insert(below, (For::People, value.clone()))),
                        Some(whom) => drop(all.insert(below, (whom, without_texts(value)))),
                        None if !names && DATA.contains(&key.as_str()) => {}
                        None => stack.push((below, value, !names && NAMED.contains(&key.as_str()))),
                    }
                }
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                stack.extend(items.map(|(at, item)| (format!("{path}/{}", name(at, item)), item, false)));
            }
            _ => {}
        }
    }
    all
}

/// Whom a keyword is for, unless the model has it.
fn purpose(key: &str) -> Option<For> {
    match key {
        _ if TEXTS.contains(&key) => Some(For::People),
        "callbacks" => Some(For::Callers),
        "links" => Some(For::Others),
        // The values of enums and their names are compared as such.
        _ if key.starts_with("x-enum") || key == "x-extensible-enum" || key == "x-nullable" => None,
        _ if key.starts_with("x-") => Some(For::Others),
        _ => None,
    }
}

/// What an item of a list is called: a parameter by its name and place.
fn name(index: usize, item: &Value) -> String {
    let text = |key: &str| item.get(key).and_then(Value::as_str);
    match (text("in"), text("name")) {
        (Some(place), Some(name)) => format!("{place} {name}"),
        _ => index.to_string(),
    }
}
