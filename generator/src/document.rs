//! One document: a value, and where each part of it was written.

pub mod bundle;
mod index;
pub mod normalise;
pub mod position;
mod size;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::{Place, Spot};
use crate::pointer::Pointer;
use crate::source::FileId;

/// An OpenAPI document, perhaps put together from several texts.
#[derive(Clone, Debug)]
pub struct Document {
    /// The document.
    pub value: Value,
    /// Where its parts were written.
    pub origins: Origins,
}

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

    /// What stands at `pointer` was written at `place`.
    pub fn set(&mut self, pointer: Pointer, place: Place) {
        self.parts.insert(pointer, place);
    }

    /// Where the value at `pointer` was written.
    pub fn place(&self, pointer: &Pointer) -> Place {
        let tokens = pointer.tokens();
        for length in (0..=tokens.len()).rev() {
            let prefix = Pointer::root().join(&tokens[..length]);
            let found = if length == 0 { Some(&self.root) } else { self.parts.get(&prefix) };
            if let Some(place) = found {
                return extend(place, &tokens[length..]);
            }
        }
        self.root.clone()
    }
}

fn extend(place: &Place, rest: &[String]) -> Place {
    let spot = match &place.spot {
        Spot::Pointer(pointer) | Spot::Key(pointer) if !rest.is_empty() => Spot::Pointer(pointer.join(rest)),
        spot => spot.clone(),
    };
    Place { file: place.file, spot }
}
