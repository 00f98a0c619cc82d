//! A response beside what the document has for its operation: status, media type, body.

use serde_json::Value;

use super::another::Others;
use super::check::Check;
use super::evidence::{Evidence, Finding, Source};
use super::route::Operation;
use super::schema::Node;
use super::{Body, Response};
use crate::media_type::essence;
use crate::pointer::Pointer;

/// The place of the schema that the document has for a response.
pub(super) fn schema(document: &Value, operation: &Operation, response: &Response) -> Option<Pointer> {
    let documented = documented(document, &operation.at.child("responses"), response.status)?;
    content(&documented, response.media_type.as_deref()?).map(|media| media.at.child("schema"))
}

/// Compares a response with the document.
pub(super) fn compare(
    document: &Value,
    operation: &Operation,
    response: &Response,
    others: &Others,
    evidence: &mut Evidence,
) {
    let number = evidence.next();
    let source = Source { operation: &operation.name, status: response.status, number };
    let all = operation.at.child("responses");
    let Some(documented) = documented(document, &all, response.status) else {
        let seen = evidence.add(operation.at.clone(), Finding::Status(response.status), source);
        return describe(document, &all, response, seen);
    };
    if response.body == Body::Empty {
        return;
    }
    let Some(media_type) = &response.media_type else { return };
    match content(&documented, media_type) {
        Some(media) => {
            let schema = media.at.child("schema");
            if let Some(other) = others.at(&schema) {
                evidence.add(schema, Finding::Another, source).schema = Some(other.clone());
            } else if let Body::Json(value) = &response.body {
                for (at, finding, value) in Check::new(document).value(schema, value) {
                    let seen = evidence.add(at, finding, source);
                    value.into_iter().for_each(|value| seen.shape.add(value));
                }
            }
        }
        None => {
            let seen = evidence.add(documented.at, Finding::Media(media_type.clone()), source);
            describe(document, &all, response, seen);
        }
    }
}

/// Remembers the schema that a body has: one of the operation's that it fits, or what it looks like.
fn describe(document: &Value, all: &Pointer, response: &Response, seen: &mut super::evidence::Seen) {
    if let Some(media_type) = &response.media_type
        && response.body != Body::Empty
    {
        seen.media_types.insert(media_type.clone());
    }
    let Body::Json(value) = &response.body else { return };
    let of_class = |status: &str| status.starts_with(&(response.status / 100).to_string());
    let schemas = schemas(document, all, of_class);
    let fitting = schemas.into_iter().find(|at| Check::new(document).value(at.clone(), value).is_empty());
    let fitting = fitting.and_then(|at| at.get(document)).cloned();
    let first = seen.shape.is_empty();
    seen.schema = if first { fitting } else { seen.schema.take().filter(|schema| fitting.as_ref() == Some(schema)) };
    seen.shape.add(value);
}

/// The response of a status: its own, that of its class, or the default. Beside a success the default is about failures.
fn documented<'d>(document: &'d Value, all: &Pointer, status: u16) -> Option<Node<'d>> {
    let node = Node::at(document, all.clone())?;
    let class = format!("{}XX", status / 100);
    let succeeds = |status: &str| status.starts_with('2');
    let has_success = node.value.as_object().is_some_and(|all| all.keys().any(|key| succeeds(key)));
    let default = (!has_success || !succeeds(&class)).then(|| "default".to_owned());
    let keys = [status.to_string(), class.clone(), class.to_lowercase()];
    keys.iter().chain(&default).find_map(|key| node.child(key))?.resolved(document)
}

/// What a response has for a media type: the type itself, or a range that it is in (RFC 9110, section 12.5.1).
fn content<'d>(response: &Node<'d>, media_type: &str) -> Option<Node<'d>> {
    let content = response.child("content")?;
    let class = media_type.split('/').next().unwrap_or_default();
    let wanted = [media_type.to_owned(), format!("{class}/*"), "*/*".to_owned()];
    let keys = content.value.as_object()?;
    wanted.iter().find_map(|wanted| keys.keys().find(|key| essence(key) == *wanted)).and_then(|key| content.child(key))
}

/// The schemas of the JSON bodies of responses whose status is of this kind.
fn schemas(document: &Value, all: &Pointer, is_wanted: impl Fn(&str) -> bool) -> Vec<Pointer> {
    let Some(Value::Object(responses)) = all.get(document) else { return Vec::new() };
    let mut schemas = Vec::new();
    for status in responses.keys().filter(|status| is_wanted(status)) {
        let response = Node::at(document, all.child(status)).and_then(|response| response.resolved(document));
        let Some(content) = response.and_then(|response| response.child("content")) else { continue };
        let media_types = content.value.as_object().into_iter().flatten();
        schemas.extend(media_types.map(|(media_type, _)| content.at.child(media_type).child("schema")));
    }
    schemas.retain(|at| at.get(document).is_some());
    schemas
}
