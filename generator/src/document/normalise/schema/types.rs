//! `type`: its names, and lists of them.

use serde_json::Value;

use crate::document::normalise::node::Node;

/// How many references may lead from one to the next.
const LONGEST_CHAIN: usize = 64;

/// The types of JSON Schema.
const TYPES: &[&str] = &["string", "number", "integer", "boolean", "object", "array", "null"];

/// What people write, the type they mean (none: any), and its format. In lower case.
const SYNONYMS: &[(&str, Option<&str>, Option<&str>)] = &[
    ("any", None, None),
    ("anytype", None, None),
    ("mixed", None, None),
    ("json", None, None),
    ("unknown", None, None),
    ("str", Some("string"), None),
    ("text", Some("string"), None),
    ("enum", Some("string"), None),
    ("char", Some("string"), None),
    ("file", Some("string"), Some("binary")),
    ("binary", Some("string"), Some("binary")),
    ("byte", Some("string"), Some("byte")),
    ("base64", Some("string"), Some("byte")),
    ("date", Some("string"), Some("date")),
    ("time", Some("string"), Some("time")),
    ("datetime", Some("string"), Some("date-time")),
    ("date-time", Some("string"), Some("date-time")),
    ("timestamp", Some("string"), Some("date-time")),
    ("uuid", Some("string"), Some("uuid")),
    ("guid", Some("string"), Some("uuid")),
    ("uri", Some("string"), Some("uri")),
    ("url", Some("string"), Some("uri")),
    ("email", Some("string"), Some("email")),
    ("password", Some("string"), Some("password")),
    ("int", Some("integer"), None),
    ("int32", Some("integer"), Some("int32")),
    ("int64", Some("integer"), Some("int64")),
    ("long", Some("integer"), Some("int64")),
    ("bigint", Some("integer"), Some("int64")),
    ("short", Some("integer"), Some("int32")),
    ("num", Some("number"), None),
    ("numeric", Some("number"), None),
    ("decimal", Some("number"), None),
    ("float", Some("number"), Some("float")),
    ("double", Some("number"), Some("double")),
    ("bool", Some("boolean"), None),
    ("map", Some("object"), None),
    ("dict", Some("object"), None),
    ("dictionary", Some("object"), None),
    ("hash", Some("object"), None),
    ("struct", Some("object"), None),
    ("list", Some("array"), None),
    ("nil", Some("null"), None),
    ("none", Some("null"), None),
];

const HELP: &str = "use string, number, integer, boolean, object or array";

/// A type by another name → its name; `type: "null"` → `x-crategen-null`; a type that is not known has no meaning.
pub(super) fn type_name(node: &mut Node<'_>) {
    let name = match node.get("type") {
        None | Some(Value::Array(_)) => return,
        Some(Value::String(name)) => name.clone(),
        Some(_) => return node.fail(&["type"], "schema::type", "`type` has to be a text", HELP),
    };
    if TYPES.contains(&name.as_str()) {
        return settle(node, vec![name]);
    }
    let Some((kind, format)) = meaning(&name) else {
        return node.fail(&["type"], "schema::type", format!("there is no type `{name}`"), HELP);
    };
    let read = kind.unwrap_or("any value");
    node.warn(&["type"], "schema::type", format!("there is no type `{name}`; it was read as {read}"));
    node.take("type");
    if let (Some(format), false) = (format, node.has("format")) {
        node.set("format", format);
    }
    if let Some(kind) = kind {
        settle(node, vec![kind.to_owned()]);
    }
}

fn meaning(name: &str) -> Option<(Option<&'static str>, Option<&'static str>)> {
    let lower = name.trim().to_ascii_lowercase();
    let exact = TYPES.iter().find(|known| **known == lower).map(|known| (Some(*known), None));
    exact.or_else(|| SYNONYMS.iter().find(|(name, ..)| *name == lower).map(|(_, kind, format)| (*kind, *format)))
}

/// `type: [T, "null"]` → `nullable`; several other types → `x-crategen-types` (JSON Schema validation, section 6.1.1).
pub(super) fn type_list(node: &mut Node<'_>) {
    let Some(Value::Array(list)) = node.get("type") else { return };
    let mut types = Vec::new();
    let mut any = false;
    for name in list.clone() {
        let known = name.as_str().and_then(meaning).or(name.is_null().then_some((Some("null"), None)));
        match known {
            Some((Some(kind), _)) => types.push(kind.to_owned()),
            Some((None, _)) => any = true,
            None => return node.fail(&["type"], "schema::type", format!("there is no type {name}"), HELP),
        }
    }
    if node.minor == 0 {
        node.warn(&["type"], "schema::type", "OpenAPI 3.0 has one `type`; the list was read as 3.1 reads it");
    }
    node.take("type");
    if !any {
        settle(node, types);
    }
}

/// Says in the words of 3.0 that the types are these.
fn settle(node: &mut Node<'_>, mut types: Vec<String>) {
    let before = types.len();
    types.retain(|name| name != "null");
    let null = types.len() < before;
    let mut seen = Vec::new();
    types.retain(|name| {
        !seen.contains(name) && {
            seen.push(name.clone());
            true
        }
    });
    // `number` includes `integer`.
    if types.iter().any(|name| name == "number") {
        types.retain(|name| name != "integer");
    }
    match (types.as_slice(), null) {
        ([], true) => {
            node.take("type");
            node.set("x-crategen-null", true);
        }
        ([], false) => {}
        ([one], _) => node.set("type", one.clone()),
        (_, _) => {
            node.take("type");
            node.set("x-crategen-types", types);
        }
    }
    if null && !node.has("x-crategen-null") {
        node.set("nullable", true);
    }
}

/// `type: object` beside nothing but one reference to what is no object → the reference alone: generators of documents
/// write it without looking.
pub(super) fn idle_object(node: &mut Node<'_>) {
    const SAYS_MORE: [&str; 4] = ["properties", "additionalProperties", "patternProperties", "required"];
    if node.text("type") != Some("object") || SAYS_MORE.iter().any(|key| node.has(key)) {
        return;
    }
    let parts: Vec<&Value> = ["allOf", "oneOf", "anyOf"].iter().filter_map(|key| node.get(key)).collect();
    let [Value::Array(members)] = parts.as_slice() else { return };
    let [only] = members.as_slice() else { return };
    let Some(text) = only.get("$ref").and_then(Value::as_str) else { return };
    if let Some(kind) = kind_behind(node, text) {
        let message = format!("`type: object` contradicts `{text}`, which is of the type {kind}; it was left out");
        node.warn(&["type"], "schema::type", message);
        node.take("type");
    }
}

/// The type behind a reference, where it is said and is not that of objects.
fn kind_behind(node: &Node<'_>, text: &str) -> Option<String> {
    let mut text = text.to_owned();
    for _ in 0..LONGEST_CHAIN {
        let target = node.index.resolve(node.base, &text, &node.input.value).ok()?;
        let target = target.get(&node.input.value)?;
        match (target.get("$ref").and_then(Value::as_str), target.get("type")) {
            (Some(next), _) => text = next.to_owned(),
            (None, Some(Value::String(kind))) => return (kind != "object").then(|| format!("`{kind}`")),
            (None, _) => return None,
        }
    }
    None
}
