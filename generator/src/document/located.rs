//! Relative URLs of servers are relative to where the document is (OpenAPI 3.1.1, section 4.8.5), which is known of a document that was
//! fetched.

use fluent_uri::{Iri, IriRef};
use serde_json::{Value, json};

use super::position::{self, Position};
use super::way::Way;
use super::{Document, Origins};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::Pointer;
use crate::source::{FileId, Sources};

/// The code of what is said of a server that became absolute.
pub const RELATIVE_SERVER: &str = "document::relative-server";

/// Makes the URLs of servers absolute, each by the location of the document that it was written in. What an overlay wrote is relative to
/// the document that it corrects. A document without servers has one, `/`.
pub fn apply(sources: &Sources, document: &mut Document, diagnostics: &mut Diagnostics) {
    if sources.locations().next().is_none() {
        return;
    }
    let root = document.origins.place(&Pointer::root());
    if has_no_server(&document.value) && sources.location(root.file).is_some() {
        let origins = Origins::at(root);
        document.put(&Pointer::root(), "servers", Document::new(json!([{"url": "/"}]), origins));
    }
    for at in urls(&document.value) {
        let place = document.origins.place(&at);
        let Some(Value::String(url)) = at.get_mut(&mut document.value) else { continue };
        let Some(absolute) = located(sources, place.file, url) else { continue };
        let message = format!("the server `{url}` is relative to where the document is: calls go to `{absolute}`");
        diagnostics.push(
            Diagnostic::note(RELATIVE_SERVER, place, message)
                .help("`base-url` in the configuration chooses another server"),
        );
        *url = absolute;
    }
}

/// The absolute URL of a server that was written in a file. What is of no document and no page is of an overlay: it is where it would be
/// for all documents alike.
fn located(sources: &Sources, file: FileId, url: &str) -> Option<String> {
    if let Some(location) = sources.location(file) {
        return absolute(location, url);
    }
    let is_of_page = sources.resolve(file, 0).0 != file;
    let mut all = sources.locations().map(|location| absolute(location, url));
    let first = all.next().flatten().filter(|_| !is_of_page)?;
    all.all(|other| other.as_ref() == Some(&first)).then_some(first)
}

fn has_no_server(document: &Value) -> bool {
    match document.get("servers") {
        None => document.is_object(),
        Some(servers) => servers.as_array().is_some_and(Vec::is_empty),
    }
}

/// The places of the URLs of all servers.
fn urls(document: &Value) -> Vec<Pointer> {
    let mut found = Vec::new();
    position::visit(document, Position::Document, &mut Way::default(), &mut |way, position, _| {
        if position == Position::Server {
            found.push(way.pointer().child("url"));
        }
        true
    });
    found
}

/// A relative URL as an absolute one; an empty one means `/`, as it does to other tools. Braces of variables stay; where a URL begins with one, nobody knows whether it is relative.
fn absolute(location: &str, url: &str) -> Option<String> {
    let (open, close) = ("%7B", "%7D");
    if url.starts_with('{') || url.contains(open) || url.contains(close) {
        return None;
    }
    let url = if url.trim().is_empty() { "/" } else { url.trim() };
    let text = url.replace('{', open).replace('}', close);
    let reference = IriRef::parse(text.as_str()).ok().filter(|reference| reference.scheme().is_none())?;
    let base = Iri::parse(location).ok()?;
    let resolved = reference.resolve_against(&base.strip_fragment()).ok()?;
    Some(resolved.as_str().replace(open, "{").replace(close, "}"))
}
