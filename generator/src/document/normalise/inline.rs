//! References of everything but schemas: where OpenAPI 3.0 has a Reference Object it stays one; anywhere else (path
//! items, and what people write all the same) its target is put in its place.

use serde_json::{Map, Value};

use crate::document::Fault;
use crate::document::index::Unresolved;
use crate::document::normalise::node::Node;
use crate::document::position::{Position, Shape};
use crate::document::size::size;
use crate::pointer::Pointer;

/// How many references may lead from one to the next.
const LONGEST_CHAIN: usize = 64;

/// How many values, in all, are put in the place of references, beside twice as many as the document has.
const LARGEST: usize = 50_000;

/// What one replacement costs, beside the values that it brings.
const REPLACEMENT: usize = 2;

/// How deep something may be put in the place of a reference: what contains itself would go on for ever.
const DEEPEST: usize = 64;

/// Resolves the `$ref` of an object that is no schema, and those in the place of its plain fields.
pub(super) fn references(node: &mut Node<'_>) {
    if node.position == Position::Schema {
        return fields(node);
    }
    let Some(reference) = node.get("$ref") else { return fields(node) };
    let Some(text) = reference.as_str().map(str::to_owned) else {
        return node.fail(
            &["$ref"],
            "reference::not-text",
            "`$ref` has to be a text",
            "write `$ref: '#/components/…'`",
        );
    };
    if node.position.referable() {
        if let Some(target) = target(node, &["$ref"], &text) {
            node.set("$ref", target.to_reference());
        }
    } else {
        inline(node, &text);
    }
}

/// Where a reference leads in the input; else the object is left out.
pub(super) fn target(node: &mut Node<'_>, tokens: &[&str], text: &str) -> Option<Pointer> {
    match node.index.resolve(node.base, text, &node.input.value) {
        Ok(pointer) => Some(pointer),
        Err(Unresolved::External) => {
            let message = format!("`{text}` leads to another document");
            let help = "references to local files are bundled first; give the file, or write `#/components/…`";
            node.fail(tokens, "reference::external", message, help);
            None
        }
        Err(Unresolved::Anchor) => {
            let message = format!("no schema has the `$anchor` that `{text}` names");
            node.fail(tokens, "reference::anchor", message, "name an anchor that is there, or write `#/components/…`");
            None
        }
    }
}

/// Puts the target in place of the reference; what stands beside it wins.
fn inline(node: &mut Node<'_>, text: &str) {
    let Some(first) = target(node, &["$ref"], text) else { return };
    let Some(layers) = layers(node, first) else { return };
    let legal = node.position == Position::PathItem || (node.position == Position::MediaType && node.minor >= 2);
    if !legal {
        let message = format!("OpenAPI has no `$ref` here; what `{text}` leads to was put in its place");
        node.warn(&["$ref"], "reference::place", message);
    }
    let beside: Vec<_> = std::mem::take(&mut node.map).into_iter().filter(|(key, _)| key != "$ref").collect();
    for (pointer, map) in layers.into_iter().rev() {
        for (key, value) in map.into_iter().filter(|(key, _)| key != "$ref") {
            let place = node.input.origins.place(&pointer.child(&key));
            node.changes.placed.push((node.at.child(&key), place));
            node.map.insert(key, value);
        }
    }
    for (key, value) in beside {
        if let (Position::PathItem, "parameters", Value::Array(own)) = (node.position, key.as_str(), &value)
            && join_parameters(node, own)
        {
            continue;
        }
        if node.has(&key) {
            let message = format!("`{key}` is also in what `$ref` leads to; the one beside the `$ref` was taken");
            let place = node.at.child(&key);
            node.changes.placed.retain(|(at, _)| *at != place);
            node.warn(&[&key], "reference::siblings", message);
        }
        node.map.insert(key, value);
    }
}

/// The parameters beside the `$ref` of a path item follow those that it leads to, as those of an operation follow those of its path
/// item: one of the same name and place counts in place of the other. OpenAPI leaves open what both lists mean together.
fn join_parameters(node: &mut Node<'_>, own: &[Value]) -> bool {
    let Some(Value::Array(referred)) = node.get("parameters").cloned() else { return false };
    let identities: Vec<_> = own.iter().map(|parameter| identity(node, parameter)).collect();
    let replaced = |node: &Node<'_>, parameter: &Value| {
        let known = identity(node, parameter);
        known.is_some() && identities.contains(&known)
    };
    let list = node.at.child("parameters");
    let mut joined = Vec::new();
    let mut places = Vec::new();
    for (index, parameter) in referred.into_iter().enumerate() {
        if !replaced(node, &parameter) {
            places.push((list.child(joined.len()), node.place(&["parameters", &index.to_string()])));
            joined.push(parameter);
        }
    }
    for (index, parameter) in own.iter().enumerate() {
        places.push((list.child(joined.len()), node.input.origins.place(&list.child(index))));
        joined.push(parameter.clone());
    }
    node.set("parameters", joined);
    node.changes.placed.extend(places);
    let message = "`parameters` is also in what `$ref` leads to; both lists are read, the one beside the `$ref` second";
    node.warn(&["parameters"], "reference::siblings", message);
    true
}

