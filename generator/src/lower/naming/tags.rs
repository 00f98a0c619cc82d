//! By which values a discriminator tells the branches of a union apart (OpenAPI 3.1.1, "Discriminator Object").

use indexmap::IndexMap;

use super::Names;
use super::branch::{Branch, Word};
use crate::model::{Discriminator, Schema, SchemaId};

impl Names<'_> {
    /// The head of a family as a type of its own.
    pub(in crate::lower) fn head(&mut self, id: SchemaId) -> SchemaId {
        let words = format!("{} base", self.words(id, ""));
        self.make(vec![id], words, |schemas| Schema {
            component: None,
            discriminator: None,
            ..schemas.schema(id).clone()
        })
    }

    /// One branch per value of the tag; `None` where a branch has no value, and so cannot be told by the tag.
    pub(in crate::lower) fn with_tags(
        &mut self,
        branches: &[Branch],
        discriminator: &Discriminator,
    ) -> Option<Vec<Branch>> {
        let mut all: IndexMap<String, Branch> = IndexMap::new();
        for branch in branches {
            for tag in self.tags_of(branch, discriminator)? {
                let several = all.values().any(|earlier| earlier.schema == branch.schema);
                let words = if several { Some(Word::Said(tag.clone())) } else { branch.words.clone() };
                all.entry(tag.clone()).or_insert(Branch { schema: branch.schema, words, tag: Some(tag) });
            }
        }
        Some(all.into_values().collect())
    }

    /// The tag's values for a branch: from the mapping, the property's own values, or the component's name.
    pub(in crate::lower) fn tags_of(&mut self, branch: &Branch, discriminator: &Discriminator) -> Option<Vec<String>> {
        let target = self.origin(branch.schema);
        let mapped: Vec<String> =
            discriminator.mapping.iter().filter(|(_, id)| **id == target).map(|(tag, _)| tag.clone()).collect();
        if !mapped.is_empty() {
            return Some(mapped);
        }
        let property = self.meanings.merged(branch.schema).ok()?.properties.get(&discriminator.property).copied();
        let said = property.and_then(|property| self.meanings.merged(property).ok());
        let values = said.as_ref().and_then(|merged| merged.values.as_deref());
        let texts: Option<Vec<String>> =
            values.map(|values| values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect());
        texts
            .filter(|texts| !texts.is_empty())
            .or_else(|| self.meanings.schema(target).component.clone().map(|name| vec![name]))
    }

    /// The schema that a made branch stands for.
    fn origin(&self, id: SchemaId) -> SchemaId {
        let schema = self.meanings.schema(id);
        match schema.all_of.as_slice() {
            [_, one] if self.lineages.contains_key(&id) => *one,
            [one] if schema.component.is_none() => *one,
            _ => id,
        }
    }
}
