//! The walk: each object of the document once, and of what was brought into it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Spot};
use crate::document::bundle::address::{self, Foreign};
use crate::document::bundle::shelf::Shelf;
use crate::document::bundle::{Load, names};
use crate::document::index::Index;
use crate::document::normalise::INVALID;
use crate::document::position::{Position, Shape};
use crate::document::size::size;
use crate::document::{Document, Origins};
use crate::pointer::Pointer;
use crate::source::Sources;

/// How many references may lead from one to the next.
const LONGEST_CHAIN: usize = 64;
/// How many values, in all, come from other files.
const LARGEST: usize = 8_000_000;

/// Something in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Target {
    file: usize,
    pointer: Pointer,
}

/// Why a reference could not be followed: a code, and a sentence.
type Refusal = (&'static str, String);

/// An object of the result, and the file that its references are relative to.
struct Item {
    at: Pointer,
    position: Position,
    file: usize,
}

struct Walk<'b> {
    shelf: Shelf<'b>,
    index: Option<Index>,
    given: Origins,
    output: Document,
    diags: &'b mut Diagnostics,
    components: BTreeMap<(Target, Position), Pointer>,
    open: Vec<Item>,
    seen: BTreeSet<Pointer>,
    replaced: BTreeSet<Pointer>,
    brought: usize,
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
        index: Index::of(&document.value),
        given: document.origins.clone(),
        shelf: Shelf::new(sources, loader, path, document.value.clone()),
        output: document,
        diags,
        components: BTreeMap::new(),
        open: Vec::new(),
        seen: BTreeSet::new(),
        replaced: BTreeSet::new(),
        brought: 0,
    };
    walk.own_components();
    walk.enter(Item { at: Pointer::root(), position: Position::Document, file: 0 });
    while let Some(item) = walk.open.pop() {
        walk.visit(item);
    }
    walk.output
}

