//! A schema by its content: references followed, `allOf` merged, null told in one way.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::model::{Additional, Api, Discriminator, Schema, SchemaId, SimpleType};

/// How deep wrappers are followed.
const DEPTH: usize = 64;

/// A schema by its content.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    /// The schema behind the wrappers.
    pub(super) id: Option<SchemaId>,
    /// In the order of the types; empty: any.
    pub(super) types: Vec<SimpleType>,
    pub(super) format: Option<String>,
    pub(super) nullable: bool,
    /// As JSON text.
    pub(super) values: Option<Vec<String>>,
    pub(super) properties: BTreeMap<String, SchemaId>,
    pub(super) required: Vec<String>,
    pub(super) additional: Additional,
    pub(super) items: Option<SchemaId>,
    pub(super) prefix_items: Vec<SchemaId>,
    pub(super) branches: Vec<SchemaId>,
    pub(super) discriminator: Option<Discriminator>,
    pub(super) constraints: Vec<String>,
    pub(super) default: Option<String>,
    pub(super) deprecated: bool,
    pub(super) access: (bool, bool),
}

impl Shape {
    /// The shape of a schema.
    pub(super) fn of(api: &Api, id: SchemaId) -> Self {
        let mut shape = Self::default();
        let inner = shape.unwrap(api, id);
        shape.id = Some(inner);
        let (mut queue, mut seen) = (VecDeque::from([inner]), BTreeSet::from([inner]));
        while let Some(part) = queue.pop_front() {
            shape.merge(api, part);
            queue.extend(api.schema(part).all_of.iter().filter(|part| seen.insert(**part)));
        }
        shape.imply_types();
        shape.constraints.sort();
        shape.constraints.dedup();
        shape
    }

    /// Whether a property must be there.
    pub(super) fn requires(&self, property: &str) -> bool {
        self.required.iter().any(|required| required == property)
    }

    /// Whether it is an object of which nothing is known.
    pub(super) fn is_free_form(&self) -> bool {
        self.types == [SimpleType::Object]
            && self.properties.is_empty()
            && !matches!(self.additional, Additional::Of(_))
    }

    /// `string`, `integer (int64)`, `any`.
    pub(super) fn type_words(&self) -> String {
        let names: Vec<&str> = self.types.iter().map(|one| type_name(*one)).collect();
        let names = if names.is_empty() { "any".to_owned() } else { names.join(" or ") };
        match &self.format {
            Some(format) => format!("{names} ({format})"),
            None => names,
        }
    }

    /// Follows schemas that only hold another one, and collects what the wrappers say.
    fn unwrap(&mut self, api: &Api, mut id: SchemaId) -> SchemaId {
        for _ in 0..DEPTH {
            let schema = api.schema(id);
            self.note(schema);
            let null = |branch: &&SchemaId| api.schema(**branch).null_only;
            let branches = [&schema.all_of, &schema.one_of, &schema.any_of];
            let all: Vec<SchemaId> = branches.into_iter().flatten().copied().collect();
            let real: Vec<SchemaId> = all.iter().filter(|branch| !null(branch)).copied().collect();
            let (true, [only]) = (is_bare(schema), real.as_slice()) else { return id };
            self.nullable |= real.len() < all.len();
            id = *only;
        }
        id
    }

    fn note(&mut self, schema: &Schema) {
        self.nullable |= schema.nullable || schema.null_only;
        self.deprecated |= schema.deprecated;
        self.access = (self.access.0 | schema.read_only, self.access.1 | schema.write_only);
        let default = schema.default.as_ref().map(ToString::to_string);
        self.default = self.default.take().or(default);
    }

    fn merge(&mut self, api: &Api, id: SchemaId) {
        let schema = api.schema(id);
        self.note(schema);
        if self.types.is_empty() {
            self.types.clone_from(&schema.types);
        }
        self.format = self.format.take().or_else(|| schema.format.clone());
        if let Some(values) = &schema.values {
            self.nullable |= values.iter().any(serde_json::Value::is_null);
            let texts = values.iter().filter(|value| !value.is_null()).map(ToString::to_string).collect();
            self.values = self.values.take().or(Some(texts));
        }
        for (name, property) in &schema.properties {
            self.properties.entry(name.clone()).or_insert(*property);
        }
        self.required.extend(schema.required.iter().cloned());
        if self.additional == Additional::Unsaid {
            self.additional = schema.additional;
        }
        self.items = self.items.or(schema.items);
        if self.prefix_items.is_empty() {
            self.prefix_items.clone_from(&schema.prefix_items);
        }
        let branches = schema.one_of.iter().chain(&schema.any_of).copied();
        let (null, branches): (Vec<SchemaId>, Vec<SchemaId>) = branches.partition(|id| api.schema(*id).null_only);
        self.nullable |= !null.is_empty();
        self.branches.extend(branches);
        self.discriminator = self.discriminator.take().or_else(|| schema.discriminator.clone());
        self.constraints.extend(schema.constraints.iter().cloned());
    }

    fn imply_types(&mut self) {
        if self.types.is_empty() && self.branches.is_empty() {
            let object = !self.properties.is_empty() || self.additional != Additional::Unsaid;
            let array = self.items.is_some() || !self.prefix_items.is_empty();
            let text = self.values.as_ref().is_some_and(|values| values.iter().all(|value| value.starts_with('"')));
            let implied = [(object, SimpleType::Object), (array, SimpleType::Array), (text, SimpleType::String)];
            self.types.extend(implied.into_iter().find(|(implied, _)| *implied).map(|(_, one)| one));
        }
        self.types.sort();
        self.types.dedup();
    }
}

/// Whether a schema says nothing beside the schemas that it is put together from.
fn is_bare(schema: &Schema) -> bool {
    let says = schema.format.is_some()
        || schema.values.is_some()
        || !schema.properties.is_empty()
        || schema.additional != Additional::Unsaid
        || schema.items.is_some()
        || !schema.prefix_items.is_empty()
        || !schema.constraints.is_empty()
        || !schema.required.is_empty()
        || !schema.types.is_empty();
    !says
}

pub(super) fn type_name(one: SimpleType) -> &'static str {
    match one {
        SimpleType::Boolean => "boolean",
        SimpleType::Integer => "integer",
        SimpleType::Number => "number",
        SimpleType::String => "string",
        SimpleType::Array => "array",
        SimpleType::Object => "object",
    }
}
