//! Paths and webhooks of all fragments.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Merger;
use super::Part;
use super::root::Moved;
use super::versions::Otherwise;
use super::versions::Version;
use super::versions_of;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
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
    let Some(routes) = merger.holders(&root) else { return };
    merger.put_object(&Pointer::root(), map, &[]);
    if map == "paths" {
        check_templates(merger, &routes);
    }
    for (route, parts) in routes {
        let at = root.child(&route);
        if map == "paths" && route.starts_with("x-") {
            let what = format!("`{route}` of the paths");
            if let Some(chosen) = merger.choose(&at, &what, versions_of(parts, &at), Otherwise::First) {
                merger.document.put(&root, &route, chosen);
            }
        } else {
            merger.put_object(&root, &route, &parts);
            item(merger, &at, versions_of(parts, &at), moved);
        }
    }
}

/// Puts one path item together.
fn item<'m>(merger: &mut Merger<'m>, at: &Pointer, mut items: Vec<Version<'m>>, moved: Moved) {
    fields::settle(merger, at, &mut items);
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
        operation(merger, at, &slot, versions);
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
        merger.put_object(item, ADDITIONAL, &[]);
    }
    merger.document.put(&parent, key, chosen);
}

/// Reports paths that differ only in the names of their parameters: OpenAPI 3.1.1, section 4.8.8.1, forbids them.
fn check_templates(merger: &mut Merger<'_>, routes: &BTreeMap<String, Vec<&Part>>) {
    let mut seen: BTreeMap<String, (&String, &Vec<&Part>)> = BTreeMap::new();
    for (route, parts) in routes.iter().filter(|(route, _)| !route.starts_with("x-")) {
        let Some((other, others)) = seen.insert(template(route), (route, parts)) else { continue };
        let place = |route: &str, parts: &[&Part]| {
            let key = |part: &&Part| part.document.origins.key_place(&Pointer::root().join(["paths", route]));
            parts.first().map(key)
        };
        let message = format!("the paths `{other}` and `{route}` differ only in the names of their parameters");
        // Who publishes both side by side means it so, and tells them apart by method or content.
        let together = parts.iter().any(|part| others.iter().any(|other| std::ptr::eq(*part, *other)));
        let severity = if together { Severity::Warning } else { Severity::Error };
        let said = Diagnostic::new(severity, "merge::same-path", place(route, parts), message)
            .help("no request can tell them apart: correct one of them, or leave it out");
        let related = place(other, others);
        merger.diagnostics.push(related.into_iter().fold(said, |said, place| said.related(place, "the other one")));
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
