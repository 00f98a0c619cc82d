//! References to a document on a page that has no part of it: a link by JSON pointer (`[POST /a](api.json/paths/~1a/post)`), an
//! element that shows a document (`<api-view src="openapi.yaml"/>`), a link to a file that is called `openapi` or `swagger`.

use super::info::names_document;
use super::line::Line;

/// The parts of a document that links by pointer lead to.
const PARTS: [&str; 4] = ["/paths/", "/webhooks/", "/components/", "/definitions/"];
/// How such documents are called.
const NAMES: [&str; 2] = ["openapi", "swagger"];

/// The document that a line refers to.
pub(super) fn find(line: Line<'_>) -> Option<(usize, String)> {
    let element = line.text.trim_start().starts_with('<');
    let document = linked(line.text).or_else(|| if element { shown(line.text) } else { None })?;
    Some((line.start, document.to_owned()))
}

fn linked(line: &str) -> Option<&str> {
    addresses(line).find_map(|address| {
        let file = address.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        let named = names_document(&file) && NAMES.iter().any(|name| file.contains(name));
        pointed(address).map(|(document, _)| document).or(named.then_some(address))
    })
}

/// The links by pointer in a line: the document, and the pointer.
pub(super) fn pointers(line: &str) -> impl Iterator<Item = (&str, String)> {
    addresses(line).filter_map(pointed)
}

fn pointed(address: &str) -> Option<(&str, String)> {
    let (part, (document, rest)) = PARTS.iter().find_map(|part| Some((part, address.split_once(part)?)))?;
    let document = document.trim_end_matches('#');
    names_document(document).then(|| (document, format!("{part}{rest}")))
}

/// The addresses of the links in a line.
fn addresses(line: &str) -> impl Iterator<Item = &str> {
    let inside = line.split("](").skip(1).map(|after| after.trim_start_matches('<'));
    inside.map(|after| after.split([')', '>', ' ']).next().unwrap_or_default())
}

/// The first value of an attribute that is the name of a document.
fn shown(line: &str) -> Option<&str> {
    line.split(['"', '\'']).skip(1).step_by(2).find(|value| names_document(value))
}
