//! What values look like, as a schema, without any of their texts and numbers.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

/// What values have in common.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    kinds: BTreeSet<&'static str>,
    items: Option<Box<Self>>,
    properties: IndexMap<String, Self>,
    /// Whether keys are data.
    is_map: bool,
}

/// How deep a shape looks; below it is any JSON.
const DEPTH: usize = 8;

/// An object with more keys is a map.
const MOST_KEYS: usize = 100;

impl Shape {
    /// Whether no value was looked at.
    pub(super) fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Looks at one value more.
    pub(super) fn add(&mut self, value: &Value) {
        self.look(value, DEPTH);
    }

    fn look(&mut self, value: &Value, depth: usize) {
        self.kinds.insert(kind(value));
        let Some(depth) = depth.checked_sub(1) else { return };
        match value {
            Value::Array(items) => {
                let shape = self.items.get_or_insert_default();
                items.iter().for_each(|item| shape.look(item, depth));
            }
            Value::Object(members) => {
                self.is_map |= members.keys().any(|key| !is_name(key));
                for (key, value) in members.iter().filter(|(key, _)| is_name(key)) {
                    if self.properties.len() < MOST_KEYS || self.properties.contains_key(key) {
                        self.properties.entry(key.clone()).or_default().look(value, depth);
                    } else {
                        self.is_map = true;
                    }
                }
            }
            _ => {}
        }
    }

    /// The schema; any JSON where the values have nothing in common. `nullable` is the way of 3.0, `type: [.., null]` that of 3.1.
    pub(super) fn schema(&self, is_30: bool) -> Value {
        let mut kinds = self.kinds.clone();
        let null = kinds.remove("null");
        if kinds.contains("number") {
            kinds.remove("integer");
        }
        let mut schema = Map::new();
        let [kind] = *kinds.into_iter().collect::<Vec<_>>() else { return Value::Object(schema) };
        schema.insert("type".into(), if null && !is_30 { json!([kind, "null"]) } else { kind.into() });
        if null && is_30 {
            schema.insert("nullable".into(), true.into());
        }
        if kind == "array" {
            let items = self.items.as_ref().map_or_else(|| json!({}), |items| items.schema(is_30));
            schema.insert("items".into(), items);
        }
        if kind == "object" && !self.is_map && !self.properties.is_empty() {
            let properties = self.properties.iter().map(|(key, shape)| (key.clone(), shape.schema(is_30)));
            schema.insert("properties".into(), Value::Object(properties.collect()));
        }
        Value::Object(schema)
    }
}

/// The type of a value in JSON Schema.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Value::Number(number) if number.as_f64().is_some_and(|number| number.fract() == 0.0) => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Whether a key looks like a name that somebody gave, and not like data: an id, an address, a date.
pub(super) fn is_name(key: &str) -> bool {
    let begins = key.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '_' | '$' | '@'));
    let digits = key.chars().filter(char::is_ascii_digit).count();
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$' | '@' | ':');
    begins && key.len() <= 60 && digits <= 4 && key.chars().all(is_word)
}
