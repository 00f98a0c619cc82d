//! A part of a document of OpenAPI 2.0: an object with `swagger: "2.0"`.

use serde_json::Value;

use super::{Fenced, Reading};
use crate::document::page::found::Kind;

pub(super) fn read(fenced: &Fenced<'_>) -> Option<Reading> {
    let version = match fenced.value?.get("swagger")? {
        Value::String(version) => version.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    version.starts_with("2").then_some(Reading::Other(Kind::Version2, version))
}
