//! The recursive merge of an update into a node (Overlay 1.1.0, section 4.4.3).

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::document::Origins;
use crate::pointer::Pointer;

/// What decides how a value is updated.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Object(_) => "an object",
        Value::Array(_) => "an array",
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => "a primitive value",
    }
}

/// Merges a part into the node at a pointer. Tells whether that changed anything.
pub(super) fn update(document: &mut Document, at: &Pointer, part: &Document) -> Result<bool, Box<Diagnostic>> {
    let Document { value, origins, .. } = document;
    let Some(target) = at.get_mut(value) else { return Ok(false) };
    let mut merge = Merge { origins, from: &part.origins };
    let root = Pointer::root();
    match target {
        // Only the node that the target selects takes a single value to append.
        Value::Array(items) if !part.value.is_array() => {
            merge.append(items, at, &part.value, &root);
            Ok(true)
        }
        target => merge.merge(target, at, &part.value, &root),
    }
}

/// The origins of both sides.
struct Merge<'m> {
    origins: &'m mut Origins,
    from: &'m Origins,
}

impl Merge<'_> {
    /// Merges a value of the update that stands at `from` into a value of the document that stands at `at`.
    fn merge(
        &mut self,
        target: &mut Value,
        at: &Pointer,
        update: &Value,
        from: &Pointer,
    ) -> Result<bool, Box<Diagnostic>> {
        match (target, update) {
            (Value::Object(target), Value::Object(update)) => {
                let mut changed = false;
                for (key, value) in update {
                    let (at, from) = (at.child(key), from.child(key));
                    if let Some(own) = target.get_mut(key) {
                        changed |= self.merge(own, &at, value, &from)?;
                    } else {
                        target.insert(key.clone(), value.clone());
                        self.origins.graft(&at, self.from, &from);
                        changed = true;
                    }
                }
                Ok(changed)
            }
            (Value::Array(target), Value::Array(update)) => {
                for (index, value) in update.iter().enumerate() {
                    self.append(target, at, value, &from.child(index));
                }
                Ok(!update.is_empty())
            }
            (Value::Object(_) | Value::Array(_), _) | (_, Value::Object(_) | Value::Array(_)) => {
                Err(self.mismatch(at, from))
            }
            (target, update) => {
                let changed = target != update;
                update.clone_into(target);
                self.origins.graft(at, self.from, from);
                Ok(changed)
            }
        }
    }

    fn append(&mut self, items: &mut Vec<Value>, at: &Pointer, value: &Value, from: &Pointer) {
        self.origins.graft(&at.child(items.len()), self.from, from);
        items.push(value.clone());
    }

    fn mismatch(&self, at: &Pointer, from: &Pointer) -> Box<Diagnostic> {
        let message = format!("the update does not fit what the document has at `{at}`");
        Box::new(
            Diagnostic::error("overlay::mismatch", self.from.place(from), message)
                .related(self.origins.place(at), "this is what it does not fit")
                .help("objects merge with objects, arrays with arrays, primitive values replace each other; to put another kind of value there, `remove` it in an action before"),
        )
    }
}
