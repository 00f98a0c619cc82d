//! What schemas are called: components by their names after the rules of the configuration, inline schemas by where they stand,
//! branches of a union by what tells them apart. Names need the meanings of schemas, and no type.

mod branch;
mod branches;
mod combined;
mod components;
mod events;
mod tags;
mod variants;
mod words;

use std::collections::HashMap;

use super::meanings::Meanings;
use crate::model::{Api, Schema, SchemaId};
use crate::names::TypeName;
use crate::pointer::Pointer;
use crate::schema::Schemas;

pub(super) use branch::{Branch, Word};
pub(super) use components::{Components, components};

/// What the schemas of a document are called.
pub(super) struct Names<'a> {
    pub(super) meanings: Meanings<'a>,
    components: Components,
    by_pointer: HashMap<Pointer, SchemaId>,
    /// What synthetic schemas are called.
    synthetic: HashMap<SchemaId, String>,
    /// What the branches of choices are called in the names of their types; `None`: they add nothing to it.
    branches: HashMap<SchemaId, Option<String>>,
    /// For a synthetic branch: the schemas whose choices it is a branch of.
    lineages: HashMap<SchemaId, Vec<SchemaId>>,
}

impl<'a> Names<'a> {
    /// Of an API whose components are named.
    pub(super) fn new(api: &Api, components: Components, meanings: Meanings<'a>) -> Self {
        let schemas = api.schemas.iter().enumerate();
        Self {
            meanings,
            components,
            by_pointer: schemas.map(|(index, schema)| (schema.pointer.clone(), SchemaId(index))).collect(),
            synthetic: HashMap::new(),
            branches: HashMap::new(),
            lineages: HashMap::new(),
        }
    }

    /// The schema at a pointer of the document.
    pub(super) fn schema_at(&self, pointer: &Pointer) -> Option<SchemaId> {
        self.by_pointer.get(pointer).copied()
    }

    /// The name of a component's type; `None`: no component.
    pub(super) fn component(&self, id: SchemaId) -> Option<&TypeName> {
        self.components.names.get(&id)
    }

    /// A schema that is made of others, once, with what it is called: the same parts in the same order are the same schema.
    pub(super) fn make(
        &mut self,
        parts: Vec<SchemaId>,
        words: String,
        schema: impl FnOnce(&Schemas<'_>) -> Schema,
    ) -> SchemaId {
        let known = self.meanings.schemas.len();
        let id = self.meanings.schemas.make(parts, schema);
        if id.0 == known {
            self.synthetic.insert(id, words);
        }
        id
    }

    /// Such a schema that is called by its place, as one of the document would be.
    pub(super) fn make_in_place(
        &mut self,
        parts: Vec<SchemaId>,
        schema: impl FnOnce(&Schemas<'_>) -> Schema,
    ) -> SchemaId {
        let id = self.meanings.schemas.make(parts, schema);
        self.synthetic.remove(&id);
        id
    }
}

/// The spellings of an inline type's name, which is put together of words.
pub(super) fn inline_spellings(words: &str) -> (TypeName, impl Iterator<Item = TypeName>) {
    (TypeName::of(&[words]), components::spellings(words).1)
}
