//! Each field in the shape that OpenAPI gives it: what has one sensible reading is read so, with a warning; what has
//! none is dropped where it is a detail, and makes its object invalid where it is not.

mod values;

use serde_json::{Map, Value};

use crate::document::Fault;
use crate::document::normalise::node::Node;
use crate::document::position::{Position, Shape};

use values::Fitted;

pub(super) use values::{number_of as number, whole};

/// Drops fields that are null, where OpenAPI has no null.
pub(super) fn drop_nulls(node: &mut Node<'_>) {
    let position = node.position;
    let known = |key: &str| position.field(key).is_some() || matches!(key, "type" | "enum" | "$ref");
    let null = |(key, value): (&String, &Value)| (value.is_null() && known(key)).then(|| key.clone());
    let nulls: Vec<String> = node.map.iter().filter_map(null).collect();
    for key in nulls {
        node.null(&[&key]);
        node.take(&key);
    }
}

/// Brings each field of an object into its shape.
pub(super) fn fit(node: &mut Node<'_>) {
    let position = node.position;
    let keys: Vec<(String, Shape)> =
        node.map.keys().filter_map(|key| Some((key.clone(), position.field(key)?))).collect();
    for (key, shape) in keys {
        if let Some(slot) = node.map.get_mut(&key) {
            let value = slot.take();
            field(node, &key, shape, value);
        }
        if node.changes.fault.is_some() {
            return;
        }
    }
}

fn field(node: &mut Node<'_>, key: &str, shape: Shape, value: Value) {
    let fitted = match shape {
        Shape::Text => values::text(value),
        Shape::Flag => values::flag(value),
        Shape::Number => values::number(value),
        Shape::Count => values::count(value),
        Shape::Texts => values::texts(value),
        Shape::TextMap => values::text_map(value),
        Shape::SchemaOrFlag => values::schema_or_flag(value),
        Shape::Items | Shape::Data | Shape::DataList | Shape::Names | Shape::Own => Fitted::Same(value),
        Shape::One(position) => one(position, value),
        Shape::List(position) => return list(node, key, position, value),
        Shape::Map(_) => return map(node, key, value),
    };
    settle(node, key, fitted);
}

fn settle(node: &mut Node<'_>, key: &str, fitted: Fitted) {
    match fitted {
        Fitted::Same(value) => node.set(key, value),
        Fitted::Read(value, how) => {
            node.warn(&[key], "document::shape", format!("`{key}` {how}"));
            node.set(key, value);
        }
        Fitted::Wrong(wanted) => {
            node.warn(&[key], "document::shape", format!("`{key}` has to be {wanted}, so it was left out"));
            node.take(key);
        }
    }
}

/// A field with one object. What matters is left to be refused at its own place.
fn one(position: Position, value: Value) -> Fitted {
    let wanted = match (detail(position), only_text(position)) {
        (false, _) => return Fitted::Same(value),
        (true, Some("url")) => "an object with a `url`",
        (true, Some("propertyName")) => "an object with a `propertyName`",
        (true, Some(_)) => "an object with a `name`",
        (true, None) => "an object",
    };
    let main = only_text(position).and_then(|field| value.get(field));
    match value {
        Value::Object(_) if main.is_some_and(|main| main.is_string() || main.is_number()) => Fitted::Same(value),
        Value::Object(_) if matches!(position, Position::Contact | Position::Xml) => Fitted::Same(value),
        Value::String(text) if only_text(position).is_some() => {
            Fitted::Read(wrapped(position, text), "is an object, and was given as a text: read as its main field")
        }
        _ => Fitted::Wrong(wanted),
    }
}

/// Objects that tell people something, and a client nothing.
fn detail(position: Position) -> bool {
    matches!(
        position,
        Position::Contact | Position::License | Position::ExternalDocs | Position::Xml | Position::Discriminator
    )
}

