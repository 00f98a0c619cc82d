//! Schemas: almost what they are in 3.0.

use serde_json::{Map, Value, json};

use super::view::View;
use crate::document::Document;
use crate::document::shape::{Shape, visit};
use crate::pointer::Pointer;

/// A schema.
pub(super) fn schema(schema: &View<'_>) -> Document {
    let mut made = schema.copy();
    rewrite(&mut made);
    made
}

/// Rewrites a schema and all schemas in it: `discriminator`, `x-nullable`, `type: file`.
pub(super) fn rewrite(schema: &mut Document) {
    let mut found: Vec<Pointer> = Vec::new();
    visit(&schema.value, Shape::Object, &mut |way, shape, map: &Map<String, Value>| {
        if shape == Shape::Object && needs(map) {
            found.push(way.pointer());
        }
    });
    for at in found {
        discriminator(schema, &at);
        nullable(schema, &at);
        file(schema, &at);
    }
}

fn needs(map: &Map<String, Value>) -> bool {
    map.get("discriminator").is_some_and(Value::is_string)
        || map.contains_key("x-nullable")
        || map.get("type").is_some_and(is_file)
}

fn is_file(kind: &Value) -> bool {
    kind == "file"
}

/// The name of the property → an object that has it. The values are the names of the schemas, as in 3.0 without a mapping.
fn discriminator(schema: &mut Document, at: &Pointer) {
    let key = at.child("discriminator");
    let Some(Value::String(name)) = key.get(&schema.value).cloned() else { return };
    let place = schema.origins.place(&key);
    if let Some(slot) = key.get_mut(&mut schema.value) {
        *slot = json!({ "propertyName": name });
    }
    schema.origins.set(key.child("propertyName"), place);
}

fn nullable(schema: &mut Document, at: &Pointer) {
    let key = at.child("x-nullable");
    let place = schema.origins.place(&key);
    let Some(Value::Object(map)) = at.get_mut(&mut schema.value) else { return };
    let Some(flag) = map.shift_remove("x-nullable") else { return };
    // `false` says nothing more than no word.
    if map.contains_key("nullable") || flag == false {
        return;
    }
    map.insert("nullable".to_owned(), flag);
    schema.origins.set(at.child("nullable"), place);
}

fn file(schema: &mut Document, at: &Pointer) {
    let place = schema.origins.place(&at.child("type"));
    let Some(Value::Object(map)) = at.get_mut(&mut schema.value) else { return };
    if !map.get("type").is_some_and(is_file) {
        return;
    }
    map.insert("type".to_owned(), "string".into());
    map.insert("format".to_owned(), "binary".into());
    schema.origins.set(at.child("format"), place);
}
