//! `consumes` and `produces`: the media types of bodies and answers.

use std::collections::BTreeSet;

use serde_json::Value;

use super::view::View;

/// The media types that an operation names, or the document for all that name none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Media {
    /// In the order in which they are written, each once.
    pub(super) types: Vec<String>,
}

impl Media {
    /// Those that hold for all operations.
    pub(super) fn of_document(root: &View<'_>, key: &str) -> Self {
        Self { types: root.get(key).map(|list| texts(list.value)).unwrap_or_default() }
    }

    /// Those of an operation: an empty list overrides those of the document, too.
    pub(super) fn of_operation(operation: &View<'_>, key: &str, otherwise: &Self) -> Self {
        match operation.get(key) {
            Some(list) if !list.value.is_null() => Self { types: texts(list.value) },
            _ => otherwise.clone(),
        }
    }

    /// The types, or another one where nothing says any.
    pub(super) fn or(&self, otherwise: &str) -> Vec<String> {
        if self.types.is_empty() { vec![otherwise.to_owned()] } else { self.types.clone() }
    }
}

fn texts(value: &Value) -> Vec<String> {
    let mut known = BTreeSet::new();
    let all = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let texts = all.iter().filter_map(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    texts.filter(|text| known.insert(text.to_ascii_lowercase())).map(str::to_owned).collect()
}
