//! A fragment: an object with `openapi` and a version number (OpenAPI, OpenAPI Object).

use serde_json::Value;

use super::{Fenced, Reading};
use crate::diagnostic::Spot;
use crate::document::{Document, Origins};
use crate::pointer::Pointer;
use crate::source::locate;

/// Reads a fragment. A version without quotes, which YAML reads as a number, becomes the text that is written.
pub(super) fn read(fenced: &Fenced<'_>) -> Option<Reading> {
    let value = fenced.value?;
    let version = version(fenced.text, value)?;
    let mut document = Document::new(value.clone(), Origins::of(fenced.region));
    if let Some(slot) = document.value.get_mut("openapi") {
        *slot = Value::String(version);
    }
    Some(Reading::Document(document))
}

fn version(text: &str, value: &Value) -> Option<String> {
    match value.get("openapi")? {
        Value::String(version) => is_version(version.trim()).then(|| version.clone()),
        Value::Number(number) => {
            let at = Spot::Pointer(Pointer::root().child("openapi"));
            let written = text.get(locate(text, &at).bytes).unwrap_or_default().trim();
            Some(if is_version(written) { written.to_owned() } else { number.to_string() })
        }
        _ => None,
    }
}

/// Numbers between points, perhaps with something after `-`.
fn is_version(text: &str) -> bool {
    let number = text.split(['-', '+']).next().unwrap_or_default();
    number.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}
