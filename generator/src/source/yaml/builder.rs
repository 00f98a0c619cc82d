//! Events of a YAML document → its value, without recursion.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use saphyr_parser::Event;
use saphyr_parser::ScalarStyle;
use saphyr_parser::Tag;
use serde_json::Map;
use serde_json::Value;

use super::super::Limits;
use super::super::json;
use super::super::parse::Failure;
use super::anchor::Anchor;
use super::anchor::Copies;
use super::anchor::Cost;
use super::scalar;

/// A document being built.
pub(super) struct Builder<'l> {
    limits: &'l Limits,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Anchor>,
    root: Option<Value>,
    nodes: usize,
    alias_bytes: usize,
    repeated: usize,
    duplicates: bool,
}

/// A collection whose end has not come yet.
struct Open {
    anchor: usize,
    content: Content,
}

enum Content {
    Sequence(Vec<Value>),
    Mapping { map: Map<String, Value>, key: Option<Key>, merged: BTreeSet<String> },
}

/// The key that the next value belongs to.
enum Key {
    Name(String),
    /// `<<`: <https://yaml.org/type/merge.html>.
    Merge,
}

/// What to do about aliases.
const REPAIR: &str = "write the repeated parts as components and refer to them with `$ref`";

impl<'l> Builder<'l> {
    pub(super) fn new(limits: &'l Limits) -> Self {
        let anchors = BTreeMap::new();
        Self { limits, open: Vec::new(), anchors, root: None, nodes: 0, alias_bytes: 0, repeated: 0, duplicates: false }
    }

    /// Takes one event, which starts at a byte of the text.
    pub(super) fn event(&mut self, event: Event<'_>, offset: usize) -> Result<(), Failure> {
        match event {
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), offset),
            Event::SequenceStart(anchor, tag) => {
                check_collection_tag(tag.as_deref(), offset)?;
                self.start(anchor, Content::Sequence(Vec::new()), offset)
            }
            Event::MappingStart(anchor, tag) => {
                check_collection_tag(tag.as_deref(), offset)?;
                let content = Content::Mapping { map: Map::new(), key: None, merged: BTreeSet::new() };
                self.start(anchor, content, offset)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(offset),
            Event::Alias(anchor) => self.alias(anchor, offset),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {
                Ok(())
            }
        }
    }

    /// The document, after the last event.
    pub(super) fn finish(self) -> Result<Value, Failure> {
        if let Some(failure) = self.repeated_too_much() {
            return Err(failure);
        }
        match self.root {
            Some(_) if self.duplicates => Err(Failure::DuplicateKeys),
            Some(root) => Ok(root),
            None => Err(Failure::at("source::empty", 0, "the file holds no document, only comments or blank lines")),
        }
    }

    /// What is said of aliases that repeat much more than is written: which of them repeats most.
    fn repeated_too_much(&self) -> Option<Failure> {
        let written = self.nodes.saturating_sub(self.repeated);
        if self.repeated <= self.limits.repeated.saturating_add(written.saturating_mul(2)) {
            return None;
        }
        let total = |anchor: &Anchor| anchor.copies.count.saturating_mul(anchor.cost.nodes);
        let (most, last) = self.anchors.values().map(|anchor| (total(anchor), anchor.copies.last)).max()?;
        let message = format!(
            "aliases repeat {} values, and {written} are written; the value that this one stands for makes {most} of them",
            self.repeated
        );
        Some(Failure::at("source::aliases", last, message).with_help(REPAIR))
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        offset: usize,
    ) -> Result<(), Failure> {
        if let Some(key) = self.wanted_key() {
            let merge = text == "<<" && (style == ScalarStyle::Plain && tag.is_none() || is_merge(tag));
            *key = Some(if merge { Key::Merge } else { Key::Name(text.to_owned()) });
            let value = Value::String(text.to_owned());
            return self.remember(anchor, Cow::Owned(value), offset);
        }
        let value = meaning(text, style, tag, offset)?;
        self.remember(anchor, Cow::Borrowed(&value), offset)?;
        self.place(value, offset)
    }

    fn start(&mut self, anchor: usize, content: Content, offset: usize) -> Result<(), Failure> {
        if self.wanted_key().is_some() {
            return Err(collection_key(offset));
        }
        if self.open.len() >= self.limits.depth {
            return Err(json::too_deep(offset, self.limits));
        }
        self.open.push(Open { anchor, content });
        Ok(())
    }

    fn end(&mut self, offset: usize) -> Result<(), Failure> {
        let Some(Open { anchor, content }) = self.open.pop() else { return Ok(()) };
        let value = match content {
            Content::Sequence(items) => Value::Array(items),
            Content::Mapping { map, .. } => Value::Object(map),
        };
        self.remember(anchor, Cow::Borrowed(&value), offset)?;
        self.place(value, offset)
    }

    fn alias(&mut self, anchor: usize, offset: usize) -> Result<(), Failure> {
        let Some(Anchor { value, cost, copies }) = self.anchors.get_mut(&anchor) else {
            return Err(Failure::at("source::alias", offset, "this alias stands inside the value that it repeats"));
        };
        copies.add(offset);
        let (value, cost) = (value.clone(), *cost);
        if let Some(key) = self.wanted_key() {
            *key = Some(Key::Name(key_text(&value).ok_or_else(|| collection_key(offset))?));
            return Ok(());
        }
        self.nodes = self.nodes.saturating_add(cost.nodes);
        self.repeated = self.repeated.saturating_add(cost.nodes);
        if self.open.len() + cost.depth > self.limits.depth {
            return Err(json::too_deep(offset, self.limits));
        }
        self.spend(cost, offset)?;
        self.place(value, offset)
    }

    /// The place for a key, where the next scalar is one.
    fn wanted_key(&mut self) -> Option<&mut Option<Key>> {
        match self.open.last_mut().map(|open| &mut open.content) {
            Some(Content::Mapping { key, .. }) if key.is_none() => Some(key),
            _ => None,
        }
    }

    /// Keeps a copy of an anchored value for its aliases.
    fn remember(&mut self, anchor: usize, value: Cow<'_, Value>, offset: usize) -> Result<(), Failure> {
        if anchor != 0 {
            let cost = Cost::of(&value);
            self.spend(cost, offset)?;
            self.anchors.insert(anchor, Anchor { value: value.into_owned(), cost, copies: Copies::default() });
        }
        Ok(())
    }

    fn spend(&mut self, cost: Cost, offset: usize) -> Result<(), Failure> {
        self.alias_bytes = self.alias_bytes.saturating_add(cost.bytes);
        if self.alias_bytes > self.limits.aliases {
            let message = format!("aliases blow the document up by more than {} bytes", self.limits.aliases);
            return Err(Failure::at("source::aliases", offset, message).with_help(REPAIR));
        }
        Ok(())
    }

    /// Puts a finished value where it belongs.
    fn place(&mut self, value: Value, offset: usize) -> Result<(), Failure> {
        self.nodes = self.nodes.saturating_add(1);
        if self.nodes > self.limits.nodes {
            return Err(json::too_many_nodes(offset, self.limits));
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(value),
            Some(Content::Sequence(items)) => items.push(value),
            Some(Content::Mapping { map, key, merged }) => match key.take() {
                Some(Key::Merge) => merge(map, merged, value, offset)?,
                Some(Key::Name(name)) => {
                    let replaces_merged = merged.remove(&name);
                    self.duplicates |= map.insert(name, value).is_some() && !replaces_merged;
                }
                None => {}
            },
        }
        Ok(())
    }
}

