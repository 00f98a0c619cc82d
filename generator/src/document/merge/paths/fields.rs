//! Fields that stand beside the methods of a path item.

use serde_json::Value;

use super::super::Merger;
use super::super::versions::Otherwise;
use super::super::versions::Version;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::document::shape::ADDITIONAL;
use crate::document::shape::METHODS;
use crate::document::shape::slots;
use crate::pointer::{Pointer, Token};

/// Keeps the fields that all fragments with this path have alike, and moves the others down to the operations of their
/// own fragments.
pub(super) fn settle<'m>(merger: &mut Merger<'m>, at: &Pointer, items: &mut [Version<'m>]) {
    for name in names(items) {
        let field = Pointer::root().child(&name);
        let versions: Vec<Version<'m>> = items
            .iter()
            .filter_map(|item| Some(Version { part: item.part, document: item.document.part(&field)? }))
            .collect();
        let alike = versions.windows(2).all(|pair| match pair {
            [one, other] => one.document.value == other.document.value,
            _ => true,
        });
        let everywhere = versions.len() == items.len();
        if (alike && everywhere) || name == "$ref" {
            let what = format!("`{name}` of the path `{}`", at.tokens().last().map_or("", Token::as_str));
            if let Some(chosen) = merger.choose(&at.child(&name), &what, versions, Otherwise::Refuse) {
                merger.document.put(at, &name, chosen);
            }
            continue;
        }
        for item in items.iter_mut() {
            if let Some(diagnostic) = move_down(item, &name) {
                merger.diagnostics.push(diagnostic);
            }
        }
    }
}

/// The names of the fields, in the order of the first fragment that has each.
fn names(items: &[Version<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for key in items.iter().filter_map(|item| item.document.value.as_object()).flat_map(|item| item.keys()) {
        if !METHODS.contains(&key.as_str()) && key != ADDITIONAL && !names.contains(key) {
            names.push(key.clone());
        }
    }
    names
}

/// Gives a field of a path item to each of its operations.
fn move_down(item: &mut Version<'_>, name: &str) -> Option<Diagnostic> {
    let field = item.document.part(&Pointer::root().child(name))?;
    let slots: Vec<Pointer> = slots(&item.document.value).map(|(slot, _)| Pointer::root().join(slot)).collect();
    if slots.is_empty() {
        let message = format!("`{name}` of a path without operations differs from other fragments and is left out");
        let place = field.origins.place(&Pointer::root());
        return Some(Diagnostic::warning("merge::differs", place, message));
    }
    for slot in slots {
        let Some(mut operation) = item.document.part(&slot) else { continue };
        if name == "parameters" {
            add_parameters(&mut operation, field.clone(), &item.part.document.value);
        } else {
            add(&mut operation, name, field.clone());
        }
        if let (Some(parent), Some(key)) = (slot.parent(), slot.tokens().last()) {
            item.document.put(&parent, key, operation);
        }
    }
    None
}

/// Adds a field to an operation that has none of its own.
pub(super) fn add(operation: &mut Document, name: &str, field: Document) {
    if operation.value.get(name).is_none() {
        operation.put(&Pointer::root(), name, field);
    }
}

/// Adds the parameters of a path before those of an operation, except those that the operation overrides: same `name`
/// and `in` (OpenAPI 3.1.1, section 4.8.9.1).
fn add_parameters(operation: &mut Document, field: Document, document: &Value) {
    let at = Pointer::root().child("parameters");
    let own: Vec<Document> = list(operation, &at);
    let taken: Vec<_> = own.iter().map(|parameter| identity(&parameter.value, document)).collect();
    let inherited = list(&field, &Pointer::root());
    let inherited = inherited.into_iter().filter(|parameter| !taken.contains(&identity(&parameter.value, document)));
    let all: Vec<Document> = inherited.chain(own).collect();
    let empty = Document::new(Value::Array(Vec::new()), field.origins.clone());
    operation.put(&Pointer::root(), "parameters", empty);
    all.into_iter().for_each(|parameter| operation.put(&at, "", parameter));
}

fn list(document: &Document, at: &Pointer) -> Vec<Document> {
    let count = at.get(&document.value).and_then(Value::as_array).map_or(0, Vec::len);
    (0..count).filter_map(|index| document.part(&at.child(index))).collect()
}

/// What makes a parameter the same as another: its name and place, or the reference where that leads nowhere here.
fn identity(parameter: &Value, document: &Value) -> (Option<String>, Option<String>) {
    let reference = parameter.get("$ref").and_then(Value::as_str);
    let target = reference.and_then(super::super::reference::local);
    let parameter = target.as_ref().and_then(|target| target.get(document)).unwrap_or(parameter);
    let text = |key: &str| parameter.get(key).and_then(Value::as_str).map(str::to_owned);
    (text("name").or(text("$ref")), text("in"))
}
