//! Keys that begin with `x-crategen-` are what the stages note. One that somebody wrote into a document
//! would be taken for such a note, so it is reported and left out before `normalise` looks. The marks of faults that an earlier stage
//! found stay.

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::pointer::Pointer;

const PREFIX: &str = "x-crategen-";

/// Takes out of a document the keys that only the stages write.
pub fn leave_out(document: &mut Document, diags: &mut Diagnostics) {
    if !any(&document.value) {
        return;
    }
    let mut found = Vec::new();
    let mut open = vec![(Pointer::root(), &document.value)];
    while let Some((at, value)) = open.pop() {
        match value {
            Value::Object(map) => {
                let names = at.tokens().last().is_some_and(|last| last == "properties");
                let is_own = || document.faults.find(map, &document.origins.place(&at)).is_some();
                let written = map.keys().filter(|key| !names && key.starts_with(PREFIX) && !is_own());
                found.extend(written.map(|key| at.child(key)));
                open.extend(map.iter().map(|(key, value)| (at.child(key), value)));
            }
            Value::Array(items) => {
                open.extend(items.iter().enumerate().map(|(index, item)| (at.child(index), item)));
            }
            _ => {}
        }
    }
    found.sort();
    for at in found {
        take(document, &at, diags);
    }
}

/// Most documents have none, and need no pointers.
fn any(root: &Value) -> bool {
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) if map.keys().any(|key| key.starts_with(PREFIX)) => return true,
            Value::Object(map) => open.extend(map.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    false
}

fn take(document: &mut Document, at: &Pointer, diags: &mut Diagnostics) {
    let (Some(parent), Some(key)) = (at.parent(), at.tokens().last()) else { return };
    let Some(Value::Object(map)) = parent.get_mut(&mut document.value) else { return };
    map.shift_remove(key.as_str());
    let place = document.origins.place(at);
    let message = format!("`{key}` is a note of crategen's own and has no meaning in a document; it was left out");
    let help = "remove it: keys that begin with `x-crategen-` are for what crategen notes itself";
    diags.push(Diagnostic::warning("document::reserved", place, message).help(help));
}
