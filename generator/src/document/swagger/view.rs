//! Reading a document with the place of each value, and making another one of its parts.

use serde_json::{Map, Value};

use crate::diagnostic::Place;
use crate::document::{Document, Fault, Origins};
use crate::pointer::Pointer;

/// A value of the document that is converted.
#[derive(Clone)]
pub(super) struct View<'d> {
    document: &'d Document,
    /// Where it stands.
    pub(super) at: Pointer,
    /// What stands there.
    pub(super) value: &'d Value,
}

impl<'d> View<'d> {
    /// The whole document.
    pub(super) fn root(document: &'d Document) -> Self {
        Self { document, at: Pointer::root(), value: &document.value }
    }

    /// Another value of the same document.
    pub(super) fn find(&self, at: &Pointer) -> Option<Self> {
        let value = at.get(&self.document.value)?;
        Some(Self { document: self.document, at: at.clone(), value })
    }

    /// A field.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.as_object()?.get(key)?;
        Some(Self { document: self.document, at: self.at.child(key), value })
    }

    /// Whether there is a field.
    pub(super) fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some()
    }

    /// A field that is a text.
    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.as_str()
    }

    /// Whether a field is `true`.
    pub(super) fn is(&self, key: &str) -> bool {
        self.value.get(key).is_some_and(|value| *value == true || *value == "true")
    }

    /// All fields.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&'d str, Self)> + use<'d> {
        let (document, at) = (self.document, self.at.clone());
        let fields = self.value.as_object().into_iter().flatten();
        fields.map(move |(key, value)| (key.as_str(), Self { document, at: at.child(key), value }))
    }

    /// The items of a list.
    pub(super) fn items(&self) -> impl Iterator<Item = Self> + use<'d> {
        let (document, at) = (self.document, self.at.clone());
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(move |(index, value)| Self { document, at: at.child(index), value })
    }

    /// Where it was written.
    pub(super) fn place(&self) -> Place {
        self.document.origins.place(&self.at)
    }

    /// The value as it is.
    pub(super) fn copy(&self) -> Document {
        let mut origins = Origins::at(self.place());
        origins.graft(&Pointer::root(), &self.document.origins, &self.at);
        Document::new(self.value.clone(), origins)
    }
}

/// A value that was written at one place.
pub(super) fn placed(value: impl Into<Value>, place: Place) -> Document {
    Document::new(value.into(), Origins::at(place))
}

/// What stands for a value that cannot be used.
pub(super) fn faulty(place: Place, fault: Fault) -> Document {
    let mut made = placed(fault.mark(), place.clone());
    made.faults.add(place, fault);
    made
}

/// An object without fields.
pub(super) fn object(place: Place) -> Document {
    placed(Map::new(), place)
}

/// A list of parts.
pub(super) fn list(place: Place, items: impl IntoIterator<Item = Document>) -> Document {
    let mut made = placed(Vec::<Value>::new(), place);
    for item in items {
        made.push(item);
    }
    made
}

/// Whether an object has no fields.
pub(super) fn is_empty(made: &Document) -> bool {
    made.value.as_object().is_some_and(Map::is_empty)
}

impl Document {
    /// Puts a part under a key of an object. Its place is noted where the place of the whole does not tell it.
    pub(super) fn set(&mut self, key: &str, part: Self) {
        let at = Pointer::root().child(key);
        match &mut self.value {
            Value::Object(map) if is_told(&self.origins, &at, &part) && !map.contains_key(key) => {
                map.insert(key.to_owned(), part.value);
            }
            _ => self.put(&Pointer::root(), key, part),
        }
    }

    fn push(&mut self, part: Self) {
        let length = self.value.as_array().map_or(0, Vec::len);
        match &mut self.value {
            Value::Array(items) if is_told(&self.origins, &Pointer::root().child(length), &part) => {
                items.push(part.value);
            }
            _ => self.put(&Pointer::root(), "", part),
        }
    }
}

/// Whether the places of a whole tell all of the places of a part that becomes new at `at`.
fn is_told(origins: &Origins, at: &Pointer, part: &Document) -> bool {
    part.origins.only().is_some_and(|place| *place == origins.place(at))
}
