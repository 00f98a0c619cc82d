//! What a schema means: `allOf` merged, null decided, wrappers known. Lowering makes types of it and drift compares two of it;
//! neither merges anything itself.

mod budget;
mod families;
mod limits;
mod merged;
mod nulls;

use std::collections::HashMap;
use std::rc::Rc;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Additional, Api, Fault, Schema, SchemaId};

pub(crate) use budget::Budget;
pub(crate) use families::{Family, families};
pub(crate) use merged::{Choice, Group, Merged, by_value, common_types, whole};
use nulls::Nulls;

/// How many schemas are made at most of those of a document: parts of parts multiply.
const MOST: usize = 100_000;

/// The schemas of an API, and those that are made of them.
pub(crate) struct Schemas<'a> {
    api: &'a Api,
    synthetic: Vec<Schema>,
    by_parts: HashMap<Vec<SchemaId>, SchemaId>,
    /// Of a schema that holds two others: which schema has it, and under which step.
    steps: HashMap<SchemaId, (SchemaId, String)>,
    nulls: Nulls,
    known: HashMap<SchemaId, Result<Rc<Merged>, Fault>>,
    /// What parts of `allOf` may cost that are copied into others, and how often each is.
    budget: Budget,
    copies: HashMap<SchemaId, usize>,
    exceeded: bool,
    diagnostics: Diagnostics,
}

impl<'a> Schemas<'a> {
    /// The schemas of an API.
    pub(crate) fn of(api: &'a Api) -> Self {
        Self {
            api,
            synthetic: Vec::new(),
            by_parts: HashMap::new(),
            steps: HashMap::new(),
            nulls: Nulls::of(api),
            known: HashMap::new(),
            budget: Budget::of(api.size),
            copies: HashMap::new(),
            exceeded: false,
            diagnostics: Diagnostics::new(),
        }
    }

    /// A schema of the document, or a synthetic one.
    pub(crate) fn schema(&self, id: SchemaId) -> &Schema {
        match id.0.checked_sub(self.api.schemas.len()) {
            None => self.api.schema(id),
            Some(index) => self.synthetic.get(index).expect("it was made here"),
        }
    }

    /// How many there are, synthetic ones included: their ids are the numbers below.
    pub(crate) fn len(&self) -> usize {
        self.api.schemas.len() + self.synthetic.len()
    }

    /// The synthetic ones, in the order of their ids.
    pub(crate) fn synthetic(&self) -> &[Schema] {
        &self.synthetic
    }

    /// The synthetic ones, where the others are not needed any more.
    pub(crate) fn into_synthetic(self) -> Vec<Schema> {
        self.synthetic
    }

    /// A schema made of others, once: the same parts in the same order are the same schema.
    pub(crate) fn make(&mut self, parts: Vec<SchemaId>, schema: impl FnOnce(&Self) -> Schema) -> SchemaId {
        if let Some(&id) = self.by_parts.get(&parts) {
            return id;
        }
        let id = SchemaId(self.len());
        let schema = schema(self);
        self.nulls.add(&schema);
        self.synthetic.push(schema);
        self.by_parts.insert(parts, id);
        id
    }

    /// Of a schema that holds two others: which schema has it, and what it is there (`/name`, ` item`, ` value`).
    pub(crate) fn step(&self, id: SchemaId) -> Option<(SchemaId, &str)> {
        self.steps.get(&id).map(|(owner, step)| (*owner, step.as_str()))
    }

    /// Whether null is one of a schema's values.
    pub(crate) fn allows_null(&self, id: SchemaId) -> bool {
        self.nulls.allows(id)
    }

    /// What a schema only wraps: one part of `allOf`, `oneOf` or `anyOf`, with nothing beside it that says more of types.
    pub(crate) fn wrapped(&self, id: SchemaId) -> Option<SchemaId> {
        let schema = self.schema(id);
        let silent = schema.properties.is_empty()
            && schema.required.is_empty()
            && schema.additional == Additional::Unsaid
            && schema.values.is_none()
            && schema.format.is_none()
            && schema.items.is_none()
            && schema.prefix_items.is_empty()
            && schema.discriminator.is_none()
            && !schema.never
            && !schema.null_only;
        let mut all: Vec<SchemaId> = schema.all_of.clone();
        if all.len() > 1 {
            all.retain(|&part| !self.says_nothing(part));
            // What limits a number can decide its type.
            let number = |part: &SchemaId| self.schema(*part).types.iter().any(|one| one.is_number());
            if all.iter().any(number) {
                all.clone_from(&schema.all_of);
            }
        }
        let parts: Vec<SchemaId> = all.iter().chain(&schema.one_of).chain(&schema.any_of).copied().collect();
        match parts.as_slice() {
            [one] if silent && (schema.types.is_empty() || schema.types == self.schema(*one).types) => Some(*one),
            _ => None,
        }
    }

    /// What was reported since the last call.
    pub(crate) fn reported(&mut self) -> Diagnostics {
        std::mem::take(&mut self.diagnostics)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn fault(&mut self, code: &'static str, schema: SchemaId, reason: impl Into<String>) -> Fault {
        let reason = reason.into();
        let place = self.schema(schema).place.clone();
        self.report(Diagnostic::error(code, place, reason.clone()));
        Fault { code, reason }
    }
}
