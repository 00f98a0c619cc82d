//! Rules for parameters and headers.

use serde_json::{Map, Value, json};

use crate::document::normalise::node::Node;
use crate::document::normalise::{LEFT_OUT, Rule};
use crate::document::swagger::parameters::OF_SCHEMA;

pub(super) const EARLY: &[Rule] = &[strict_style, strict_flags, example_list];
pub(super) const PARAMETER: &[Rule] =
    &[name, location, own_type, schema_or_content, one_content, required_in_path, collection_format, style];
pub(super) const HEADER: &[Rule] = &[header_has_no_name, own_type, schema_or_content, one_content, style];

/// A parameter is nothing without its `name`.
fn name(node: &mut Node<'_>) {
    if node.text("name").is_none_or(str::is_empty) {
        node.fail(&[], "parameter::name", "this parameter has no `name`", "give its `name`");
    }
}

/// `in` is one of four; `Query` → `query`; what Swagger 2.0 and OpenAPI 3.2 have besides cannot be sent.
fn location(node: &mut Node<'_>) {
    let text = node.text("in").unwrap_or_default().to_owned();
    let lower = text.to_ascii_lowercase();
    let help = match lower.as_str() {
        "query" | "header" | "path" | "cookie" if text == lower => return,
        "query" | "header" | "path" | "cookie" => {
            node.warn(&["in"], "parameter::in", format!("`in: {text}` was read as `in: {lower}`"));
            return node.set("in", lower);
        }
        "body" | "formdata" => "this is Swagger 2.0: write a `requestBody`",
        "querystring" => "describe each parameter of the query by itself",
        _ => "say `in: query`, `header`, `path` or `cookie`",
    };
    let message =
        if text.is_empty() { "this parameter has no `in`".into() } else { format!("`in: {text}` cannot be sent") };
    node.fail(if text.is_empty() { &[] } else { &["in"] }, "parameter::in", message, help);
}

/// Whether a keyword of a schema stands on the parameter itself, and is read there.
pub(super) fn is_read(parameter: &Map<String, Value>, key: &str) -> bool {
    OF_SCHEMA.contains(&key) && has_own_type(parameter)
}

fn has_own_type(parameter: &Map<String, Value>) -> bool {
    let has = |key: &str| parameter.contains_key(key);
    has("type") && !has("schema") && !has("content")
}

/// `type: string` on the parameter → in its `schema`.
fn own_type(node: &mut Node<'_>) {
    if !has_own_type(&node.map) {
        return;
    }
    node.warn(&["type"], "parameter::type", "the type of a parameter stands in its `schema`; it was moved there");
    let mut schema = Map::new();
    for key in OF_SCHEMA {
        if let Some(value) = node.take(key) {
            schema.insert((*key).to_owned(), value);
            node.moved(&[key], &["schema", key]);
        }
    }
    node.placed(&["schema"], &[]);
    node.set("schema", schema);
}

/// `schema` and `content` missing → any text; both → `schema`.
fn schema_or_content(node: &mut Node<'_>) {
    let empty = |value: &Value| value.as_object().is_some_and(Map::is_empty) || value.is_array();
    if node.get("content").is_some_and(empty) {
        node.take("content");
    }
    match (node.has("schema"), node.has("content")) {
        (true, true) => {
            node.warn(
                &["content"],
                "parameter::content",
                "there is a `schema` and a `content`; the `schema` was taken",
            );
            node.take("content");
        }
        (false, false) => {
            node.warn(&[], "parameter::schema", "there is neither `schema` nor `content`; taken as a text");
            node.set("schema", json!({ "type": "string" }));
        }
        (true, false) | (false, true) => {}
    }
}

/// `content` "MUST only contain one entry" (3.0.4, section 4.7.12.2).
fn one_content(node: &mut Node<'_>) {
    if node.get("content").and_then(Value::as_object).is_some_and(|content| content.len() > 1) {
        let message = "`content` has several media types, and nothing says which one is sent";
        node.fail(&["content"], "parameter::content", message, "leave one media type");
    }
}

/// Path parameters are required (3.0.4, section 4.7.12.2).
fn required_in_path(node: &mut Node<'_>) {
    if node.text("in") == Some("path") && node.get("required") != Some(&Value::Bool(true)) {
        node.warn(&[], "parameter::required", "a path parameter is `required: true`; this one was taken so");
        node.set("required", true);
    }
}

