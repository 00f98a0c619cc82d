//! One object of the document while rules change it, and what they need to know and to say.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::document::index::Index;
use crate::document::position::Position;
use crate::document::{Document, Fault, Origins};
use crate::pointer::Pointer;

/// An object that is being rewritten.
pub(super) struct Node<'p> {
    /// Its fields.
    pub map: Map<String, Value>,
    /// Where it stands in the result.
    pub at: &'p Pointer,
    /// What it is.
    pub position: Position,
    /// The resource that its references are relative to.
    pub base: usize,
    /// The minor version of OpenAPI 3.
    pub minor: u8,
    /// The document as it was given.
    pub input: &'p Document,
    /// What its identifiers stand for.
    pub index: &'p Index,
    /// What is left behind for the pass.
    pub changes: Changes,
    origins: &'p Origins,
    diags: &'p mut Diagnostics,
    memory: &'p mut Memory,
}

/// What the rules did to one object, beyond its fields. Pointers are of the result.
#[derive(Default)]
pub(super) struct Changes {
    /// The object has no meaning.
    pub fault: Option<Fault>,
    /// Children that have none: each where it stands.
    pub faulty: Vec<(Pointer, Fault)>,
    /// Children that stand elsewhere now: from, to.
    pub moved: Vec<(Pointer, Pointer)>,
    /// Children that were written elsewhere.
    pub placed: Vec<(Pointer, Place)>,
    /// Schemas that become components: the name asked for, where each stood, and what it is.
    pub hoisted: Vec<(String, Pointer, Value)>,
}

/// What nodes share.
pub(super) struct Surroundings<'p> {
    pub minor: u8,
    pub input: &'p Document,
    pub index: &'p Index,
    pub origins: &'p Origins,
    pub diags: &'p mut Diagnostics,
    pub memory: &'p mut Memory,
}

/// What was said or spent once for the whole document.
#[derive(Default)]
pub(super) struct Memory {
    /// That nulls were taken for nothing.
    pub nulls: bool,
    /// That `nullable` stands without `type`.
    pub untyped_nullable: bool,
    /// How many values the document has.
    pub size: usize,
    /// How many values were put in the place of references.
    pub inlined: usize,
    /// That this was more than there is room for.
    pub excess: bool,
    /// The components that were spoken of.
    pub spoken_of: BTreeSet<Pointer>,
}

impl<'p> Node<'p> {
    /// The object `map`, which stands at `at`.
    pub fn new(map: Map<String, Value>, at: &'p Pointer, position: Position, base: usize, s: Surroundings<'p>) -> Self {
        let Surroundings { minor, input, index, origins, diags, memory } = s;
        Self { map, at, position, base, minor, input, index, changes: Changes::default(), origins, diags, memory }
    }

    /// What is left of it: its fields, or the mark of what has no meaning.
    pub fn finish(self) -> (Value, Changes) {
        match &self.changes.fault {
            Some(fault) => (fault.mark(), self.changes),
            None => (Value::Object(self.map), self.changes),
        }
    }

