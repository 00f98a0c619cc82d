//! Schemas, one node at a time.

use indexmap::IndexMap;
use openapiv3::{AnySchema, SchemaData};
use serde_json::{Map, Value};

use super::keywords;
use super::lifecycle::lifecycle;
use super::reader::Reader;
use super::{Additional, Discriminator, Fault, Limit, Schema, SchemaId, SimpleType, Xml};
use crate::diagnostic::Diagnostic;
use crate::pointer::Pointer;

/// Keywords that hold schemas or free values: read apart from the node itself.
const APART: [&str; 15] = [
    "properties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "additionalProperties",
    "enum",
    "default",
    "example",
    "discriminator",
    "xml",
    "externalDocs",
    "required",
    "x-crategen-prefix-items",
];

impl Reader<'_> {
    /// The schema at a pointer, which is read later: every node goes through the queue, so depth costs no stack.
    pub(super) fn schema_at(&mut self, at: &Pointer) -> Result<SchemaId, Fault> {
        let target = self.resolve(at)?;
        Ok(self.intern(target))
    }

    /// The schema at a pointer, or one that cannot be used where the reference leads nowhere.
    pub(super) fn child(&mut self, at: &Pointer) -> SchemaId {
        match self.schema_at(at) {
            Ok(id) => id,
            Err(fault) => {
                let id = self.intern(at.clone());
                self.schema_mut(id).invalid = Some(fault);
                id
            }
        }
    }

    pub(super) fn intern(&mut self, target: Pointer) -> SchemaId {
        if let Some(&id) = self.ids.get(&target) {
            return id;
        }
        let id = SchemaId(self.api.schemas.len());
        let component = match target.tokens() {
            [components, schemas, name] if components == "components" && schemas == "schemas" => Some(name.to_string()),
            _ => None,
        };
        let place = self.place(&target);
        self.api.schemas.push(Schema::blank(place, target.clone(), component));
        self.ids.insert(target.clone(), id);
        self.queue.push((id, target));
        id
    }

    /// Reads all schemas that something refers to.
    pub(super) fn schemas(&mut self) {
        while let Some((id, at)) = self.queue.pop() {
            if self.schema_mut(id).invalid.is_none() {
                let schema = self.node(id, &at);
                match schema {
                    Ok(schema) => *self.schema_mut(id) = schema,
                    Err(fault) => self.schema_mut(id).invalid = Some(fault),
                }
            }
        }
    }

    fn node(&mut self, id: SchemaId, at: &Pointer) -> Result<Schema, Fault> {
        let document = self.document;
        let value = at.get(&document.value);
        let Some((value, raw)) = value.and_then(|value| Some((value, value.as_object()?))) else {
            return Err(self.fault("model::schema", at, "a schema is an object".to_owned()));
        };
        self.usable(at)?;
        let (data, any) = match keywords::read(value) {
            Some(read) => read,
            None => self.strict(at, raw)?,
        };
        let base = self.schema_mut(id).clone();
        let flag = |key: &str| raw.get(key) == Some(&Value::Bool(true));
        Ok(Schema {
            title: data.title,
            description: data.description,
            deprecated: data.deprecated,
            lifecycle: lifecycle(raw),
            read_only: data.read_only,
            write_only: data.write_only,
            nullable: data.nullable,
            null_only: flag("x-crategen-null"),
            never: flag("x-crategen-never"),
            closed: flag("x-crategen-closed"),
            conditional: flag("x-crategen-conditional"),
            default: raw.get("default").cloned(),
            types: self.types(at, raw, any.typ.as_deref())?,
            format: any.format.clone(),
            values: raw.get("enum").and_then(Value::as_array).cloned(),
            constant: flag("x-crategen-const"),
            value_names: texts(raw, &["x-enum-varnames", "x-enumNames", "x-enum-names"]),
            value_docs: texts(raw, &["x-enum-descriptions", "x-enumDescriptions"]),
            properties: self.children_by_name(at, raw, "properties"),
            required: texts(raw, &["required"]),
            additional: self.additional(at, raw),
            items: raw.contains_key("items").then(|| self.child(&at.child("items"))),
            prefix_items: self.children(at, raw, "x-crategen-prefix-items"),
            all_of: self.children(at, raw, "allOf"),
            one_of: self.children(at, raw, "oneOf"),
            any_of: self.children(at, raw, "anyOf"),
            discriminator: self.discriminator(at, raw),
            xml: super::xml::xml(raw),
            limits: Limit::all(&any, raw),
            unsupported: texts(raw, &["x-crategen-unsupported"]),
            rules: rules(raw),
            ..base
        })
    }

    /// The same as `openapiv3` reads it, whose error tells what is wrong.
    fn strict(&mut self, at: &Pointer, raw: &Map<String, Value>) -> Result<(SchemaData, AnySchema), Fault> {
        let own = raw.iter().filter(|(key, _)| !APART.contains(&key.as_str()) && !key.starts_with("x-"));
        let mut own: Map<String, Value> = own.map(|(key, value)| (key.clone(), value.clone())).collect();
        // Empty lists of both make `openapiv3` read every keyword of the node, whatever its type.
        own.insert("oneOf".to_owned(), Value::Array(Vec::new()));
        own.insert("anyOf".to_owned(), Value::Array(Vec::new()));
        let read: openapiv3::Schema = self.parse_value("model::schema", at, Value::Object(own))?;
        match read.schema_kind {
            openapiv3::SchemaKind::Any(any) => Ok((read.schema_data, any)),
            _ => Err(self.fault("model::schema", at, "this is not a schema".to_owned())),
        }
    }

    fn types(&mut self, at: &Pointer, raw: &Map<String, Value>, one: Option<&str>) -> Result<Vec<SimpleType>, Fault> {
        let several = texts(raw, &["x-crategen-types"]);
        let names = if several.is_empty() { one.map(str::to_owned).into_iter().collect() } else { several };
        names.iter().map(|name| self.simple_type(at, name)).collect()
    }

    fn simple_type(&mut self, at: &Pointer, name: &str) -> Result<SimpleType, Fault> {
        Ok(match name {
            "boolean" => SimpleType::Boolean,
            "integer" => SimpleType::Integer,
            "number" => SimpleType::Number,
            "string" => SimpleType::String,
            "array" => SimpleType::Array,
            "object" => SimpleType::Object,
            _ => {
                let message = format!("`{name}` is not a type of JSON Schema");
                return Err(self.fault("model::unknown-type", &at.child("type"), message));
            }
        })
    }

    fn children(&mut self, at: &Pointer, raw: &Map<String, Value>, key: &str) -> Vec<SchemaId> {
        let count = raw.get(key).and_then(Value::as_array).map_or(0, Vec::len);
        (0..count).map(|index| self.child(&at.child(key).child(index))).collect()
    }

    fn children_by_name(&mut self, at: &Pointer, raw: &Map<String, Value>, key: &str) -> IndexMap<String, SchemaId> {
        let Some(properties) = raw.get(key).and_then(Value::as_object) else { return IndexMap::new() };
        properties.keys().map(|name| (name.clone(), self.child(&at.child(key).child(name)))).collect()
    }

    fn additional(&mut self, at: &Pointer, raw: &Map<String, Value>) -> Additional {
        if raw.contains_key("x-crategen-pattern-properties") {
            // Keys that do not match the pattern may have any value, unless nothing else is allowed.
            return match raw.get("additionalProperties") {
                Some(Value::Bool(false)) => Additional::Of(self.child(&at.child("x-crategen-pattern-properties"))),
                _ => Additional::Any,
            };
        }
        match raw.get("additionalProperties") {
            None | Some(Value::Null) => Additional::Unsaid,
            Some(Value::Bool(false)) => Additional::Forbidden,
            Some(Value::Bool(true)) => Additional::Any,
            Some(Value::Object(map)) if map.is_empty() => Additional::Any,
            Some(_) => Additional::Of(self.child(&at.child("additionalProperties"))),
        }
    }

    fn discriminator(&mut self, at: &Pointer, raw: &Map<String, Value>) -> Option<Discriminator> {
        let at = at.child("discriminator");
        raw.get("discriminator")?;
        let read: openapiv3::Discriminator = self.parse("model::discriminator", &at).ok()?;
        let mut mapping = IndexMap::new();
        for (value, target) in read.mapping {
            match self.mapped(&target) {
                Some(id) => {
                    mapping.insert(value, id);
                }
                None => {
                    let place = self.place(&at.child("mapping").child(&value));
                    let message = format!("`{target}` is neither a schema of the document nor a reference to one");
                    self.diagnostics.push(
                        Diagnostic::warning("model::discriminator-mapping", place, message)
                            .help("values of this kind are kept as JSON until the mapping names a schema"),
                    );
                }
            }
        }
        Some(Discriminator { property: read.property_name, mapping })
    }

    /// A mapping's target: the name of a component or a reference (OpenAPI 3.1.1, "Discriminator Object").
    fn mapped(&mut self, target: &str) -> Option<SchemaId> {
        let document = &self.document.value;
        let named = Pointer::root().join(["components", "schemas", target]);
        let named = Some(named).filter(|named| named.get(document).is_some());
        self.schema_at(&named.or_else(|| Pointer::resolve(target, document))?).ok()
    }
}

