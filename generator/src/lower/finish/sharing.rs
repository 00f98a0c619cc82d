//! Inline types that are equal and are called alike where they stand are one type, in `types`, with that short name. A component
//! that is equal and has that name is this type.

use std::collections::{HashMap, HashSet};

use super::prune::{keep_needed, mark_sent};
use crate::ir::{Client, Docs, Payload, TypeDef, TypeId, TypeShape};
use crate::lower::types::Short;
use crate::names::{FileName, Scope, TypeName};

/// Makes equal inline types with one short name one type. `scope`: the names that are taken in `types`.
pub(super) fn share(client: &mut Client, short: &Short, scope: &mut Scope) {
    let classes = classes(client, short);
    let mut groups: HashMap<(usize, String), Vec<TypeId>> = HashMap::new();
    for (id, def) in &client.types {
        if let Some(name) = short_of(short, def) {
            groups.entry((classes[id], name.as_str().to_lowercase())).or_default().push(*id);
        }
    }
    let mut groups: Vec<Vec<TypeId>> = groups.into_values().filter(|group| group.len() > 1).collect();
    // The name goes to the largest group, so that a type that comes does not take it from those that are there.
    groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group[0]));
    let mut merged: HashMap<TypeId, TypeId> = HashMap::new();
    for group in groups {
        let component = group.iter().copied().find(|id| client.ty(*id).component.is_some());
        let first = component.unwrap_or(group[0]);
        if component.is_none() {
            let name = name(client, &group, short, scope);
            let one = joined(group.iter().map(|id| client.ty(*id)), name);
            client.types.insert(first, one);
        }
        merged.extend(group.iter().map(|&id| (id, first)));
    }
    if !merged.is_empty() {
        replace(client, &merged);
    }
}

/// The name by which a type is shared: that of a component, and the short one of an inline type.
fn short_of<'t>(short: &'t Short, def: &'t TypeDef) -> Option<&'t TypeName> {
    if matches!(def.shape, TypeShape::Form(_) | TypeShape::Alias(_)) {
        return None;
    }
    if def.component.is_some() {
        return Some(&def.name);
    }
    short.get(&(def.module.clone(), def.name.clone()))
}

/// A number for each type: inline types that may be shared and are equal have one, whatever their own names and docs are; it is that
/// of a component which is equal and has their name. A component is nobody else, whatever it is equal to. The types that inline types
/// hold are compared likewise, from the innermost on; they are nested no deeper than the document.
fn classes(client: &Client, short: &Short) -> HashMap<TypeId, usize> {
    let shared = client.types.iter().filter_map(|(id, def)| Some((*id, short_of(short, def)?.as_str().to_lowercase())));
    let (components, inline): (Vec<_>, Vec<_>) = shared.partition(|(id, _)| client.ty(*id).component.is_some());
    let wanted: HashSet<&String> = inline.iter().map(|(_, name)| name).collect();
    let components: Vec<_> = components.iter().filter(|(_, name)| wanted.contains(name)).collect();
    let mut classes: HashMap<TypeId, usize> = client.types.keys().copied().zip(0..).collect();
    loop {
        let content = |id: TypeId| content(client.ty(id), &classes);
        let known: HashMap<(&String, String), usize> =
            components.iter().map(|(id, name)| ((name, content(*id)), classes[id])).collect();
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut next = classes.clone();
        for (id, name) in &inline {
            let key = (name, content(*id));
            let class = known.get(&key).copied().unwrap_or_else(|| {
                let number = client.types.len() + numbers.len();
                *numbers.entry(key.1).or_insert(number)
            });
            next.insert(*id, class);
        }
        if next == classes {
            return classes;
        }
        classes = next;
    }
}

/// All that makes two types different, as text. One that is sent has more methods, and no other values.
fn content(def: &TypeDef, classes: &HashMap<TypeId, usize>) -> String {
    let mut shape = def.shape.clone();
    shape.each_docs_mut(&mut |docs| docs.0.clear());
    shape.each_type_mut(&mut |ty| ty.each_id_mut(&mut |id| *id = TypeId(classes[id])));
    format!("{shape:?}")
}

/// The name of a group: the short one; where another type has it, the shortest of its own.
fn name(client: &Client, group: &[TypeId], short: &Short, scope: &mut Scope) -> TypeName {
    let defs = || group.iter().map(|id| client.ty(*id));
    let wanted = defs().find_map(|def| short_of(short, def)).expect("a group has a name").clone();
    let in_types = |def: &&TypeDef| def.module.is_none();
    if let Some(own) = defs().filter(in_types).find(|def| def.name == wanted) {
        return own.name.clone();
    }
    if scope.take(&wanted) {
        return wanted;
    }
    let shortest = defs().min_by_key(|def| def.name.as_str().len()).expect("a group has types");
    if shortest.module.is_none() {
        return shortest.name.clone();
    }
    let suffixed = |suffix| TypeName::of(&[shortest.name.as_str(), suffix]);
    scope.claim(shortest.name.clone(), ["type", "shared"].map(suffixed)).0
}

/// One type for several; prose that they do not have in common is about one of their places.
fn joined<'d>(defs: impl Iterator<Item = &'d TypeDef>, name: TypeName) -> TypeDef {
    let defs: Vec<&TypeDef> = defs.collect();
    let mut one = defs[0].clone();
    let mut all: Vec<Vec<Docs>> = Vec::new();
    for def in &defs {
        let mut docs = vec![def.docs.clone()];
        def.shape.clone().each_docs_mut(&mut |said| docs.push(said.clone()));
        all.push(docs);
    }
    let is_common = |at: usize| all.iter().all(|docs| docs.get(at) == all[0].get(at));
    if !is_common(0) {
        one.docs.0.clear();
    }
    let (mut at, is_struct) = (0, matches!(one.shape, TypeShape::Struct(_)));
    one.shape.each_docs_mut(&mut |docs| {
        at += 1;
        if is_struct && !is_common(at) {
            docs.0.clear();
        }
    });
    one.file = Some(FileName::new(name.as_str()));
    one.module = None;
    one.deprecated = defs.iter().all(|def| def.deprecated);
    one.name = name;
    one
}

/// Puts one type in the place of each group, and leaves out what only the others held.
fn replace(client: &mut Client, merged: &HashMap<TypeId, TypeId>) {
    let mut id = |id: &mut TypeId| *id = merged.get(id).copied().unwrap_or(*id);
    client.each_type_mut(&mut |ty| ty.each_id_mut(&mut id));
    let contents =
        client.operations_mut().flat_map(|operation| &mut operation.body).flat_map(|body| &mut body.contents);
    for content in contents {
        if let Payload::Multipart(form) = &mut content.payload {
            id(form);
        }
    }
    let components = client.types.iter().filter(|(_, def)| def.component.is_some());
    let components = components.map(|(id, _)| *id).collect();
    keep_needed(client, components);
    mark_sent(client);
}
