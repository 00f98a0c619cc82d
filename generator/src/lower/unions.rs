//! `oneOf`, `anyOf`, several types, and schemas that a discriminator makes the head of a family.

use std::rc::Rc;

use indexmap::IndexMap;

use super::branches::Branch;
use super::variants::Word;
use super::{Fault, Lower, Site, docs, naming};
use crate::diagnostic::Diagnostic;
use crate::ir::{Repr, Tag, Type, TypeShape, Union, UnionVariant};
use crate::model::{Discriminator, Schema, SchemaId, SimpleType};
use crate::names::{Claim, Scope, VariantName};
use crate::schema::{Family, Group, Merged};

impl Lower<'_> {
    /// Whether a schema is one of several types.
    pub(crate) fn is_union(&self, merged: &Merged) -> bool {
        let several = merged.types.as_ref().is_some_and(|types| types.len() > 1);
        several && merged.groups.is_empty() || !self.groups(merged).is_empty()
    }

    /// The groups that tell types apart: not those whose branches only say which properties are required.
    fn groups(&self, merged: &Merged) -> Vec<Rc<Group>> {
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

    /// The union of a schema.
    pub(crate) fn union(&mut self, id: SchemaId, site: &Site, merged: &Merged) -> Result<TypeShape, Fault> {
        let groups = self.groups(merged);
        let Some(mut branches) = self.branches(id, merged, &groups) else {
            let place = self.schema(id).place.clone();
            let message = "too many combinations of branches: any JSON is taken here";
            self.diagnostics.push(Diagnostic::warning("lower::too-many-branches", place, message));
            return Ok(TypeShape::Alias(Type::Json));
        };
        if let Some(shape) = self.scalar_union(id, &branches) {
            return Ok(shape);
        }
        branches.extend(self.combined(id, &groups, &branches));
        let tag = groups.iter().find_map(|group| group.discriminator.clone());
        self.tagged(id, site, branches, tag)
    }

    /// A schema with a discriminator that others extend: a union of those.
    pub(crate) fn subtype_union(&mut self, id: SchemaId, site: &Site) -> Result<Option<TypeShape>, Fault> {
        let Some(Family { discriminator, members: family }) = self.families.get(&id).cloned() else { return Ok(None) };
        let mut members: Vec<SchemaId> = discriminator.mapping.values().copied().collect();
        members.extend(family.iter().filter(|member| !discriminator.mapping.values().any(|mapped| mapped == *member)));
        let mut branches: Vec<Branch> = Vec::new();
        let mut mapping = discriminator.mapping.clone();
        for member in members {
            // Each member stands for itself only: what extends it is a member, too.
            let extended = member == id || self.families.contains_key(&member);
            let schema = if extended { self.head(member) } else { member };
            if extended {
                let branch = Branch::of(member);
                let tags = self.tags_of(&branch, &discriminator).unwrap_or_default();
                mapping.extend(tags.into_iter().map(|tag| (tag, schema)));
            }
            let words = match member == id {
                true => Some(Word::Said("base".to_owned())),
                false => self.own_words(member).map(Word::Name),
            };
            if !branches.iter().any(|earlier| earlier.schema == schema) {
                branches.push(Branch { schema, words, tag: None });
            }
        }
        self.tagged(id, site, branches, Some(Discriminator { mapping, ..discriminator })).map(Some)
    }

    /// The head of a family as a type of its own.
    fn head(&mut self, id: SchemaId) -> SchemaId {
        let words = format!("{} base", self.words(id, ""));
        self.make(vec![id], words, |lower| Schema { component: None, discriminator: None, ..lower.schema(id).clone() })
    }

    /// A union of texts or whole numbers is one open enum: `anyOf: [{enum: [a, b]}, {type: string}]`, or a list of
    /// constants with titles.
    fn scalar_union(&mut self, id: SchemaId, branches: &[Branch]) -> Option<TypeShape> {
        let mut listed = Vec::new();
        let mut reprs = Vec::new();
        for branch in branches {
            let merged = self.merged(branch.schema).ok()?;
            if !merged.groups.is_empty() {
                return None;
            }
            if merged.values.is_some() {
                let super::enums::Enumerated::Open(repr, values) = self.enumeration(branch.schema, &merged) else {
                    return None;
                };
                let titled = (values.len() == 1).then(|| naming::title(self.schema(branch.schema))).flatten();
                let said = self.schema(branch.schema).description.clone().filter(|_| values.len() == 1);
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
        let mut seen = std::collections::BTreeSet::new();
        listed.retain(|value| seen.insert(value.wire.clone()));
        let one_kind = reprs.iter().all(|&other| other == repr) && !listed.is_empty();
        one_kind.then(|| self.open_enum(id, repr, &listed))
    }

    /// The union of branches, told apart by a tag where there is one that all of them can have.
    fn tagged(
        &mut self,
        id: SchemaId,
        site: &Site,
        branches: Vec<Branch>,
        discriminator: Option<Discriminator>,
    ) -> Result<TypeShape, Fault> {
        let tagged = discriminator.and_then(|d| Some((self.with_tags(&branches, &d)?, d.property)));
        let (branches, tag) = match tagged {
            Some((branches, property)) => (branches, Tag::Property(property)),
            None => (branches, Tag::Shape),
        };
        let mut scope = Scope::with(["unknown"]);
        let mut variants: Vec<UnionVariant> = Vec::new();
        let (branches, types, is_partial) = self.distinct(branches, &tag, &self.inner(id, site));
        let union = self.words(id, &site.words);
        let words = self.variant_words(&union, &branches);
        let (mut weight, mut is_cut) = (0, false);
        for ((branch, ty), words) in branches.iter().zip(types).zip(words) {
            let looks = self.looks(branch.schema);
            let (variant, claim) = scope.claim(VariantName::new(&words), [VariantName::of(&[&words, "variant"])]);
            if claim == Claim::Numbered {
                let place = self.schema(branch.schema).place.clone();
                self.diagnostics.push(super::numbered(&VariantName::new(&words), &variant, place));
            }
            let docs = docs(&[self.schema(branch.schema).description.as_deref()]);
            let variant = UnionVariant { name: variant, docs, ty, tag: branch.tag.clone(), looks };
            weight += variant.weight();
            variants.push(variant);
            is_cut = weight > self.budget.left();
            if is_cut {
                break;
            }
        }
        match (variants.len(), variants.pop()) {
            // One of several stays a union: for the values of the others, or for the budget, which refuses it as a whole.
            (1, Some(only)) if matches!(tag, Tag::Shape) && !is_cut && !is_partial => Ok(TypeShape::Alias(only.ty)),
            (_, Some(last)) => {
                variants.push(last);
                Ok(TypeShape::Union(Union { tag, variants }))
            }
            (_, None) => Ok(TypeShape::Alias(Type::Json)),
        }
    }

    /// The branches with their types, without a tag each type once; and whether one has no type, which is reported: its values
    /// are kept as those of no variant.
    fn distinct(&mut self, branches: Vec<Branch>, tag: &Tag, inner: &Site) -> (Vec<Branch>, Vec<Type>, bool) {
        let (mut distinct, mut types, mut is_partial) = (Vec::new(), Vec::new(), false);
        for branch in branches {
            let ty = match self.ty(branch.schema, inner) {
                Ok(Type::Nullable(ty)) => *ty,
                Ok(ty) => ty,
                Err(_) => {
                    is_partial = true;
                    continue;
                }
            };
            if !matches!(tag, Tag::Shape) || !types.contains(&ty) {
                types.push(ty);
                distinct.push(branch);
            }
        }
        (distinct, types, is_partial)
    }

    /// One branch per value of the tag; `None` where a branch has no value, and so cannot be told by the tag.
    fn with_tags(&mut self, branches: &[Branch], discriminator: &Discriminator) -> Option<Vec<Branch>> {
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
    pub(super) fn tags_of(&mut self, branch: &Branch, discriminator: &Discriminator) -> Option<Vec<String>> {
        let target = self.origin(branch.schema);
        let mapped: Vec<String> =
            discriminator.mapping.iter().filter(|(_, id)| **id == target).map(|(tag, _)| tag.clone()).collect();
        if !mapped.is_empty() {
            return Some(mapped);
        }
        let property = self.merged(branch.schema).ok()?.properties.get(&discriminator.property).copied();
        let said = property.and_then(|property| self.merged(property).ok());
        let values = said.as_ref().and_then(|merged| merged.values.as_deref());
        let texts: Option<Vec<String>> =
            values.map(|values| values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect());
        texts.filter(|texts| !texts.is_empty()).or_else(|| self.schema(target).component.clone().map(|name| vec![name]))
    }

    /// The schema that a made branch stands for.
    fn origin(&self, id: SchemaId) -> SchemaId {
        let schema = self.schema(id);
        match schema.all_of.as_slice() {
            [_, one] if self.lineages.contains_key(&id) => *one,
            [one] if schema.component.is_none() => *one,
            _ => id,
        }
    }
}
