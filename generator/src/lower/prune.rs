//! What is left out takes with it what needs it; the rest moves up.

use std::collections::{BTreeSet, HashMap};

use super::{Fault, Lower, Lowered, View};
use crate::ir::{Client, Operation, Payload, Type, TypeDef, TypeId, TypeShape};
use crate::model::{LeftOut, Part, SchemaId};

/// The client without what could not be made, without what needs that, and without what only that needed.
pub(super) fn prune(mut lower: Lower<'_>) -> Lowered {
    let mut defs: Vec<Result<TypeDef, Fault>> = Vec::new();
    let mut components = Vec::new();
    let mut schemas = Vec::new();
    for (index, slot) in std::mem::take(&mut lower.slots).into_iter().enumerate() {
        if slot.site.view == View::Read && lower.schema(slot.schema).component.is_some() {
            components.push(TypeId(index));
        }
        schemas.push(slot.schema);
        defs.push(slot.made.expect("every issued type was defined"));
    }
    spread(&mut defs);
    leave_out_schemas(&mut lower, &defs, &schemas);
    leave_out_operations(&mut lower, &defs);
    let kept = kept(&lower.client, components, &defs);
    let types = defs.into_iter().enumerate().filter(|(index, _)| kept.contains_key(&TypeId(*index)));
    lower.client.types = types.filter_map(|(_, def)| def.ok()).collect();
    renumber(&mut lower.client, &kept);
    lower.rules.report_unused(lower.diagnostics);
    let left = lower.left_out.iter().filter(|one| one.kind == Part::Schema).count();
    let schemas = lower.api.components.len().saturating_sub(left);
    lower.client.left_out = lower.left_out.iter().map(said).collect();
    Lowered { client: lower.client, left_out: lower.left_out, schemas }
}

fn leave_out_schemas(lower: &mut Lower<'_>, defs: &[Result<TypeDef, Fault>], schemas: &[SchemaId]) {
    for (def, &schema) in defs.iter().zip(schemas) {
        let Err(fault) = def else { continue };
        let Some(name) = lower.schema(schema).component.clone() else { continue };
        if !lower.left_out.iter().any(|one| one.kind == Part::Schema && one.name == name) {
            let (at, code, reason) = (lower.schema(schema).place.clone(), fault.code, fault.reason.clone());
            lower.left_out.push(LeftOut { kind: Part::Schema, name, at, code, reason });
        }
    }
}

fn leave_out_operations(lower: &mut Lower<'_>, defs: &[Result<TypeDef, Fault>]) {
    let mut faults = Vec::new();
    for resource in &mut lower.client.resources {
        resource.operations.retain(|operation| {
            let fault = operation_ids(operation).into_iter().find_map(|id| defs[id.0].as_ref().err().map(needs));
            let is_whole = fault.is_none();
            faults.extend(fault.map(|fault| (operation.id.clone(), fault)));
            is_whole
        });
    }
    for (id, fault) in faults {
        let read = lower.api.operations.iter().find(|read| read.id.as_ref() == Some(&id) || read.label() == id);
        if let Some(read) = read {
            lower.leave_out(read, fault);
        }
    }
    lower.client.resources.retain(|resource| !resource.operations.is_empty());
}

/// The types that components and operations need, each with its place among them.
fn kept(client: &Client, mut open: Vec<TypeId>, defs: &[Result<TypeDef, Fault>]) -> HashMap<TypeId, TypeId> {
    open.extend(client.resources.iter().flat_map(|resource| &resource.operations).flat_map(operation_ids));
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        let Ok(def) = &defs[id.0] else { continue };
        if reached.insert(id) {
            def_types(def).into_iter().for_each(|ty| each_id(ty, &mut |id| open.push(id)));
        }
    }
    reached.into_iter().zip((0..).map(TypeId)).collect()
}

fn said(left: &LeftOut) -> String {
    let kind = match left.kind {
        Part::Operation => "operation",
        Part::Schema => "schema",
    };
    format!("{kind} {}: {}", crate::docs::code(&left.name), crate::docs::inline(&left.reason))
}

