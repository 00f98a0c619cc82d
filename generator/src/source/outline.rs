//! Where the values of a text stand: its structure without its values, made by re-reading the text only when a place is
//! to be shown. Broken texts have an outline as far as they can be read.

mod json;
mod yaml;

use std::collections::HashMap;
use std::ops::Range;

use super::parse::starts_like_json;

/// The structure of a text as a flat list: each container is followed by what is in it.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    nodes: Vec<Node>,
}

#[derive(Debug)]
struct Node {
    kind: Kind,
    bytes: Range<usize>,
    /// The index after this node and all that is in it.
    next: usize,
}

#[derive(Debug, PartialEq, Eq)]
enum Kind {
    /// Keys and values follow, in turn.
    Object,
    /// Values follow.
    Array,
    Scalar,
    /// A key; its name where that is not the text without quotes.
    Key(Option<Box<str>>),
    /// The same as the node of this index.
    Alias(usize),
}

/// What stands at a pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The key that it belongs to; `None` for the root and for items of arrays.
    pub key: Option<Range<usize>>,
    /// The value.
    pub value: Range<usize>,
    /// How many tokens of the pointer exist: fewer than asked for where the text has no such value.
    pub steps: usize,
}

/// A key that stands twice in one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Duplicate {
    /// The key.
    pub key: String,
    /// The byte where it stands first.
    pub first: usize,
    /// The byte where it stands again.
    pub second: usize,
}

/// Aliases that are followed on the way to one value; more is a circle.
const ALIASES_FOLLOWED: usize = 1000;

impl Outline {
    /// Outlines a text, which is JSON or YAML as its content says.
    pub(crate) fn of(text: &str) -> Self {
        let json = if starts_like_json(text) { json::outline(text) } else { None };
        json.unwrap_or_else(|| yaml::outline(text))
    }

    /// The value at a pointer's tokens, or the innermost value on the way to it; `None` for a text without values.
    pub(crate) fn find(&self, text: &str, tokens: &[impl AsRef<str>]) -> Option<Found> {
        let mut at = 0;
        let mut found = Found { key: None, value: self.nodes.first()?.bytes.clone(), steps: 0 };
        for token in tokens {
            let Some((key, value)) = self.step(text, self.follow(at), token.as_ref()) else { break };
            let bytes = self.nodes.get(value)?.bytes.clone();
            let key = key.and_then(|key| self.nodes.get(key)).map(|key| key.bytes.clone());
            found = Found { key, value: bytes, steps: found.steps + 1 };
            at = value;
        }
        Some(found)
    }

    /// Keys that stand twice in one object, at most `limit` of them.
    pub(crate) fn duplicates(&self, text: &str, limit: usize) -> Vec<Duplicate> {
        let mut found = Vec::new();
        for (index, node) in self.nodes.iter().enumerate().filter(|(_, node)| node.kind == Kind::Object) {
            let mut seen = HashMap::new();
            for (key, _) in self.children(index, node) {
                let Some((key, name)) = key.and_then(|key| Some((self.nodes.get(key)?, self.name(text, key)?))) else {
                    continue;
                };
                let first = *seen.entry(name).or_insert(key.bytes.start);
                if first != key.bytes.start && name != "<<" {
                    found.push(Duplicate { key: name.to_owned(), first, second: key.bytes.start });
                }
                if found.len() >= limit {
                    return found;
                }
            }
        }
        found
    }

    /// The node that an alias stands for, or the node itself.
    fn follow(&self, mut index: usize) -> usize {
        for _ in 0..ALIASES_FOLLOWED {
            match self.nodes.get(index).map(|node| &node.kind) {
                Some(Kind::Alias(target)) => index = *target,
                _ => return index,
            }
        }
        index
    }

    /// The key and the value that a token selects in a container.
    fn step(&self, text: &str, container: usize, token: &str) -> Option<(Option<usize>, usize)> {
        let node = self.nodes.get(container)?;
        match node.kind {
            Kind::Array => self.children(container, node).nth(token.parse().ok()?),
            Kind::Object => self
                .children(container, node)
                .filter(|(key, _)| key.and_then(|key| self.name(text, key)) == Some(token))
                .last()
                .or_else(|| self.merged(text, container, token)),
            Kind::Scalar | Kind::Key(_) | Kind::Alias(_) => None,
        }
    }

    /// What a YAML merge key (`<<`) brings into an object.
    fn merged(&self, text: &str, container: usize, token: &str) -> Option<(Option<usize>, usize)> {
        let node = self.nodes.get(container)?;
        let (_, part) = self.children(container, node).find(|(key, _)| {
            key.and_then(|key| self.nodes.get(key)).is_some_and(|key| text.get(key.bytes.clone()) == Some("<<"))
        })?;
        let part = self.follow(part);
        // A merge key inside what is merged is not looked into: places are then those of the whole part.
        let own = |index: usize| {
            let index = self.follow(index);
            let node = self.nodes.get(index).filter(|node| node.kind == Kind::Object)?;
            self.children(index, node).find(|(key, _)| key.and_then(|key| self.name(text, key)) == Some(token))
        };
        match self.nodes.get(part)?.kind {
            Kind::Object => own(part),
            Kind::Array => self.children(part, self.nodes.get(part)?).find_map(|(_, item)| own(item)),
            Kind::Scalar | Kind::Key(_) | Kind::Alias(_) => None,
        }
    }

    /// The keys and values of a container, as indices.
    fn children(&self, index: usize, node: &Node) -> impl Iterator<Item = (Option<usize>, usize)> {
        let end = node.next;
        let mut at = index + 1;
        std::iter::from_fn(move || {
            while at < end {
                let current = self.nodes.get(at)?;
                let key = matches!(current.kind, Kind::Key(_)).then_some(at);
                let value = if key.is_some() { at + 1 } else { at };
                if value >= end {
                    return None;
                }
                let child = self.nodes.get(value)?;
                if key.is_some() && matches!(child.kind, Kind::Key(_)) {
                    // A key without a value, in a broken text.
                    at = value;
                    continue;
                }
                at = child.next.max(value + 1);
                return Some((key, value));
            }
            None
        })
    }

    /// The name of the key at an index.
    fn name<'a>(&'a self, text: &'a str, key: usize) -> Option<&'a str> {
        let node = self.nodes.get(key)?;
        match &node.kind {
            Kind::Key(Some(name)) => Some(name),
            Kind::Key(None) => {
                let raw = text.get(node.bytes.clone())?;
                Some(raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')).unwrap_or(raw))
            }
            Kind::Object | Kind::Array | Kind::Scalar | Kind::Alias(_) => None,
        }
    }

    /// Adds a node and gives its index.
    fn push(&mut self, kind: Kind, bytes: Range<usize>) -> usize {
        let index = self.nodes.len();
        self.nodes.push(Node { kind, bytes, next: index + 1 });
        index
    }

    /// Closes a container at a byte.
    fn close(&mut self, index: usize, end: usize) {
        let next = self.nodes.len();
        if let Some(node) = self.nodes.get_mut(index) {
            node.next = next;
            node.bytes.end = end.max(node.bytes.start);
        }
    }
}
