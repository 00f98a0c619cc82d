//! The heading above the title of an operation, where some heading of the run has several operations below it.

use std::collections::BTreeMap;

use super::unless_shared;
use crate::document::page::Fragment;
use crate::document::page::heading::is_general;

/// The heading above each fragment's title.
pub(super) fn groups(fragments: &[Fragment]) -> Vec<Option<String>> {
    let above: Vec<Option<String>> = fragments.iter().map(above).collect();
    let mut users: BTreeMap<&String, usize> = BTreeMap::new();
    above.iter().flatten().for_each(|heading| *users.entry(heading).or_default() += 1);
    if users.values().all(|users| *users < 2) {
        return vec![None; above.len()];
    }
    unless_shared(above)
}

fn above(fragment: &Fragment) -> Option<String> {
    let headings = fragment.context.headings.as_slice();
    // A title that several fragments share is that of none of them, but of their page.
    let above = match (&fragment.title, headings) {
        (Some(title), [above @ .., last]) if title == last => above,
        (Some(_), _) => return None,
        (None, headings) => headings,
    };
    above.iter().rev().find(|heading| !is_general(heading)).cloned()
}