/// Swagger 2.0's `collectionFormat` → `style` and `explode`, where these are not there.
fn collection_format(node: &mut Node<'_>) {
    let Some(format) = node.take("collectionFormat") else { return };
    let place = node.text("in").unwrap_or_default().to_owned();
    let (style, explode) = match (format.as_str(), place.as_str()) {
        (Some("csv"), "query" | "cookie") => ("form", false),
        (Some("csv"), _) => ("simple", false),
        (Some("ssv"), "query") => ("spaceDelimited", false),
        (Some("pipes"), "query") => ("pipeDelimited", false),
        (Some("multi"), "query" | "cookie") => ("form", true),
        _ => {
            let message =
                format!("`collectionFormat: {format}` is Swagger 2.0 and has no meaning here; it was left out");
            return node.warn(&["collectionFormat"], "parameter::collection-format", message);
        }
    };
    if node.has("style") || node.has("explode") {
        let message = "`collectionFormat` is Swagger 2.0; `style` and `explode` were taken instead";
        return node.warn(&["collectionFormat"], "parameter::collection-format", message);
    }
    let message = format!("`collectionFormat` is Swagger 2.0; it was read as `style: {style}`, `explode: {explode}`");
    node.warn(&["collectionFormat"], "parameter::collection-format", message);
    node.set("style", style);
    node.set("explode", explode);
}

/// `style` has to be one of those for where the parameter is sent (3.0.4, section 4.7.12.3).
fn style(node: &mut Node<'_>) {
    let Some(text) = node.text("style").map(str::to_owned) else { return };
    let styles: &[&str] = match node.text("in") {
        Some("path") => &["simple", "label", "matrix"],
        Some("query") => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        Some("cookie") => &["form", "cookie"],
        _ => &["simple"],
    };
    let Some(known) = styles.iter().find(|known| known.eq_ignore_ascii_case(&text)) else {
        return undefined_style(node, &text, styles);
    };
    if *known == "cookie" {
        node.set("x-crategen-style", "cookie");
        node.set("style", "form");
    } else if *known != text {
        node.warn(&["style"], "parameter::style", format!("`style: {text}` was read as `style: {known}`"));
        node.set("style", *known);
    }
}

/// A style of another place. A single value is sent alike in all plain styles; of others nobody knows how they are sent, which costs
/// an optional parameter, and the operation where it is required.
fn undefined_style(node: &mut Node<'_>, text: &str, styles: &[&str]) {
    let kind = node.get("schema").and_then(|schema| schema.get("type")).and_then(Value::as_str);
    let is_single = matches!(kind, Some("string" | "integer" | "number" | "boolean"));
    if is_single && ["simple", "form"].iter().any(|plain| plain.eq_ignore_ascii_case(text)) {
        let message = format!("`style: {text}` is of another place; a single value is sent the same without it");
        node.warn(&["style"], "parameter::style", message);
        node.take("style");
        return;
    }
    let message = format!("OpenAPI does not say how `style: {text}` is sent here");
    let help = format!("write one of {}", styles.join(", "));
    if matches!(node.text("in"), None | Some("path")) || node.get("required") == Some(&Value::Bool(true)) {
        return node.fail(&["style"], "parameter::style", message, &help);
    }
    node.error(&["style"], "parameter::style", format!("{message}: the optional parameter is left out"), &help);
    node.take("style");
    node.set(LEFT_OUT, true);
}

/// What changes how a value is sent is not dropped because it cannot be read.
fn strict_style(node: &mut Node<'_>) {
    if node.get("style").is_some_and(|style| !style.is_string()) {
        node.fail(&["style"], "parameter::style", "`style` has to be a text", "write a style, or remove it");
    }
}

/// What changes how a value is sent is not guessed: only `"true"` and `"false"` have one sensible reading.
fn strict_flags(node: &mut Node<'_>) {
    for key in ["explode", "allowReserved"] {
        let text = |value: &Value| value.as_str().is_some_and(|text| matches!(text, "true" | "false"));
        if node.get(key).is_some_and(|value| !value.is_boolean() && !text(value)) {
            let message = format!("`{key}` has to be true or false");
            return node.fail(&[key], "parameter::flag", message, "write true or false without quotes");
        }
    }
}

/// `examples` as a list → `example`.
pub(super) fn example_list(node: &mut Node<'_>) {
    let Some(Value::Array(examples)) = node.get("examples") else { return };
    let first = examples.first().cloned();
    node.warn(&["examples"], "document::examples", "`examples` is an object here; the first of the list was taken");
    node.take("examples");
    if let (Some(first), false) = (first, node.has("example")) {
        node.set("example", first);
    }
}

/// What a parameter has and a header has not.
pub(super) const NOT_OF_HEADERS: [&str; 2] = ["name", "in"];

/// A header has its name outside, and is in a header.
fn header_has_no_name(node: &mut Node<'_>) {
    for key in NOT_OF_HEADERS {
        if node.take(key).is_some() {
            node.warn(&[key], "header::name", format!("a header has no `{key}` of its own; it was left out"));
        }
    }
}
