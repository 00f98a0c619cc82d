//! Components of all fragments, by name.

use std::collections::BTreeSet;

use serde_json::Map;
use serde_json::Value;

use super::Merger;
use super::versions::Otherwise;
use crate::document::Document;
use crate::document::Origins;
use crate::pointer::Pointer;

/// Puts the components together: equal ones once, kinds and names in the order of their text.
pub(super) fn merge(merger: &mut Merger<'_>) {
    let root = Pointer::root().child("components");
    let kinds = keys(merger, &root);
    if kinds.is_none() {
        return;
    }
    merger.put_object(&Pointer::root(), "components");
    for kind in kinds.into_iter().flatten() {
        let at = root.child(&kind);
        if kind.starts_with("x-") {
            let versions = merger.versions(&at);
            if let Some(chosen) = merger.choose(&at, &format!("`{kind}` of the components"), versions, Otherwise::First)
            {
                merger.document.put(&root, &kind, chosen);
            }
            continue;
        }
        merger.put_object(&root, &kind);
        // An example decides nothing that is sent.
        let otherwise = if kind == "examples" { Otherwise::First } else { Otherwise::RefuseUnlessProse };
        for name in keys(merger, &at).into_iter().flatten() {
            let at = at.child(&name);
            let versions = merger.versions(&at);
            if let Some(chosen) = merger.choose(&at, &format!("the component `{kind}/{name}`"), versions, otherwise) {
                merger.document.put(&root.child(&kind), &name, chosen);
            } else {
                // So that what refers to it is not reported as well.
                let place = merger.document.origins.place(&root);
                let unknown = Document { value: Value::Object(Map::new()), origins: Origins::at(place) };
                merger.document.put(&root.child(&kind), &name, unknown);
            }
        }
    }
}

/// The keys that any fragment has in an object, sorted; `None` where no fragment has the object.
fn keys(merger: &Merger<'_>, at: &Pointer) -> Option<BTreeSet<String>> {
    let objects = merger.parts.iter().filter_map(|part| at.get(&part.document.value)?.as_object());
    objects.map(|object| object.keys().cloned().collect::<BTreeSet<_>>()).reduce(|mut all, keys| {
        all.extend(keys);
        all
    })
}

impl Merger<'_> {
    /// Puts an empty object into the merged document, standing where the first fragment has it.
    pub(super) fn put_object(&mut self, parent: &Pointer, key: &str) {
        let at = parent.child(key);
        let first = self.parts.iter().find(|part| at.get(&part.document.value).is_some());
        let place = first.map_or_else(|| self.document.origins.place(parent), |part| part.place(&at));
        let empty = Document { value: Value::Object(Map::new()), origins: Origins::at(place) };
        self.document.put(parent, key, empty);
    }
}
