//! YAML → outline, from the parser's events up to the first syntax error.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::Event;
use saphyr_parser::Parser;

use super::super::char_index::CharIndex;
use super::super::yaml::{Indented, is_of_indentation};
use super::Kind;
use super::Outline;

/// An outline being made.
#[derive(Default)]
struct Tracer {
    outline: Outline,
    /// Open collections: their node, and whether the next node of a mapping is a key.
    open: Vec<(usize, Option<bool>)>,
    anchors: HashMap<usize, usize>,
    /// Where the last scalar or bracket ended: block collections end there, not at the token that closes them.
    end: usize,
}

/// Outlines the first YAML document of a text.
pub(super) fn outline(text: &str) -> Outline {
    let (outline, is_of_indentation) = events(text);
    let Some(indented) = is_of_indentation.then(|| Indented::of(text)).flatten() else { return outline };
    let (mut outline, _) = events(&indented.text);
    for node in &mut outline.nodes {
        node.bytes = indented.written(node.bytes.start)..indented.written(node.bytes.end);
    }
    outline
}

/// The outline up to the first syntax error, and whether that is one of indentation.
fn events(text: &str) -> (Outline, bool) {
    let index = CharIndex::new(text);
    let mut tracer = Tracer::default();
    let mut parser = Parser::new_from_str(text);
    let is_of_indentation = loop {
        match parser.next_event() {
            None | Some(Ok((Event::DocumentEnd, _))) => break false,
            Some(Err(error)) => break is_of_indentation(&error),
            Some(Ok((event, span))) => {
                let bytes = index.byte(span.start.index())..index.byte(span.end.index());
                tracer.event(text, event, bytes);
            }
        }
    };
    while !tracer.open.is_empty() {
        tracer.close();
    }
    (tracer.outline, is_of_indentation)
}

impl Tracer {
    fn event(&mut self, text: &str, event: Event<'_>, bytes: Range<usize>) {
        if !matches!(event, Event::SequenceEnd | Event::MappingEnd) {
            self.find_dash(text, bytes.start);
        }
        match event {
            Event::Scalar(name, _, anchor, _) => {
                let slice = text.get(bytes.clone()).unwrap_or_default();
                // A value that is not there stands after the colon.
                let colon = slice.is_empty() && text.get(bytes.start..).is_some_and(|rest| rest.starts_with(':'));
                let start = bytes.start + usize::from(colon);
                let bytes = start..start + slice.trim_end().len();
                self.end = self.end.max(bytes.end);
                let kind = if self.turn() { Kind::Key(Some(name.as_ref().into())) } else { Kind::Scalar };
                let node = self.outline.push(kind, bytes);
                self.anchors.insert(anchor, node);
            }
            Event::Alias(anchor) => {
                self.end = self.end.max(bytes.end);
                let key = self.turn();
                let kind = match self.anchors.get(&anchor) {
                    _ if key => Kind::Key(None),
                    Some(node) => Kind::Alias(*node),
                    None => Kind::Scalar,
                };
                self.outline.push(kind, bytes);
            }
            Event::SequenceStart(anchor, _) => self.start(Kind::Array, None, anchor, bytes),
            Event::MappingStart(anchor, _) => self.start(Kind::Object, Some(true), anchor, bytes),
            Event::SequenceEnd | Event::MappingEnd => {
                // Only a flow collection has a bracket of its own at its end.
                if !bytes.is_empty() {
                    self.end = self.end.max(bytes.end);
                }
                self.close();
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {}
        }
    }

    /// Whether the node that comes is a key. Then the one after it is a value.
    fn turn(&mut self) -> bool {
        match self.open.last_mut() {
            Some((_, Some(key))) => {
                *key = !*key;
                !*key
            }
            _ => false,
        }
    }

    fn start(&mut self, kind: Kind, key_first: Option<bool>, anchor: usize, bytes: Range<usize>) {
        self.turn();
        self.end = self.end.max(bytes.end);
        let node = self.outline.push(kind, bytes);
        self.anchors.insert(anchor, node);
        self.open.push((node, key_first));
    }

    /// Corrects where a sequence starts whose first item starts at a byte: where its dashes are not indented, the parser
    /// gives the place of the item.
    fn find_dash(&mut self, text: &str, item: usize) {
        let Some((sequence, None)) = self.open.last().copied() else { return };
        let Some(node) = self.outline.nodes.get_mut(sequence) else { return };
        let first = node.bytes.start == item;
        if let Some(before) = text.get(..item).and_then(|before| before.trim_end().strip_suffix('-')).filter(|_| first)
        {
            node.bytes.start = before.len();
        }
    }

    fn close(&mut self) {
        if let Some((node, _)) = self.open.pop() {
            self.outline.close(node, self.end);
        }
    }
}