/// The field that a text stands for where an object should be.
fn only_text(position: Position) -> Option<&'static str> {
    match position {
        Position::License | Position::Tag | Position::Contact => Some("name"),
        Position::ExternalDocs | Position::Server => Some("url"),
        Position::Discriminator => Some("propertyName"),
        _ => None,
    }
}

fn wrapped(position: Position, text: String) -> Value {
    match (position, only_text(position)) {
        (Position::SecurityRequirement, _) => Value::Object(Map::from_iter([(text, Value::Array(Vec::new()))])),
        (_, Some(field)) => Value::Object(Map::from_iter([(field.to_owned(), Value::String(text))])),
        (_, None) => Value::String(text),
    }
}

fn list(node: &mut Node<'_>, key: &str, position: Position, value: Value) {
    match value {
        Value::Array(_) => {
            node.set(key, value);
            items(node, key, position);
        }
        Value::Object(map) if map.is_empty() && position != Position::SecurityRequirement => {
            node.warn(
                &[key],
                "document::shape",
                format!("`{key}` is a list; the empty object was read as an empty one"),
            );
            node.set(key, Vec::<Value>::new());
        }
        Value::String(_) if !matches!(wrapped(position, String::new()), Value::Object(_)) => {
            refuse(node, key, "a list")
        }
        Value::Object(_) | Value::String(_) => {
            node.warn(&[key], "document::shape", format!("`{key}` is a list; this was read as its only item"));
            let only = match value {
                Value::String(text) => wrapped(position, text),
                other => other,
            };
            node.set(key, vec![only]);
            node.moved(&[key], &[key, "0"]);
        }
        _ => refuse(node, key, "a list"),
    }
}

fn items(node: &mut Node<'_>, key: &str, position: Position) {
    // A requirement of nothing would open what is closed.
    if position != Position::SecurityRequirement && node.retain(key, |_, item| !item.is_null()) > 0 {
        node.null(&[key]);
    }
    let Some(Value::Array(items)) = node.map.get_mut(key) else { return };
    let mut read = false;
    for item in items {
        if let Value::String(text) = item {
            let object = wrapped(position, std::mem::take(text));
            read |= object.is_object();
            *item = object;
        }
    }
    if read {
        node.warn(
            &[key],
            "document::shape",
            format!("`{key}` lists objects; a text was read as the main field of one"),
        );
    }
}

fn map(node: &mut Node<'_>, key: &str, value: Value) {
    match value {
        Value::Object(mut map) => {
            let before = map.len();
            map.retain(|name, value| !(name.starts_with("x-") && !value.is_object() && !value.is_boolean()));
            if map.len() < before {
                node.warn(
                    &[key],
                    "document::shape",
                    format!("extensions have no place in `{key}`; they were left out"),
                );
            }
            node.set(key, map);
        }
        Value::Array(items) if items.is_empty() => {
            node.warn(
                &[key],
                "document::shape",
                format!("`{key}` is an object; the empty list was read as an empty one"),
            );
            node.set(key, Map::new());
        }
        _ => refuse(node, key, "an object"),
    }
}

/// A field without which the object would be another one.
fn refuse(node: &mut Node<'_>, key: &str, wanted: &str) {
    let message = format!("`{key}` has to be {wanted}");
    let help = "write it as OpenAPI has it, or remove it";
    node.take(key);
    match (node.position, key) {
        (_, "tags") => node.warn(&[key], "document::shape", message + ", so it was left out"),
        (Position::Document, "security") => {
            let fault = Fault { code: "document::shape", reason: message.clone() };
            node.error(&[key], fault.code, message, help);
            node.set(key, vec![fault.mark()]);
            node.changes.faulty.push((node.at.join([key, "0"]), fault));
        }
        (Position::Document | Position::Components, _) => node.error(&[key], "document::shape", message, help),
        (_, "examples") => node.warn(&[key], "document::shape", message + ", so it was left out"),
        _ => node.fail(&[key], "document::shape", message, help),
    }
}
