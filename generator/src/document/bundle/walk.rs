//! The walk: each object of the document once, and of what was brought into it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::bundle::Load;
use crate::document::bundle::shelf::Shelf;
use crate::document::index::Index;
use crate::document::position::Position;
use crate::document::swagger;
use crate::document::{Document, Fault, Origins};
use crate::pointer::Pointer;
use crate::source::Sources;

/// Something in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    pub(super) file: usize,
    pub(super) pointer: Pointer,
}

/// Why a reference could not be followed: a code, and a sentence.
pub(super) type Refusal = (&'static str, String);

/// An object of the result, and the file that its references are relative to.
pub(super) struct Item {
    pub(super) at: Pointer,
    pub(super) position: Position,
    pub(super) file: usize,
}

/// The state of a bundle.
pub(super) struct Walk<'b> {
    /// The files.
    pub(super) shelf: Shelf<'b>,
    /// Whether the document is one of OpenAPI 2.0.
    pub(super) version_2: bool,
    /// The identifiers of the document that is bundled: references to them stay.
    pub(super) index: Option<Index>,
    /// Those of files with references to anchors.
    pub(super) anchors: BTreeMap<usize, Option<Index>>,
    /// Where the document that is bundled was written.
    pub(super) given: Origins,
    /// The result.
    pub(super) output: Document,
    /// What was said.
    pub(super) diags: &'b mut Diagnostics,
    /// The components that things in files became.
    pub(super) components: BTreeMap<(Target, Position), Pointer>,
    /// What is still to be visited.
    pub(super) open: Vec<Item>,
    /// What was visited, or is to be.
    pub(super) seen: BTreeSet<Pointer>,
    /// Components of the document that were references to files.
    pub(super) replaced: BTreeSet<Pointer>,
    /// Whether more than that was asked for.
    pub(super) full: bool,
    /// How many values came from files.
    pub(super) brought: usize,
}

/// Bundles a document.
pub(super) fn run(
    sources: &mut Sources,
    loader: &mut dyn Load,
    document: Document,
    path: &str,
    diags: &mut Diagnostics,
) -> Document {
    let mut walk = Walk {
        version_2: swagger::is_version_2(&document.value),
        index: Index::of(&document.value),
        anchors: BTreeMap::new(),
        given: document.origins.clone(),
        shelf: Shelf::new(sources, loader, path, document.value.clone()),
        output: document,
        diags,
        components: BTreeMap::new(),
        open: Vec::new(),
        seen: BTreeSet::new(),
        replaced: BTreeSet::new(),
        full: false,
        brought: 0,
    };
    walk.own_components();
    if walk.version_2 {
        walk.own_definitions();
    }
    walk.enter(Item { at: Pointer::root(), position: Position::Document, file: 0 });
    while let Some(item) = walk.open.pop() {
        walk.visit(item);
    }
    walk.output
}

