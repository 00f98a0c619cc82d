//! Rules for paths, path items, operations and the map of their responses.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::document::normalise::Rule;
use crate::document::normalise::node::Node;
use crate::document::{Document, shape};
use crate::pointer::Pointer;
use crate::standard::METHODS_OF_3_0 as METHODS;

pub(super) const PATHS: &[Rule] = &[leading_slash];
pub(super) const PATH_ITEM: &[Rule] = &[method_case, other_methods, unknown_methods];
pub(super) const OPERATION: &[Rule] = &[operation_id, ignored_headers, responses];
pub(super) const CALLBACK: &[Rule] = &[without_extensions];
pub(super) const RESPONSES: &[Rule] = &[status_keys];

/// `pets/{id}` → `/pets/{id}`.
fn leading_slash(node: &mut Node<'_>) {
    let odd = |key: &String| !key.starts_with('/') && !key.starts_with("x-");
    let keys: Vec<String> = node.map.keys().filter(|key| odd(key)).cloned().collect();
    for key in keys {
        let path = format!("/{key}");
        if key.contains("://") || node.has(&path) {
            let help = "write the path alone, once, beginning with `/`";
            node.error(&[&key], "path::slash", format!("`{key}` is not a path of this API"), help);
            node.take(&key);
        } else {
            node.warn(&[&key], "path::slash", format!("a path begins with `/`; `{key}` was read as `{path}`"));
            rename_in_place(&mut node.map, &key, &path);
            node.moved(&[&key], &[&path]);
        }
    }
}

/// Renames a key where it stands among the others.
fn rename_in_place(map: &mut Map<String, Value>, from: &str, to: &str) {
    let renamed = |key: String| if key == from { to.to_owned() } else { key };
    *map = std::mem::take(map).into_iter().map(|(key, value)| (renamed(key), value)).collect();
}

/// Whether a key of a path item that is not a field is reported as a method.
pub(super) fn is_read(item: &Map<String, Value>, key: &str) -> bool {
    METHODS.contains(&key.to_ascii_lowercase().as_str()) || item.get(key).is_some_and(Value::is_object)
}

/// `GET:` → `get:`.
fn method_case(node: &mut Node<'_>) {
    let keys: Vec<String> = node.map.keys().cloned().collect();
    for key in keys {
        let lower = key.to_ascii_lowercase();
        if key != lower && METHODS.contains(&lower.as_str()) && !node.has(&lower) {
            node.warn(
                &[&key],
                "path::method",
                format!("methods are written in lower case; `{key}` was read as `{lower}`"),
            );
            node.rename(&key, &lower);
        }
    }
}

/// Operations of methods that 3.0 does not have (3.2 `query`, `additionalOperations`) are left out.
fn other_methods(node: &mut Node<'_>) {
    let help = "call this operation by hand";
    if node.take("query").is_some() {
        node.error(&["query"], "path::method", "operations of the method QUERY are not generated", help);
    }
    if let Some(Value::Object(others)) = node.take("additionalOperations") {
        for method in others.keys().filter(|key| !key.starts_with("x-")) {
            let message = format!("operations of the method {method} are not generated");
            node.error(&["additionalOperations", method], "path::method", message, help);
        }
    }
}

