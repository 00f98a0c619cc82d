//! Which schemas are unions, and which unions are one enum.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::{Enumerated, Meanings, title};
use crate::ir::{Repr, TypeShape};
use crate::model::{SchemaId, SimpleType};
use crate::schema::{Group, Merged};

impl Meanings<'_> {
    /// Whether a schema is one of several types.
    pub(in crate::lower) fn is_union(&self, merged: &Merged) -> bool {
        let several = merged.types.as_ref().is_some_and(|types| types.len() > 1);
        several && merged.groups.is_empty() || !self.groups(merged).is_empty()
    }

    /// The groups that tell types apart: not those whose branches only say which properties are required.
    pub(in crate::lower) fn groups(&self, merged: &Merged) -> Vec<Rc<Group>> {
        let bounds = |&branch: &SchemaId| {
            let schema = self.schema(branch);
            schema.component.is_none()
                && schema.invalid.is_none()
                && schema.properties.is_empty()
                && schema.values.is_none()
                && schema.items.is_none()
                && [&schema.all_of, &schema.one_of, &schema.any_of].iter().all(|parts| parts.is_empty())
                && matches!(schema.types.as_slice(), [] | [SimpleType::Object])
                && (!schema.required.is_empty() || !schema.unsupported.is_empty())
        };
        let object = merged.says_object();
        merged.groups.iter().filter(|group| !(object && group.branches.iter().all(bounds))).cloned().collect()
    }

    /// A union of texts or whole numbers is one open enum: `anyOf: [{enum: [a, b]}, {type: string}]`, or a list of
    /// constants with titles.
    pub(in crate::lower) fn scalar_union(&mut self, id: SchemaId, branches: &[SchemaId]) -> Option<TypeShape> {
        let mut listed = Vec::new();
        let mut reprs = Vec::new();
        for &branch in branches {
            let merged = self.merged(branch).ok()?;
            if !merged.groups.is_empty() {
                return None;
            }
            if merged.values.is_some() {
                let Enumerated::Open(repr, values) = self.enumeration(branch, &merged) else {
                    return None;
                };
                let titled = (values.len() == 1).then(|| title(self.schema(branch))).flatten();
                let said = self.schema(branch).description.clone().filter(|_| values.len() == 1);
                reprs.push(repr);
                listed.extend(values.into_iter().map(|mut value| {
                    value.name = value.name.or_else(|| titled.clone());
                    value.docs = value.docs.or_else(|| said.clone());
                    value
                }));
            } else if merged.one_type() == Some(SimpleType::String) && merged.format.is_none() {
                reprs.push(Repr::Text);
            } else {
                return None;
            }
        }
        let repr = *reprs.first()?;
        let mut seen = BTreeSet::new();
        listed.retain(|value| seen.insert(value.wire.clone()));
        let one_kind = reprs.iter().all(|&other| other == repr) && !listed.is_empty();
        one_kind.then(|| self.open_enum(id, repr, &listed))
    }
}
