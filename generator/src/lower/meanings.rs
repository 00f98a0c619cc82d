//! What the schemas of a document mean to a client: questions that need neither a name nor a type, and what is reported when they
//! are asked.

mod described;
mod enums;
mod looks;
mod unions;

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::docs;
use super::rules::Rules;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::Docs;
use crate::model::{Api, Fault, Schema, SchemaId, SimpleType};
use crate::schema::{Family, Merged, Schemas, families};

pub(super) use described::{comma_separated, list};
pub(super) use enums::Enumerated;

/// What the schemas of a document mean.
pub(super) struct Meanings<'a> {
    pub(super) rules: &'a Rules<'a>,
    /// The schemas of the document, and those that are made of them.
    pub(super) schemas: Schemas<'a>,
    /// The schemas that others extend and that a discriminator tells apart.
    families: HashMap<SchemaId, Family>,
    /// The names of properties that tell schemas apart.
    tags: BTreeSet<String>,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Meanings<'a> {
    /// Of an API.
    pub(super) fn of(api: &'a Api, rules: &'a Rules<'a>, diagnostics: &'a mut Diagnostics) -> Self {
        let tags = api.schemas.iter().filter_map(|schema| schema.discriminator.as_ref());
        Self {
            rules,
            schemas: Schemas::of(api),
            families: families(api),
            tags: tags.map(|discriminator| discriminator.property.clone()).collect(),
            diagnostics,
        }
    }

    /// A schema of the document, or a synthetic one.
    pub(super) fn schema(&self, id: SchemaId) -> &Schema {
        self.schemas.schema(id)
    }

    /// A schema with its `allOf` merged in.
    pub(super) fn merged(&mut self, id: SchemaId) -> Result<Rc<Merged>, Fault> {
        let merged = self.schemas.merged(id);
        self.diagnostics.extend(self.schemas.reported());
        merged
    }

    /// The family of a schema that others extend.
    pub(super) fn family(&self, id: SchemaId) -> Option<&Family> {
        self.families.get(&id)
    }

    /// Whether a discriminator of the document names a property.
    pub(super) fn is_tag(&self, property: &str) -> bool {
        self.tags.contains(property)
    }

    /// The docs of a schema's type.
    pub(super) fn docs(&self, id: SchemaId) -> Docs {
        let schema = self.schema(id);
        docs(&[schema.title.as_deref(), schema.description.as_deref()])
    }

    /// Whether a schema says that its value is a text, and no more.
    pub(super) fn is_text(&mut self, id: SchemaId) -> bool {
        self.merged(id).is_ok_and(|merged| merged.one_type() == Some(SimpleType::String) && merged.values.is_none())
    }

    /// Whether the values of a schema are bytes.
    pub(super) fn is_binary(&mut self, id: SchemaId) -> bool {
        self.merged(id).is_ok_and(|merged| {
            merged.one_type() == Some(SimpleType::String) && merged.format.as_deref() == Some("binary")
        })
    }

    /// Whether the values of a schema are certainly neither objects nor lists.
    pub(super) fn is_scalar(&mut self, id: SchemaId) -> bool {
        self.merged(id)
            .is_ok_and(|merged| !matches!(merged.one_type(), None | Some(SimpleType::Object | SimpleType::Array)))
    }

    /// Whether a schema is certainly one of some types.
    pub(super) fn is_one_of(&mut self, id: SchemaId, types: &[SimpleType]) -> bool {
        self.merged(id).is_ok_and(|merged| merged.one_type().is_some_and(|one| types.contains(&one)))
    }

    /// Reports something.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Notes a decision about a schema.
    pub(super) fn note(&mut self, code: &'static str, schema: SchemaId, message: impl Into<String>) {
        let place = self.schema(schema).place.clone();
        self.report(Diagnostic::note(code, place, message));
    }

    /// Warns about a schema.
    pub(super) fn warn(&mut self, code: &'static str, schema: SchemaId, message: impl Into<String>) {
        let place = self.schema(schema).place.clone();
        self.report(Diagnostic::warning(code, place, message));
    }

    /// Reports why a schema has no Rust.
    pub(super) fn fault(&mut self, code: &'static str, schema: SchemaId, reason: impl Into<String>) -> Fault {
        let reason = reason.into();
        let place = self.schema(schema).place.clone();
        self.report(Diagnostic::error(code, place, reason.clone()));
        Fault { code, reason }
    }
}

/// A title that can serve as a name: short and without a sentence in it.
pub(super) fn title(schema: &Schema) -> Option<String> {
    let title = schema.title.as_deref()?.trim();
    let usable = !title.is_empty() && title.len() <= 40 && title.split_whitespace().count() <= 4;
    usable.then(|| title.to_owned())
}
