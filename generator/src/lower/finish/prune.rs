//! The types that nothing needs are dropped; the rest moves up. A [`TypeId`] is an index of [`Client::types`], so it changes only here.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::ir::{Client, Operation, Payload, TypeDef, TypeId, Webhooks};
use crate::lower::View;
use crate::lower::types::Draft;

/// Gives a client its types, without those that neither an operation nor a component needs. `unused`: types of components that
/// have another view.
pub(super) fn prune(client: &mut Client, types: Vec<Draft>, unused: &HashSet<TypeId>) {
    let is_root = |(index, draft): &(usize, &Draft)| {
        draft.view == View::Read && draft.def.component.is_some() && !unused.contains(&TypeId(*index))
    };
    let roots = types.iter().enumerate().filter(is_root).map(|(index, _)| TypeId(index)).collect();
    client.types = types.into_iter().map(|draft| draft.def).collect();
    keep_needed(client, roots);
    mark_sent(client);
}

/// Keeps what some types, the operations and what the server calls need.
pub(super) fn keep_needed(client: &mut Client, mut roots: Vec<TypeId>) {
    roots.extend(client.operations().flat_map(needed));
    roots.extend(client.webhooks.iter().flat_map(Webhooks::ids));
    let kept = reached(roots, |id| client.types.get(id.0));
    keep(client, &kept);
}

/// Keeps some types, which need no others, and gives each its place among them.
pub(super) fn keep(client: &mut Client, kept: &BTreeSet<TypeId>) {
    let types = std::mem::take(&mut client.types).into_iter().enumerate();
    client.types = types.filter(|(index, _)| kept.contains(&TypeId(*index))).map(|(_, def)| def).collect();
    renumber(client, &kept.iter().copied().zip((0..).map(TypeId)).collect());
}

/// Types with all that they hold.
pub(super) fn reached<'t>(mut open: Vec<TypeId>, def: impl Fn(TypeId) -> Option<&'t TypeDef>) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            open.extend(def(id).into_iter().flat_map(TypeDef::ids));
        }
    }
    reached
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

/// Puts other types in the place of all.
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
