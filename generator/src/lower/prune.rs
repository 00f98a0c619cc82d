//! What is left out takes with it what needs it; the rest moves up.

use std::collections::{BTreeSet, HashMap};

use super::{Fault, Lower, Lowered, View};
use crate::ir::{CalledBody, Client, Failure, Operation, Payload, Reply, Type, TypeDef, TypeId, Webhooks};
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
    untype_called(&mut lower.client, &defs);
    let kept = kept(&lower.client, components, &defs);
    let types = defs.into_iter().enumerate().filter(|(index, _)| kept.contains_key(&TypeId(*index)));
    lower.client.types = types.filter_map(|(_, def)| def.ok()).collect();
    renumber(&mut lower.client, &kept);
    mark_sent(&mut lower.client);
    lower.rules.report_unused(lower.left_out.is_empty(), lower.diagnostics);
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
        resource.operations.retain_mut(|operation| {
            if let Some(headers) = &mut operation.headers {
                // A header that has no type is told; the response is still right without it.
                headers.fields.retain(|header| !is_missing(&header.ty, defs));
            }
            operation.headers.take_if(|headers| headers.fields.is_empty());
            drop_views(operation, defs);
            let fault = needed(operation).into_iter().find_map(|id| defs[id.0].as_ref().err().map(needs));
            let is_whole = fault.is_none();
            faults.extend(fault.map(|fault| (operation.origin, fault)));
            is_whole
        });
    }
    for (id, fault) in faults {
        if let Some(read) = lower.api.operations.get(id.0) {
            lower.leave_out(read, fault);
        }
    }
    lower.client.resources.retain(|resource| !resource.operations.is_empty());
}

/// What the server calls is any JSON where its type is left out, which is reported: an event is received all the same.
fn untype_called(client: &mut Client, defs: &[Result<TypeDef, Fault>]) {
    let events = client.webhooks.iter_mut().flat_map(|webhooks| &mut webhooks.events).map(|event| &mut event.body);
    let operations = client.resources.iter_mut().flat_map(|resource| &mut resource.operations);
    let callbacks = operations.flat_map(|operation| &mut operation.callbacks);
    let callbacks = callbacks.map(|callback| (&mut callback.body, Some(&mut callback.has_alias)));
    for (body, alias) in events.map(|body| (body, None)).chain(callbacks) {
        if body.ty().is_some_and(|ty| is_missing(ty, defs)) {
            *body = CalledBody::Json(Type::Json);
            alias.into_iter().for_each(|has_alias| *has_alias = true);
        }
    }
}

/// Drops what a call reads besides its plain output, as far as its types are left out; the others are as right without it.
fn drop_views(operation: &mut Operation, defs: &[Result<TypeDef, Fault>]) {
    let is_missing = |reply: &Reply| reply.ty().is_some_and(|ty| is_missing(ty, defs));
    operation.views.retain(|view| !is_missing(&view.reply));
    let names: Vec<_> = operation.views.iter().map(|view| view.name.clone()).collect();
    operation.other_failure.take_if(|ty| self::is_missing(ty, defs));
    let is_read = |failure: &Failure| failure.reply != Reply::Empty;
    operation.failure.take_if(|_| operation.other_failure.is_none() && !operation.failures.iter().any(is_read));
    let plain = operation.success.iter_mut().map(|success| &mut success.representations);
    let views = operation.views.iter_mut().map(|view| &mut view.representations);
    for representation in plain.chain(views).flatten() {
        representation.reply.take_if(|reply| is_missing(reply));
        representation.view.take_if(|name| !names.contains(name));
    }
}

/// Whether a type needs one that is left out.
fn is_missing(ty: &Type, defs: &[Result<TypeDef, Fault>]) -> bool {
    let mut missing = false;
    ty.each_id(&mut |id| missing |= defs[id.0].is_err());
    missing
}

/// The types that components and operations need, each with its place among them.
fn kept(client: &Client, mut open: Vec<TypeId>, defs: &[Result<TypeDef, Fault>]) -> HashMap<TypeId, TypeId> {
    open.extend(client.operations().flat_map(needed));
    open.extend(client.operations().flat_map(Operation::callback_ids));
    open.extend(client.webhooks.iter().flat_map(Webhooks::ids));
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        let Ok(def) = &defs[id.0] else { continue };
        if reached.insert(id) {
            open.extend(def.ids());
        }
    }
    reached.into_iter().zip((0..).map(TypeId)).collect()
}

/// The types that an operation needs.
fn needed(operation: &Operation) -> Vec<TypeId> {
    [operation.request_ids(), operation.reply_ids()].concat()
}

/// Says which types callers make: those of requests, and all where there are no operations to tell.
fn mark_sent(client: &mut Client) {
    let sent = client.sent();
    let all = client.resources.is_empty();
    for (index, def) in client.types.iter_mut().enumerate() {
        def.sent = all || sent.contains(&TypeId(index));
    }
}

fn said(left: &LeftOut) -> String {
    let kind = match left.kind {
        Part::Operation => "operation",
        Part::Schema => "schema",
        Part::Webhook => "webhook",
        Part::Callback => "callback",
    };
    format!("{kind} {}: {}", crate::docs::code(&left.name), crate::docs::inline(&left.reason))
}

/// A type that needs one that is left out is left out too, until nothing changes.
fn spread(defs: &mut [Result<TypeDef, Fault>]) {
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); defs.len()];
    for (index, def) in defs.iter().enumerate() {
        let Ok(def) = def else { continue };
        def.ids().into_iter().for_each(|id| users[id.0].push(index));
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
