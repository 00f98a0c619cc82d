//! A schema by its content: references followed, `allOf` merged, null told in one way.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use super::policy::State;
use crate::document::shape::Shape as Role;
use crate::model::{Additional, Api, Discriminator, Lifecycle, Limit, Schema, SchemaId, SimpleType, Xml};
use crate::schema::{Merged, Schemas, by_value};

/// How deep wrappers are followed.
const DEPTH: usize = 64;

/// Keywords that are read by people only.
pub(super) const TEXTS: &[&str] =
    &["description", "summary", "title", "example", "examples", "externalDocs", "$comment"];

/// The shapes of an API.
#[derive(Debug)]
pub(super) struct Shapes<'a> {
    /// The API.
    pub(super) api: &'a Api,
    synthetic: Vec<Schema>,
    shapes: Vec<Shape>,
}

impl<'a> Shapes<'a> {
    /// The shapes of all schemas, and of those that merging them makes.
    pub(super) fn new(api: &'a Api) -> Self {
        let mut schemas = Schemas::of(api);
        let mut shapes = Vec::with_capacity(schemas.len());
        while shapes.len() < schemas.len() {
            let shape = Shape::of(&mut schemas, SchemaId(shapes.len()));
            shapes.push(shape);
        }
        Self { api, synthetic: schemas.into_synthetic(), shapes }
    }

    /// The shape of a schema.
    pub(super) fn of(&self, id: SchemaId) -> &Shape {
        self.shapes.get(id.0).expect("the reader issued this SchemaId")
    }

    /// A schema of the document, or one that was made of several.
    pub(super) fn schema(&self, id: SchemaId) -> &Schema {
        let synthetic = id.0.checked_sub(self.api.schemas.len()).and_then(|index| self.synthetic.get(index));
        synthetic.unwrap_or_else(|| self.api.schema(id))
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
    /// The branches of all groups.
    pub(super) branches: Vec<SchemaId>,
    /// The branches of each `oneOf` and `anyOf`: a value is one of each.
    pub(super) groups: Vec<Vec<SchemaId>>,
    pub(super) discriminator: Option<Discriminator>,
    pub(super) limits: Vec<Limit>,
    /// What each keyword says that restricts values beyond type and limits.
    pub(super) rules: BTreeMap<String, Vec<Value>>,
    pub(super) xml: Xml,
    pub(super) default: Option<String>,
    pub(super) state: State,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
}

impl Shape {
    fn of(schemas: &mut Schemas<'_>, id: SchemaId) -> Self {
        let mut shape = Self::default();
        let inner = shape.unwrap(schemas, id);
        shape.id = Some(inner);
        shape.note_parts(schemas, inner);
        shape.nullable = schemas.allows_null(id) || schemas.allows_null(inner) || shape.nullable;
        // What contradicts itself was reported when the client was decided; of no value anything could be said.
        if let Ok(merged) = schemas.merged(inner) {
            shape.take(schemas, &merged);
        }
        shape.imply_types();
        shape.required.sort();
        shape.required.dedup();
        shape
    }

    /// Collects what all parts of an `allOf` say that holds for the whole.
    fn note_parts(&mut self, schemas: &Schemas<'_>, id: SchemaId) {
        let (mut queue, mut seen) = (VecDeque::from([id]), BTreeSet::from([id]));
        while let Some(part) = queue.pop_front() {
            let schema = schemas.schema(part);
            self.note(schema);
            self.discriminator = self.discriminator.take().or_else(|| schema.discriminator.clone());
            if self.xml == Xml::default() {
                self.xml.clone_from(&schema.xml);
            }
            queue.extend(schema.all_of.iter().filter(|part| seen.insert(**part)));
        }
    }

