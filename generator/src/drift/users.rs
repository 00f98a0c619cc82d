//! Which operations use a component, by the references of the document.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Meaning;
use crate::pointer::Pointer;

/// Who refers to each component.
#[derive(Debug, Default)]
pub(super) struct Users {
    /// Component → components that refer to it.
    components: BTreeMap<Pointer, BTreeSet<Pointer>>,
    /// Component → operations that refer to it themselves.
    operations: BTreeMap<Pointer, BTreeSet<String>>,
}

impl Users {
    /// Reads the references of a document.
    pub(super) fn of(meaning: Meaning<'_>) -> Self {
        let (mut users, document) = (Self::default(), &meaning.document.value);
        let root = Pointer::root().child("components");
        let kinds = root.get(document).and_then(Value::as_object).into_iter().flatten();
        for (kind, all) in kinds {
            for (name, value) in all.as_object().into_iter().flatten() {
                let user = root.child(kind).child(name);
                for used in references(value) {
                    users.components.entry(used).or_default().insert(user.clone());
                }
            }
        }
        for operation in &meaning.api.operations {
            // What stands beside the operations of a path is for all of them.
            let path = operation.pointer.parent();
            let shared = path.and_then(|path| path.child("parameters").get(document));
            for value in operation.pointer.get(document).into_iter().chain(shared) {
                for used in references(value) {
                    users.operations.entry(used).or_default().insert(operation.label());
                }
            }
        }
        users
    }

    /// The operations that use a component, themselves or through others.
    pub(super) fn of_component(&self, component: &Pointer) -> BTreeSet<String> {
        let (mut stack, mut seen, mut all) = (vec![component], BTreeSet::from([component]), BTreeSet::new());
        while let Some(at) = stack.pop() {
            all.extend(self.operations.get(at).into_iter().flatten().cloned());
            stack.extend(self.components.get(at).into_iter().flatten().filter(|user| seen.insert(*user)));
        }
        all
    }
}

/// The components that a value refers to.
fn references(value: &Value) -> BTreeSet<Pointer> {
    let (mut all, mut stack) = (BTreeSet::new(), vec![value]);
    while let Some(value) = stack.pop() {
        match value {
            Value::Object(map) => {
                let target = map.get("$ref").and_then(Value::as_str);
                let target = target.and_then(|reference| Pointer::of_reference(reference).next());
                all.extend(target.and_then(|target| target.tokens().get(..3).map(|kept| Pointer::root().join(kept))));
                stack.extend(map.values());
            }
            Value::Array(items) => stack.extend(items),
            _ => {}
        }
    }
    all
}
