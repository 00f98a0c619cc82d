//! Changes a document at random: its values, as somebody who knows what an OpenAPI document is made of, and its bytes.

mod bytes;
pub mod seeds;
pub mod smaller;
mod words;

use serde_json::{Map, Value, json};

use crate::numbers::Numbers;

pub use bytes::bytes;

/// How many levels a value is wrapped in at most; now and then many more.
const LEVELS: usize = 12;

/// Changes a document in one to four places. `donors` are documents that parts are taken from.
pub fn value(numbers: &mut Numbers, document: &mut Value, donors: &[Value]) {
    for _ in 0..=numbers.below(4) {
        once(numbers, document, donors);
    }
}

/// The pointers of all values inside a value, its own first.
pub fn pointers(value: &Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut queue = vec![(String::new(), value)];
    while let Some((at, value)) = queue.pop() {
        let mut child = |step: &str, inner| {
            let pointer = format!("{at}/{}", step.replace('~', "~0").replace('/', "~1"));
            found.push(pointer.clone());
            queue.push((pointer, inner));
        };
        match value {
            Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| child(&index.to_string(), item)),
            Value::Object(map) => map.iter().for_each(|(key, inner)| child(key, inner)),
            _ => {}
        }
    }
    found
}

fn once(numbers: &mut Numbers, document: &mut Value, donors: &[Value]) {
    let all = pointers(document);
    let at = numbers.pick(&all).clone();
    let other = numbers.pick(&all).clone();
    let taken = document.pointer(&other).cloned().unwrap_or_default();
    match numbers.below(14) {
        0 => drop(remove(document, &at)),
        1 => duplicate(numbers, document, &at),
        2 => swap(document, &at, &other),
        3 => set(document, &at, odd_value(numbers)),
        4 => set(document, &at, taken),
        5 => set(document, &at, donated(numbers, donors)),
        6 => set(document, &at, json!({ "$ref": reference(numbers, &other) })),
        7 => retarget(numbers, document, &all),
        8 => wrap(numbers, document, &at),
        9 => rename(numbers, document, &at),
        10 => add(numbers, document, &at, taken),
        11 => add_keyword(numbers, document, &at),
        12 => retype(numbers, document, &all),
        _ => edit_scalar(numbers, document, &all),
    }
}

fn set(document: &mut Value, at: &str, value: Value) {
    if let Some(place) = document.pointer_mut(at) {
        *place = value;
    }
}

/// The parent of a place and the step from there.
fn parent<'v>(document: &'v mut Value, at: &str) -> Option<(&'v mut Value, String)> {
    let (above, step) = at.rsplit_once('/')?;
    Some((document.pointer_mut(above)?, step.replace("~1", "/").replace("~0", "~")))
}

/// Takes a value out of a document.
pub fn remove(document: &mut Value, at: &str) -> Option<Value> {
    let (above, step) = parent(document, at)?;
    match above {
        Value::Array(items) => {
            let index = step.parse().ok().filter(|index| *index < items.len())?;
            Some(items.remove(index))
        }
        Value::Object(map) => map.shift_remove(&step),
        _ => None,
    }
}

fn duplicate(numbers: &mut Numbers, document: &mut Value, at: &str) {
    let Some(copy) = document.pointer(at).cloned() else { return };
    match parent(document, at) {
        Some((Value::Array(items), _)) => items.insert(numbers.below(items.len() + 1), copy),
        Some((Value::Object(map), step)) => {
            let key = match numbers.below(4) {
                0 => step.to_uppercase(),
                1 => format!("{step}_"),
                2 => words::key(numbers),
                _ => format!("/{step}/{{x}}"),
            };
            map.insert(key, copy);
        }
        _ => {}
    }
}

fn swap(document: &mut Value, at: &str, other: &str) {
    let (Some(a), Some(b)) = (document.pointer(at).cloned(), document.pointer(other).cloned()) else { return };
    set(document, at, b);
    set(document, other, a);
}

fn donated(numbers: &mut Numbers, donors: &[Value]) -> Value {
    let donor = numbers.pick(donors);
    let all = pointers(donor);
    donor.pointer(numbers.pick::<String>(&all)).cloned().unwrap_or_default()
}

fn reference(numbers: &mut Numbers, target: &str) -> String {
    match numbers.below(8) {
        0 => format!("#{}/", target),
        1 => format!("#{}", target.replace('/', "%2F")),
        2 => format!("other.yaml#{target}"),
        3 => numbers.pick(&words::TEXTS).to_string(),
        _ => format!("#{target}"),
    }
}

