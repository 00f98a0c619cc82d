//! Which schemas stand for others: the heads of families that a discriminator tells apart, and those that extend them through
//! `allOf`, over any number of generations (OpenAPI 3.1.1, "Discriminator Object").

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{Api, Discriminator, Schema, SchemaId};

/// The schemas that may stand where the head of the family is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Family {
    /// How they are told apart: with the values that lead to one of them or to the head itself.
    pub(crate) discriminator: Discriminator,
    /// All that extend the head, in the order of the document.
    pub(crate) members: Vec<SchemaId>,
}

/// The families of an API by their heads.
pub(crate) fn families(api: &Api) -> HashMap<SchemaId, Family> {
    let parents: BTreeMap<SchemaId, Vec<SchemaId>> =
        api.components.values().map(|&id| (id, parents(api, id))).collect();
    let mut children: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    for (&id, above) in &parents {
        above.iter().filter(|&&parent| parent != id).for_each(|parent| children.entry(*parent).or_default().push(id));
    }
    let mut families = HashMap::new();
    for &head in children.keys() {
        let Some((own, discriminator)) = discriminator(api, head, &parents) else { continue };
        let members = below(head, &children);
        let leads_here = |target: &SchemaId| own || *target == head || members.contains(target);
        let mapping = discriminator.mapping.iter().filter(|(_, target)| leads_here(target));
        let mapping = mapping.map(|(value, target)| (value.clone(), *target)).collect();
        let mut discriminator = Discriminator { property: discriminator.property.clone(), mapping };
        if !own && !discriminator.mapping.values().any(|target| *target == head) {
            // Who extends another one is a member of that family, and has its name as its value there.
            let name = api.schema(head).component.clone();
            discriminator.mapping.extend(name.map(|name| (name, head)));
        }
        let in_order = api.components.values().copied().filter(|id| members.contains(id)).collect();
        families.insert(head, Family { discriminator, members: in_order });
    }
    families
}

/// The components that a schema extends: those in its `allOf`, also in parts without a name.
fn parents(api: &Api, id: SchemaId) -> Vec<SchemaId> {
    let (mut found, mut waiting, mut seen) = (Vec::new(), api.schema(id).all_of.clone(), BTreeSet::new());
    waiting.reverse();
    while let Some(part) = waiting.pop().filter(|_| seen.len() < MOST_PARTS) {
        let schema = api.schema(part);
        if schema.component.is_some() {
            found.push(part);
        } else if seen.insert(part) {
            waiting.extend(&schema.all_of);
        }
    }
    found
}

/// How many parts without a name are looked into.
const MOST_PARTS: usize = 1_000;

/// The discriminator of a head, and whether it is its own: beside its `allOf` or in a part without a name, else that of the
/// nearest schema that it extends.
fn discriminator<'a>(
    api: &'a Api,
    head: SchemaId,
    parents: &BTreeMap<SchemaId, Vec<SchemaId>>,
) -> Option<(bool, &'a Discriminator)> {
    let (mut generation, mut seen) = (vec![head], BTreeSet::new());
    while !generation.is_empty() {
        let found = generation.iter().find_map(|&id| Some((id == head, own(api, id)?)));
        if found.is_some() {
            return found;
        }
        let above = generation.iter().flat_map(|id| parents.get(id).into_iter().flatten().copied());
        generation = above.filter(|&id| seen.insert(id)).collect();
    }
    None
}

/// The discriminator of a schema that is no choice itself.
fn own(api: &Api, id: SchemaId) -> Option<&Discriminator> {
    let is_choice = |schema: &Schema| !schema.one_of.is_empty() || !schema.any_of.is_empty();
    let (mut waiting, mut seen) = (vec![id], BTreeSet::new());
    while let Some(part) = waiting.pop().filter(|_| seen.len() < MOST_PARTS) {
        let schema = api.schema(part);
        if !seen.insert(part) || is_choice(schema) || part != id && schema.component.is_some() {
            continue;
        }
        if schema.discriminator.is_some() {
            return schema.discriminator.as_ref();
        }
        waiting.extend(&schema.all_of);
    }
    None
}

/// Everything that extends a schema, directly or through others.
fn below(head: SchemaId, children: &BTreeMap<SchemaId, Vec<SchemaId>>) -> BTreeSet<SchemaId> {
    let (mut found, mut waiting) = (BTreeSet::new(), vec![head]);
    while let Some(id) = waiting.pop() {
        for &child in children.get(&id).into_iter().flatten() {
            if child != head && found.insert(child) {
                waiting.push(child);
            }
        }
    }
    found
}
