//! Where the values of a document come from.

use crategen::document::Document;
use crategen::pointer::Pointer;
use crategen::source::{Sources, locate};
use serde_json::Value;

/// Visits every scalar of a document with the text that stands at its origin.
pub fn each_scalar(sources: &Sources, document: &Document, mut visit: impl FnMut(&Pointer, &Value, &str)) {
    let mut open = vec![(Pointer::root(), &document.value)];
    while let Some((at, value)) = open.pop() {
        match value {
            Value::Object(map) => open.extend(map.iter().map(|(key, value)| (at.child(key), value))),
            Value::Array(items) => open.extend(items.iter().enumerate().map(|(index, item)| (at.child(index), item))),
            scalar => {
                let place = document.origins.place(&at);
                let text = sources.text(place.file);
                visit(&at, scalar, &text[locate(text, &place.spot).bytes]);
            }
        }
    }
}