/// Lets a reference of the document point somewhere else.
fn retarget(numbers: &mut Numbers, document: &mut Value, all: &[String]) {
    let references: Vec<&String> = all.iter().filter(|at| at.ends_with("/$ref")).collect();
    if references.is_empty() {
        return;
    }
    let (at, target) = ((*numbers.pick(&references)).clone(), numbers.pick(all).clone());
    // Half of them at what stands above: a cycle.
    let target = if numbers.once_in(2) { above(numbers, &at) } else { target };
    let target = reference(numbers, &target);
    set(document, &at, Value::String(target));
}

fn above(numbers: &mut Numbers, at: &str) -> String {
    let steps: Vec<&str> = at.split('/').collect();
    steps.get(..=numbers.below(steps.len())).unwrap_or_default().join("/")
}

/// Puts a value deep into others.
fn wrap(numbers: &mut Numbers, document: &mut Value, at: &str) {
    let levels = if numbers.once_in(8) { 100 } else { 1 + numbers.below(LEVELS) };
    let same = numbers.once_in(2).then(|| numbers.below(7));
    let Some(mut value) = document.pointer(at).cloned() else { return };
    for _ in 0..levels {
        value = match same.unwrap_or_else(|| numbers.below(7)) {
            0 => json!({ "type": "array", "items": value }),
            1 => json!({ "type": "object", "properties": { "a": value }, "required": ["a"] }),
            2 => json!({ "allOf": [value] }),
            3 => json!({ "oneOf": [value, { "type": "null" }] }),
            4 => json!({ "type": "object", "additionalProperties": value }),
            5 => json!({ "anyOf": [value, { "type": "string" }] }),
            _ => json!([value]),
        };
    }
    set(document, at, value);
}

/// Gives a value another key, in its place.
fn rename(numbers: &mut Numbers, document: &mut Value, at: &str) {
    let key = words::key(numbers);
    let Some((Value::Object(map), step)) = parent(document, at) else { return };
    let renamed = std::mem::take(map)
        .into_iter()
        .map(|(old, value)| if old == step { (key.clone(), value) } else { (old, value) });
    *map = renamed.collect::<Map<_, _>>();
}

fn add(numbers: &mut Numbers, document: &mut Value, at: &str, value: Value) {
    match document.pointer_mut(at) {
        Some(Value::Object(map)) => drop(map.insert(words::key(numbers), value)),
        Some(Value::Array(items)) => items.insert(numbers.below(items.len() + 1), value),
        _ => {}
    }
}

/// Adds a keyword with a value of the kind that it has.
fn add_keyword(numbers: &mut Numbers, document: &mut Value, at: &str) {
    if let Some(Value::Object(map)) = document.pointer_mut(at) {
        let (key, value) = words::keyword(numbers);
        map.insert(key, value);
    }
}

fn retype(numbers: &mut Numbers, document: &mut Value, all: &[String]) {
    let types: Vec<&String> = all.iter().filter(|at| at.ends_with("/type") || at.ends_with("/in")).collect();
    if !types.is_empty() {
        let at = (*numbers.pick(&types)).clone();
        set(document, &at, words::kind(numbers));
    }
}

/// Changes a text, number or flag into another of its kind.
fn edit_scalar(numbers: &mut Numbers, document: &mut Value, all: &[String]) {
    let scalar = |at: &&String| document.pointer(at).is_some_and(|value| !value.is_object() && !value.is_array());
    let scalars: Vec<&String> = all.iter().filter(scalar).collect();
    if scalars.is_empty() {
        return;
    }
    let Some(place) = document.pointer_mut(numbers.pick::<&String>(&scalars)) else { return };
    *place = match std::mem::take(place) {
        Value::Bool(flag) => Value::Bool(!flag),
        Value::Number(_) => words::number(numbers),
        Value::String(text) => Value::String(words::edited(numbers, &text)),
        other => other,
    };
}

fn odd_value(numbers: &mut Numbers) -> Value {
    match numbers.below(9) {
        0 => Value::Null,
        1 => json!(true),
        2 => words::number(numbers),
        3 => json!({}),
        4 => json!([]),
        5 => json!([null, 1, "a", {}, []]),
        6 => words::keyword(numbers).1,
        _ => Value::String(numbers.pick(&words::TEXTS).to_string()),
    }
}
