//! Numbers and booleans without quotes where text is declared: `version: 3.10`, or `enum: [0049, 0x2A]` of a string. The document
//! contradicts itself, and the one useful reading is the text of the scalar as it is written, which the value no longer has.

use std::collections::HashMap;

use serde_json::Value;

use super::Document;
use super::position::{Position, Shape};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::Pointer;
use crate::source::Locator;
use crate::source::{FileId, Sources, plain_scalar};

/// Keywords of a schema whose value is one of its values, or a list of them.
const VALUES: [&str; 5] = ["enum", "const", "default", "example", "examples"];

/// How many references lead to what a schema is.
const DEPTH: usize = 16;

/// Puts the texts in place of such values, where these are not the same, and reports each.
pub fn apply(sources: &Sources, document: &mut Document, diagnostics: &mut Diagnostics) {
    let mut found = Vec::new();
    look(&document.value, Pointer::root(), Position::Document, &mut found);
    let mut locators = HashMap::new();
    for field in found {
        let written: Vec<(Pointer, String)> = field
            .bare
            .into_iter()
            .filter_map(|at| written(sources, document, &mut locators, &at).map(|text| (at, text)))
            .collect();
        let differs = |(at, text): &(Pointer, String)| at.get(&document.value).is_some_and(|value| !same(value, text));
        if !written.iter().any(differs) {
            continue;
        }
        let place = document.origins.place(&field.at);
        let name = field.at.tokens().last().map(ToString::to_string).unwrap_or_default();
        let message = format!("`{name}` is text, and has values without quotes: they are read as they are written");
        diagnostics
            .push(Diagnostic::warning("document::bare-text", place, message).help("put quotes around these values"));
        for (at, text) in written {
            if let Some(value) = at.get_mut(&mut document.value) {
                *value = Value::String(text);
            }
        }
    }
}

/// A field that is text or texts, and the values in it that are none.
struct Field {
    at: Pointer,
    bare: Vec<Pointer>,
}

/// Finds the fields of an object. Recursion is bounded by the depth limit of parsing.
fn look(root: &Value, at: Pointer, position: Position, found: &mut Vec<Field>) {
    let Some(value) = at.get(root) else { return };
    let Some(map) = value.as_object() else { return };
    let is_text = position == Position::Schema && is_text(root, value);
    for (key, inner) in map {
        let declared = match position.field(key) {
            Some(Shape::Text | Shape::Texts | Shape::TextMap) => true,
            Some(_) => false,
            None => is_text && VALUES.contains(&key.as_str()),
        };
        let bare = if declared { bare(at.child(key), inner) } else { Vec::new() };
        if !bare.is_empty() {
            found.push(Field { at: at.child(key), bare });
        }
    }
    for (tokens, position) in position.children(value) {
        look(root, at.join(tokens), position, found);
    }
}

/// The numbers and booleans that a value is, or that are directly in it.
fn bare(at: Pointer, value: &Value) -> Vec<Pointer> {
    let is_bare = |value: &Value| value.is_number() || value.is_boolean();
    match value {
        Value::Array(items) => {
            let bare = items.iter().enumerate().filter(|(_, item)| is_bare(item));
            bare.map(|(index, _)| at.child(index)).collect()
        }
        Value::Object(map) => map.iter().filter(|(_, item)| is_bare(item)).map(|(key, _)| at.child(key)).collect(),
        value if is_bare(value) => vec![at],
        _ => Vec::new(),
    }
}

/// Whether a schema declares text, itself or through what it refers to.
fn is_text(root: &Value, schema: &Value) -> bool {
    let mut schema = Some(schema);
    for _ in 0..DEPTH {
        let Some(here) = schema else { return false };
        match here.get("type") {
            Some(Value::String(name)) => return name == "string",
            Some(Value::Array(names)) => {
                let mut names = names.iter().filter(|name| *name != "null").peekable();
                return names.peek().is_some() && names.all(|name| name == "string");
            }
            _ => {}
        }
        let reference = here.get("$ref").or_else(|| here.get("allOf")?.get(0)?.get("$ref")).and_then(Value::as_str);
        schema = reference.and_then(|text| Pointer::of_reference(text).find_map(|at| at.get(root)));
    }
    false
}

/// The source text of a scalar, where its place has it.
fn written<'s>(
    sources: &'s Sources,
    document: &Document,
    locators: &mut HashMap<FileId, Locator<'s>>,
    at: &Pointer,
) -> Option<String> {
    let place = document.origins.place(at);
    let text = sources.text(place.file);
    let locator = locators.entry(place.file).or_insert_with(|| Locator::new(text));
    let raw = text.get(locator.span(&place.spot).bytes)?.trim();
    (plain_scalar(raw) == *at.get(&document.value)?).then(|| raw.to_owned())
}

/// Whether a text is how JSON writes a value.
fn same(value: &Value, text: &str) -> bool {
    value.to_string().as_str() == text
}
