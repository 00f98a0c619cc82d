//! What variants are called: by the one value that tells their bodies apart, else by their pages.

use serde_json::Map;
use serde_json::Value;

use super::super::apart;
use super::super::groups::Group;
use super::super::versions::Version;
use crate::pointer::Pointer;

/// The names of variants.
pub(super) struct Labels {
    /// A name for each, in order; no two are the same.
    pub(super) names: Vec<String>,
    /// The property of the body that has the names as its values, as a JSON Pointer; `None` where pages give the names.
    pub(super) by: Option<String>,
}

/// How deep a property may stand that tells bodies apart.
const DEPTH: usize = 3;

impl Labels {
    /// The names of some variants; `None` where what the rule says does not tell them apart.
    pub(super) fn of(groups: &[Group], parts: &[&Version<'_>], by: Option<&str>) -> Option<Self> {
        let bodies: Vec<Vec<(Pointer, String)>> = groups
            .iter()
            .zip(parts)
            .map(|(group, part)| constants(&group.document.value, &part.part.document.value))
            .collect();
        let values = |at: &Pointer| -> Option<Vec<String>> {
            let values: Option<Vec<String>> = bodies
                .iter()
                .map(|body| body.iter().find(|(own, _)| own == at).map(|(_, value)| value.clone()))
                .collect();
            values.filter(|values| apart(values))
        };
        match by {
            None => {
                let first = bodies.first()?;
                let found = first.iter().find_map(|(at, _)| Some((at, values(at)?)));
                Some(match found {
                    Some((at, names)) => Self { names, by: Some(at.to_string()) },
                    None => Self::of_pages(parts),
                })
            }
            Some("page") => Some(Self::of_pages(parts)),
            Some(by) => {
                let names = values(&by.parse().ok()?)?;
                Some(Self { names, by: Some(by.to_owned()) })
            }
        }
    }

    /// The names of the pages.
    pub(super) fn of_pages(parts: &[&Version<'_>]) -> Self {
        let mut names: Vec<String> = Vec::new();
        for part in parts {
            let label = part.part.page_label();
            let mut name = label.clone();
            let mut number = 2;
            while names.contains(&name) {
                name = format!("{label} {number}");
                number += 1;
            }
            names.push(name);
        }
        Self { names, by: None }
    }
}

/// The properties of an operation's body that have one value only, with it, by their pointers in the body.
fn constants(operation: &Value, document: &Value) -> Vec<(Pointer, String)> {
    let content = operation.get("requestBody").and_then(|body| body.get("content")).and_then(Value::as_object);
    let mut found = Vec::new();
    if let Some(schema) = content.and_then(|content| content.values().find_map(|media| media.get("schema"))) {
        collect(schema, document, &Pointer::root(), DEPTH, &mut found);
    }
    found
}

fn collect(schema: &Value, document: &Value, at: &Pointer, depth: usize, found: &mut Vec<(Pointer, String)>) {
    let target = schema.get("$ref").and_then(Value::as_str).and_then(super::super::reference::local);
    let schema = target.as_ref().and_then(|target| target.get(document)).unwrap_or(schema);
    if let Some(value) = constant(schema).filter(|_| !at.tokens().is_empty()) {
        found.push((at.clone(), value));
    }
    if depth == 0 {
        return;
    }
    for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::iter) {
        collect(property, document, &at.child(name), depth - 1, found);
    }
}

/// The one text that a schema accepts.
pub(super) fn constant(schema: &Value) -> Option<String> {
    let listed = match schema.get("enum").and_then(Value::as_array).map(Vec::as_slice) {
        Some([only]) => Some(only),
        _ => None,
    };
    let value = schema.get("const").or(listed)?;
    value.as_str().map(str::to_owned)
}
