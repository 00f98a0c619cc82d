//! What the meaning does not hold: descriptions, titles and examples, what the server calls, and parts that the client does
//! not use. Compared on the documents, once for each operation, path and component.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::called::BESIDE;
use super::kinds::{Kind, Way};
use super::operations::Matched;
use super::shape::{TEXTS, without_texts};
use super::users::Users;
use super::{Found, Meaning};
use crate::diagnostic::Place;
use crate::document::shape::Shape as Role;
use crate::model::Operation;
use crate::pointer::Pointer;

/// What a keyword that no type expresses is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    People,
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
pub(super) fn compare<'m>(
    old: Meaning<'m>,
    new: Meaning<'m>,
    matched: &[Matched<'_>],
    calls: &[Matched<'_>],
) -> Vec<Found> {
    let part = |(before, now): &Matched<'_>| {
        let label = now.label();
        let at = (Some(before.place.clone()), Some(now.place.clone()));
        let operations = BTreeSet::from([label.clone()]);
        Some(Part { label, old: value(old, before)?, new: value(new, now)?, at, operations })
    };
    let mut all: Vec<Found> = matched.iter().filter_map(part).flat_map(|part| changes(&part)).collect();
    let of_calls = calls.iter().filter_map(part).flat_map(|part| changes(&part));
    all.extend(of_calls.map(|found| Found { outside: true, ..found }));
    all.extend(beside(old, new, calls));
    let users = Users::of(new);
    let now = components(new);
    let components_of_old = components(old);
    // Callbacks are compared with what refers to them.
    for (name, (kind, pointer)) in components_of_old.iter().filter(|(_, (kind, _))| kind != "callbacks") {
        let Some((_, there)) = now.get(name) else { continue };
        let Some(mut part) = part_at(name, (old, pointer), (new, there)) else { continue };
        let is_example = kind == "examples" && part.old != part.new;
        let mut found = if is_example { vec![told(Kind::TextChanged, &part, (None, None))] } else { changes(&part) };
        if kind == "securitySchemes"
            && found.is_empty()
            && without_texts(part.old, Role::Object) != without_texts(part.new, Role::Object)
        {
            found.push(told(Kind::OtherChanged, &part, keys_that_differ(part.old, part.new)));
        }
        if !found.is_empty() {
            part.operations = users.of_component(there);
        }
        all.extend(found.into_iter().map(|found| Found { operations: part.operations.clone(), ..found }));
    }
    all.extend(unused(old, &components_of_old, &now, &Users::of(old), false));
    all.extend(unused(new, &now, &components_of_old, &users, true));
    for head in ["info", "tags", "externalDocs"] {
        let pointer = Pointer::root().child(head);
        let Some(part) = part_at(head, (old, &pointer), (new, &pointer)) else { continue };
        if part.old != part.new {
            all.push(told(Kind::TextChanged, &part, (None, None)));
        }
    }
    all.extend(of_root(old, new));
    all
}

/// What is not read of calls that the server makes.
fn beside<'m>(old: Meaning<'m>, new: Meaning<'m>, calls: &[Matched<'_>]) -> Vec<Found> {
    let differs = |(before, now): &Matched<'_>| {
        let (was, is) = (value(old, before)?, value(new, now)?);
        let keys = |one: &Value, other: &Value| {
            let keys = BESIDE.iter().copied().filter(|key| one.get(key).is_some() && one.get(key) != other.get(key));
            let keys: Vec<&str> = keys.collect();
            (!keys.is_empty()).then(|| keys.join(", "))
        };
        let words = (keys(was, is), keys(is, was));
        let (at, label) = ((Some(before.place.clone()), Some(now.place.clone())), now.label());
        let operations = BTreeSet::from([label.clone()]);
        (words != (None, None)).then(|| Found { at, operations, ..found(Kind::OtherChanged, label, words) })
    };
    calls.iter().filter_map(differs).collect()
}

