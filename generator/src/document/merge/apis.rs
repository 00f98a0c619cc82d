//! Fragments of several APIs, or of several versions of one: told apart before anything is merged.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;

use super::Part;
use super::info;
use super::paste;
use super::servers::Servers;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::document::shape::operations;
use crate::pointer::Pointer;

/// The fragments of one API.
struct Api {
    /// What it is called: its document, its title, or the version in its addresses.
    name: String,
    /// Its fragments, by index.
    parts: Vec<usize>,
    /// Their hosts, where APIs are divided by them.
    hosts: BTreeSet<String>,
}

/// Keeps the fragments of one API: the one that is asked for, else the newest version, else the one with most operations.
pub(super) fn choose(parts: Vec<Part>, asked: Option<&str>, diagnostics: &mut Diagnostics) -> Vec<Part> {
    let parts = one_of(parts, by_document, asked, diagnostics, "APIs");
    let parts = one_of(parts, by_title, asked, diagnostics, "APIs");
    one_of(parts, by_version, asked, diagnostics, "versions of an API")
}

fn one_of(
    parts: Vec<Part>,
    divide: fn(&[Part]) -> Vec<Api>,
    asked: Option<&str>,
    diagnostics: &mut Diagnostics,
    what: &str,
) -> Vec<Part> {
    let apis = divide(&parts);
    if apis.len() < 2 {
        return parts;
    }
    let weight =
        |api: &Api| api.parts.iter().map(|index| operations(&parts[*index].document.value).count()).sum::<usize>();
    let wanted = asked.and_then(|asked| apis.iter().find(|api| api.is(asked, &parts)));
    let newest = || {
        apis.iter().rev().max_by_key(|api| info::numbers(&api.name)).filter(|api| info::numbers(&api.name).is_some())
    };
    let largest = || apis.iter().rev().max_by_key(|api| weight(api));
    let Some(chosen) = wanted.or_else(newest).or_else(largest) else { return parts };
    if wanted.is_none() {
        diagnostics.push(report(&apis, chosen, &parts, what));
    }
    let kept: BTreeSet<usize> = chosen.parts.iter().copied().collect();
    parts.into_iter().enumerate().filter(|(index, _)| kept.contains(index)).map(|(_, part)| part).collect()
}

fn report(apis: &[Api], chosen: &Api, parts: &[Part], what: &str) -> Diagnostic {
    let place = |api: &Api| api.parts.first().map(|index| parts[*index].place(&Pointer::root().child("info")));
    let message = format!("the pages hold {} {what}; {} is generated", apis.len(), chosen.shown(parts));
    let help =
        "choose another one with `--api NAME` or `api = \"NAME\"` under `[merge]`; each can become a crate of its own";
    let others = apis.iter().filter(|api| api.name != chosen.name);
    let name = apis.iter().find(|api| api.name != chosen.name).map_or("", |api| api.name.as_str());
    let warning = Diagnostic::warning("merge::apis", place(chosen), message).help(help).rule(paste::api(name));
    others.fold(warning, |warning, api| match place(api) {
        Some(place) => warning.related(place, format!("left out: {}", api.shown(parts))),
        None => warning,
    })
}

impl Api {
    /// Whether somebody who says this means this API.
    fn is(&self, asked: &str, parts: &[Part]) -> bool {
        let titled = |part: &Part| title(part).is_some_and(|title| title.eq_ignore_ascii_case(asked));
        let addressed = |part: &Part| part.address.as_deref().is_some_and(|address| address.contains(asked));
        let parts = || self.parts.iter().filter_map(|index| parts.get(*index));
        self.name.eq_ignore_ascii_case(asked) || parts().all(titled) || parts().any(addressed)
    }

    fn shown(&self, parts: &[Part]) -> String {
        let parts: Vec<&Part> = self.parts.iter().filter_map(|index| parts.get(*index)).collect();
        let pages: BTreeSet<&str> = parts.iter().map(|part| part.page.as_deref().unwrap_or(&part.name)).collect();
        let of = |field: &str| {
            parts.iter().find_map(|part| part.document.value.get("info")?.get(field)?.as_str()).unwrap_or_default()
        };
        let server = parts.iter().find_map(|part| Servers::of(&part.document.value));
        let server = server.map_or(String::new(), |servers| format!(", {}", servers.shown()));
        let pages = if pages.len() == 1 { "1 page".to_owned() } else { format!("{} pages", pages.len()) };
        let title = if of("title") == self.name { String::new() } else { format!("{}, ", of("title")) };
        format!("`{}` ({title}version {}, {pages}{server})", self.name, of("version"))
    }
}

fn title(part: &Part) -> Option<&str> {
    let title = part.document.value.get("info")?.get("title")?.as_str()?.trim();
    (!title.is_empty()).then_some(title)
}