impl Walk<'_> {
    fn enter(&mut self, item: Item) {
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
        for (tokens, position) in Position::Components.children(&components) {
            let component = Pointer::root().join(&tokens);
            let Some(Value::Object(component)) = component.get(&components) else { continue };
            let Some(Value::String(text)) = component.get("$ref") else { continue };
            if component.len() > 1 || !position.referable() {
                continue;
            }
            let file = tokens.first().and_then(|section| files.get(section)).copied().unwrap_or(0);
            if let Ok(Some(target)) = self.resolve(text, file) {
                self.components.entry((target, position)).or_insert_with(|| root.join(&tokens));
            }
        }
        self.seen.insert(root.clone());
        self.descend(&root, Position::Components, 0, &files);
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
        let mut children = position.children(value);
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
                None => self.refuse(at, "bundle::large", format!("`{text}` brings too much into the document")),
            },
        }
    }

    fn point(&mut self, at: &Pointer, position: Position, file: usize, to: &Pointer) {
        if let Some(slot) = at.child("$ref").get_mut(&mut self.output.value) {
            *slot = Value::String(format!("#{to}"));
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

    /// Makes a component of what stands in a file.
    fn bring(&mut self, target: &Target, position: Position) -> Option<Pointer> {
        let section = position.section()?;
        let text = self.shelf.get(target.file)?;
        let value = target.pointer.get(&text.value)?.clone();
        self.spend(&value)?;
        let text = self.shelf.get(target.file)?;
        let components = section_of(&mut self.output.value, section)?;
        let name = names::free(components, &text.path, &target.pointer);
        components.insert(name.clone(), value);
        let at = Pointer::root().join(["components", section, &name]);
        self.output.origins.set(at.clone(), self.place(target));
        self.components.insert((target.clone(), position), at.clone());
        self.enter(Item { at: at.clone(), position, file: target.file });
        Some(at)
    }

    /// A reference where OpenAPI has none: what it leads to is put in its place; what stands beside it wins.
    fn inline(&mut self, at: &Pointer, file: usize, text: &str, files: &mut BTreeMap<String, usize>) {
        let layers = match self.chain(text, file) {
            Ok(layers) if layers.is_empty() => return,
            Ok(layers) => layers,
            Err((code, message)) => return self.refuse(at, code, message),
        };
        let Some(Value::Object(map)) = at.get_mut(&mut self.output.value) else { return };
        let beside = std::mem::take(map).into_iter().filter(|(key, _)| key != "$ref");
        let beside: Vec<_> =
            beside.map(|(key, value)| (self.output.origins.place(&at.child(&key)), key, value)).collect();
        let mut whole = Map::new();
        for target in layers.iter().rev() {
            let found = self.shelf.get(target.file).and_then(|text| target.pointer.get(&text.value)).cloned();
            let Some(Value::Object(found)) = found.filter(|value| self.spend(value).is_some()) else {
                let message = format!("`{text}` leads to no object, or to too large a one");
                return self.refuse(at, "bundle::nothing", message);
            };
            for (key, value) in found.into_iter().filter(|(key, _)| key != "$ref") {
                let inside = Target { file: target.file, pointer: target.pointer.child(&key) };
                self.output.origins.set(at.child(&key), self.place(&inside));
                files.insert(key.clone(), target.file);
                whole.insert(key, value);
            }
        }
        for (place, key, value) in beside {
            if files.remove(&key).is_some() {
                self.output.origins.set(at.child(&key), place.clone());
                let message = format!("`{key}` is also in what `$ref` leads to; the one beside the `$ref` was taken");
                self.diags.push(Diagnostic::warning("reference::siblings", place, message));
            }
            whole.insert(key, value);
        }
        if let Some(slot) = at.get_mut(&mut self.output.value) {
            *slot = Value::Object(whole);
        }
    }

    /// A reference in place of a text, a list or a map, which are no objects of their own.
    fn fields(&mut self, at: &Pointer, position: Position, file: usize, files: &mut BTreeMap<String, usize>) {
        for (key, shape) in position.fields() {
            let field = at.child(key);
            let text = match (shape, field.get(&self.output.value).and_then(|value| value.get("$ref"))) {
                (Shape::One(_) | Shape::SchemaOrFlag | Shape::Items, _) => continue,
                (_, Some(Value::String(text))) => text.clone(),
                _ => continue,
            };
            let from = files.get(*key).copied().unwrap_or(file);
            match self.end(&text, from) {
                Ok(Some(target)) => {
                    if self.put(&field, &target) {
                        files.insert((*key).to_owned(), target.file);
                    }
                }
                Ok(None) => {}
                Err((code, message)) if *shape == Shape::Text => self.refuse(&field, code, message),
                Err((code, message)) => return self.refuse(at, code, message),
            }
        }
    }

    /// Puts what stands in a file in the place of a reference.
    fn put(&mut self, at: &Pointer, target: &Target) -> bool {
        let found = self.shelf.get(target.file).and_then(|text| target.pointer.get(&text.value)).cloned();
        let Some(found) = found.filter(|value| self.spend(value).is_some()) else {
            self.refuse(at, "bundle::large", "this brings too much into the document".to_owned());
            return false;
        };
        let place = self.place(target);
        self.output.origins.set(at.clone(), place);
        if let Some(slot) = at.get_mut(&mut self.output.value) {
            *slot = found;
        }
        true
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
                *slot = Value::String(format!("#{to}"));
            }
        }
    }

    /// What a reference leads to; `None` where it stays as it is: inside the document, or to an identifier of it.
    fn resolve(&mut self, text: &str, file: usize) -> Result<Option<Target>, Refusal> {
        let (path, fragment) = address::split(text);
        if file == 0 && path.is_none() {
            return Ok(None);
        }
        if file == 0 && self.index.as_ref().is_some_and(|index| index.knows(text)) {
            return Ok(None);
        }
        let number = match path {
            None => file,
            Some(path) => self.number(path, file)?,
        };
        self.within(number, fragment, path.is_none()).map(Some).ok_or_else(|| {
            let name = self.shelf.get(number).map(|text| text.path.clone()).unwrap_or_default();
            ("bundle::nothing", format!("there is nothing at `#{fragment}` of `{name}`"))
        })
    }

    fn number(&mut self, path: &str, file: usize) -> Result<usize, Refusal> {
        let from = self.shelf.get(file).map(|text| text.path.clone()).unwrap_or_default();
        let path = address::join(&from, path).map_err(|foreign| match foreign {
            Foreign::Url => ("bundle::url", format!("`{path}` is not a local file, and nothing is fetched")),
            Foreign::Outside => ("bundle::outside", format!("`{path}` leads out of the folder of the document")),
        })?;
        let read = self.shelf.number(&path, self.diags);
        read.map_err(|why| ("bundle::file", format!("`{path}` could not be read: {why}")))
    }

    /// Parts of a document that were split off often refer to its components as if they still stood in it.
    fn within(&self, number: usize, fragment: &str, same: bool) -> Option<Target> {
        let found = |number: usize| {
            let text = self.shelf.get(number)?;
            address::pointers(fragment).find(|pointer| pointer.get(&text.value).is_some())
        };
        match (found(number), same) {
            (Some(pointer), _) => Some(Target { file: number, pointer }),
            (None, true) => Some(Target { file: 0, pointer: found(0)? }),
            (None, false) if number == 0 => Some(Target { file: 0, pointer: address::pointers(fragment).next()? }),
            (None, false) => None,
        }
    }

    /// Where a chain of references ends; `None` where it begins with one that stays as it is.
    fn end(&mut self, text: &str, file: usize) -> Result<Option<Target>, Refusal> {
        Ok(self.chain(text, file)?.pop())
    }

    /// What a reference leads to, what that leads to, and so on; empty where the reference stays as it is.
    fn chain(&mut self, text: &str, file: usize) -> Result<Vec<Target>, Refusal> {
        let Some(first) = self.resolve(text, file)? else { return Ok(Vec::new()) };
        let mut chain = vec![first];
        while let (Some(last), true) = (chain.last(), chain.len() <= LONGEST_CHAIN) {
            let file = last.file;
            let value = self.shelf.get(file).and_then(|text| last.pointer.get(&text.value));
            let Some(Value::String(next)) = value.and_then(|value| value.get("$ref")) else {
                return Ok(chain);
            };
            let next = next.clone();
            let inside = self.resolve(&next, file)?.or_else(|| self.within(0, address::split(&next).1, true));
            match inside {
                Some(next) => chain.push(next),
                None => return Err(("bundle::nothing", format!("`{next}` leads to nothing"))),
            }
        }
        Err(("bundle::cycle", format!("`{text}` leads to itself")))
    }

    /// Counts what is brought into the document; `None` when it is too much.
    fn spend(&mut self, value: &Value) -> Option<()> {
        self.brought = self.brought.saturating_add(size(value, LARGEST));
        (self.brought <= LARGEST).then_some(())
    }

    fn place(&self, target: &Target) -> Place {
        match self.shelf.get(target.file).and_then(|text| text.file) {
            Some(file) => Place { file, spot: Spot::Pointer(target.pointer.clone()) },
            None => self.given.place(&target.pointer),
        }
    }

    fn refuse(&mut self, at: &Pointer, code: &'static str, message: String) {
        let help = match code {
            "bundle::url" => "save the file beside the document, and refer to that",
            "bundle::outside" => "move the file into the folder, or choose a folder that has both",
            _ => "let the reference lead to what is there",
        };
        let place = self.output.origins.place(at);
        self.diags.push(Diagnostic::error(code, place, message).help(help));
        if let Some(slot) = at.get_mut(&mut self.output.value) {
            *slot = json!({ INVALID: code });
        }
    }
}

/// A section of the components, which is made if it is not there.
fn section_of<'v>(document: &'v mut Value, section: &str) -> Option<&'v mut Map<String, Value>> {
    let components = document.as_object_mut()?.entry("components").or_insert_with(|| json!({}));
    components.as_object_mut()?.entry(section).or_insert_with(|| json!({})).as_object_mut()
}
