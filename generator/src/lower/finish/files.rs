//! Which operations and inline types have a file of their own: those whose module or component would be long otherwise.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Client, Event, Operation, Resource, TypeDef, TypeId, TypeShape};
use crate::names::{FileName, ModuleName};

/// The lines above which a file is split.
const LONG: usize = 4_000;

/// Gives files of their own to the operations of long modules and the inline types of long components.
pub(super) fn split(client: &mut Client) {
    split_modules(client);
    split_webhooks(client);
    split_types(client);
}

/// Where a file of types is long, each type that its first ones name gets a file with what leads from there.
fn split_types(client: &mut Client) {
    let mut files: BTreeMap<(Option<ModuleName>, FileName), BTreeSet<TypeId>> = BTreeMap::new();
    for (id, def) in &client.types {
        if let Some(file) = &def.file {
            files.entry((def.module.clone(), file.clone())).or_default().insert(*id);
        }
    }
    let mut open: Vec<(BTreeSet<TypeId>, BTreeSet<TypeId>)> = files
        .into_iter()
        .map(|((module, _), types)| {
            let first = types.iter().copied().filter(|id| client.ty(*id).component.is_some());
            let first = if module.is_some() { BTreeSet::new() } else { first.collect() };
            (first, types)
        })
        .collect();
    while let Some((first, mut types)) = open.pop() {
        if types.iter().map(|id| type_lines(client.ty(*id))).sum::<usize>() <= LONG {
            continue;
        }
        types.retain(|id| !first.contains(id));
        let named: BTreeSet<TypeId> = match first.is_empty() {
            true => types.clone(),
            false => first.iter().flat_map(|id| client.ty(*id).ids()).collect(),
        };
        for id in named {
            let part = taken(client, id, &mut types);
            let file = FileName::new(client.ty(id).name.as_str());
            for id in &part {
                client.types.get_mut(id).expect("the types of a file are there").file = Some(file.clone());
            }
            open.push((BTreeSet::from([id]), part));
        }
    }
}

/// A type and those that lead from it, as far as they are among `types`, which loses them.
fn taken(client: &Client, id: TypeId, types: &mut BTreeSet<TypeId>) -> BTreeSet<TypeId> {
    let (mut open, mut part) = (vec![id], BTreeSet::new());
    while let Some(id) = open.pop() {
        if types.remove(&id) {
            part.insert(id);
            open.extend(client.ty(id).ids());
        }
    }
    part
}

fn split_modules(client: &mut Client) {
    for index in 0..client.resources.len() {
        let Some(resource) = client.resources.get(index) else { continue };
        if lines(client, resource) <= LONG {
            continue;
        }
        let module = resource.module.clone();
        let files: Vec<(FileName, Vec<TypeId>)> =
            resource.operations.iter().map(|operation| (file(operation), own(client, &module, operation))).collect();
        for (file, types) in &files {
            for id in types {
                let def = client.types.get_mut(id).expect("an operation names types that are there");
                def.file.get_or_insert_with(|| file.clone());
            }
        }
        let operations = client.resources.get_mut(index).map(|resource| &mut resource.operations);
        for (operation, (file, _)) in operations.into_iter().flatten().zip(files) {
            operation.file = Some(file);
        }
    }
}

/// Where the module of the webhooks is long, the inline types of each event have a file.
fn split_webhooks(client: &mut Client) {
    let Some(webhooks) = &client.webhooks else { return };
    let module = webhooks.module.clone();
    let here = client.types.values().filter(|def| def.module.as_ref() == Some(&module) && def.file.is_none());
    if here.map(type_lines).sum::<usize>() <= LONG {
        return;
    }
    let of_event = |event: &Event| {
        let mut ids = Vec::new();
        event.body.ty().into_iter().for_each(|ty| ty.each_id(&mut |id| ids.push(id)));
        (FileName::new(&event.variant.to_string()), taken_by(client, &module, ids))
    };
    let files: Vec<(FileName, Vec<TypeId>)> = webhooks.events.iter().map(of_event).collect();
    for (file, types) in files {
        for id in types {
            if let Some(def) = client.types.get_mut(&id) {
                def.file.get_or_insert_with(|| file.clone());
            }
        }
    }
}

fn file(operation: &Operation) -> FileName {
    FileName::new(operation.name.as_str())
}

/// The types of the module that an operation leads to.
fn own(client: &Client, module: &ModuleName, operation: &Operation) -> Vec<TypeId> {
    taken_by(client, module, [operation.request_ids(), operation.reply_ids(), operation.callback_ids()].concat())
}

/// The types of a module that others lead to, with these.
fn taken_by(client: &Client, module: &ModuleName, mut open: Vec<TypeId>) -> Vec<TypeId> {
    let mut own = BTreeSet::new();
    while let Some(id) = open.pop() {
        let def = client.ty(id);
        if def.module.as_ref() == Some(module) && own.insert(id) {
            open.extend(def.ids());
        }
    }
    own.into_iter().collect()
}

/// About how many lines a module has, if all stands in one file.
fn lines(client: &Client, resource: &Resource) -> usize {
    let types = client.types.values().filter(|def| def.module.as_ref() == Some(&resource.module));
    let operations: usize = resource.operations.iter().map(operation_lines).sum();
    operations + types.map(type_lines).sum::<usize>()
}

fn operation_lines(operation: &Operation) -> usize {
    let params: usize = operation.params.iter().map(|param| param.docs.0.len() + 8).sum();
    60 + operation.docs.0.len() + params + 6 * (operation.success.len() + operation.failures.len())
}

fn type_lines(def: &TypeDef) -> usize {
    let inside = match &def.shape {
        TypeShape::Struct(structure) => {
            let setter = if def.sent { 8 } else { 0 };
            structure.fields.iter().map(|field| field.docs.0.len() + 6 + setter).sum()
        }
        TypeShape::Enum(values) => 40 + 4 * values.variants.len(),
        TypeShape::Union(union) => 10 + 12 * union.variants.len(),
        TypeShape::Form(form) => 16 * form.fields.len(),
        TypeShape::Alias(_) | TypeShape::Newtype(_) => 0,
    };
    20 + def.docs.0.len() + inside
}
