//! The base address that stands in prose: a line with the method of the fragment's operation and an address that ends in
//! its path (`GET https://host/v2/pieces/{id}`), minus the path.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::line::Line;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Spot};
use crate::document::shape::{METHODS, operations};
use crate::document::{Document, Origins};
use crate::pointer::Pointer;
use crate::source::FileId;

/// Lines with requests above a fragment that are looked at, the nearest first.
const NEAREST: usize = 64;
/// Bytes of a line at most that can be such a line.
const LONGEST: usize = 2000;

/// A base address, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Base {
    pub(super) url: String,
    pub(super) line: String,
    pub(super) at: usize,
}

/// Fragments whose servers say something else than the prose: both addresses → the places.
#[derive(Default)]
pub(super) struct Differences(BTreeMap<(String, String), (Diagnostic, usize)>);

/// A request in a line.
struct Request<'t> {
    at: usize,
    method: String,
    url: &'t str,
}

/// The base address of a fragment by the lines above it.
pub(super) fn find<'t>(document: &Value, lines: impl Iterator<Item = Line<'t>>) -> Option<Base> {
    let known: Vec<(String, String)> = operations(document)
        .filter(|(at, _)| at.tokens().first().is_some_and(|map| map == "paths"))
        .filter_map(|(at, _)| Some((at.tokens().last()?.to_string(), at.tokens().get(1)?.to_string())))
        .take(NEAREST)
        .collect();
    if known.is_empty() {
        return None;
    }
    let mut requests = Vec::new();
    let mut alone = None;
    for line in lines.filter(|line| !line.text.trim().is_empty()) {
        let found =
            request(line).or_else(|| Some(Request { at: line.start, method: alone.take()?, url: address(line.text)? }));
        alone = method(line.text.trim().trim_start_matches(['>', ' ']).trim_matches(['`', '*']));
        requests.extend(found);
    }
    requests.reverse();
    requests.iter().take(NEAREST).find_map(|request| {
        let fits = known.iter().filter(|(method, _)| *method == request.method);
        let url = fits.filter_map(|(_, path)| base(request.url, path)).next()?;
        let line = format!("{} {}", request.method.to_ascii_uppercase(), request.url);
        Some(Base { url, line, at: request.at })
    })
}

/// Method and address in a line, whatever marks are around them.
fn request(line: Line<'_>) -> Option<Request<'_>> {
    if line.text.len() > LONGEST || !line.text.contains("://") {
        return None;
    }
    let marks =
        |char: char| char.is_whitespace() || matches!(char, '`' | '*' | '(' | ')' | '[' | ']' | '|' | '"' | '\'');
    let bare = |word| -> &str { str::trim_end_matches(word, [',', ';', '.']) };
    let words: Vec<&str> = line.text.split(marks).map(bare).filter(|word| !word.is_empty() && *word != ":").collect();
    words.windows(2).find_map(|pair| {
        let [before, url] = pair else { return None };
        let before = before.trim_start_matches("<code>").trim_end_matches("</code>").trim_end_matches(':');
        Some(Request { at: line.start, method: method(before)?, url: address(url)? })
    })
}

fn method(word: &str) -> Option<String> {
    let word = word.to_ascii_lowercase();
    METHODS.contains(&word.as_str()).then_some(word)
}

/// A web address without marks around it.
fn address(word: &str) -> Option<&str> {
    let word = word.trim().trim_start_matches(['>', ' ']).trim_matches(['`', '*']);
    let word = word.trim_start_matches("<code>").split("</").next()?;
    let word = word.strip_prefix('<').and_then(|url| url.strip_suffix('>')).unwrap_or(word);
    let web = word.starts_with("https://") || word.starts_with("http://");
    (web && !word.contains(char::is_whitespace)).then_some(word)
}

/// An address without the path that it ends in. Names of parameters do not matter, nor how they are written.
fn base(url: &str, path: &str) -> Option<String> {
    let bare = |text: &str| text.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').to_owned();
    let url = bare(url);
    let (scheme, rest) = url.split_once("://")?;
    let mut parts: Vec<&str> = rest.split('/').collect();
    let path = bare(path);
    for wanted in path.split('/').rev().filter(|part| !part.is_empty()) {
        if parts.len() < 2 {
            return None;
        }
        let part = parts.pop()?;
        if part != wanted && !(is_template(part) && wanted.contains('{')) {
            return None;
        }
    }
    let host = parts.first().filter(|host| !host.is_empty())?;
    let legal = !host.contains(['{', '}', '<', '>', '$']) && !parts.iter().skip(1).any(|part| is_template(part));
    legal.then(|| format!("{scheme}://{}", parts.join("/")))
}

/// `{id}`, `:id`, `<id>`, `%7Bid%7D`.
fn is_template(part: &str) -> bool {
    part.contains('{') || part.starts_with([':', '<', '$']) || part.to_ascii_lowercase().starts_with("%7b")
}

/// Puts the address into a fragment that names no host. Where a server of the fragment lacks what the address has after
/// the host, the address is used and the difference kept.
pub(super) fn apply(document: &mut Document, base: &Base, page: FileId, differences: &mut Differences) {
    let root = Pointer::root();
    if operations(&document.value).any(|(at, operation)| has_own(&document.value, &at, operation)) {
        return;
    }
    let place = Place { file: page, spot: Spot::Offset(base.at) };
    let servers = document.value.get("servers").and_then(Value::as_array).cloned().unwrap_or_default();
    let urls: Vec<String> = servers.iter().filter_map(url).collect();
    let wanted = base.url.to_lowercase();
    if urls.iter().any(|url| url.to_lowercase() == wanted) {
        return;
    }
    let hosts: Vec<&String> = urls.iter().filter(|url| url.contains("://")).collect();
    if let Some(written) = hosts.iter().find(|url| wanted.starts_with(&format!("{}/", url.to_lowercase()))) {
        let at = document.origins.place(&root.child("servers"));
        differences.add(base, written, place.clone(), at);
    } else if !hosts.is_empty() {
        return;
    }
    let value = json!([{"url": base.url}]);
    document.put(&root, "servers", Document::new(value, Origins::at(place)));
}

/// Whether an operation or its path item names servers of its own.
fn has_own(document: &Value, at: &Pointer, operation: &Value) -> bool {
    let item = at.parent().and_then(|item| item.get(document)?.get("servers"));
    operation.get("servers").or(item).is_some()
}

/// The address of a server, with the defaults of its variables and without the slash at its end.
fn url(server: &Value) -> Option<String> {
    let mut url = server.get("url")?.as_str()?.to_owned();
    for (name, variable) in server.get("variables").and_then(Value::as_object).into_iter().flatten() {
        if let Some(default) = variable.get("default").and_then(Value::as_str) {
            url = url.replace(&format!("{{{name}}}"), default);
        }
    }
    Some(url.trim_end_matches('/').to_owned())
}

impl Differences {
    fn add(&mut self, base: &Base, written: &str, line: Place, server: Place) {
        let message =
            format!("`{}` stands above the fragment, whose server is `{written}`: `{}` is used", base.line, base.url);
        let help = "where the server of the fragment is right, put it back with an overlay";
        let said = Diagnostic::warning("page::server", line, message).related(server, "the server of the fragment");
        let known = self.0.entry((base.url.clone(), written.to_owned())).or_insert_with(|| (said.help(help), 0));
        known.1 += 1;
    }

    /// One warning for each pair of addresses.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) {
        for (mut said, count) in self.0.into_values() {
            if count > 1 {
                said.message += &format!("; so it is for {count} fragments");
            }
            diagnostics.push(said);
        }
    }
}
