//! What an overlay has.

use std::path::Path;

use crategen::source::{Sources, parse};
use serde_json::Value;

/// The actions of an overlay; none where there is no overlay.
pub fn actions(path: &Path) -> Vec<Value> {
    let mut sources = Sources::new();
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let file = sources.add(path.to_string_lossy(), text);
    let overlay = parse(&sources, file).unwrap_or_default();
    overlay.get("actions").and_then(Value::as_array).cloned().unwrap_or_default()
}
