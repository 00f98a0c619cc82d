//! `if`, `then`, `else`, `dependentSchemas`: which of an object's properties depend on others.

use serde_json::{Map, Value, json};

use crate::document::normalise::node::Node;

/// How deep conditions stand in conditions at most.
const DEPTH: usize = 32;

/// Marks a property that only a condition has: another part of an `allOf` that has it without one says what it is.
const CONDITIONAL: &str = "x-crategen-conditional";

/// A property that stands only in a condition: where, and what it is.
type Conditional = (Vec<String>, String, Value);
/// What conditions say of one property: where each does, and what it says.
type Said = Vec<(Vec<String>, Value)>;

/// Properties that only `then`, `else` or `dependentSchemas` have become optional properties of the object: a value may have
/// them (JSON Schema 2020-12 core, section 10.2.2). When it may is not for the type to say.
pub(super) fn conditional_properties(node: &mut Node<'_>) {
    let is_object = node.get("type").is_none_or(|kind| kind == "object" || kind == &json!(["object"]));
    if !is_object {
        return;
    }
    let mut found = Vec::new();
    collect(&node.map, &mut Vec::new(), &mut found);
    let mut by_name: Vec<(String, Said)> = Vec::new();
    for (way, name, schema) in found {
        if node.get("properties").is_some_and(|properties| properties.get(&name).is_some()) {
            continue;
        }
        match by_name.iter_mut().find(|(known, _)| *known == name) {
            Some((_, all)) if all.iter().any(|(_, known)| *known == schema) => {}
            Some((_, all)) => all.push((way, schema)),
            None => by_name.push((name, vec![(way, schema)])),
        }
    }
    for (name, all) in by_name {
        add(node, &name, all);
    }
}

fn add(node: &mut Node<'_>, name: &str, mut all: Said) {
    if !node.get("properties").is_some_and(Value::is_object) {
        node.set("properties", Map::new());
    }
    let refers = |schema: &Value| schema.get("$ref").is_some();
    let below = |index: usize, schema: &Value| match (all.len(), refers(schema)) {
        (1, false) => Vec::new(),
        (1, true) => vec!["allOf".to_owned(), "0".to_owned()],
        _ => vec!["anyOf".to_owned(), index.to_string()],
    };
    let moves: Vec<(Vec<String>, Vec<String>)> =
        all.iter().enumerate().map(|(index, (way, schema))| (way.clone(), below(index, schema))).collect();
    let mut schema = match all.len() {
        1 if refers(&all[0].1) => json!({"allOf": [all.remove(0).1]}),
        1 => all.remove(0).1,
        _ => json!({"anyOf": all.into_iter().map(|(_, schema)| schema).collect::<Vec<_>>()}),
    };
    if let Some(schema) = schema.as_object_mut() {
        schema.insert(CONDITIONAL.to_owned(), Value::Bool(true));
    }
    if let Some(Value::Object(properties)) = node.map.get_mut("properties") {
        properties.insert(name.to_owned(), schema);
    }
    for (way, below) in moves {
        let from: Vec<&str> = way.iter().map(String::as_str).collect();
        let to: Vec<&str> = ["properties", name].into_iter().chain(below.iter().map(String::as_str)).collect();
        node.moved(&from, &to);
    }
}

/// Finds the properties of conditions, and of the conditions in them.
fn collect(schema: &Map<String, Value>, way: &mut Vec<String>, found: &mut Vec<Conditional>) {
    if way.len() > DEPTH {
        return;
    }
    let branches = ["then", "else"].into_iter().filter_map(|key| Some((vec![key.to_owned()], schema.get(key)?)));
    let dependent = schema.get("dependentSchemas").and_then(Value::as_object).into_iter().flatten();
    let dependent = dependent.map(|(name, schema)| (vec!["dependentSchemas".to_owned(), name.clone()], schema));
    for (steps, branch) in branches.chain(dependent).collect::<Vec<_>>() {
        let Value::Object(branch) = branch else { continue };
        let length = way.len();
        way.extend(steps);
        for (name, property) in branch.get("properties").and_then(Value::as_object).into_iter().flatten() {
            // `true`, `false` and what only restricts are of a property that stands elsewhere.
            if property.is_object() {
                let here = way.iter().cloned().chain(["properties".to_owned(), name.clone()]).collect();
                found.push((here, name.clone(), property.clone()));
            }
        }
        collect(branch, way, found);
        way.truncate(length);
    }
}
