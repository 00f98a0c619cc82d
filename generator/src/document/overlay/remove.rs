//! Removal of nodes from the objects and arrays that hold them.

use std::cmp::Reverse;

use serde_json::Value;

use super::target::Target;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::pointer::Pointer;

/// Removes nodes: the innermost first, and the last of an array first, so that the pointers of the others stay right.
pub(super) fn remove(
    document: &mut Document,
    target: &Target,
    mut selected: Vec<Pointer>,
) -> Result<(), Box<Diagnostic>> {
    selected.sort_by_cached_key(|at| Reverse((at.tokens().len(), at.parent(), index(at))));
    for at in selected {
        let (Some(parent), Some(token)) = (at.parent(), at.tokens().last()) else {
            let message = format!("`{}` selects the whole document, which cannot be removed", target.text);
            return Err(Box::new(Diagnostic::error("overlay::remove-root", target.place.clone(), message)));
        };
        match parent.get_mut(&mut document.value) {
            Some(Value::Object(map)) => {
                map.shift_remove(token);
                document.origins.remove(&at, None);
            }
            Some(Value::Array(items)) => {
                let length = items.len();
                if let Some(index) = index(&at).filter(|index| *index < length) {
                    items.remove(index);
                    document.origins.remove(&at, Some(length));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn index(at: &Pointer) -> Option<usize> {
    at.tokens().last()?.parse().ok()
}
