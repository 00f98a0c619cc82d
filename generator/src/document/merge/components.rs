//! Components of all fragments, by name.

use serde_json::Map;
use serde_json::Value;

use super::Merger;
use super::Part;
use super::versions::Otherwise;
use super::versions_of;
use crate::document::Document;
use crate::document::Origins;
use crate::pointer::Pointer;

/// Puts the components together: equal ones once, kinds and names in the order of their text.
pub(super) fn merge(merger: &mut Merger<'_>) {
    let root = Pointer::root().child("components");
    let Some(kinds) = merger.holders(&root) else { return };
    merger.put_object(&Pointer::root(), "components", &[]);
    for (kind, parts) in kinds {
        let at = root.child(&kind);
        if kind.starts_with("x-") {
            let what = format!("`{kind}` of the components");
            if let Some(chosen) = merger.choose(&at, &what, versions_of(parts, &at), Otherwise::First) {
                merger.document.put(&root, &kind, chosen);
            }
            continue;
        }
        merger.put_object(&root, &kind, &parts);
        for (name, parts) in merger.holders(&at).into_iter().flatten() {
            component(merger, &at, &kind, &name, parts);
        }
    }
}

fn component<'m>(merger: &mut Merger<'m>, parent: &Pointer, kind: &str, name: &str, parts: Vec<&'m Part>) {
    let at = parent.child(name);
    let what = format!("the component `{kind}/{name}`");
    // An example decides nothing that is sent.
    let otherwise = if kind == "examples" { Otherwise::First } else { Otherwise::RefuseUnlessProse };
    let chosen = merger.choose(&at, &what, versions_of(parts, &at), otherwise);
    // A stand-in, so that what refers to it is not reported as well.
    let unknown =
        || Document { value: Value::Object(Map::new()), origins: Origins::at(merger.document.origins.place(parent)) };
    let chosen = chosen.unwrap_or_else(unknown);
    merger.document.put(parent, name, chosen);
}
