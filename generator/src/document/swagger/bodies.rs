//! `in: body` → `requestBody`.

use super::inputs::{Given, Inputs};
use super::media::Media;
use super::view::{View, faulty, object};
use super::{Run, forms, parameters, schemas};
use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Document, Fault};

/// The one body of an operation; `None` where nothing is sent.
pub(super) fn request(run: &mut Run<'_>, inputs: &Inputs<'_>, consumes: &Media) -> Option<Document> {
    match (inputs.bodies.as_slice(), inputs.fields.as_slice()) {
        ([], []) => None,
        ([body], []) => Some(given(run, body, consumes)),
        ([], fields) => Some(forms::form(run, fields, consumes)),
        ([body], [field, ..]) => {
            let message = "there are a body and fields of a form, and only one of them can be sent";
            Some(refuse(run, field.place(), body.target.place(), message))
        }
        ([first, second, ..], _) => {
            let message = "there is more than one body, and only one can be sent";
            Some(refuse(run, second.target.place(), first.target.place(), message))
        }
    }
}

/// A body that other operations share stays shared, unless this one is sent as something else.
fn given(run: &mut Run<'_>, body: &Given<'_>, consumes: &Media) -> Document {
    let shared = body.target.at.tokens().first().is_some_and(|section| section == "parameters");
    if body.view.has("$ref") && shared && *consumes == run.consumes {
        return body.view.copy();
    }
    run.too_large(&body.target, 1).unwrap_or_else(|| self::body(run, &body.target, consumes))
}

/// A body.
pub(super) fn body(run: &mut Run<'_>, parameter: &View<'_>, consumes: &Media) -> Document {
    let mut made = object(parameter.place());
    let types = consumes.or("application/json");
    if let Some(refused) = run.too_large(parameter, types.len() - 1) {
        return refused;
    }
    for (key, field) in parameter.fields() {
        match key {
            "name" | "in" | "schema" | "example" | "collectionFormat" => {}
            _ if parameters::is_of_schema(key) => {}
            _ => made.set(key, field.copy()),
        }
    }
    let schema = schema(run, parameter);
    let mut content = object(parameter.place());
    for media_type in &types {
        let mut media = object(parameter.place());
        if let Some(schema) = &schema {
            media.set("schema", schema.clone());
        }
        if let Some(example) = parameter.get("example") {
            media.set("example", example.copy());
        }
        content.set(media_type, media);
    }
    made.set("content", content);
    made
}

/// The schema of a body; a type that stands beside it, as in other parameters, says the same.
fn schema(run: &mut Run<'_>, parameter: &View<'_>) -> Option<Document> {
    if let Some(schema) = parameter.get("schema") {
        return Some(schemas::schema(&schema));
    }
    let keyword = parameter.get("type").or_else(|| parameter.get("items"))?;
    let message = "the type of a body stands in its `schema`; it was read as that";
    run.diags.push(Diagnostic::warning("swagger::body", keyword.place(), message));
    Some(parameters::own_schema(parameter))
}

fn refuse(run: &mut Run<'_>, at: Place, other: Place, message: &str) -> Document {
    let code = "swagger::body";
    let told = Diagnostic::error(code, at.clone(), message).help("leave one of them");
    run.diags.push(told.related(other, "the other one"));
    faulty(at, Fault { code, reason: message.to_owned() })
}
