//! Paths and webhooks of all fragments.

use std::collections::BTreeMap;

use super::Merger;
use super::Part;
use super::groups::groups;
use super::join::Kind;
use super::join::Required;
use super::root::Shared;
use super::servers::Servers;
use super::variants;
use super::versions::Otherwise;
use super::versions::Version;
use super::versions_of;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::document::shape::ADDITIONAL;
use crate::document::shape::METHODS;
use crate::document::shape::slots;
use crate::pointer::{Pointer, Token};

mod fields;

/// Puts `paths` or `webhooks` together: by the text of the path, then methods in canonical order.
pub(super) fn merge(merger: &mut Merger<'_>, map: &str, shared: &Shared) {
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
            item(merger, &at, versions_of(parts, &at), shared);
        }
    }
}

/// Puts one path item together.
fn item<'m>(merger: &mut Merger<'m>, at: &Pointer, mut items: Vec<Version<'m>>, shared: &Shared) {
    fields::settle(merger, at, &mut items);
    let kept_servers = at.child("servers").get(&merger.document.value).is_some();
    let mut methods: BTreeMap<(usize, Vec<String>), Vec<Version<'_>>> = BTreeMap::new();
    for Version { part, document } in items {
        let servers = Servers::of(&part.document.value).filter(|own| shared.servers.as_ref() != Some(own));
        for (slot, _) in slots(&document.value) {
            let Some(mut operation) = document.part(&Pointer::root().join(&slot)) else { continue };
            for (name, moved) in [("servers", servers.is_some() && !kept_servers), ("security", shared.security_moved)]
            {
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

/// An operation, as a method and a path for messages.
pub(super) fn shown(item: &Pointer, slot: &[String]) -> String {
    let method = slot.last().map_or("", String::as_str).to_uppercase();
    format!("`{method} {}`", item.tokens().last().map_or("", Token::as_str))
}

fn operation<'m>(merger: &mut Merger<'m>, item: &Pointer, slot: &[String], versions: Vec<Version<'m>>) {
    let at = item.join(slot);
    let what = format!("the operation {}", shown(item, slot));
    if merger.rules.prefers(&at) {
        if let Some(chosen) = merger.choose(&at, &what, versions, Otherwise::First) {
            put(merger, item, slot, chosen);
        }
        return;
    }
    let mut found = groups(&versions, Kind::Operation, Required::Either);
    if found.len() > 1 || merger.rules.has_variants(&at) && versions.len() > 1 {
        variants::merge(merger, item, slot, &versions, found);
        return;
    }
    let Some(group) = found.pop() else { return };
    if versions.len() > 1 && group.changes.is_empty() {
        repeated(merger, &what, &versions);
    }
    merger.report(&what, &versions, &group, &at);
    put(merger, item, slot, group.document);
}

/// Notes that one operation stands on several pages; that is no fault, and said once for each.
fn repeated(merger: &mut Merger<'_>, what: &str, versions: &[Version<'_>]) {
    let [first, second, ..] = versions else { return };
    if versions.iter().any(|version| version.document.value != first.document.value) {
        return;
    }
    let root = Pointer::root();
    let message = format!("{} fragments have {what}", versions.len());
    merger.diagnostics.push(
        Diagnostic::note("merge::repeated", first.document.origins.place(&root), message)
            .related(second.document.origins.place(&root), "again here"),
    );
}

/// Puts an operation where it stands in a path item.
pub(super) fn put(merger: &mut Merger<'_>, item: &Pointer, slot: &[String], operation: Document) {
    let at = item.join(slot);
    let (Some(parent), Some(key)) = (at.parent(), slot.last()) else { return };
    if slot.len() > 1 && parent.get(&merger.document.value).is_none() {
        merger.put_object(item, ADDITIONAL, &[]);
    }
    merger.document.put(&parent, key, operation);
}

/// Reports paths that differ only in the names of their parameters and share a method: OpenAPI 3.1.1, section 4.8.8.1,
/// forbids them. Pages name the parameters of one path as they like, so without a shared method there is nothing to report.
fn check_templates(merger: &mut Merger<'_>, routes: &BTreeMap<String, Vec<&Part>>) {
    let mut seen: BTreeMap<String, (&String, &Vec<&Part>)> = BTreeMap::new();
    for (route, parts) in routes.iter().filter(|(route, _)| !route.starts_with("x-")) {
        let Some((other, others)) = seen.insert(template(route), (route, parts)) else { continue };
        if !share_method(route, parts, other, others) {
            continue;
        }
        let place = |route: &str, parts: &[&Part]| {
            let key = |part: &&Part| part.document.origins.key_place(&Pointer::root().join(["paths", route]));
            parts.first().map(key)
        };
        let message = format!("the paths `{other}` and `{route}` differ only in the names of their parameters");
        let said = Diagnostic::warning("merge::same-path", place(route, parts), message)
            .help("both are generated and no request can tell them apart: correct one of them, or leave it out");
        let related = place(other, others);
        merger.diagnostics.push(related.into_iter().fold(said, |said, place| said.related(place, "the other one")));
    }
}

fn share_method(route: &str, parts: &[&Part], other: &str, others: &[&Part]) -> bool {
    let methods = |route: &str, parts: &[&Part]| -> Vec<String> {
        let items = parts.iter().filter_map(|part| part.document.value.get("paths")?.get(route));
        items.flat_map(slots).map(|(slot, _)| slot.join(" ")).collect()
    };
    let taken = methods(other, others);
    methods(route, parts).iter().any(|method| taken.contains(method))
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
