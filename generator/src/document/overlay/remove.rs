//! Removal of nodes from the objects and arrays that hold them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;

use super::target::Target;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::pointer::Pointer;

/// Removes nodes: out of the innermost holder first, and all out of one array at once, so that the pointers of the others
/// stay right.
pub(super) fn remove(document: &mut Document, target: &Target, selected: Vec<Pointer>) -> Result<(), Box<Diagnostic>> {
    let mut holders: BTreeMap<(usize, Pointer), BTreeSet<String>> = BTreeMap::new();
    for at in selected {
        let (Some(parent), Some(token)) = (at.parent(), at.tokens().last()) else {
            let message = format!("`{}` selects the whole document, which cannot be removed", target.text);
            return Err(Box::new(Diagnostic::error("overlay::remove-root", target.place.clone(), message)));
        };
        holders.entry((parent.tokens().len(), parent)).or_default().insert(token.to_string());
    }
    for ((_, holder), tokens) in holders.into_iter().rev() {
        match holder.get_mut(&mut document.value) {
            Some(Value::Object(map)) => {
                for token in &tokens {
                    // The other way of removing would change the order of the keys.
                    map.shift_remove(token);
                    document.origins.remove_key(&holder.child(token));
                }
            }
            Some(Value::Array(items)) => {
                let gone: BTreeSet<usize> = tokens.iter().filter_map(|token| token.parse().ok()).collect();
                let kept: Vec<usize> = (0..items.len()).filter(|index| !gone.contains(index)).collect();
                let mut index = 0..;
                items.retain(|_| index.next().is_some_and(|index| !gone.contains(&index)));
                document.origins.keep_items(&holder, &kept);
            }
            _ => {}
        }
    }
    Ok(())
}
