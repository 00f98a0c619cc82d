//! `oneOf`, `anyOf`, several types, and schemas that a discriminator makes the head of a family.

use super::Types;
use crate::ir::{Tag, Type, TypeShape, Union, UnionVariant};
use crate::lower::naming::{Branch, Word};
use crate::lower::{Site, docs, numbered};
use crate::model::{Discriminator, Fault, SchemaId};
use crate::names::{Claim, Scope, VariantName};
use crate::schema::{Family, Merged};

impl Types<'_> {
    /// The union of a schema.
    pub(super) fn union(&mut self, id: SchemaId, site: &Site, merged: &Merged) -> Result<TypeShape, Fault> {
        let groups = self.names.meanings.groups(merged);
        let Some(mut branches) = self.names.branches(id, merged, &groups) else {
            let message = "too many combinations of branches: any JSON is taken here";
            self.names.meanings.warn("lower::too-many-branches", id, message);
            return Ok(TypeShape::Alias(Type::Json));
        };
        let schemas: Vec<SchemaId> = branches.iter().map(|branch| branch.schema).collect();
        if let Some(shape) = self.names.meanings.scalar_union(id, &schemas) {
            return Ok(shape);
        }
        branches.extend(self.names.combined(id, &groups, &branches));
        let tag = groups.iter().find_map(|group| group.discriminator.clone());
        self.tagged(id, site, branches, tag)
    }

    /// A schema with a discriminator that others extend: a union of those.
    pub(super) fn subtype_union(&mut self, id: SchemaId, site: &Site) -> Result<Option<TypeShape>, Fault> {
        let Some(Family { discriminator, members: family }) = self.names.meanings.family(id).cloned() else {
            return Ok(None);
        };
        let mut members: Vec<SchemaId> = discriminator.mapping.values().copied().collect();
        members.extend(family.iter().filter(|member| !discriminator.mapping.values().any(|mapped| mapped == *member)));
        let mut branches: Vec<Branch> = Vec::new();
        let mut mapping = discriminator.mapping.clone();
        for member in members {
            // Each member stands for itself only: what extends it is a member, too.
            let extended = member == id || self.names.meanings.family(member).is_some();
            let schema = if extended { self.names.head(member) } else { member };
            if extended {
                let branch = Branch::of(member);
                let tags = self.names.tags_of(&branch, &discriminator).unwrap_or_default();
                mapping.extend(tags.into_iter().map(|tag| (tag, schema)));
            }
            let words = match member == id {
                true => Some(Word::Said("base".to_owned())),
                false => self.names.own_words(member).map(Word::Name),
            };
            if !branches.iter().any(|earlier| earlier.schema == schema) {
                branches.push(Branch { schema, words, tag: None });
            }
        }
        self.tagged(id, site, branches, Some(Discriminator { mapping, ..discriminator })).map(Some)
    }

    /// The union of branches, told apart by a tag where there is one that all of them can have.
    fn tagged(
        &mut self,
        id: SchemaId,
        site: &Site,
        branches: Vec<Branch>,
        discriminator: Option<Discriminator>,
    ) -> Result<TypeShape, Fault> {
        let tagged = discriminator.and_then(|d| Some((self.names.with_tags(&branches, &d)?, d.property)));
        let (branches, tag) = match tagged {
            Some((branches, property)) => (branches, Tag::Property(property)),
            None => (branches, Tag::Shape),
        };
        let mut scope = Scope::with(["unknown"]);
        let mut variants: Vec<UnionVariant> = Vec::new();
        let (branches, types, is_partial) = self.distinct(branches, &tag, &self.inner(id, site));
        let union = self.names.words(id, &site.words);
        let words = self.names.variant_words(&union, &branches);
        let (mut weight, mut is_cut) = (0, false);
        for ((branch, ty), words) in branches.iter().zip(types).zip(words) {
            let looks = self.names.meanings.looks(branch.schema);
            let (variant, claim) = scope.claim(VariantName::new(&words), [VariantName::of(&[&words, "variant"])]);
            if claim == Claim::Numbered {
                let place = self.schema(branch.schema).place.clone();
                self.report(numbered(&VariantName::new(&words), &variant, place));
            }
            let docs = docs(&[self.schema(branch.schema).description.as_deref()]);
            let variant = UnionVariant { name: variant, docs, ty, tag: branch.tag.clone(), looks };
            weight += variant.weight();
            variants.push(variant);
            is_cut = weight > self.bounds.left();
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
}
