//! Responses that are of another schema than the documented one: several types of a server have one name, and the document knows the last.

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::check::Check;
use super::evidence::Finding;
use super::responses;
use super::route::Routes;
use super::schema::Node;
use super::{Body, Response};
use crate::pointer::Pointer;

/// The places of the schemas of responses, with what each response there is instead.
#[derive(Debug, Default)]
pub(super) struct Others(IndexMap<Pointer, Value>);

impl Others {
    /// The places where every response lacks keys of the documented schema, and is of one other schema of the document.
    pub(super) fn of(document: &Value, routes: &Routes, responses: &[Response]) -> Self {
        let mut all: IndexMap<Pointer, Option<Value>> = IndexMap::new();
        for response in responses {
            let Body::Json(value) = &response.body else { continue };
            let Some(at) =
                routes.find(&response.call).and_then(|operation| responses::schema(document, operation, response))
            else {
                continue;
            };
            // An empty list is of any schema.
            if value.as_array().is_some_and(Vec::is_empty) {
                continue;
            }
            let other = other(document, &at, value);
            all.entry(at)
                .and_modify(|before| *before = before.take().filter(|before| other.as_ref() == Some(before)))
                .or_insert(other);
        }
        Self(all.into_iter().filter_map(|(at, other)| Some((at, other?))).collect())
    }

    /// What the responses at a place are instead.
    pub(super) fn at(&self, at: &Pointer) -> Option<&Value> {
        self.0.get(at)
    }
}

/// The one schema of the document that a value, or each item of a list, is of, where it lacks keys of the documented one.
fn other(document: &Value, at: &Pointer, value: &Value) -> Option<Value> {
    // What no other place refers to is corrected where it stands.
    Node::at(document, at.clone())?.text("$ref")?;
    let mut check = Check::new(document);
    let found = check.value(at.clone(), value);
    if !found.iter().any(|(_, finding, _)| matches!(finding, Finding::Missing(_))) {
        return None;
    }
    let (items, is_list) = match value {
        Value::Array(items) => (items.as_slice(), true),
        value => (std::slice::from_ref(value), false),
    };
    let components = Pointer::root().child("components").child("schemas");
    let names: Vec<&String> = components.get(document)?.as_object()?.keys().collect();
    let mut fits = |name: &&String| {
        let at = components.child(name);
        is_about(document, &at) && items.iter().all(|item| check.value(at.clone(), item).is_empty())
    };
    let fitting: Vec<&String> = names.into_iter().filter(|name| fits(name)).take(2).collect();
    // Which of several it is nobody knows.
    let [name] = *fitting else { return None };
    if check.is_spent() {
        return None;
    }
    let schema = json!({"$ref": format!("#{}", components.child(name))});
    Some(if is_list { json!({"type": "array", "items": schema}) } else { schema })
}

/// Whether a schema is of objects with two keys or more that it requires: of less many values are by chance.
fn is_about(document: &Value, at: &Pointer) -> bool {
    let schema = Node::at(document, at.clone()).and_then(|node| node.resolved(document));
    schema.is_some_and(|schema| schema.list("required").len() >= 2 && schema.value.get("properties").is_some())
}
