//! What a schema says because it refers to a component: in an `allOf`, or beside a `$ref`, which is the same. A change of the
//! component is told once, of the component.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::kinds::Way;
use super::pair::{Outcome, Sides, compare_whole};
use super::shape::Shapes;
use crate::model::SchemaId;

/// How many components of one schema are looked at.
const MOST: usize = 64;

/// Gives what the components of a pair say the names of these components.
pub(super) fn attribute(sides: Sides<'_>, pair: (SchemaId, SchemaId), way: Way, outcome: &mut Outcome) {
    let now = components(sides.new, pair.1);
    for (name, before) in components(sides.old, pair.0) {
        let Some((_, now)) = now.iter().find(|(known, _)| *known == name) else { continue };
        let part = (before, *now);
        let of_part = compare_whole(sides, part, way, &name);
        for edge in &of_part.edges {
            for own in outcome.edges.iter_mut().filter(|own| own.pair == edge.pair && own.way == edge.way) {
                own.label.clone_from(&edge.label);
            }
        }
        let said: BTreeMap<_, _> =
            of_part.told.into_iter().map(|told| ((told.kind, told.property, told.words), told.subject)).collect();
        for told in &mut outcome.told {
            if let Some(subject) = said.get(&(told.kind, told.property.clone(), told.words.clone())) {
                (told.subject, told.of) = (subject.clone(), Some(part));
            }
        }
    }
}

/// The components that a schema refers to in its `allOf`, or that it only wraps; those that are in others come later.
fn components(shapes: &Shapes<'_>, id: SchemaId) -> Vec<(String, SchemaId)> {
    let (mut queue, mut seen, mut all) = (VecDeque::from([id]), BTreeSet::from([id]), Vec::new());
    while let Some(at) = queue.pop_front().filter(|_| all.len() < MOST) {
        let schema = shapes.schema(at);
        if let (true, Some(name)) = (at != id, &schema.component) {
            all.push((name.clone(), at));
        }
        let inner = shapes.of(at).id.into_iter().filter(|inner| *inner != at);
        queue.extend(schema.all_of.iter().copied().chain(inner).filter(|part| seen.insert(*part)));
    }
    all
}