impl Schema {
    /// A schema that says nothing.
    pub(crate) fn blank(place: crate::diagnostic::Place, pointer: Pointer, component: Option<String>) -> Self {
        Self {
            place,
            pointer,
            component,
            invalid: None::<Fault>,
            title: None,
            description: None,
            deprecated: false,
            lifecycle: super::Lifecycle::default(),
            read_only: false,
            write_only: false,
            nullable: false,
            null_only: false,
            never: false,
            default: None,
            types: Vec::new(),
            format: None,
            values: None,
            constant: false,
            value_names: Vec::new(),
            value_docs: Vec::new(),
            properties: IndexMap::new(),
            required: Vec::new(),
            additional: Additional::Unsaid,
            items: None,
            prefix_items: Vec::new(),
            closed: false,
            all_of: Vec::new(),
            one_of: Vec::new(),
            any_of: Vec::new(),
            discriminator: None,
            xml: Xml::default(),
            conditional: false,
            limits: Vec::new(),
            unsupported: Vec::new(),
            rules: IndexMap::new(),
        }
    }
}

/// The texts of the first of several keywords that is a list.
fn texts(raw: &Map<String, Value>, keys: &[&str]) -> Vec<String> {
    let list = keys.iter().find_map(|key| raw.get(*key).and_then(Value::as_array));
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    list.map(|list| list.iter().map(text).collect()).unwrap_or_default()
}

fn rules(raw: &Map<String, Value>) -> IndexMap<String, Value> {
    let rules = raw.get("x-crategen-rules").and_then(Value::as_object);
    rules.into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())).collect()
}
