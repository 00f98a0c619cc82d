//! Schemas of an extract.

use serde_json::Value;

use super::Extract;
use crate::document::Document;
use crate::pointer::Pointer;

/// The lists of alternatives.
const ALTERNATIVES: [&str; 2] = ["schemaArray", "schema"];
/// Where a schema has lists of schemas.
const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
/// Where a schema has a schema, or several by name.
const NAMED: [&str; 4] = ["properties", "patternProperties", "$defs", "definitions"];
const INNER: [&str; 4] = ["items", "additionalProperties", "not", "contains"];
/// What an extract says in its own way.
const OWN: [&str; 3] = ["required", "requiredProperties", "refIdentifier"];
/// Where components with schemas are.
const COMPONENTS: &str = "#/components/schemas/";

impl Extract {
    /// The alternatives of a parameter or body.
    pub(super) fn alternatives(&self, at: &Pointer) -> Vec<Pointer> {
        let lists = ALTERNATIVES.iter().map(|key| at.child(key));
        lists.flat_map(|list| self.items(list)).collect()
    }

    /// The items of a list; a value that is none is its only item.
    fn items(&self, list: Pointer) -> Vec<Pointer> {
        match self.get(&list) {
            Some(Value::Array(items)) => (0..items.len()).map(|index| list.child(index)).collect(),
            Some(_) => vec![list],
            None => Vec::new(),
        }
    }

    /// Whether an alternative has to be given.
    pub(super) fn is_required(&self, alternative: &Pointer) -> bool {
        self.get(&alternative.child("required")) == Some(&Value::Bool(true))
    }

    /// The schema of what stands at `at`, whose alternatives are known.
    pub(super) fn schema_of(&mut self, at: &Pointer, alternatives: &[Pointer]) -> Document {
        if let [only] = alternatives {
            return self.schema(only);
        }
        let mut schema = self.object(at);
        let mut list = self.value(at, Vec::<Value>::new());
        for alternative in alternatives {
            let converted = self.schema(alternative);
            list.put(&Pointer::root(), "", converted);
        }
        if !alternatives.is_empty() {
            schema.put(&Pointer::root(), "oneOf", list);
        }
        schema
    }

    /// A schema in the words of OpenAPI.
    fn schema(&mut self, at: &Pointer) -> Document {
        match self.get(at) {
            Some(Value::Object(map)) => {
                let component = map.get("refIdentifier").and_then(Value::as_str);
                let component = component.and_then(|text| text.strip_prefix(COMPONENTS)).map(str::to_owned);
                let schema = self.fields(at);
                match component {
                    Some(name) => self.refer(at, &name, schema),
                    None => unwrapped(schema),
                }
            }
            Some(Value::Array(_)) => {
                let alternatives = self.items(at.clone());
                self.schema_of(at, &alternatives)
            }
            Some(Value::Bool(allowed)) => self.value(at, *allowed),
            _ => self.object(at),
        }
    }

    /// A reference to the component that a schema was cut out of; the schema itself, where that says something else.
    fn refer(&mut self, at: &Pointer, name: &str, schema: Document) -> Document {
        if !self.component("schemas", name, &schema) {
            return schema;
        }
        let mut reference = self.object(at);
        let text = format!("{COMPONENTS}{name}");
        reference.put(&Pointer::root(), "$ref", self.value(&at.child("refIdentifier"), text));
        reference
    }

    fn fields(&mut self, at: &Pointer) -> Document {
        let root = Pointer::root();
        let mut schema = self.object(at);
        for key in self.keys(at) {
            let field = at.child(&key);
            let converted = match key.as_str() {
                "required" if self.get(&field).is_some_and(Value::is_array) => self.given.part(&field),
                key if OWN.contains(&key) => None,
                "type" if self.get(&field).and_then(Value::as_str) == Some("any") => None,
                key if INNER.contains(&key) => Some(self.schema(&field)),
                key if NAMED.contains(&key) => Some(self.each(&field)),
                key if LISTS.contains(&key) => Some(self.list(&field)),
                _ => self.given.part(&field),
            };
            if let Some(converted) = converted {
                schema.put(&root, &key, converted);
            }
        }
        let required = at.child("requiredProperties");
        if let Some(required) = self.given.part(&required).filter(|list| list.value.is_array()) {
            schema.put(&root, "required", required);
        }
        schema
    }

    fn each(&mut self, at: &Pointer) -> Document {
        let mut all = self.object(at);
        for name in self.keys(at) {
            let schema = self.schema(&at.child(&name));
            all.put(&Pointer::root(), &name, schema);
        }
        all
    }

    fn list(&mut self, at: &Pointer) -> Document {
        let mut all = self.value(at, Vec::<Value>::new());
        for item in self.items(at.clone()) {
            let schema = self.schema(&item);
            all.put(&Pointer::root(), "", schema);
        }
        all
    }
}

/// The one schema of an `allOf` with nothing beside it.
fn unwrapped(schema: Document) -> Document {
    let alone = schema.value.as_object().is_some_and(|map| map.len() == 1);
    let one = schema.value.get("allOf").and_then(Value::as_array).is_some_and(|parts| parts.len() == 1);
    let part = if alone && one { schema.part(&Pointer::root().join(["allOf", "0"])) } else { None };
    part.unwrap_or(schema)
}
