//! Whether two schemas have the same content, however they are put together and called.

use std::collections::BTreeSet;

use super::shape::{Shape, Shapes};
use crate::model::{Additional, SchemaId};

/// How many pairs are looked at before two schemas are taken for different ones.
const MOST_PAIRS: usize = 1_000;

/// Compares a schema of each side by content.
pub(super) fn is_same(old: (&Shapes<'_>, SchemaId), new: (&Shapes<'_>, SchemaId)) -> bool {
    let (mut stack, mut seen) = (vec![(old.1, new.1)], BTreeSet::new());
    while let Some(pair) = stack.pop() {
        if !seen.insert(pair) {
            continue;
        }
        let (before, now) = (old.0.of(pair.0), new.0.of(pair.1));
        if seen.len() > MOST_PAIRS || !is_same_beside_parts(before, now) {
            return false;
        }
        let lists = [(&before.prefix_items, &now.prefix_items), (&before.branches, &now.branches)];
        let lists = lists.into_iter().flat_map(|(before, now)| before.iter().copied().zip(now.iter().copied()));
        let properties = before.properties.values().copied().zip(now.properties.values().copied());
        let rest = match (before.additional, now.additional) {
            (Additional::Of(before), Additional::Of(now)) => Some((before, now)),
            _ => None,
        };
        stack.extend(lists.chain(properties).chain(rest).chain(before.items.zip(now.items)));
    }
    true
}

fn is_same_beside_parts(old: &Shape, new: &Shape) -> bool {
    let is_of = |shape: &Shape| matches!(shape.additional, Additional::Of(_));
    let additional = old.additional == new.additional || is_of(old) && is_of(new);
    let tag = |shape: &Shape| shape.discriminator.as_ref().map(|tag| tag.property.clone());
    let lengths = |shape: &Shape| (shape.items.is_some(), shape.prefix_items.len(), shape.branches.len());
    additional
        && old.properties.keys().eq(new.properties.keys())
        && lengths(old) == lengths(new)
        && tag(old) == tag(new)
        && (&old.types, &old.format, old.nullable, old.never) == (&new.types, &new.format, new.nullable, new.never)
        && (&old.values, &old.required, &old.limits, &old.rules)
            == (&new.values, &new.required, &new.limits, &new.rules)
}
