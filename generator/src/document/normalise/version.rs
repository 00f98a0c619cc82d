//! Which OpenAPI a document is written in.

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::document::{Document, Fault};
use crate::pointer::Pointer;

/// The minor version of OpenAPI 3 (0, 1 or 2), or the fault that was reported.
pub(super) fn minor(document: &Document, diags: &mut Diagnostics) -> Result<u8, Fault> {
    let root = document.origins.place(&Pointer::root());
    let field = |key: &str| document.origins.place(&Pointer::root().child(key));
    if !document.value.is_object() {
        return refuse(diags, "document::not-an-object", root, "an OpenAPI document is an object");
    }
    if let Some(version) = document.value.get("openapi") {
        return known(version, field("openapi"), diags);
    }
    if let Some(version) = document.value.get("swagger") {
        let message =
            format!("Swagger {} is not known", version.as_str().map_or_else(|| version.to_string(), str::to_owned));
        return refuse(diags, "document::version", field("swagger"), message);
    }
    refuse(diags, "document::version", root, "there is no `openapi` field, so this is no OpenAPI document")
}

fn known(version: &Value, place: Place, diags: &mut Diagnostics) -> Result<u8, Fault> {
    let text = match version {
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    };
    let mut parts = text.split('.');
    let minor = match (parts.next(), parts.next()) {
        (Some("3"), None | Some("0")) => 0,
        (Some("3"), Some("1")) => 1,
        (Some("3"), Some("2")) => 2,
        _ => return refuse(diags, "document::version", place, format!("OpenAPI {text} is not known")),
    };
    if !version.is_string() || parts.next().is_none() {
        let message =
            format!("`openapi` is a text with three numbers (\"3.{minor}.0\"); `{text}` was read as 3.{minor}");
        diags.push(Diagnostic::warning("document::version", place, message));
    }
    Ok(minor)
}

fn refuse(diags: &mut Diagnostics, code: &'static str, place: Place, message: impl Into<String>) -> Result<u8, Fault> {
    let help =
        "give an OpenAPI document of version 2.0 (`swagger: \"2.0\"`), 3.0, 3.1 or 3.2 (`openapi: 3.x.y` at its root)";
    let reason = message.into();
    diags.push(Diagnostic::error(code, place, reason.clone()).help(help));
    Err(Fault { code, reason })
}