/// Components of one side that no operation uses, and no schemas, which are public types.
fn unused(
    meaning: Meaning<'_>,
    all: &BTreeMap<String, (String, Pointer)>,
    other: &BTreeMap<String, (String, Pointer)>,
    users: &Users,
    came: bool,
) -> Vec<Found> {
    let only = all.iter().filter(|(name, (kind, pointer))| {
        let told = ["schemas", "securitySchemes", "callbacks"].contains(&kind.as_str());
        !told && !other.contains_key(*name) && users.of_component(pointer).is_empty()
    });
    let found = |(name, (_, pointer)): (&String, &(String, Pointer))| {
        let (place, word) = (Some(meaning.document.origins.place(pointer)), Some("unused component".to_owned()));
        let (at, words) = if came { ((None, place), (None, word)) } else { ((place, None), (word, None)) };
        Found { at, ..found(Kind::OtherChanged, name.clone(), words) }
    };
    only.map(found).collect()
}

/// Extensions of the document itself.
fn of_root(old: Meaning<'_>, new: Meaning<'_>) -> Vec<Found> {
    let root = Pointer::root();
    let Some(part) = part_at("document", (old, &root), (new, &root)) else { return Vec::new() };
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
    all
}

fn value<'m>(meaning: Meaning<'m>, operation: &Operation) -> Option<&'m Value> {
    operation.pointer.get(&meaning.document.value)
}

fn part_at<'m>(label: &str, old: (Meaning<'m>, &Pointer), new: (Meaning<'m>, &Pointer)) -> Option<Part<'m>> {
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
    for (whom, kind) in [(For::People, Kind::TextChanged), (For::Others, Kind::OtherChanged)] {
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
    Found { at: part.at.clone(), operations: part.operations.clone(), ..found(kind, part.label.clone(), words) }
}

fn found(kind: Kind, subject: String, words: (Option<String>, Option<String>)) -> Found {
    Found {
        kind,
        wire: kind.wire(Way::Request),
        subject,
        words,
        at: (None, None),
        operations: BTreeSet::new(),
        touches: Vec::new(),
        was: None,
        excuse: None,
        outside: false,
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

/// The keywords that no type expresses, by where they stand. Keys that are names are no keywords, and data has none. Items of
/// lists stand where they say that they do: lists in another order are no change of texts.
fn keywords(value: &Value) -> BTreeMap<String, (For, Value)> {
    let mut all = BTreeMap::new();
    let mut stack = vec![(String::new(), value, Role::Object)];
    while let Some((path, value, role)) = stack.pop() {
        match value {
            _ if role == Role::Data => {}
            Value::Object(map) => {
                for (key, value) in map {
                    let below = format!("{path}/{key}");
                    let found = if role == Role::Object { purpose(key, map) } else { None };
                    let inner = role.child(key, value);
                    match found {
                        Some(For::People) => drop(all.insert(below, (For::People, value.clone()))),
                        Some(For::Others) => drop(all.insert(below, (For::Others, without_texts(value, inner)))),
                        // Callbacks are operations of their own.
                        None if role == Role::Object && key == "callbacks" => {}
                        None => stack.push((below, value, inner)),
                    }
                }
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                stack.extend(items.map(|(at, item)| (format!("{path}/{}", name(at, item)), item, role.item())));
            }
            _ => {}
        }
    }
    all
}

/// Keywords of one type, which say nothing of values of the others (JSON Schema 2020-12 validation, section 6; core, section
/// 10.3).
const OF_TYPES: &[(&[&str], &[&str])] = &[
    (
        &["object"],
        &["properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties"],
    ),
    (&["object"], &["maxProperties", "dependentRequired", "dependentSchemas", "unevaluatedProperties"]),
    (&["array"], &["items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems", "unevaluatedItems"]),
    (&["string"], &["minLength", "maxLength", "pattern"]),
    (&["number", "integer"], &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
];

/// Whether a keyword stands in a schema of which it says nothing.
fn is_idle(key: &str, schema: &Map<String, Value>) -> bool {
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => return false,
    };
    let of = OF_TYPES.iter().find(|(_, keywords)| keywords.contains(&key));
    of.is_some_and(|(of, _)| !types.iter().any(|one| of.contains(one)))
}

/// Whom a keyword of an object is for, unless the model has it.
fn purpose(key: &str, object: &Map<String, Value>) -> Option<For> {
    match key {
        _ if is_idle(key, object) => Some(For::Others),
        _ if TEXTS.contains(&key) => Some(For::People),
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
