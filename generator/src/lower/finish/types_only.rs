//! A crate with the types alone: without operations, and what sends them.

use crate::ir::{Client, TypeShape};

/// Whoever has the types may make all of them: nobody knows which direction they go.
pub(super) fn send_all(client: &mut Client) {
    client.types.values_mut().for_each(|def| def.sent = true);
}

/// Takes out what only calls need. The types keep their names and modules, so that a client of the same document has them, too.
pub(super) fn strip(client: &mut Client) {
    client.types_only = true;
    client.resources.iter_mut().for_each(|resource| resource.operations.clear());
    // A form of parts is a request with streams in it, and no value.
    client.types.retain(|_, def| !matches!(def.shape, TypeShape::Form(_)));
    let types = &client.types;
    client.resources.retain(|resource| types.values().any(|def| def.module.as_ref() == Some(&resource.module)));
    client.servers.clear();
    client.auth.clear();
    client.security = None;
    client.xml.clear();
    client.tolerance.clear();
    client.idempotency_header = None;
}
