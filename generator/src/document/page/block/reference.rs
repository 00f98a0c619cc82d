//! References of a page to parts of a document, that are no blocks: front matter (`openapi: FILE METHOD /path`) and links by JSON
//! pointer (`[…](FILE/paths/~1a/get)`).

use super::{Block, Part, target};
use crate::document::page::info::names_document;
use crate::document::page::segment::Segment;
use crate::document::page::{line, link};
use crate::document::shape::METHODS;
use crate::pointer::Pointer;

/// What a page refers to, in order; each part once.
pub(in crate::document::page) fn references(text: &str, segment: &Segment) -> Vec<Block> {
    let matter = segment.front_matter.operation.as_ref().and_then(|(at, words)| of_front_matter(*at, words));
    let links = line::lines(text, segment.bytes.clone()).flat_map(|line| {
        link::pointers(line.text).filter_map(move |(document, pointer)| of_link(line.start, document, &pointer))
    });
    let mut found: Vec<Block> = Vec::new();
    for block in matter.into_iter().chain(links) {
        if !found.iter().any(|known| known.document == block.document && known.part == block.part) {
            found.push(block);
        }
    }
    found
}

fn of_front_matter(at: usize, words: &str) -> Option<Block> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let [document @ .., method, path] = words.as_slice() else { return None };
    let (document, method) = (document.join(" "), method.to_ascii_lowercase());
    let known = names_document(&document) && METHODS.contains(&method.as_str()) && path.starts_with('/');
    let part = Part::Operation { path: (*path).to_owned(), method: Some(method) };
    known.then(|| Block { at, document: target(&document), spec: None, part })
}

fn of_link(at: usize, document: &str, pointer: &str) -> Option<Block> {
    let pointer: Pointer = pointer.parse().ok()?;
    let part = match pointer.tokens() {
        [map, path] if map == "paths" => Part::Operation { path: path.to_string(), method: None },
        [map, path, method, ..] if map == "paths" => {
            Part::Operation { path: path.to_string(), method: Some(method.to_string()) }
        }
        [components, kind, name, ..] if components == "components" && kind == "schemas" => {
            Part::Schemas(vec![name.to_string()])
        }
        _ => return None,
    };
    Some(Block { at, document: target(document), spec: None, part })
}