    /// A field.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.map.get(key)
    }

    /// A field that is a text.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.map.get(key)?.as_str()
    }

    /// Whether a field is there.
    pub fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// Takes a field out; the others keep their order.
    pub fn take(&mut self, key: &str) -> Option<Value> {
        self.map.shift_remove(key)
    }

    /// Sets a field.
    pub fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.map.insert(key.to_owned(), value.into());
    }

    /// Where something of this object was written.
    pub fn place(&self, tokens: &[&str]) -> Place {
        let pointer = self.at.join(tokens);
        let placed = self.changes.placed.iter().rev().find(|(prefix, _)| pointer.tokens().starts_with(prefix.tokens()));
        match placed {
            Some((prefix, place)) => {
                let mut origins = Origins::of(place.file);
                origins.set(prefix.clone(), place.clone());
                origins.place(&pointer)
            }
            None => self.origins.place(&pointer),
        }
    }

    /// Says that something of this object was read in its one sensible meaning.
    pub fn warn(&mut self, tokens: &[&str], code: &'static str, message: impl Into<String>) {
        let place = self.place(tokens);
        self.diags.push(Diagnostic::warning(code, place, message));
    }

    /// Says what was decided about something of this object.
    pub fn note(&mut self, tokens: &[&str], code: &'static str, message: impl Into<String>) {
        let place = self.place(tokens);
        self.diags.push(Diagnostic::note(code, place, message));
    }

    /// Says that something of this object was left out; the object itself stays.
    pub fn error(&mut self, tokens: &[&str], code: &'static str, message: impl Into<String>, help: &str) {
        let place = self.place(tokens);
        self.diags.push(Diagnostic::error(code, place, message).help(help));
    }

    /// Says why this object has no meaning, and leaves it out.
    pub fn fail(&mut self, tokens: &[&str], code: &'static str, message: impl Into<String>, help: &str) {
        let reason = message.into();
        self.error(tokens, code, reason.clone(), help);
        self.changes.fault = Some(Fault { code, reason });
    }

    /// Says, once per document, that nulls were taken for nothing.
    pub fn null(&mut self, tokens: &[&str]) {
        let place = self.place(tokens);
        null(self.diags, &mut self.memory.nulls, place);
    }

    /// Whether it was not said before that `nullable` stands without `type`.
    pub fn first_untyped_nullable(&mut self) -> bool {
        !std::mem::replace(&mut self.memory.untyped_nullable, true)
    }

    /// Whether a component of the input was not spoken of before.
    pub fn first_time(&mut self, component: &Pointer) -> bool {
        self.memory.spoken_of.insert(component.clone())
    }

    /// How many values the document has.
    pub fn size(&self) -> usize {
        self.memory.size
    }

    /// Spends from what may be put in the place of references; tells how much was spent so far.
    pub fn spend(&mut self, values: usize) -> usize {
        self.memory.inlined = self.memory.inlined.saturating_add(values);
        self.memory.inlined
    }

    /// Whether it was not said before that too much was asked for.
    pub fn first_excess(&mut self) -> bool {
        !std::mem::replace(&mut self.memory.excess, true)
    }

    /// A child stands elsewhere in this object from now on.
    pub fn moved(&mut self, from: &[&str], to: &[&str]) {
        let (from, to) = (self.at.join(from), self.at.join(to));
        match self.changes.moved.iter_mut().find(|(_, now)| *now == from) {
            Some((_, now)) => *now = to,
            None => self.changes.moved.push((from, to)),
        }
    }

    /// A part that this object did not have was written where `from` stands.
    pub fn placed(&mut self, tokens: &[&str], from: &[&str]) {
        let place = self.place(from);
        self.changes.placed.push((self.at.join(tokens), place));
    }

    /// Renames a field; what it holds is `to` from now on.
    pub fn rename(&mut self, from: &str, to: &str) {
        if let Some(value) = self.take(from) {
            self.set(to, value);
            self.moved(&[from], &[to]);
        }
    }

    /// Keeps the items of a list that `keep` wants, and tells how many went.
    pub fn retain(&mut self, key: &str, keep: impl Fn(usize, &Value) -> bool) -> usize {
        let Some(Value::Array(items)) = self.map.get_mut(key) else { return 0 };
        let before = std::mem::take(items);
        let count = before.len();
        let mut moves = Vec::new();
        for (index, item) in before.into_iter().enumerate().filter(|(index, item)| keep(*index, item)) {
            moves.push((index, items.len()));
            items.push(item);
        }
        let gone = count - items.len();
        for (from, to) in moves.into_iter().filter(|(from, to)| from != to) {
            self.moved(&[key, &from.to_string()], &[key, &to.to_string()]);
        }
        gone
    }
}

/// Says, once per document, that nulls were taken for nothing.
pub(super) fn null(diags: &mut Diagnostics, said: &mut bool, place: Place) {
    if !std::mem::replace(said, true) {
        let message = "null where OpenAPI has none: taken for nothing, here and wherever else it stands";
        diags.push(Diagnostic::warning("document::null", place, message));
    }
}
