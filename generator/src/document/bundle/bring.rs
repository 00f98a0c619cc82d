//! What comes out of files: components, and what is put in the place of a reference.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostic, Place, Spot};
use crate::document::bundle::names;
use crate::document::bundle::walk::{Item, Target, Walk};
use crate::document::position::{Position, Shape};
use crate::document::size::size;
use crate::pointer::Pointer;

/// How many values, in all, come from other files.
const LARGEST: usize = 3_000_000;
/// What one replacement costs, beside the values that it brings.
const REPLACEMENT: usize = 50;
/// How deep something may be put in the place of a reference: what contains itself would go on for ever.
const DEEPEST: usize = 64;

impl Walk<'_> {
    /// Makes a component of what stands in a file.
    pub(super) fn bring(&mut self, target: &Target, position: Position) -> Option<Pointer> {
        let section = self.section(position)?;
        let text = self.shelf.get(target.file)?;
        let value = target.pointer.get(&text.value)?.clone();
        self.spend(&value)?;
        let text = self.shelf.get(target.file)?;
        let components = section_of(&mut self.output.value, &section)?;
        let name = names::free(components, &text.path, &target.pointer);
        components.insert(name.clone(), value);
        let at = section.child(&name);
        self.output.origins.set(at.clone(), self.place(target));
        self.components.insert((target.clone(), position), at.clone());
        self.enter(Item { at: at.clone(), position, file: target.file });
        Some(at)
    }

    /// A reference where OpenAPI has none: what it leads to is put in its place; what stands beside it wins.
    pub(super) fn inline(&mut self, at: &Pointer, file: usize, text: &str, files: &mut BTreeMap<String, usize>) {
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
            let found = match found {
                Some(value) if value.is_object() && !self.room(at, &value) => return,
                Some(Value::Object(found)) => found,
                _ => return self.refuse(at, "bundle::nothing", format!("`{text}` leads to no object")),
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
    pub(super) fn fields(
        &mut self,
        at: &Pointer,
        position: Position,
        file: usize,
        files: &mut BTreeMap<String, usize>,
    ) {
        let Some(Value::Object(map)) = at.get(&self.output.value) else { return };
        let found: Vec<_> = map.iter().filter_map(|(key, value)| self.referring(position, key, value)).collect();
        for (key, shape, text) in found {
            let field = at.child(&key);
            let from = files.get(&key).copied().unwrap_or(file);
            match self.end(&text, from) {
                Ok(Some(target)) => {
                    if self.put(&field, &target) {
                        files.insert(key, target.file);
                    }
                }
                Ok(None) => {}
                Err((code, message)) if shape == Shape::Text => self.refuse(&field, code, message),
                Err((code, message)) => return self.refuse(at, code, message),
            }
        }
    }

    /// Puts what stands in a file in the place of a reference.
    pub(super) fn put(&mut self, at: &Pointer, target: &Target) -> bool {
        let found = self.shelf.get(target.file).and_then(|text| target.pointer.get(&text.value)).cloned();
        let Some(found) = found.filter(|value| self.room(at, value)) else { return false };
        let place = self.place(target);
        self.output.origins.set(at.clone(), place);
        if let Some(slot) = at.get_mut(&mut self.output.value) {
            *slot = found;
        }
        true
    }

    /// Counts what is brought into the document; `None` when it is too much.
    fn spend(&mut self, value: &Value) -> Option<()> {
        self.brought = self.brought.saturating_add(size(value, LARGEST));
        (self.brought <= LARGEST).then_some(())
    }

    /// Whether there is room for a value in the place of a reference. That there is none is said once: small files
    /// can ask for it very often.
    fn room(&mut self, at: &Pointer, value: &Value) -> bool {
        self.brought = self.brought.saturating_add(REPLACEMENT);
        if at.tokens().len() <= DEEPEST && self.spend(value).is_some() {
            return true;
        }
        let message = "what this leads to is too large, taken together with the rest, or contains itself".to_owned();
        match std::mem::replace(&mut self.full, true) {
            true => self.mark(at, "bundle::large", message),
            false => self.refuse(at, "bundle::large", message),
        }
        false
    }

    /// A field that is no object of its own and has a reference in its place: its key, its shape, and the reference.
    fn referring(&self, position: Position, key: &str, value: &Value) -> Option<(String, Shape, String)> {
        let text = value.as_object()?.get("$ref")?.as_str()?;
        let shape = self.field(position, key)?;
        let object = matches!(shape, Shape::One(_) | Shape::SchemaOrFlag | Shape::Items);
        (!object).then(|| (key.to_owned(), shape, text.to_owned()))
    }

    fn place(&self, target: &Target) -> Place {
        match self.shelf.get(target.file).and_then(|text| text.file) {
            Some(file) => Place { file, spot: Spot::Pointer(target.pointer.clone()) },
            None => self.given.place(&target.pointer),
        }
    }
}

/// A section of the components, which is made if it is not there.
fn section_of<'v>(document: &'v mut Value, section: &Pointer) -> Option<&'v mut Map<String, Value>> {
    section.tokens().iter().try_fold(document.as_object_mut()?, |map, token| object_at(map, token))
}

fn object_at<'v>(map: &'v mut Map<String, Value>, key: &str) -> Option<&'v mut Map<String, Value>> {
    let slot = map.entry(key).or_insert(Value::Null);
    if slot.is_null() || slot.as_array().is_some_and(Vec::is_empty) {
        *slot = json!({});
    }
    slot.as_object_mut()
}
