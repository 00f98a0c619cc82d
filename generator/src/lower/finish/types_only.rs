//! A crate with the types alone: without operations, and what sends them.

use super::prune::keep;
use crate::ir::{Client, TypeId, TypeShape};

/// Whoever has the types may make all of them: nobody knows which direction they go.
pub(super) fn send_all(client: &mut Client) {
    client.types.iter_mut().for_each(|def| def.sent = true);
}

/// Takes out what only calls need. The types keep their names and modules, so that a client of the same document has them, too.
pub(super) fn strip(client: &mut Client) {
    client.types_only = true;
    client.resources.iter_mut().for_each(|resource| resource.operations.clear());
    // A form of parts is a request with streams in it, and no value.
    let is_form = |id: &TypeId| matches!(client.ty(*id).shape, TypeShape::Form(_));
    let kept = (0..client.types.len()).map(TypeId).filter(|id| !is_form(id)).collect();
    keep(client, &kept);
    let types = &client.types;
    client.resources.retain(|resource| types.iter().any(|def| def.module.as_ref() == Some(&resource.module)));
    client.servers.clear();
    client.auth.clear();
    client.security = None;
    client.xml.clear();
    client.tolerance.clear();
    client.idempotency_header = None;
}
