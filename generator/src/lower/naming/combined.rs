//! A value of several branches of an `anyOf` at once (JSON Schema 2020-12 core, section 10.2.1.2).

use std::collections::HashSet;
use std::rc::Rc;

use indexmap::IndexMap;

use super::Names;
use super::branch::{Branch, Word};
use crate::model::{Additional, Schema, SchemaId, SimpleType};
use crate::schema::{Choice, Group, Merged, common_types};

/// How many branches are compared with each other; so many are told apart by a property.
const MOST: usize = 64;

impl Names<'_> {
    /// The variant of an `anyOf` for objects that satisfy several of its branches: it has the properties of all those that do not
    /// exclude each other, and is chosen only where it knows more of a value than any of them. `None` where nothing is lost
    /// without it: one branch is satisfied, or one of them has all properties.
    pub(in crate::lower) fn combined(
        &mut self,
        id: SchemaId,
        groups: &[Rc<Group>],
        branches: &[Branch],
    ) -> Option<Branch> {
        let [group] = groups else { return None };
        if group.choice != Choice::Any || group.discriminator.is_some() || branches.len() > MOST {
            return None;
        }
        let objects: Vec<Rc<Merged>> = branches.iter().filter_map(|branch| self.object(branch.schema)).collect();
        let together: Vec<&Rc<Merged>> = objects
            .iter()
            .filter(|one| objects.iter().any(|other| !Rc::ptr_eq(one, other) && !self.exclude(one, other)))
            .collect();
        if together.len() < 2 {
            return None;
        }
        let mut properties: IndexMap<&String, Vec<SchemaId>> = IndexMap::new();
        for (name, property) in together.iter().flat_map(|one| &one.properties) {
            let known = properties.entry(name).or_default();
            if !known.contains(property) {
                known.push(*property);
            }
        }
        if together.iter().any(|one| one.properties.len() == properties.len()) {
            return None;
        }
        let words = format!("{} combined", self.words(id, ""));
        let required = properties.keys().filter(|name| together.iter().all(|one| one.required.contains(**name)));
        let required = required.map(|name| (*name).clone()).collect();
        let either = |(name, all): (&String, Vec<SchemaId>)| (name.clone(), self.either(&words, name, all));
        let properties = properties.into_iter().map(either).collect();
        let parts = [id].into_iter().chain(branches.iter().map(|branch| branch.schema)).chain([id]).collect();
        let schema = self.make(parts, words.clone(), |schemas| Schema {
            types: vec![SimpleType::Object],
            properties,
            required,
            description: Some(
                "What satisfies several of these at once: it has the properties of all of them.".to_owned(),
            ),
            ..Schema::blank(schemas.schema(id).place.clone(), schemas.schema(id).pointer.clone(), None)
        });
        Some(Branch { schema, words: Some(Word::Said("combined".to_owned())), tag: None })
    }

    /// A branch that is a struct, and drops the properties that it does not know.
    fn object(&mut self, branch: SchemaId) -> Option<Rc<Merged>> {
        let merged = self.meanings.merged(branch).ok()?;
        let is_struct = merged.one_type() == Some(SimpleType::Object)
            && merged.groups.is_empty()
            && merged.values.is_none()
            && merged.additional == Additional::Unsaid
            && !merged.properties.is_empty();
        is_struct.then_some(merged)
    }

    /// Whether no value can be of two branches: a property of both has no value in common. A property that need not be there
    /// is a tag, too.
    fn exclude(&mut self, one: &Merged, other: &Merged) -> bool {
        let common = one.properties.iter().filter_map(|(name, a)| Some((*a, *other.properties.get(name)?)));
        common.filter(|(a, b)| a != b).any(|(a, b)| self.differ(a, b))
    }

    fn differ(&mut self, a: SchemaId, b: SchemaId) -> bool {
        let (Ok(one), Ok(other)) = (self.meanings.merged(a), self.meanings.merged(b)) else { return false };
        if let (Some(values), Some(others)) = (&one.values, &other.values) {
            let values: HashSet<String> = values.iter().map(ToString::to_string).collect();
            return !others.iter().any(|value| values.contains(&value.to_string()));
        }
        match (&one.types, &other.types) {
            (Some(types), Some(others)) => common_types(types, others).is_empty(),
            _ => false,
        }
    }

    /// One of several schemas for a property.
    fn either(&mut self, owner: &str, name: &str, all: Vec<SchemaId>) -> SchemaId {
        let [first, _, ..] = all.as_slice() else { return all[0] };
        let (first, parts) = (*first, all.iter().chain(all.first()).copied().collect());
        self.make(parts, format!("{owner} {name}"), |schemas| Schema {
            any_of: all,
            description: schemas.schema(first).description.clone(),
            ..Schema::blank(schemas.schema(first).place.clone(), schemas.schema(first).pointer.clone(), None)
        })
    }
}
