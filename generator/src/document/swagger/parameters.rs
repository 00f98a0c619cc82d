//! Parameters of the URL and the head, and headers of responses.

use serde_json::Value;

use super::collection::{self, Sent, Way};
use super::view::{View, object, placed};
use super::{Run, schemas};
use crate::document::Document;

/// The keywords of a schema that stand in the parameter itself, as people write them in OpenAPI 3.0, too.
pub(in crate::document) const OF_SCHEMA: &[&str] = &[
    "type",
    "format",
    "items",
    "enum",
    "default",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
];

/// Whether a keyword of a parameter is one of its schema. What is said of the values of `enum` goes with it.
pub(super) fn is_of_schema(key: &str) -> bool {
    OF_SCHEMA.contains(&key) || key == "x-nullable" || key.starts_with("x-enum")
}

/// A parameter that is not sent in the body; a reference stays one.
pub(super) fn parameter(run: &mut Run<'_>, parameter: &View<'_>) -> Document {
    if !parameter.value.is_object() || parameter.has("$ref") {
        return parameter.copy();
    }
    let way = match parameter.text("in") {
        Some("path") => Way::Path,
        Some("header") => Way::Header,
        _ => Way::Query,
    };
    described(run, parameter, way)
}

/// A header of a response.
pub(super) fn header(run: &mut Run<'_>, header: &View<'_>) -> Document {
    if !header.value.is_object() || header.has("$ref") {
        return header.copy();
    }
    described(run, header, Way::Header)
}

fn described(run: &mut Run<'_>, parameter: &View<'_>, way: Way) -> Document {
    let mut made = object(parameter.place());
    let sent = collection::sent(run, parameter, way);
    for (key, field) in parameter.fields() {
        match key {
            "schema" if parameter.has("type") => {}
            "schema" => made.set(key, schemas::schema(&field)),
            "collectionFormat" => {}
            _ if is_of_schema(key) => {}
            _ => made.set(key, field.copy()),
        }
    }
    if made.value.get("schema").is_none() && parameter.fields().any(|(key, _)| is_of_schema(key)) {
        let schema = match sent {
            Sent::Text => text_schema(parameter),
            Sent::Texts => texts_schema(parameter, own_schema(parameter)),
            Sent::Usual | Sent::Styled { .. } => own_schema(parameter),
        };
        made.set("schema", schema);
    }
    match sent {
        Sent::Styled { style, explode, place } if way == Way::Query => {
            made.set("style", placed(style, place.clone()));
            made.set("explode", placed(explode, place));
        }
        Sent::Texts => {
            made.set("style", placed("form", parameter.place()));
            made.set("explode", placed(true, parameter.place()));
        }
        _ => {}
    }
    made
}

/// The schema that stands in a parameter itself.
pub(super) fn own_schema(parameter: &View<'_>) -> Document {
    let mut made = object(parameter.place());
    for (key, field) in parameter.fields().filter(|(key, _)| is_of_schema(key)) {
        made.set(key, field.copy());
    }
    schemas::rewrite(&mut made);
    made
}

/// What is left of a list that the caller joins.
pub(super) fn text_schema(parameter: &View<'_>) -> Document {
    let place = parameter.get("type").map_or_else(|| parameter.place(), |kind| kind.place());
    let mut made = object(parameter.place());
    made.set("type", placed("string", place));
    made
}

/// A list whose items the caller joins.
pub(super) fn texts_schema(parameter: &View<'_>, mut schema: Document) -> Document {
    let place = parameter.get("items").map_or_else(|| parameter.place(), |items| items.place());
    let mut items = object(place.clone());
    items.set("type", placed("string", place));
    schema.set("items", items);
    if let Value::Object(map) = &mut schema.value {
        ["default", "enum"].iter().for_each(|key| drop(map.shift_remove(*key)));
    }
    schema
}
