//! What tells the events of webhooks apart by their bodies: a property that is a constant, an enum or a discriminator in each of
//! them, and has no value that two of them can have.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Names;
use super::branch::Branch;
use crate::ir::{Event, EventTag};
use crate::model::{Discriminator, SchemaId};
use crate::pointer::Pointer;

/// How deep such a property may stand: `/meta/event/name`.
const DEEPEST: usize = 3;

/// The values that properties of a body can have, by where they stand.
type Marks = BTreeMap<Vec<String>, BTreeSet<String>>;

impl Names<'_> {
    /// The property that tells the most events apart; of several the outermost. Gives each event its values.
    pub(in crate::lower) fn event_tag(
        &mut self,
        schemas: &[Option<SchemaId>],
        events: &mut [Event],
    ) -> Option<EventTag> {
        let marks: Vec<Marks> =
            schemas.iter().map(|schema| schema.map(|schema| self.marks(schema, DEEPEST)).unwrap_or_default()).collect();
        let mut best: Option<(usize, Vec<String>)> = None;
        let paths: BTreeSet<&Vec<String>> = marks.iter().flat_map(BTreeMap::keys).collect();
        let mut paths: Vec<&Vec<String>> = paths.into_iter().collect();
        paths.sort_by_key(|path| path.len());
        for path in paths {
            let marked: Vec<&BTreeSet<String>> = marks.iter().filter_map(|marks| marks.get(path)).collect();
            let all: BTreeSet<&String> = marked.iter().copied().flatten().collect();
            let apart = all.len() == marked.iter().map(|values| values.len()).sum::<usize>();
            let others = schemas.iter().zip(&marks).filter(|(_, marks)| !marks.contains_key(path));
            let others: Vec<SchemaId> = others.filter_map(|(schema, _)| *schema).collect();
            // An event that has the property with any value could be taken for another.
            let is_free = others.iter().any(|&schema| self.has_property(schema, path));
            // What tells one event of several from nothing is its data, such as the state of what it is about.
            let is_told = marked.len() > 1 || schemas.len() == 1;
            let is_better = best.as_ref().is_none_or(|(count, _)| marked.len() > *count);
            if apart && !is_free && is_told && is_better {
                best = Some((marked.len(), path.clone()));
            }
        }
        let (_, path) = best?;
        for (event, marks) in events.iter_mut().zip(&marks) {
            event.tags = marks.get(&path).into_iter().flatten().cloned().collect();
        }
        Some(EventTag { pointer: Pointer::root().join(&path).to_string() })
    }

    fn has_property(&mut self, schema: SchemaId, path: &[String]) -> bool {
        let Some(first) = path.first() else { return false };
        self.meanings
            .merged(schema)
            .is_ok_and(|merged| merged.properties.contains_key(first) || !merged.groups.is_empty())
    }

    /// The properties of a schema that have counted values.
    fn marks(&mut self, id: SchemaId, depth: usize) -> Marks {
        let Ok(merged) = self.meanings.merged(id) else { return Marks::new() };
        let mut marks = Marks::new();
        if let Some(family) = self.meanings.family(id).cloned() {
            let members: Vec<Branch> = family.members.iter().map(|&schema| Branch::of(schema)).collect();
            let mapped = family.discriminator.mapping.keys().cloned();
            let values = mapped.chain(self.values_of(&members, &family.discriminator).into_iter().flatten());
            marks.insert(vec![family.discriminator.property.clone()], values.collect());
        }
        for (name, &property) in &merged.properties {
            let Ok(inside) = self.meanings.merged(property) else { continue };
            match &inside.values {
                Some(values) => {
                    let texts: Option<BTreeSet<String>> = values.iter().map(text).collect();
                    marks.extend(texts.filter(|texts| !texts.is_empty()).map(|texts| (vec![name.clone()], texts)));
                }
                None if depth > 1 && !inside.properties.is_empty() => {
                    let below = self.marks(property, depth - 1);
                    let deeper = |(path, values)| ([vec![name.clone()], path].concat(), values);
                    marks.extend(below.into_iter().map(deeper));
                }
                None => {}
            }
        }
        for group in &merged.groups {
            let told = group.discriminator.as_ref().and_then(|discriminator| {
                let branches: Vec<Branch> = group.branches.iter().map(|&schema| Branch::of(schema)).collect();
                Some((vec![discriminator.property.clone()], self.values_of(&branches, discriminator)?))
            });
            let inside = self.marks_of_all(&group.branches, depth);
            for (path, values) in inside.into_iter().chain(told) {
                marks.entry(path).or_insert(values);
            }
        }
        marks
    }

    /// The properties that all branches have with counted values.
    fn marks_of_all(&mut self, branches: &[SchemaId], depth: usize) -> Marks {
        let mut all: Option<Marks> = None;
        for &branch in branches {
            if depth == 0 {
                return Marks::new();
            }
            let marks = self.marks(branch, depth - 1);
            all = Some(match all {
                None => marks,
                Some(all) => {
                    let both = |(path, values): (Vec<String>, BTreeSet<String>)| {
                        let others = marks.get(&path)?;
                        let joined = values.union(others).cloned().collect();
                        Some((path, joined))
                    };
                    all.into_iter().filter_map(both).collect()
                }
            });
        }
        all.unwrap_or_default()
    }

    /// The values of a discriminator; `None` where a branch has none.
    fn values_of(&mut self, branches: &[Branch], discriminator: &Discriminator) -> Option<BTreeSet<String>> {
        let mut all = BTreeSet::new();
        for branch in branches {
            all.extend(self.tags_of(branch, discriminator)?);
        }
        Some(all)
    }
}

/// The text of a single value as it is compared: a text itself, anything else as JSON.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