/// Adds the entries of a mapping, or of a list of mappings, that the mapping does not have itself; earlier ones of the
/// list win.
fn merge(
    map: &mut Map<String, Value>,
    merged: &mut BTreeSet<String>,
    value: Value,
    offset: usize,
) -> Result<(), Failure> {
    let parts = match value {
        Value::Array(parts) => parts,
        part => vec![part],
    };
    for part in parts {
        let Value::Object(entries) = part else {
            return Err(Failure::at("source::merge-key", offset, "a merge key `<<` takes a mapping or a list of them")
                .with_help("where `<<` is meant as a name, write it in quotes"));
        };
        for (key, value) in entries {
            if !map.contains_key(&key) {
                merged.insert(key.clone());
                map.insert(key, value);
            }
        }
    }
    Ok(())
}

fn collection_key(offset: usize) -> Failure {
    Failure::at("source::key", offset, "a list or mapping is used as a key, which JSON cannot say")
        .with_help("use text as the key; a key that starts with `{` or `[` needs quotes")
}

/// Whether a key is tagged as a merge key, as some programs write it (<https://yaml.org/type/merge.html>).
fn is_merge(tag: Option<&Tag>) -> bool {
    tag.is_some_and(|tag| format!("{}{}", tag.handle, tag.suffix) == "tag:yaml.org,2002:merge")
}

const CORE: &str = "tag:yaml.org,2002:";

fn meaning(text: &str, style: ScalarStyle, tag: Option<&Tag>, offset: usize) -> Result<Value, Failure> {
    let Some(tag) = tag else {
        let plain = style == ScalarStyle::Plain;
        return Ok(if plain { scalar::plain(text) } else { Value::String(text.to_owned()) });
    };
    let name = format!("{}{}", tag.handle, tag.suffix);
    if name == "!" {
        return Ok(Value::String(text.to_owned()));
    }
    let Some(core) = name.strip_prefix(CORE) else { return Err(unknown_tag(&name, offset)) };
    scalar::tagged(core, text)
        .ok_or_else(|| Failure::at("source::tag", offset, format!("`{text}` is not what its tag `!!{core}` says")))
}

fn check_collection_tag(tag: Option<&Tag>, offset: usize) -> Result<(), Failure> {
    let Some(tag) = tag else { return Ok(()) };
    let name = format!("{}{}", tag.handle, tag.suffix);
    let known = ["map", "seq", "omap", "set", "pairs"];
    let core = name.strip_prefix(CORE).is_some_and(|core| known.contains(&core));
    if core || name == "!" { Ok(()) } else { Err(unknown_tag(&name, offset)) }
}

fn unknown_tag(name: &str, offset: usize) -> Failure {
    Failure::at("source::tag", offset, format!("the YAML tag `{name}` has no meaning in a document that is also JSON"))
        .with_help("remove the tag; text that starts with `!` needs quotes")
}

fn key_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some("null".to_owned()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Array(_) | Value::Object(_) => None,
    }
}
