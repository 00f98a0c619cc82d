//! Where the parts of a document were written.

use std::collections::BTreeMap;

use crate::diagnostic::Place;
use crate::diagnostic::Spot;
use crate::pointer::{Pointer, Token};
use crate::source::FileId;

/// Where the parts of a document were written: pointer prefixes of the document → places in source files. The longest
/// prefix of a pointer decides, and the rest of the pointer is appended to the place.
#[derive(Clone, Debug)]
pub struct Origins {
    root: Place,
    parts: BTreeMap<Pointer, Place>,
}

impl Origins {
    /// Everything stands in `file`, at the same pointers.
    pub fn of(file: FileId) -> Self {
        Self { root: Place { file, spot: Spot::Pointer(Pointer::root()) }, parts: BTreeMap::new() }
    }

    /// Everything stands below one place.
    pub fn at(root: Place) -> Self {
        Self { root, parts: BTreeMap::new() }
    }

    /// What stands at `pointer` was written at `place`.
    pub fn set(&mut self, pointer: Pointer, place: Place) {
        if pointer.tokens().is_empty() {
            self.root = place;
        } else {
            self.parts.insert(pointer, place);
        }
    }

    /// Where the value at `pointer` was written.
    pub fn place(&self, pointer: &Pointer) -> Place {
        let tokens = pointer.tokens();
        let known = if self.parts.is_empty() { 0 } else { tokens.len() };
        let prefix = (1..=known).rev().find_map(|length| Some((length, self.parts.get(&tokens[..length])?)));
        match (prefix, &self.root.spot) {
            (Some((length, place)), _) => extend(place, &tokens[length..]),
            (None, Spot::Pointer(root)) if root.tokens().is_empty() => {
                Place { file: self.root.file, spot: Spot::Pointer(pointer.clone()) }
            }
            (None, _) => extend(&self.root, tokens),
        }
    }

    /// The one place below which everything stands; `None` where parts stand elsewhere.
    pub(crate) fn only(&self) -> Option<&Place> {
        self.parts.is_empty().then_some(&self.root)
    }

    /// Where parts were written that the places of others do not tell.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (&Pointer, &Place)> {
        self.parts.iter()
    }

    /// Where the key of the value at `pointer` was written; the value itself where it has no key of its own there.
    pub fn key_place(&self, pointer: &Pointer) -> Place {
        match self.place(pointer) {
            Place { file, spot: Spot::Pointer(pointer) } => Place { file, spot: Spot::Key(pointer) },
            place => place,
        }
    }

    /// What stands at `pointer` was taken whole from what stands at `from` of another document.
    pub fn graft(&mut self, pointer: &Pointer, other: &Self, from: &Pointer) {
        self.forget(pointer);
        self.set(pointer.clone(), other.place(from));
        let depth = from.tokens().len();
        for (part, place) in below(&other.parts, from) {
            self.parts.insert(pointer.join(&part.tokens()[depth..]), place.clone());
        }
    }

    /// What stood at `pointer` of an object is gone.
    pub fn remove_key(&mut self, pointer: &Pointer) {
        self.forget(pointer);
    }

    /// Of the items of the array at `array` only some are left: those that had the indices `kept`, ascending.
    pub fn keep_items(&mut self, array: &Pointer, kept: &[usize]) {
        let before = self.clone_below(array);
        let items: Vec<_> = below(&self.parts, array).map(|(part, _)| part.clone()).collect();
        for item in items {
            self.parts.remove(&item);
        }
        for (now, then) in kept.iter().enumerate() {
            let from = array.child(then);
            if now != *then || before.parts.contains_key(&from) || below(&before.parts, &from).next().is_some() {
                self.graft(&array.child(now), &before, &from);
            }
        }
    }

    /// Only what says where one value and its parts were written.
    fn clone_below(&self, pointer: &Pointer) -> Self {
        let mut parts: BTreeMap<_, _> =
            below(&self.parts, pointer).map(|(part, place)| (part.clone(), place.clone())).collect();
        parts.insert(pointer.clone(), self.place(pointer));
        Self { root: self.root.clone(), parts }
    }

    fn forget(&mut self, pointer: &Pointer) {
        let gone: Vec<_> = below(&self.parts, pointer).map(|(part, _)| part.clone()).collect();
        for part in gone {
            self.parts.remove(&part);
        }
        self.parts.remove(pointer);
    }
}

/// The parts that stand inside a value. They follow it in the order of pointers.
fn below<'p>(
    parts: &'p BTreeMap<Pointer, Place>,
    pointer: &'p Pointer,
) -> impl Iterator<Item = (&'p Pointer, &'p Place)> {
    let inside = |part: &Pointer| part.tokens().starts_with(pointer.tokens());
    parts
        .range::<Pointer, _>(pointer..)
        .take_while(move |(part, _)| inside(part))
        .filter(move |(part, _)| *part != pointer)
}

fn extend(place: &Place, rest: &[Token]) -> Place {
    let spot = match &place.spot {
        Spot::Pointer(pointer) | Spot::Key(pointer) if !rest.is_empty() => Spot::Pointer(pointer.join(rest)),
        spot => spot.clone(),
    };
    Place { file: place.file, spot }
}
