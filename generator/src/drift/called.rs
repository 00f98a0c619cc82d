//! What the server calls: webhooks and callbacks (OpenAPI 3.1.1, "Callback Object"), as operations of an API of their own. Who
//! sends and who receives is the other way round than in `paths`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::document::Document;
use crate::document::shape;
use crate::model::Api;
use crate::pointer::{Pointer, Token};

/// A document that has its webhooks and callbacks among its paths, so that they are read like these.
#[derive(Debug)]
pub struct Called {
    /// The document.
    pub document: Document,
    /// The path items: by the path that stands for one, its name in findings and where it stands in the document.
    items: BTreeMap<String, (String, Pointer)>,
}

/// The keys of an operation that say something of calls to the server only; they are compared as they are written.
pub(super) const BESIDE: &[&str] = &["operationId", "tags", "servers"];

impl Called {
    /// The document of what another one says that the server calls; `None` where it says nothing of that.
    pub fn of(document: &Document) -> Option<Self> {
        let found = items(&document.value);
        if found.is_empty() {
            return None;
        }
        let (mut value, mut origins) = (document.value.clone(), document.origins.clone());
        let mut items = BTreeMap::new();
        let mut paths = match value.get_mut("paths").map(Value::take) {
            Some(Value::Object(paths)) => paths,
            _ => Map::new(),
        };
        for (index, (name, at)) in found.into_iter().enumerate() {
            let path = format!("/x-crategen-called-{index}");
            let Some(item) = at.get(&document.value) else { continue };
            paths.insert(path.clone(), readable(item.clone()));
            origins.graft(&Pointer::root().join(["paths", &path]), &document.origins, &at);
            items.insert(path, (name, at));
        }
        value.as_object_mut()?.insert("paths".to_owned(), Value::Object(paths));
        Some(Self { document: Document { value, origins, faults: document.faults.clone() }, items })
    }

    /// Of the meaning of the document, what the server calls, by the names and places that it has in the document as written.
    pub fn only(&self, mut api: Api) -> Api {
        api.operations.retain_mut(|operation| {
            let Some((name, at)) = self.items.get(&operation.path) else { return false };
            let below = operation.pointer.tokens().get(2..).unwrap_or_default();
            (operation.path, operation.pointer) = (name.clone(), at.join(below));
            true
        });
        api
    }
}

/// A path item of which only that is left which is read.
fn readable(mut item: Value) -> Value {
    let operations = item.as_object_mut().into_iter().flat_map(|item| item.iter_mut());
    for (_, operation) in operations.filter(|(key, _)| shape::METHODS.contains(&key.as_str())) {
        let Some(operation) = operation.as_object_mut() else { continue };
        operation.retain(|key, _| !BESIDE.contains(&key.as_str()) && key != "callbacks");
        // What calls to the server have to show says nothing of calls that it makes.
        operation.entry("security").or_insert_with(|| json!([]));
    }
    item
}

/// The path items of what the server calls, each with its name.
fn items(document: &Value) -> Vec<(String, Pointer)> {
    let mut all = Vec::new();
    let map = |at: &Pointer| -> Vec<String> {
        let keys = at.get(document).and_then(Value::as_object).into_iter().flatten().map(|(key, _)| key);
        keys.filter(|key| !key.starts_with("x-")).cloned().collect()
    };
    let webhooks = Pointer::root().child("webhooks");
    for name in map(&webhooks) {
        all.push((format!("webhook {name}"), followed(document, webhooks.child(&name))));
    }
    // A callback of the components is told once, whoever refers to it.
    let components = Pointer::root().join(["components", "callbacks"]);
    let named = map(&components).into_iter().map(|name| (format!("callback {name}"), components.child(&name)));
    let mut open: Vec<(String, Pointer)> = named.collect();
    for (at, operation) in shape::operations(document) {
        open.extend(callbacks(&at, operation));
    }
    open.reverse();
    let mut seen = BTreeSet::new();
    while let Some((name, at)) = open.pop() {
        // A path item that is referred to may have a callback that refers to it.
        if !seen.insert(at.clone()) {
            continue;
        }
        for expression in map(&at).into_iter().filter(|key| key != "$ref") {
            let item = followed(document, at.child(&expression));
            let Some(value) = item.get(document) else { continue };
            for (slot, operation) in shape::slots(value) {
                open.extend(callbacks(&item.join(slot), operation));
            }
            all.push((format!("{name} at {expression}"), item));
        }
    }
    all
}

/// The callbacks that an operation has itself.
fn callbacks(at: &Pointer, operation: &Value) -> Vec<(String, Pointer)> {
    let own = operation.get("callbacks").and_then(Value::as_object).into_iter().flatten();
    let own = own.filter(|(name, callback)| !name.starts_with("x-") && callback.get("$ref").is_none());
    let label = at.tokens().iter().rev().take(2).map(Token::as_str).collect::<Vec<_>>().join(" ");
    own.map(|(name, _)| (format!("callback {name} of {label}"), at.child("callbacks").child(name))).collect()
}

/// Where a path item stands that is referred to.
fn followed(document: &Value, mut at: Pointer) -> Pointer {
    for _ in 0..16 {
        let target = at.get(document).and_then(|item| item.get("$ref")).and_then(Value::as_str);
        match target.and_then(|target| Pointer::resolve(target, document)) {
            Some(target) => at = target,
            None => break,
        }
    }
    at
}
