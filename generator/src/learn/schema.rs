//! Schemas as they are written, in the wording of 3.0 or 3.1, found by their pointers.

use serde_json::Value;

use crate::pointer::Pointer;

/// How many references lead from one to the next at most.
const REFERENCES: usize = 32;

/// A place of a document.
#[derive(Clone, Debug)]
pub(super) struct Node<'d> {
    pub(super) at: Pointer,
    pub(super) value: &'d Value,
}

impl<'d> Node<'d> {
    pub(super) fn at(document: &'d Value, at: Pointer) -> Option<Self> {
        let value = at.get(document)?;
        Some(Self { at, value })
    }

    /// What the references lead to that begin here.
    pub(super) fn resolved(mut self, document: &'d Value) -> Option<Self> {
        for _ in 0..REFERENCES {
            let Some(reference) = self.value.get("$ref").and_then(Value::as_str) else { return Some(self) };
            self = Pointer::of_reference(reference).find_map(|at| Self::at(document, at))?;
        }
        None
    }

    pub(super) fn child(&self, key: &str) -> Option<Self> {
        Some(Self { at: self.at.child(key), value: self.value.get(key)? })
    }

    /// The nodes in the list under a key.
    pub(super) fn list(&self, key: &str) -> Vec<Self> {
        let at = self.at.child(key);
        let items = self.value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        items.iter().enumerate().map(|(index, value)| Self { at: at.child(index), value }).collect()
    }

    /// The types that are written; none: any.
    pub(super) fn types(&self) -> Vec<&'d str> {
        match self.value.get("type") {
            Some(Value::String(kind)) => vec![kind],
            Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The text under a key.
    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key).and_then(Value::as_str)
    }

    /// Whether a key has the value `true`.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.value.get(key).and_then(Value::as_bool) == Some(true)
    }
}

/// Whether a document has the wording of 3.0, in which a schema is `nullable`.
pub(super) fn is_30(document: &Value) -> bool {
    document.get("openapi").and_then(Value::as_str).is_none_or(|version| version.starts_with("3.0"))
}
