//! Responses.

use super::media::Media;
use super::view::{View, is_empty, object};
use super::{Run, parameters, schemas};
use crate::document::Document;

/// The responses of an operation.
pub(super) fn responses<'r>(run: &mut Run<'r>, responses: &View<'r>, produces: &Media) -> Document {
    if !responses.value.is_object() {
        return responses.copy();
    }
    let mut made = object(responses.place());
    for (status, one) in responses.fields() {
        let part = if status.starts_with("x-") { one.copy() } else { given(run, &one, produces) };
        made.set(status, part);
    }
    made
}

/// A response that operations share stays shared, unless this one answers with other media types.
fn given<'r>(run: &mut Run<'r>, one: &View<'r>, produces: &Media) -> Document {
    if !one.has("$ref") || *produces == run.produces {
        return response(run, one, produces);
    }
    match run.resolve(one).filter(|target| target.has("schema")) {
        Some(target) => run.too_large(&target, 1).unwrap_or_else(|| response(run, &target, produces)),
        None => one.copy(),
    }
}

/// A response; a reference stays one.
pub(super) fn response(run: &mut Run<'_>, response: &View<'_>, produces: &Media) -> Document {
    if !response.value.is_object() || response.has("$ref") {
        return response.copy();
    }
    if let Some(refused) = run.too_large(response, produces.types.len().saturating_sub(1)) {
        return refused;
    }
    let mut made = object(response.place());
    for (key, field) in response.fields() {
        match key {
            "schema" | "examples" => {}
            "headers" if field.value.is_object() => {
                let mut headers = object(field.place());
                for (name, one) in field.fields() {
                    headers.set(name, parameters::header(run, &one));
                }
                made.set(key, headers);
            }
            _ => made.set(key, field.copy()),
        }
    }
    content(response, produces, &mut made);
    made
}

/// The body, in each media type that is produced; without a schema there is none. Examples of other media types stay as they are.
fn content(response: &View<'_>, produces: &Media, made: &mut Document) {
    let examples = response.get("examples");
    let mut others = examples.as_ref().map(|examples| object(examples.place()));
    let schema = response.get("schema").filter(|schema| !schema.value.is_null());
    let types = schema.as_ref().map(|schema| produces.or(usual(schema))).unwrap_or_default();
    let mut content = object(response.place());
    for media_type in &types {
        let mut media = object(response.place());
        if let Some(schema) = &schema {
            media.set("schema", schemas::schema(schema));
        }
        if let Some(example) = examples.as_ref().and_then(|examples| examples.get(media_type)) {
            media.set("example", example.copy());
        }
        content.set(media_type, media);
    }
    if !is_empty(&content) {
        made.set("content", content);
    }
    let left = examples.iter().flat_map(View::fields).filter(|(name, _)| !types.iter().any(|known| known == name));
    if let Some(others) = &mut others {
        left.for_each(|(name, example)| others.set(name, example.copy()));
    }
    if let Some(others) = others.filter(|others| !is_empty(others)) {
        made.set("x-examples", others);
    }
}

/// What a response is where nothing says it.
fn usual(schema: &View<'_>) -> &'static str {
    if schema.text("type") == Some("file") { "application/octet-stream" } else { "application/json" }
}
