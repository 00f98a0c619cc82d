//! The types that nothing needs are dropped.

use std::collections::{BTreeMap, HashSet};

use crate::ir::{Client, Operation, TypeId, Webhooks};
use crate::lower::View;
use crate::lower::types::Draft;

/// Gives a client its types, without those that neither an operation nor a component needs. `unused`: types of components that
/// have another view.
pub(super) fn prune(client: &mut Client, types: BTreeMap<TypeId, Draft>, unused: &HashSet<TypeId>) {
    let is_root = |(id, draft): &(&TypeId, &Draft)| {
        draft.view == View::Read && draft.def.component.is_some() && !unused.contains(id)
    };
    let roots = types.iter().filter(is_root).map(|(id, _)| *id).collect();
    client.types = types.into_iter().map(|(id, draft)| (id, draft.def)).collect();
    keep_needed(client, roots);
    mark_sent(client);
}

/// Keeps what some types, the operations and what the server calls need.
pub(super) fn keep_needed(client: &mut Client, mut roots: Vec<TypeId>) {
    roots.extend(client.operations().flat_map(needed));
    roots.extend(client.webhooks.iter().flat_map(Webhooks::ids));
    let kept = client.reached(roots);
    client.types.retain(|id, _| kept.contains(id));
}

/// The types that an operation and its callbacks need.
pub(super) fn needed(operation: &Operation) -> Vec<TypeId> {
    [operation.request_ids(), operation.reply_ids(), operation.callback_ids()].concat()
}

/// Marks the types that callers make: those of requests, and all where there are no operations.
pub(super) fn mark_sent(client: &mut Client) {
    let sent = client.sent();
    let all = client.resources.is_empty();
    for (id, def) in &mut client.types {
        def.sent |= all || sent.contains(id);
    }
}