/// What tells parameters apart: name and place.
fn identity(node: &Node<'_>, parameter: &Value) -> Option<(String, String)> {
    let mut parameter = parameter.clone();
    for _ in 0..LONGEST_CHAIN {
        let Some(text) = parameter.get("$ref").and_then(Value::as_str) else { break };
        let target = node.index.resolve(node.base, text, &node.input.value).ok()?;
        parameter = target.get(&node.input.value)?.clone();
    }
    let text = |key: &str| parameter.get(key).and_then(Value::as_str).map(str::to_owned);
    Some((text("name")?, text("in")?.to_ascii_lowercase()))
}

/// The objects of a chain of references, the nearest first, each with where it stands in the input.
fn layers(node: &mut Node<'_>, first: Pointer) -> Option<Vec<(Pointer, Map<String, Value>)>> {
    let help = "let it lead to an object of the same kind";
    let input = node.input;
    let mut layers = Vec::new();
    let mut pointer = first;
    while layers.len() < LONGEST_CHAIN {
        let Some(found @ Value::Object(map)) = pointer.get(&input.value) else {
            node.fail(&["$ref"], "reference::nothing", format!("there is no object at `#{pointer}`"), help);
            return None;
        };
        if !affordable(node, found) {
            return None;
        }
        layers.push((pointer, map.clone()));
        match map.get("$ref") {
            Some(Value::String(next)) => pointer = target(node, &["$ref"], next)?,
            _ => return Some(layers),
        }
    }
    node.fail(&["$ref"], "reference::cycle", "this reference leads to itself", help);
    None
}

/// Small documents grow without bound when each of many references is replaced by a large target. That is said once,
/// because they can ask for it very often.
fn affordable(node: &mut Node<'_>, value: &Value) -> bool {
    let deep = node.at.tokens().len() > DEEPEST;
    let most = node.size().saturating_mul(2).saturating_add(LARGEST);
    if !deep && node.spend(size(value, most).saturating_add(REPLACEMENT)) <= most {
        return true;
    }
    let message = "what such references lead to is too large, taken together, or contains itself";
    if node.first_excess() {
        node.error(&["$ref"], "reference::large", message, "write fewer of them, or smaller ones");
    }
    node.changes.fault = Some(Fault { code: "reference::large", reason: message.to_owned() });
    false
}

/// People also write `$ref` in place of a text or of a whole map; that is no object of its own, so it is done here.
fn fields(node: &mut Node<'_>) {
    let position = node.position;
    let referring = |(key, value): (&String, &Value)| {
        let text = value.as_object()?.get("$ref")?.as_str()?;
        let shape = position.field(key).filter(|shape| !is_object(*shape))?;
        Some((key.clone(), shape, text.to_owned()))
    };
    let found: Vec<_> = node.map.iter().filter_map(referring).collect();
    for (key, shape, text) in found {
        field(node, &key, shape, &text);
        if node.changes.fault.is_some() {
            return;
        }
    }
}

/// Whether the value of a field is an object of its own, which is visited in its turn.
fn is_object(shape: Shape) -> bool {
    matches!(shape, Shape::One(_) | Shape::SchemaOrFlag | Shape::Items)
}

fn field(node: &mut Node<'_>, key: &str, shape: Shape, text: &str) {
    let Some(found) = target(node, &[key, "$ref"], text) else { return };
    match found.get(&node.input.value).cloned() {
        Some(value) if fits(shape, &value) => {
            if !affordable(node, &value) {
                return;
            }
            let message = format!("OpenAPI has no `$ref` in place of `{key}`; it was followed");
            node.warn(&[key, "$ref"], "reference::place", message);
            let place = node.input.origins.place(&found);
            node.changes.placed.push((node.at.child(key), place));
            node.set(key, value);
        }
        _ if matches!(shape, Shape::List(position) if position.referable()) => {}
        _ => {
            let message = format!("`{text}` leads to nothing that could be `{key}`");
            node.fail(&[key, "$ref"], "reference::nothing", message, "let it lead to what belongs here");
        }
    }
}

fn fits(shape: Shape, value: &Value) -> bool {
    match shape {
        Shape::List(_) | Shape::Texts => value.is_array(),
        Shape::Map(_) | Shape::TextMap => value.is_object() && value.get("$ref").is_none(),
        _ => !value.is_object() && !value.is_array(),
    }
}
