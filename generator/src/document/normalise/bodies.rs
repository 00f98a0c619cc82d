//! Rules for request bodies, responses and their media types.

use serde_json::{Map, Value, json};

use crate::document::normalise::Rule;
use crate::document::normalise::node::Node;
use crate::document::normalise::parameters::example_list;
use crate::media_type;
use crate::pointer::Token;

pub(super) const REQUEST_BODY: &[Rule] = &[own_schema, content];
pub(super) const RESPONSE: &[Rule] = &[drop_links, description, own_schema, content_type_header];
pub(super) const EARLY: &[Rule] = &[example_list, encoding_content_types];
pub(super) const MEDIA_TYPE: &[Rule] = &[binary_without_schema, item_schema];
pub(super) const ENCODING: &[Rule] = &[multipart_style, encoding_style];

/// Whether a key of a request body or response is a schema of its own, which is read.
pub(super) fn is_read(body: &Map<String, Value>, key: &str) -> bool {
    key == "schema" && !body.contains_key("content")
}

/// Swagger 2.0's `schema` beside `description` → JSON content.
fn own_schema(node: &mut Node<'_>) {
    if !node.has("schema") || !is_read(&node.map, "schema") {
        return;
    }
    node.warn(&["schema"], "body::schema", "a `schema` stands in a media type of `content`; JSON was assumed");
    let Some(schema) = node.take("schema") else { return };
    node.set("content", json!({ "application/json": { "schema": schema } }));
    node.placed(&["content"], &[]);
    node.placed(&["content", "application/json"], &[]);
    node.moved(&["schema"], &["content", "application/json", "schema"]);
}

/// A request body without `content` has none.
fn content(node: &mut Node<'_>) {
    if !node.has("content") {
        node.warn(&[], "body::content", "this request body has no `content`; nothing is sent");
        node.set("content", Map::new());
    }
}

/// A client does not follow links by itself.
fn drop_links(node: &mut Node<'_>) {
    node.take("links");
}

/// `description` missing → empty. It helps people only.
fn description(node: &mut Node<'_>) {
    if !node.has("description") {
        node.set("description", "");
    }
}

/// A response header named Content-Type "SHALL be ignored" (3.0.4, section 4.7.17.1): the media type says it.
fn content_type_header(node: &mut Node<'_>) {
    let Some(Value::Object(headers)) = node.map.get_mut("headers") else { return };
    headers.retain(|name, _| !name.eq_ignore_ascii_case("content-type"));
}

/// A media type of bytes without a schema, or with an empty one → `format: binary` (3.1.1, section 4.8.14.3).
fn binary_without_schema(node: &mut Node<'_>) {
    let empty = node
        .get("schema")
        .is_none_or(|schema| schema.as_bool() == Some(true) || schema.as_object().is_some_and(Map::is_empty));
    let name = node.at.tokens().last().map(Token::as_str).unwrap_or_default();
    if empty && !node.has("itemSchema") && is_binary(name) {
        node.set("schema", json!({ "type": "string", "format": "binary" }));
    }
}

/// Whether a media type is one of bytes that are not text.
pub(super) fn is_binary(media_type: &str) -> bool {
    let essence = media_type::essence(media_type);
    let Some((kind, name)) = essence.split_once('/') else { return false };
    match kind {
        "image" => name != "svg+xml" && name != "*",
        "audio" | "video" | "font" => true,
        "application" => matches!(
            name,
            "octet-stream"
                | "pdf"
                | "zip"
                | "gzip"
                | "x-gzip"
                | "x-tar"
                | "x-7z-compressed"
                | "x-binary"
                | "x-zip-compressed"
        ),
        _ => false,
    }
}

/// 3.2 `itemSchema`, the schema of each item of a stream.
fn item_schema(node: &mut Node<'_>) {
    node.rename("itemSchema", "x-crategen-item-schema");
}

/// In a multipart body OpenAPI 3.0 ignores what 3.1 sends values in: `style` and what belongs to it (3.0.4, section 4.7.15.1.1).
fn multipart_style(node: &mut Node<'_>) {
    let [.., media_type, encoding, _] = node.at.tokens() else { return };
    let multipart = encoding == "encoding" && media_type.to_ascii_lowercase().starts_with("multipart/");
    if node.minor > 0 || !multipart {
        return;
    }
    let found: Vec<&str> = ["style", "explode", "allowReserved"].into_iter().filter(|key| node.has(key)).collect();
    for key in &found {
        node.take(key);
    }
    if let Some(first) = found.first() {
        let message = format!("OpenAPI 3.0 ignores `{}` in a multipart body", found.join("`, `"));
        node.note(&[first], "body::style-ignored", message);
    }
}

/// `style` of a property is one of those of query parameters (3.0.4, section 4.7.15.1).
fn encoding_style(node: &mut Node<'_>) {
    let known = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];
    let good = |value: &Value| value.as_str().is_some_and(|style| known.contains(&style));
    if node.get("style").is_some_and(|style| !good(style)) {
        let message = "OpenAPI does not say how this `style` is sent in a body";
        node.fail(&["style"], "body::style", message, &format!("write one of {}", known.join(", ")));
    }
}

/// `contentType` as a list → a text with commas.
fn encoding_content_types(node: &mut Node<'_>) {
    let Some(Value::Array(types)) = node.get("contentType") else { return };
    let types: Vec<&str> = types.iter().filter_map(Value::as_str).collect();
    let text = types.join(", ");
    node.warn(
        &["contentType"],
        "body::content-type",
        format!("`contentType` is a text; the list was read as `{text}`"),
    );
    node.set("contentType", text);
}