    fn take(&mut self, schemas: &Schemas<'_>, merged: &Merged) {
        self.types = merged.types.clone().unwrap_or_default();
        self.format.clone_from(&merged.format);
        let text = |values: &Vec<Value>| {
            values.iter().filter(|value| !value.is_null()).map(|value| by_value(value).to_string()).collect()
        };
        self.values = merged.values.as_ref().map(text);
        self.constant = merged.constant;
        self.properties = merged.properties.iter().map(|(name, id)| (name.clone(), *id)).collect();
        self.required = merged.required.iter().cloned().collect();
        self.additional = merged.additional;
        self.items = merged.items;
        self.prefix_items.clone_from(&merged.prefix_items);
        let is_null = |branch: &SchemaId| schemas.schema(*branch).null_only;
        for group in &merged.groups {
            let (null, branches): (Vec<SchemaId>, Vec<SchemaId>) = group.branches.iter().copied().partition(is_null);
            self.nullable |= !null.is_empty() && self.types.is_empty();
            self.branches.extend(&branches);
            self.groups.push(branches);
        }
        self.limits.clone_from(&merged.limits);
        let rules = merged.rules.iter().map(|(key, rules)| {
            let rules = rules.values().map(|rule| without_texts(rule, Role::Object.child(key, rule))).collect();
            (key.clone(), rules)
        });
        self.rules = rules.collect();
        if merged.closed {
            self.rules.entry("items".to_owned()).or_default().push(Value::Bool(false));
        }
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

    /// Whether a value may be a text with any letters in it.
    pub(super) fn may_hold_delimiters(&self) -> bool {
        let pattern = self.limits.iter().any(|limit| matches!(limit, Limit::Pattern(_)));
        self.types.contains(&SimpleType::String) && self.format.is_none() && self.values.is_none() && !pattern
    }

    /// Whether it says nothing of the types of its values.
    pub(super) fn is_any(&self) -> bool {
        !self.says_itself() && self.values.is_none() && self.branches.is_empty() && !self.never
    }

    /// Whether it says something of its values beside its branches.
    pub(super) fn says_itself(&self) -> bool {
        !self.types.is_empty() || !self.properties.is_empty() || self.items.is_some()
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
    fn unwrap(&mut self, schemas: &Schemas<'_>, mut id: SchemaId) -> SchemaId {
        for _ in 0..DEPTH {
            let schema = schemas.schema(id);
            self.note(schema);
            let null = |branch: &&SchemaId| schemas.schema(**branch).null_only;
            let branches = [&schema.all_of, &schema.one_of, &schema.any_of];
            let all: Vec<SchemaId> = branches.into_iter().flatten().copied().collect();
            let real: Vec<SchemaId> = all.iter().filter(|branch| !null(branch)).copied().collect();
            let (true, [only]) = (is_bare(schema), real.as_slice()) else { return id };
            self.nullable |= schema.nullable || real.len() < all.len();
            id = *only;
        }
        id
    }

    fn note(&mut self, schema: &Schema) {
        self.nullable |= schema.null_only;
        self.state.deprecated |= schema.deprecated;
        let Lifecycle { sunset, stability } = &schema.lifecycle;
        let known = &mut self.state.lifecycle;
        known.sunset = known.sunset.take().or_else(|| sunset.clone());
        known.stability = known.stability.take().or_else(|| stability.clone());
        self.never |= schema.never;
        self.read_only |= schema.read_only;
        self.write_only |= schema.write_only;
        let default = schema.default.as_ref().map(|value| by_value(value).to_string());
        self.default = self.default.take().or(default);
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

/// A value without what only people read. `role` says what the value is: keys that are names, and data, stay as they are.
pub(super) fn without_texts(value: &Value, role: Role) -> Value {
    let mut value = value.clone();
    let mut stack = vec![(&mut value, role)];
    while let Some((value, role)) = stack.pop() {
        match value {
            _ if role == Role::Data => {}
            Value::Object(map) => {
                if role == Role::Object {
                    map.retain(|key, _| !TEXTS.contains(&key.as_str()));
                }
                stack.extend(map.iter_mut().map(|(key, value)| {
                    let role = role.child(key, value);
                    (value, role)
                }));
            }
            Value::Array(items) => stack.extend(items.iter_mut().map(|item| (item, role.item()))),
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
