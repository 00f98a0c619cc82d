//! Paths and webhooks of all fragments.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;

use super::Merger;
use super::root::Moved;
use super::versions::Otherwise;
use super::versions::Version;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::document::shape::ADDITIONAL;
use crate::document::shape::METHODS;
use crate::document::shape::operations;
use crate::document::shape::slots;
use crate::pointer::Pointer;

mod fields;

/// Puts `paths` or `webhooks` together: by the text of the path, then methods in canonical order.
pub(super) fn merge(merger: &mut Merger<'_>, map: &str, moved: Moved) {
    let root = Pointer::root().child(map);
    let maps = merger.parts.iter().filter_map(|part| root.get(&part.document.value)?.as_object());
    let mut routes = None;
    for keys in maps.map(|map| map.keys().cloned()) {
        routes.get_or_insert_with(BTreeSet::new).extend(keys);
    }
    let Some(routes) = routes else { return };
    merger.put_object(&Pointer::root(), map);
    for route in &routes {
        if map == "paths" && route.starts_with("x-") {
            let at = root.child(route);
            let versions = merger.versions(&at);
            if let Some(chosen) = merger.choose(&at, &format!("`{route}` of the paths"), versions, Otherwise::First) {
                merger.document.put(&root, route, chosen);
            }
        } else {
            item(merger, &root, route, moved);
        }
    }
    if map == "paths" {
        check_templates(merger, &routes);
    }
}

/// Puts one path item together.
fn item(merger: &mut Merger<'_>, root: &Pointer, route: &str, moved: Moved) {
    let at = root.child(route);
    let mut items = merger.versions(&at);
    merger.put_object(root, route);
    fields::settle(merger, &at, &mut items);
    let kept_servers = at.child("servers").get(&merger.document.value).is_some();
    let mut methods: BTreeMap<(usize, Vec<String>), Vec<Version<'_>>> = BTreeMap::new();
    for Version { part, document } in items {
        for (slot, _) in slots(&document.value) {
            let Some(mut operation) = document.part(&Pointer::root().join(&slot)) else { continue };
            for (name, moved) in [("servers", moved.servers && !kept_servers), ("security", moved.security)] {
                if let Some(value) = part.document.part(&Pointer::root().child(name)).filter(|_| moved) {
                    fields::add(&mut operation, name, value);
                }
            }
            let slot: Vec<String> = slot.into_iter().map(str::to_owned).collect();
            let order = METHODS.iter().position(|method| slot.first().is_some_and(|slot| slot == method));
            let key = (order.unwrap_or(METHODS.len()), slot);
            methods.entry(key).or_default().push(Version { part, document: operation });
        }
    }
    for ((_, slot), versions) in methods {
        operation(merger, &at, &slot, versions);
    }
}

fn operation<'m>(merger: &mut Merger<'m>, item: &Pointer, slot: &[String], versions: Vec<Version<'m>>) {
    let at = item.join(slot);
    let name =
        format!("{} {}", slot.last().map_or("", String::as_str), item.tokens().last().map_or("", String::as_str));
    if let [first, second, ..] = versions.as_slice()
        && versions.iter().all(|version| version.document.value == first.document.value)
    {
        let root = Pointer::root();
        let message = format!("{} fragments have the same operation {name}", versions.len());
        merger.diagnostics.push(
            Diagnostic::note("merge::repeated", first.document.origins.place(&root), message)
                .related(second.document.origins.place(&root), "again here"),
        );
    }
    let Some(chosen) = merger.choose(&at, &format!("the operation {name}"), versions, Otherwise::Refuse) else {
        return;
    };
    let (Some(parent), Some(key)) = (at.parent(), slot.last()) else { return };
    if slot.len() > 1 && parent.get(&merger.document.value).is_none() {
        merger.put_object(item, ADDITIONAL);
    }
    merger.document.put(&parent, key, chosen);
}

/// Reports paths that differ only in the names of their parameters: no request can tell them apart (OpenAPI 3.1.1,
/// section 4.8.8.1).
fn check_templates(merger: &mut Merger<'_>, routes: &BTreeSet<String>) {
    let mut seen: BTreeMap<String, &String> = BTreeMap::new();
    for route in routes.iter().filter(|route| !route.starts_with("x-")) {
        let Some(other) = seen.insert(template(route), route) else { continue };
        let place = |route: &str| merger.document.origins.key_place(&Pointer::root().join(["paths", route]));
        let message = format!("the paths `{other}` and `{route}` differ only in the names of their parameters");
        let error = Diagnostic::error("merge::same-path", place(route), message)
            .related(place(other), "the other one")
            .help("no request can tell them apart: correct one of them, or leave it out");
        merger.diagnostics.push(error);
    }
}

/// The path with its parameters' names left out.
fn template(route: &str) -> String {
    let mut parts = route.split('{');
    let start = parts.next().unwrap_or_default().to_owned();
    parts.fold(start, |text, part| match part.split_once('}') {
        Some((_, rest)) => text + "{}" + rest,
        None => text + "{" + part,
    })
}

/// Reports operation ids that stand twice.
pub(super) fn check_operation_ids(merger: &mut Merger<'_>) {
    let Document { value, origins } = &merger.document;
    let mut seen: BTreeMap<&str, Pointer> = BTreeMap::new();
    for (at, operation) in operations(value) {
        let Some(id) = operation.get("operationId").and_then(Value::as_str) else { continue };
        let at = at.child("operationId");
        if let Some(first) = seen.get(id) {
            let message = format!("the operation id `{id}` stands twice");
            merger.diagnostics.push(
                Diagnostic::error("merge::same-id", origins.place(&at), message)
                    .related(origins.place(first), "first here")
                    .help("give one of them another id in its fragment"),
            );
        } else {
            seen.insert(id, at);
        }
    }
}
