//! A schema by its content: references followed, `allOf` merged, null told in one way.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use crate::model::{Additional, Api, Discriminator, Limit, Schema, SchemaId, SimpleType, Xml};

/// How deep wrappers are followed.
const DEPTH: usize = 64;

/// Keywords that are read by people only.
pub(super) const TEXTS: &[&str] =
    &["description", "summary", "title", "example", "examples", "externalDocs", "$comment"];

/// Keywords whose keys are names and no keywords.
pub(super) const NAMED: &[&str] =
    &["properties", "patternProperties", "dependentSchemas", "dependentRequired", "definitions", "$defs"];

/// The shapes of an API, each made when it is asked for.
#[derive(Debug)]
pub(super) struct Shapes<'a> {
    /// The API.
    pub(super) api: &'a Api,
    made: Vec<OnceCell<Shape>>,
}

impl<'a> Shapes<'a> {
    /// No shapes yet.
    pub(super) fn new(api: &'a Api) -> Self {
        Self { api, made: vec![OnceCell::new(); api.schemas.len()] }
    }

    /// The shape of a schema.
    pub(super) fn of(&self, id: SchemaId) -> &Shape {
        let made = self.made.get(id.0).expect("the reader issued this SchemaId");
        made.get_or_init(|| Shape::of(self.api, id))
    }
}

/// A schema by its content.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shape {
    /// The schema behind the wrappers.
    pub(super) id: Option<SchemaId>,
    /// In the order of the types; empty: any.
    pub(super) types: Vec<SimpleType>,
    pub(super) format: Option<String>,
    pub(super) nullable: bool,
    /// Whether no value is allowed.
    pub(super) never: bool,
    /// As JSON text.
    pub(super) values: Option<Vec<String>>,
    /// Whether the one value is a `const`.
    pub(super) constant: bool,
    pub(super) properties: BTreeMap<String, SchemaId>,
    pub(super) required: Vec<String>,
    pub(super) additional: Additional,
    pub(super) items: Option<SchemaId>,
    pub(super) prefix_items: Vec<SchemaId>,
    pub(super) branches: Vec<SchemaId>,
    pub(super) discriminator: Option<Discriminator>,
    pub(super) limits: Vec<Limit>,
    /// What each keyword says that restricts values beyond type and limits.
    pub(super) rules: BTreeMap<String, Vec<Value>>,
    pub(super) xml: Xml,
    pub(super) default: Option<String>,
    pub(super) deprecated: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
}

impl Shape {
    fn of(api: &Api, id: SchemaId) -> Self {
        let mut shape = Self::default();
        let inner = shape.unwrap(api, id);
        shape.id = Some(inner);
        let (mut queue, mut seen) = (VecDeque::from([inner]), BTreeSet::from([inner]));
        while let Some(part) = queue.pop_front() {
            shape.merge(api, part);
            queue.extend(api.schema(part).all_of.iter().filter(|part| seen.insert(**part)));
        }
        shape.imply_types();
        shape.required.sort();
        shape.required.dedup();
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

    /// The same of other types than its own.
    pub(super) fn words_of(&self, types: &[SimpleType]) -> String {
        Self { types: types.to_vec(), format: self.format.clone(), ..Self::default() }.type_words()
    }

    /// The types, where nothing but types is said: a union of types is a list of them.
    pub(super) fn plain_types(&self, shapes: &Shapes<'_>) -> Option<Vec<SimpleType>> {
        if self.branches.is_empty() {
            return Some(self.types.clone());
        }
        let mut types = self.types.clone();
        for id in &self.branches {
            let branch = shapes.of(*id);
            let bare = Self { types: branch.types.clone(), id: branch.id, ..Self::default() };
            if branch.types.is_empty() || *branch != bare {
                return None;
            }
            types.extend(&branch.types);
        }
        types.sort();
        types.dedup();
        Some(types)
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
        self.never |= schema.never;
        self.read_only |= schema.read_only;
        self.write_only |= schema.write_only;
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
            self.nullable |= values.iter().any(Value::is_null);
            let texts = values.iter().filter(|value| !value.is_null()).map(ToString::to_string).collect();
            self.values = self.values.take().or(Some(texts));
            self.constant |= schema.constant;
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
        if self.xml == Xml::default() {
            self.xml.clone_from(&schema.xml);
        }
        self.limits
            .extend(schema.limits.iter().filter(|limit| !self.limits.contains(limit)).cloned().collect::<Vec<_>>());
        for (key, rule) in &schema.rules {
            self.rules.entry(key.clone()).or_default().push(without_texts(rule));
        }
        if schema.closed {
            self.rules.entry("items".to_owned()).or_default().push(Value::Bool(false));
        }
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
        || !schema.limits.is_empty()
        || !schema.rules.is_empty()
        || schema.never
        || schema.xml != Xml::default()
        || !schema.required.is_empty()
        || !schema.types.is_empty();
    !says
}

/// A schema without what only people read.
pub(super) fn without_texts(value: &Value) -> Value {
    let mut value = value.clone();
    let mut stack = vec![(&mut value, false)];
    while let Some((value, names)) = stack.pop() {
        match value {
            Value::Object(map) => {
                if !names {
                    map.retain(|key, _| !TEXTS.contains(&key.as_str()));
                }
                stack.extend(map.iter_mut().map(|(key, value)| (value, !names && NAMED.contains(&key.as_str()))));
            }
            Value::Array(items) => stack.extend(items.iter_mut().map(|item| (item, false))),
            _ => {}
        }
    }
    value
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
