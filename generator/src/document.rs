//! One document: a value, and where each part of it was written.

pub mod bundle;
pub mod faults;
pub mod filter;
pub mod generics;
mod index;
pub mod located;
pub mod merge;
pub mod merge_keys;
pub mod normalise;
mod origins;
pub mod overlay;
pub mod page;
pub mod position;
pub mod reserved;
pub(crate) mod shape;
pub(crate) mod size;
pub mod suggestion;
pub mod swagger;
mod way;
pub mod webhooks;
pub mod written;

use serde_json::Value;

use crate::pointer::Pointer;

pub use faults::{Fault, Faults};
pub use origins::Origins;

/// An OpenAPI document, perhaps put together from several texts.
#[derive(Clone, Debug)]
pub struct Document {
    /// The document.
    pub value: Value,
    /// Where its parts were written.
    pub origins: Origins,
    /// Why parts of it cannot be used.
    pub faults: Faults,
}

impl Document {
    /// A document in which nothing is known to be faulty.
    pub fn new(value: Value, origins: Origins) -> Self {
        Self { value, origins, faults: Faults::default() }
    }

    /// A part of the document as a document of its own.
    pub(crate) fn part(&self, at: &Pointer) -> Option<Self> {
        let value = at.get(&self.value)?.clone();
        let mut origins = Origins::at(self.origins.place(at));
        origins.graft(&Pointer::root(), &self.origins, at);
        Some(Self::new(value, origins))
    }

    /// Puts a document into an object or array of this one, which has to be there: under a key, or at the end.
    pub(crate) fn put(&mut self, parent: &Pointer, key: &str, part: Self) {
        self.faults.extend(&part.faults);
        let at = match parent.get_mut(&mut self.value) {
            Some(Value::Object(map)) => {
                map.insert(key.to_owned(), part.value);
                parent.child(key)
            }
            Some(Value::Array(items)) => {
                items.push(part.value);
                parent.child(items.len() - 1)
            }
            _ => return,
        };
        self.origins.graft(&at, &part.origins, &Pointer::root());
    }

    /// Takes what stands at a pointer out of its object; the other keys keep their order.
    pub(crate) fn remove(&mut self, at: &Pointer) {
        let (Some(parent), Some(key)) = (at.parent(), at.tokens().last()) else { return };
        if let Some(Value::Object(map)) = parent.get_mut(&mut self.value) {
            map.shift_remove(key.as_str());
            self.origins.remove_key(at);
        }
    }

    /// The document as it is committed: JSON with two spaces of indentation, keys in their order, and a line break at
    /// the end.
    pub fn to_json(&self) -> String {
        format!("{:#}\n", self.value)
    }
}