/// By the document that a page names: the surest.
fn by_document(parts: &[Part]) -> Vec<Api> {
    let mut apis: Vec<Api> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let Some(name) = &part.source else { continue };
        add(&mut apis, name, index);
    }
    if apis.len() < 2 {
        return Vec::new();
    }
    // What names no document belongs to that of its title, else of its servers, else to the largest.
    for (index, part) in parts.iter().enumerate().filter(|(_, part)| part.source.is_none()) {
        let alike = |api: &Api| {
            let own = api.parts.iter().filter_map(|index| parts.get(*index));
            own.clone().any(|other| title(other).is_some() && title(other) == title(part))
                || own.clone().any(|other| servers(other).is_some() && servers(other) == servers(part))
        };
        if let Some(place) = apis.iter().position(alike).or_else(|| largest(&apis)) {
            apis[place].parts.push(index);
        }
    }
    apis.iter_mut().for_each(|api| api.parts.sort_unstable());
    apis
}

/// Adds a fragment to the API of a name, which may be a new one.
fn add(apis: &mut Vec<Api>, name: &str, index: usize) {
    match apis.iter_mut().find(|api| api.name == name) {
        Some(api) => api.parts.push(index),
        None => apis.push(Api { name: name.to_owned(), parts: vec![index], hosts: BTreeSet::new() }),
    }
}

/// The API with most fragments; the first of equals.
fn largest(apis: &[Api]) -> Option<usize> {
    (0..apis.len()).rev().max_by_key(|place| apis[*place].parts.len())
}

fn servers(part: &Part) -> Option<Servers> {
    Servers::of(&part.document.value)
}

fn hosts(part: &Part) -> BTreeSet<String> {
    servers(part).map(|servers| servers.hosts()).unwrap_or_default()
}

/// By title and host: fragments with another title on other hosts are of another API. A title that begins like another one,
/// or that is the title of its page, tells nothing apart.
fn by_title(parts: &[Part]) -> Vec<Api> {
    let mut apis: Vec<Api> = Vec::new();
    let mut silent = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let hosts = hosts(part);
        let Some(title) = title(part).filter(|title| !info::names_page(title, part)).filter(|_| !hosts.is_empty())
        else {
            silent.push(index);
            continue;
        };
        let same = apis
            .iter_mut()
            .find(|api| !info::common_beginning(&api.name, title).trim().is_empty() || !api.hosts.is_disjoint(&hosts));
        match same {
            Some(api) => {
                api.parts.push(index);
                api.hosts.extend(hosts);
            }
            None => apis.push(Api { name: title.to_owned(), parts: vec![index], hosts }),
        }
    }
    own_titles(parts, &mut apis, &mut silent);
    if apis.len() < 2 {
        return Vec::new();
    }
    let largest = largest(&apis);
    for index in silent {
        let same = apis.iter().position(|api| title(&parts[index]) == Some(api.name.as_str()));
        if let Some(place) = same.or(largest) {
            apis[place].parts.push(index);
            apis[place].parts.sort_unstable();
        }
    }
    apis
}

/// Where other fragments have the title of an API, one whose title is that of its page and whose host nobody shares is of an
/// API of its own.
fn own_titles(parts: &[Part], apis: &mut Vec<Api>, silent: &mut Vec<usize>) {
    if apis.is_empty() {
        return;
    }
    silent.retain(|&index| {
        let hosts = hosts(&parts[index]);
        let Some(title) = title(&parts[index]).filter(|_| !hosts.is_empty()) else { return true };
        if apis.iter().any(|api| api.name == title || !api.hosts.is_disjoint(&hosts)) {
            return true;
        }
        apis.push(Api { name: title.to_owned(), parts: vec![index], hosts });
        false
    });
}

/// By the version in the addresses of pages or servers, where two versions have an operation of one method and path.
fn by_version(parts: &[Part]) -> Vec<Api> {
    let versions: Vec<Option<String>> = parts.iter().map(version).collect();
    let mut owners: BTreeMap<Pointer, BTreeSet<&str>> = BTreeMap::new();
    for (part, version) in parts.iter().zip(&versions) {
        let Some(version) = version else { continue };
        for (at, _) in operations(&part.document.value) {
            owners.entry(at).or_default().insert(version);
        }
    }
    if owners.values().all(|versions| versions.len() < 2) {
        return Vec::new();
    }
    let mut apis: Vec<Api> = Vec::new();
    for (index, version) in versions.iter().enumerate() {
        let Some(version) = version else { continue };
        add(&mut apis, version, index);
    }
    // What says no version belongs to each.
    let silent = versions.iter().enumerate().filter(|(_, version)| version.is_none()).map(|(index, _)| index);
    for index in silent {
        apis.iter_mut().for_each(|api| api.parts.push(index));
    }
    apis.iter_mut().for_each(|api| api.parts.sort_unstable());
    apis
}

/// The version in the address of a fragment's page, else of its first server: `v2` of `/api/v2/beds`.
fn version(part: &Part) -> Option<String> {
    let segment = |text: &str| {
        let segments = text.split(['/', '?', '#']);
        segments.map(str::to_ascii_lowercase).find(|segment| is_version(segment))
    };
    let server = || part.document.value.get("servers")?.get(0)?.get("url").and_then(Value::as_str).and_then(segment);
    part.address.as_deref().and_then(segment).or_else(server)
}

fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|rest| {
        rest.starts_with(|char: char| char.is_ascii_digit())
            && rest.chars().all(|char| char.is_ascii_digit() || char == '.')
    })
}
