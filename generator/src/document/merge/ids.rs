//! `operationId`: the identity of an operation within its document.

use std::collections::BTreeMap;

use heck::ToLowerCamelCase;
use serde_json::Value;

use super::Merger;
use super::apart;
use crate::diagnostic::Diagnostic;
use crate::document::shape::operations;
use crate::pointer::{Pointer, Token};

/// Qualifies operation ids that stand at several operations of one group, because pages number their operations only for
/// themselves. Two groups may use one id: each is a module of its own.
pub(super) fn merge(merger: &mut Merger<'_>) {
    let document = &merger.document.value;
    let mut users: BTreeMap<String, Vec<Pointer>> = BTreeMap::new();
    for (at, operation) in operations(document) {
        if let Some(id) = operation.get("operationId").and_then(Value::as_str).filter(|id| !id.trim().is_empty()) {
            users.entry(id.to_owned()).or_default().push(at);
        }
    }
    let empty: Vec<Pointer> = operations(document)
        .filter(|(_, operation)| operation.get("operationId").is_some_and(is_empty))
        .map(|(at, _)| at.child("operationId"))
        .collect();
    drop_empty(merger, &empty);
    for (id, places) in users.into_iter().filter(|(_, places)| places.len() > 1) {
        same_id(merger, &id, &places);
    }
}

fn is_empty(id: &Value) -> bool {
    id.as_str().is_some_and(|id| id.trim().is_empty())
}

/// Empty ids name nothing: they are dropped before ids are compared.
fn drop_empty(merger: &mut Merger<'_>, places: &[Pointer]) {
    let Some(first) = places.first() else { return };
    let more = if places.len() > 1 { format!(" (and {} more)", places.len() - 1) } else { String::new() };
    let message = format!("`operationId` is empty and is ignored; the name comes from the path{more}");
    let place = merger.document.origins.place(first);
    merger.diagnostics.push(Diagnostic::warning("merge::empty-id", place, message));
    places.iter().for_each(|at| merger.document.remove(at));
}

fn same_id(merger: &mut Merger<'_>, id: &str, places: &[Pointer]) {
    let mut groups: BTreeMap<Option<String>, Vec<&Pointer>> = BTreeMap::new();
    for at in places {
        let tag = at.child("tags").child(0).get(&merger.document.value).and_then(Value::as_str).map(str::to_owned);
        groups.entry(tag).or_default().push(at);
    }
    let mut renamed = Vec::new();
    for same in groups.values().filter(|same| same.len() > 1) {
        let words = qualifiers(same);
        for (at, word) in same.iter().zip(words) {
            let new = format!("{id} {word}").to_lower_camel_case();
            renamed.push((at.child("operationId"), new));
        }
    }
    let place = |at: &Pointer| merger.document.origins.place(&at.child("operationId"));
    let [first, second, ..] = places else { return };
    let what = match renamed.as_slice() {
        [] => "each stands in the module of its tag".to_owned(),
        renamed => {
            let names: Vec<String> = renamed.iter().map(|(_, new)| format!("`{new}`")).collect();
            format!("they are named {}", names.join(", "))
        }
    };
    let message = format!("the operation id `{id}` stands at {} operations; {what}", places.len());
    let note = Diagnostic::note("merge::same-id", place(first), message).related(place(second), "again here");
    merger.diagnostics.push(note);
    for (at, new) in renamed {
        if let Some(value) = at.get_mut(&mut merger.document.value) {
            *value = Value::String(new);
        }
    }
}

/// Words that tell operations apart: what their paths do not share, and the method.
fn qualifiers(places: &[&Pointer]) -> Vec<String> {
    let route = |at: &Pointer| -> Vec<String> {
        let path = at.tokens().get(1).map_or("", Token::as_str);
        path.split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
    };
    let routes: Vec<Vec<String>> = places.iter().map(|at| route(at)).collect();
    let shared = |segment: &String| routes.iter().all(|route| route.contains(segment));
    let words: Vec<String> = routes
        .iter()
        .map(|route| route.iter().filter(|segment| !shared(segment)).cloned().collect::<Vec<_>>().join(" "))
        .collect();
    if apart(&words) && !words.iter().any(String::is_empty) {
        return words;
    }
    let method = |at: &Pointer| at.tokens().last().map(ToString::to_string).unwrap_or_default();
    routes.iter().zip(places).map(|(route, at)| format!("{} {}", method(at), route.join(" "))).collect()
}
