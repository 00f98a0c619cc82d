//! In which direction the schemas of components travel.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Map;
use serde_json::Value;

use super::Part;
use super::join::Required;
use super::reference;
use crate::document::shape::Shape;
use crate::document::shape::operations;
use crate::document::shape::visit;

/// A component: its kind and name.
type Component = (String, String);

/// The components that some answer has, in any fragment.
#[derive(Debug, Default)]
pub(super) struct Usage {
    sent: BTreeSet<Component>,
    received: BTreeSet<Component>,
}

impl Usage {
    /// Follows the references of all operations.
    pub(super) fn of(parts: &[Part]) -> Self {
        let mut arrows: BTreeMap<Component, BTreeSet<Component>> = BTreeMap::new();
        let (mut sent, mut received) = (BTreeSet::new(), BTreeSet::new());
        for part in parts {
            let kinds = part.document.value.get("components").and_then(Value::as_object);
            for (kind, names) in kinds.into_iter().flatten() {
                for (name, component) in names.as_object().into_iter().flatten() {
                    let targets = arrows.entry((kind.clone(), name.clone())).or_default();
                    collect(component, targets);
                }
            }
            for (_, operation) in operations(&part.document.value) {
                for (key, value) in operation.as_object().into_iter().flatten() {
                    collect(value, if key == "responses" { &mut received } else { &mut sent });
                }
            }
        }
        Self { sent: closure(sent, &arrows), received: closure(received, &arrows) }
    }

    /// What becomes of a name that only some fragments require.
    pub(super) fn required(&self, kind: &str, name: &str) -> Required {
        let component = (kind.to_owned(), name.to_owned());
        let only_sent = self.sent.contains(&component) && !self.received.contains(&component);
        if only_sent { Required::Both } else { Required::Either }
    }
}

fn collect(value: &Value, into: &mut BTreeSet<Component>) {
    visit(value, Shape::Object, &mut |_, shape, map: &Map<String, Value>| {
        let Some(text) = map.get("$ref").and_then(Value::as_str).filter(|_| shape == Shape::Object) else { return };
        if let Some(target) = reference::local(text)
            && let [components, kind, name, ..] = target.tokens()
            && components == "components"
        {
            into.insert((kind.to_string(), name.to_string()));
        }
    });
}

fn closure(start: BTreeSet<Component>, arrows: &BTreeMap<Component, BTreeSet<Component>>) -> BTreeSet<Component> {
    let mut reached = start.clone();
    let mut waiting: Vec<Component> = start.into_iter().collect();
    while let Some(component) = waiting.pop() {
        for target in arrows.get(&component).into_iter().flatten() {
            if reached.insert(target.clone()) {
                waiting.push(target.clone());
            }
        }
    }
    reached
}