/// What looks like an operation under a key that is no method is left out; what does not was never one.
fn unknown_methods(node: &mut Node<'_>) {
    let unknown = |key: &String| node.position.field(key).is_none() && !key.starts_with("x-") && key != "$ref";
    let keys: Vec<String> =
        node.map.iter().filter(|(key, value)| unknown(key) && value.is_object()).map(|(key, _)| key.clone()).collect();
    for key in keys {
        let message = format!("`{key}` is not a method that OpenAPI has, so this was left out");
        let near = nearest(&key, METHODS.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        let help = near.unwrap_or_else(|| format!("the methods are {}", METHODS.join(", ")));
        node.error(&[&key], "path::method", message, &help);
        node.take(&key);
    }
}

/// Each key of a callback is an expression, but for extensions, which nothing reads.
fn without_extensions(node: &mut Node<'_>) {
    node.map.retain(|key, _| !key.starts_with("x-"));
}

/// An empty `operationId` names nothing.
fn operation_id(node: &mut Node<'_>) {
    if node.text("operationId").is_some_and(|id| id.trim().is_empty()) {
        node.warn(&["operationId"], "operation::id", "`operationId` is empty, so it was left out");
        node.take("operationId");
    }
}

/// "The id MUST be unique among all operations described in the API" (3.0.4, section 4.7.10.1). One diagnostic for each id.
pub(super) fn repeated_ids(document: &Document, diags: &mut Diagnostics) {
    let mut by_id: IndexMap<&str, Vec<Pointer>> = IndexMap::new();
    for (at, operation) in shape::operations(&document.value) {
        let id = operation.get("operationId").and_then(Value::as_str).filter(|id| !id.trim().is_empty());
        if let Some(id) = id {
            by_id.entry(id).or_default().push(at.child("operationId"));
        }
    }
    for (id, all) in by_id {
        let [first, second, ..] = all.as_slice() else { continue };
        let place = |at: &Pointer| document.origins.place(at);
        let message = format!("`operationId: {id}` has to be unique, and {} operations have it", all.len());
        let diagnostic = Diagnostic::warning("operation::id", place(second), message);
        diags.push(diagnostic.related(place(first), "first here").help("give each operation an id of its own"));
    }
}

/// Header parameters named Accept, Content-Type and Authorization "SHALL be ignored" (3.0.4, section 4.7.12.1).
fn ignored_headers(node: &mut Node<'_>) {
    let Some(Value::Array(parameters)) = node.get("parameters") else { return };
    let ignored: Vec<Option<Option<Pointer>>> = parameters.iter().map(|parameter| ignored(node, parameter)).collect();
    for (index, ignored) in ignored.iter().enumerate() {
        // A component is spoken of once, however many operations refer to it.
        if !ignored.as_ref().is_some_and(|component| component.as_ref().is_none_or(|at| node.first_time(at))) {
            continue;
        }
        let message = "OpenAPI ignores header parameters of this name (Accept, Content-Type and Authorization come from \
                       media types and security schemes); it was left out";
        node.warn(&["parameters", &index.to_string()], "parameter::reserved", message);
    }
    node.retain("parameters", |index, _| ignored.get(index).is_none_or(Option::is_none));
}

/// Whether a parameter is ignored, and which component it is, if it is one.
fn ignored(node: &Node<'_>, parameter: &Value) -> Option<Option<Pointer>> {
    let component = parameter.get("$ref").and_then(Value::as_str);
    let component = component.and_then(|text| node.index.resolve(node.base, text, &node.input.value).ok());
    let parameter = component.as_ref().and_then(|at| at.get(&node.input.value)).unwrap_or(parameter);
    let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
    let reserved = matches!(text("name").as_str(), "accept" | "content-type" | "authorization");
    (text("in") == "header" && reserved).then_some(component)
}

/// `responses` missing → none; from OpenAPI 3.1 on that is legal.
fn responses(node: &mut Node<'_>) {
    if !node.has("responses") {
        if node.minor == 0 {
            node.warn(
                &[],
                "operation::responses",
                "this operation tells of no responses; any success is taken as empty",
            );
        }
        node.set("responses", Map::new());
    }
}

/// `2xx` → `2XX`; a key that is no status is left out.
fn status_keys(node: &mut Node<'_>) {
    let keys: Vec<String> = node.map.keys().filter(|key| !key.starts_with("x-")).cloned().collect();
    for key in keys {
        match status(&key) {
            Some(status) if status == key => {}
            Some(status) if !node.has(&status) => {
                node.warn(&[&key], "response::status", format!("`{key}` was read as `{status}`"));
                rename_in_place(&mut node.map, &key, &status);
                node.moved(&[&key], &[&status]);
            }
            Some(_) | None => {
                let help = "responses are for a status (`200`), a range (`2XX`) or `default`, each once";
                node.error(&[&key], "response::status", format!("`{key}` is not a status, or told twice"), help);
                node.take(&key);
            }
        }
    }
}

/// A status, a range, or `default`, as OpenAPI writes it (3.0.4, section 4.7.16.2). Statuses of servers' own, from
/// 600 on, can be compared like any other.
fn status(key: &str) -> Option<String> {
    let key = key.trim();
    if key.eq_ignore_ascii_case("default") {
        return Some("default".to_owned());
    }
    match key.as_bytes() {
        [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] => Some(key.to_owned()),
        [b'1'..=b'5', b'x' | b'X', b'x' | b'X'] => Some(key.to_ascii_uppercase()),
        _ => None,
    }
}