/// A type that needs one that is left out is left out too, until nothing changes.
fn spread(defs: &mut [Result<TypeDef, Fault>]) {
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); defs.len()];
    for (index, def) in defs.iter().enumerate() {
        let Ok(def) = def else { continue };
        for ty in def_types(def) {
            each_id(ty, &mut |id| users[id.0].push(index));
        }
    }
    let mut queue: Vec<usize> = (0..defs.len()).filter(|&index| defs[index].is_err()).collect();
    while let Some(index) = queue.pop() {
        let Err(fault) = &defs[index] else { continue };
        let fault = fault.clone();
        for &user in &users[index] {
            if defs[user].is_ok() {
                defs[user] = Err(needs(&fault));
                queue.push(user);
            }
        }
    }
}

fn needs(fault: &Fault) -> Fault {
    let reason = match fault.reason.strip_prefix("it needs a part that is left out: ") {
        Some(_) => fault.reason.clone(),
        None => format!("it needs a part that is left out: {}", fault.reason),
    };
    Fault { code: fault.code, reason }
}

/// The types that an operation needs.
fn operation_ids(operation: &Operation) -> Vec<TypeId> {
    let mut ids: Vec<TypeId> = operation_forms(operation).collect();
    operation_types(operation).for_each(|ty| each_id(ty, &mut |id| ids.push(id)));
    ids
}

/// The types of its parameters, bodies and replies.
fn operation_types(operation: &Operation) -> impl Iterator<Item = &Type> {
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    let bodies = contents.filter_map(|content| match &content.payload {
        Payload::Json(ty) | Payload::Xml(ty, _) | Payload::Form(ty, _) => Some(ty),
        Payload::Multipart(_) | Payload::AnyMultipart | Payload::Text | Payload::Bytes => None,
    });
    let replies = operation.success.iter().filter_map(|success| success.reply.ty());
    let failures = operation.failures.iter().map(|failure| &failure.ty);
    operation.params.iter().map(|param| &param.ty).chain(bodies).chain(replies).chain(failures)
}

/// The types of its multipart bodies.
fn operation_forms(operation: &Operation) -> impl Iterator<Item = TypeId> {
    operation.body.iter().flat_map(|body| &body.contents).filter_map(|content| match content.payload {
        Payload::Multipart(id) => Some(id),
        _ => None,
    })
}

fn def_types(def: &TypeDef) -> Vec<&Type> {
    match &def.shape {
        TypeShape::Struct(structure) => {
            let rest = structure.rest.iter().map(|rest| &rest.ty);
            structure.fields.iter().map(|field| &field.ty).chain(rest).collect()
        }
        TypeShape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        TypeShape::Alias(ty) | TypeShape::Newtype(ty) => vec![ty],
        TypeShape::Form(fields) => fields.iter().filter_map(|field| field.part.ty()).collect(),
        TypeShape::Enum(_) => Vec::new(),
    }
}

fn each_id(ty: &Type, visit: &mut impl FnMut(TypeId)) {
    match ty {
        Type::Named(id) | Type::Boxed(id) => visit(*id),
        Type::Nullable(inner) | Type::List(inner) | Type::Map(inner) => each_id(inner, visit),
        Type::Tuple(items) => items.iter().for_each(|item| each_id(item, visit)),
        _ => {}
    }
}

/// Gives every type its place among those that are kept.
fn renumber(client: &mut Client, kept: &HashMap<TypeId, TypeId>) {
    let id = |id: &mut TypeId| *id = *kept.get(id).expect("what needs a left out type is left out");
    client.each_type_mut(&mut |ty| each_id_mut(ty, &id));
    for operation in client.resources.iter_mut().flat_map(|resource| &mut resource.operations) {
        for content in operation.body.iter_mut().flat_map(|body| &mut body.contents) {
            if let Payload::Multipart(form) = &mut content.payload {
                id(form);
            }
        }
    }
}

fn each_id_mut(ty: &mut Type, visit: &impl Fn(&mut TypeId)) {
    match ty {
        Type::Named(id) | Type::Boxed(id) => visit(id),
        Type::Nullable(inner) | Type::List(inner) | Type::Map(inner) => each_id_mut(inner, visit),
        Type::Tuple(items) => items.iter_mut().for_each(|item| each_id_mut(item, visit)),
        _ => {}
    }
}
