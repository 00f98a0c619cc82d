//! What a page without a fragment has outside of fences.

use super::{Found, Kind};
use crate::diagnostic::{Place, Spot};
use crate::document::page::segment::Segment;
use crate::document::page::{line, link};
use crate::document::shape::METHODS;
use crate::source::FileId;

/// Bytes of a page that may be no more than the text of an error.
const SHORT: usize = 600;

/// What a page is that has nothing: text, or too little and of the wrong kind.
pub(in crate::document::page) fn nothing(text: &str) -> Kind {
    let lower = if text.len() < SHORT { text.to_lowercase() } else { String::new() };
    let error = ["not found", "404", "forbidden", "access denied", "error"].iter().any(|word| lower.contains(word));
    if error || text.trim().is_empty() || text.trim_start().starts_with("<!") { Kind::Error } else { Kind::Text }
}

/// What front matter and links say of a page without a fragment.
pub(in crate::document::page) fn outside_fences(file: FileId, text: &str, segment: &Segment) -> Vec<Found> {
    let operation = segment.front_matter.operation.clone();
    let operation = operation.filter(|(_, words)| names_operation(words));
    let link = || line::lines(text, segment.bytes.clone()).find_map(link::find);
    let kinds = [(Kind::Operation, operation), (Kind::Link, link())];
    let found = kinds.into_iter().filter_map(|(kind, found)| Some((kind, found?)));
    found.map(|(kind, (at, about))| Found { kind, place: Place { file, spot: Spot::Offset(at) }, about }).collect()
}

/// `GET /path`, also with the name of a document before it.
fn names_operation(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let method = |word: &str| METHODS.contains(&word.to_ascii_lowercase().as_str());
    words.windows(2).any(|pair| matches!(pair, [one, other] if method(one) && other.starts_with('/')))
}
