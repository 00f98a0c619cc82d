//! The types that nothing needs are dropped; the rest moves up.

use std::collections::{BTreeSet, HashMap};

use super::{Fault, Lower, Lowered, View};
use crate::ir::{Client, Operation, Payload, TypeDef, TypeId, Webhooks};
use crate::model::{LeftOut, Part, SchemaId};

/// The client without the types that neither an operation nor a component needs.
pub(super) fn prune(mut lower: Lower<'_>) -> Lowered {
    let mut defs: Vec<TypeDef> = Vec::new();
    let mut components = Vec::new();
    for (index, slot) in std::mem::take(&mut lower.slots).into_iter().enumerate() {
        let is_root = slot.site.view == View::Read && !lower.unused_views.contains(&TypeId(index));
        if is_root && lower.schema(slot.schema).component.is_some() {
            components.push(TypeId(index));
        }
        defs.push(slot.made.expect("every issued type was defined"));
    }
    let kept = kept(&lower.client, components, &defs);
    let types = defs.into_iter().enumerate().filter(|(index, _)| kept.contains_key(&TypeId(*index)));
    lower.client.types = types.map(|(_, def)| def).collect();
    renumber(&mut lower.client, &kept);
    mark_sent(&mut lower.client);
    let left = lower.left_out.iter().filter(|one| one.kind == Part::Schema).count();
    let schemas = lower.api.components.len().saturating_sub(left);
    lower.client.left_out = lower.left_out.iter().map(said).collect();
    Lowered { client: lower.client, left_out: lower.left_out, schemas }
}

impl Lower<'_> {
    /// Lists a component that has no type of its own.
    pub(super) fn leave_out_schema(&mut self, schema: SchemaId, fault: Fault) {
        let Some(name) = self.schema(schema).component.clone() else { return };
        if !self.left_out.iter().any(|one| one.kind == Part::Schema && one.name == name) {
            let at = self.schema(schema).place.clone();
            self.left_out.push(LeftOut { kind: Part::Schema, name, at, code: fault.code, reason: fault.reason });
        }
    }
}

/// The types that components, operations and what the server calls need, each with its place among them.
fn kept(client: &Client, mut open: Vec<TypeId>, defs: &[TypeDef]) -> HashMap<TypeId, TypeId> {
    open.extend(client.operations().flat_map(needed));
    open.extend(client.webhooks.iter().flat_map(Webhooks::ids));
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            open.extend(defs[id.0].ids());
        }
    }
    reached.into_iter().zip((0..).map(TypeId)).collect()
}

/// The types that an operation and its callbacks need.
pub(super) fn needed(operation: &Operation) -> Vec<TypeId> {
    [operation.request_ids(), operation.reply_ids(), operation.callback_ids()].concat()
}

/// Says which types callers make: those of requests, and all where there are no operations to tell.
fn mark_sent(client: &mut Client) {
    let sent = client.sent();
    let all = client.resources.is_empty();
    for (index, def) in client.types.iter_mut().enumerate() {
        def.sent = all || sent.contains(&TypeId(index));
    }
}

pub(super) fn said(left: &LeftOut) -> String {
    let (name, reason) = (crate::docs::code(&left.name), crate::docs::inline(&left.reason));
    match left.kind {
        Part::Operation => format!("operation {name}: {reason}"),
        Part::Schema => format!("schema {name}, which is any JSON: {reason}"),
        Part::Webhook => format!("webhook {name}: {reason}"),
        Part::Callback => format!("callback {name}: {reason}"),
    }
}

/// Gives every type its place among those that are kept.
pub(super) fn renumber(client: &mut Client, kept: &HashMap<TypeId, TypeId>) {
    let mut id = |id: &mut TypeId| *id = *kept.get(id).expect("what operations and kept types need is kept");
    client.each_type_mut(&mut |ty| ty.each_id_mut(&mut id));
    for operation in client.resources.iter_mut().flat_map(|resource| &mut resource.operations) {
        for content in operation.body.iter_mut().flat_map(|body| &mut body.contents) {
            if let Payload::Multipart(form) = &mut content.payload {
                id(form);
            }
        }
    }
}