impl Walk<'_> {
    pub(super) fn enter(&mut self, item: Item) {
        if self.seen.insert(item.at.clone()) {
            self.open.push(item);
        }
    }

    /// The components before all else: one that is nothing but a reference to a file is the component for what it
    /// leads to.
    fn own_components(&mut self) {
        let root = Pointer::root().child("components");
        let mut files = BTreeMap::new();
        self.parts(&root, Position::Components, 0, &mut files);
        let Some(components) = root.get(&self.output.value).cloned() else { return };
        self.own(&root, &components, Position::Components.children(&components), &files);
        self.seen.insert(root.clone());
        self.descend(&root, Position::Components, 0, &files);
    }

    /// Of all these, those that are nothing but a reference to a file.
    pub(super) fn own(
        &mut self,
        root: &Pointer,
        components: &Value,
        all: Vec<(Vec<String>, Position)>,
        files: &BTreeMap<String, usize>,
    ) {
        for (tokens, position) in all {
            let component = Pointer::root().join(&tokens);
            let Some(Value::Object(component)) = component.get(components) else { continue };
            let Some(Value::String(text)) = component.get("$ref") else { continue };
            if component.len() > 1 || !position.referable() {
                continue;
            }
            let file = tokens.first().and_then(|section| files.get(section)).copied().unwrap_or(0);
            if let Ok(Some(target)) = self.resolve(text, file) {
                self.components.entry((target, position)).or_insert_with(|| root.join(&tokens));
            }
        }
    }

    fn visit(&mut self, Item { at, position, file }: Item) {
        let mut files = BTreeMap::new();
        match at.get(&self.output.value).and_then(|value| value.get("$ref")) {
            Some(Value::String(text)) if position.referable() => {
                let text = text.clone();
                return self.refer(&at, position, file, &text);
            }
            _ => self.parts(&at, position, file, &mut files),
        }
        if position == Position::Discriminator {
            self.mapping(&at, file);
        }
        self.descend(&at, position, file, &files);
    }

    /// Puts what an object and its fields refer to in their places; `files` tells which field comes from which file.
    fn parts(&mut self, at: &Pointer, position: Position, file: usize, files: &mut BTreeMap<String, usize>) {
        let reference = at.get(&self.output.value).and_then(|value| value.get("$ref")).cloned();
        if let (Some(Value::String(text)), false) = (reference, position.referable()) {
            self.inline(at, file, &text, files);
        }
        self.fields(at, position, file, files);
    }

    fn descend(&mut self, at: &Pointer, position: Position, file: usize, files: &BTreeMap<String, usize>) {
        let Some(value) = at.get(&self.output.value) else { return };
        let mut children = self.children(position, value);
        children.reverse();
        for (tokens, position) in children {
            let file = tokens.first().and_then(|key| files.get(key)).copied().unwrap_or(file);
            self.enter(Item { at: at.join(tokens), position, file });
        }
    }

    /// A reference where OpenAPI has them: what it leads to becomes a component.
    fn refer(&mut self, at: &Pointer, position: Position, file: usize, text: &str) {
        let target = match self.resolve(text, file) {
            Ok(Some(target)) => target,
            Ok(None) => return self.siblings(at, position, file),
            Err((code, message)) => return self.refuse(at, code, message),
        };
        let key = (target, position);
        let known = self.components.get(&key).cloned();
        let (target, _) = key;
        match known {
            // It stands here itself. A second time it would lead to itself.
            Some(component) if component == *at && target.file != 0 && self.replaced.insert(at.clone()) => {
                if self.put(at, &target) {
                    self.open.push(Item { at: at.clone(), position, file: target.file });
                }
            }
            Some(component) => self.point(at, position, file, &component),
            None if target.file == 0 => self.point(at, position, file, &target.pointer),
            None => match self.bring(&target, position) {
                Some(component) => self.point(at, position, file, &component),
                None => self.refuse(
                    at,
                    "bundle::large",
                    format!("what `{text}` leads to cannot be put among the components"),
                ),
            },
        }
    }

    fn point(&mut self, at: &Pointer, position: Position, file: usize, to: &Pointer) {
        if let Some(slot) = at.child("$ref").get_mut(&mut self.output.value) {
            *slot = Value::String(to.to_reference());
        }
        self.siblings(at, position, file);
    }

    /// What stands beside a reference in a schema may have references of its own.
    fn siblings(&mut self, at: &Pointer, position: Position, file: usize) {
        if position == Position::Schema {
            self.fields(at, position, file, &mut BTreeMap::new());
            self.descend(at, position, file, &BTreeMap::new());
        }
    }

    /// References in the `mapping` of a discriminator; names of schemas stay, unless they are of another file.
    fn mapping(&mut self, at: &Pointer, file: usize) {
        let at = at.child("mapping");
        let Some(Value::Object(mapping)) = at.get(&self.output.value) else { return };
        for (tag, value) in mapping.clone() {
            let Some(text) = value.as_str() else { continue };
            let is_reference =
                text.contains(['#', '/']) || [".yaml", ".yml", ".json"].iter().any(|e| text.ends_with(e));
            let text = if is_reference { text.to_owned() } else { format!("#/components/schemas/{text}") };
            if !is_reference && file == 0 {
                continue;
            }
            let component = match self.resolve(&text, file) {
                Ok(Some(target)) if target.file == 0 => Some(target.pointer),
                Ok(Some(target)) => {
                    let known = self.components.get(&(target.clone(), Position::Schema)).cloned();
                    known.or_else(|| self.bring(&target, Position::Schema))
                }
                Err((code, message)) if is_reference => {
                    self.refuse(&at.child(&tag), code, message);
                    None
                }
                Ok(None) | Err(_) => None,
            };
            if let (Some(to), Some(slot)) = (component, at.child(&tag).get_mut(&mut self.output.value)) {
                *slot = Value::String(to.to_reference());
            }
        }
    }

    pub(super) fn refuse(&mut self, at: &Pointer, code: &'static str, message: String) {
        let help = match code {
            "bundle::url" => "save the file beside the document, and refer to that",
            "bundle::outside" => "move the file into the folder, or choose a folder that has both",
            _ => "let the reference lead to what is there",
        };
        let place = self.output.origins.place(at);
        self.diags.push(Diagnostic::error(code, place, message.clone()).help(help));
        self.mark(at, code, message);
    }

    /// Leaves a mark where a reference could not be followed.
    pub(super) fn mark(&mut self, at: &Pointer, code: &'static str, reason: String) {
        let place = self.output.origins.place(at);
        let fault = Fault { code, reason };
        if let Some(slot) = at.get_mut(&mut self.output.value) {
            *slot = fault.mark();
        }
        self.output.faults.add(place, fault);
    }
}
