//! `in: formData` → one form.

use std::collections::BTreeSet;

use serde_json::Value;

use super::collection::{self, Sent, Way};
use super::media::Media;
use super::view::{View, is_empty, list, object, placed};
use super::{Run, parameters};
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::media_type::essence;

const URL_ENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// A form of these fields.
pub(super) fn form(run: &mut Run<'_>, fields: &[View<'_>], consumes: &Media) -> Document {
    let Some(first) = fields.first() else { return object(run.root.place()) };
    let mut made = object(first.place());
    if fields.iter().any(|field| field.is("required")) {
        made.set("required", placed(true, first.place()));
    }
    let mut content = object(first.place());
    let types = media_types(run, fields, consumes);
    for field in fields {
        if let Some(refused) = run.too_large(field, types.len()) {
            return refused;
        }
    }
    for media_type in types {
        let way = if media_type.starts_with("multipart/") { Way::Multipart } else { Way::Form };
        let media = media(run, fields, way);
        content.set(&media_type, media);
    }
    made.set("content", content);
    made
}

/// The media types of forms that the operation takes. A file can only be a part of a multipart body.
fn media_types(run: &mut Run<'_>, fields: &[View<'_>], consumes: &Media) -> Vec<String> {
    let file = fields.iter().find(|field| is_file(field));
    let named: Vec<String> = consumes.types.iter().map(|text| essence(text)).collect();
    let fits = |text: &String| text.starts_with("multipart/") || text == URL_ENCODED && file.is_none();
    let found: Vec<String> = named.iter().filter(|text| fits(text)).cloned().collect();
    match (found.is_empty(), file) {
        (false, _) => found,
        (true, None) => vec![URL_ENCODED.to_owned()],
        (true, Some(file)) => {
            if named.iter().any(|text| text == URL_ENCODED) {
                let message = format!("a file cannot be sent as `{URL_ENCODED}`; `{MULTIPART}` was taken");
                let told = Diagnostic::warning("swagger::file", file.place(), message);
                run.diags.push(told.help(format!("say `consumes: [{MULTIPART}]`")));
            }
            vec![MULTIPART.to_owned()]
        }
    }
}

fn is_file(field: &View<'_>) -> bool {
    let file = |view: &View<'_>| view.text("type") == Some("file");
    file(field) || field.get("items").is_some_and(|items| file(&items))
}

fn media(run: &mut Run<'_>, fields: &[View<'_>], way: Way) -> Document {
    let place = fields.first().map_or_else(|| run.root.place(), View::place);
    let mut properties = object(place.clone());
    let (mut required, mut known) = (Vec::new(), BTreeSet::new());
    let mut encodings = object(place.clone());
    for field in fields {
        let Some(name) = field.text("name") else {
            run.diags.push(Diagnostic::error("parameter::name", field.place(), "this field of a form has no `name`"));
            continue;
        };
        let (schema, encoding) = property(run, field, way);
        properties.set(name, schema);
        if field.is("required") && known.insert(name) {
            required.push(placed(name, field.get("name").map_or_else(|| field.place(), |name| name.place())));
        }
        if let Some(encoding) = encoding {
            encodings.set(name, encoding);
        }
    }
    let mut schema = object(place.clone());
    schema.set("type", placed("object", place.clone()));
    schema.set("properties", properties);
    if !required.is_empty() {
        schema.set("required", list(place.clone(), required));
    }
    let mut made = object(place);
    made.set("schema", schema);
    if !is_empty(&encodings) {
        made.set("encoding", encodings);
    }
    made
}

/// The schema of a field, and how it is written where the usual way is another one.
fn property(run: &mut Run<'_>, field: &View<'_>, way: Way) -> (Document, Option<Document>) {
    let mut made = match field.get("schema").filter(|_| !field.has("type")) {
        Some(schema) => super::schemas::schema(&schema),
        None => parameters::own_schema(field),
    };
    let encoding = match collection::sent(run, field, way) {
        Sent::Usual => None,
        Sent::Styled { style, explode, place } => {
            let mut encoding = object(place.clone());
            encoding.set("style", placed(style, place.clone()));
            encoding.set("explode", placed(explode, place));
            Some(encoding)
        }
        Sent::Text => {
            made = parameters::text_schema(field);
            None
        }
        Sent::Texts => {
            made = parameters::texts_schema(field, made);
            None
        }
    };
    for (key, part) in field.fields() {
        let taken = matches!(key, "name" | "in" | "required" | "schema" | "allowEmptyValue" | "collectionFormat");
        if !taken && !parameters::is_of_schema(key) && !matches!(made.value, Value::Bool(_)) {
            made.set(key, part.copy());
        }
    }
    (made, encoding)
}
