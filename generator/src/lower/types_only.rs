//! A crate with the types alone: without operations, and what sends them.

use std::collections::HashMap;

use super::{Lowered, prune};
use crate::ir::{TypeId, TypeShape};
use crate::model::Part;

/// Whoever has the types may make all of them: nobody knows which direction they go.
pub(super) fn send_all(lowered: &mut Lowered) {
    lowered.client.types.iter_mut().for_each(|def| def.sent = true);
}

/// Takes out what only calls need. The types keep their names and modules, so that a client of the same document has them, too.
pub(super) fn strip(lowered: &mut Lowered) {
    let client = &mut lowered.client;
    client.types_only = true;
    client.resources.iter_mut().for_each(|resource| resource.operations.clear());
    // A form of parts is a request with streams in it, and no value.
    let is_form = |id: &TypeId| matches!(client.ty(*id).shape, TypeShape::Form(_));
    let kept = (0..client.types.len()).map(TypeId).filter(|id| !is_form(id));
    let kept: HashMap<TypeId, TypeId> = kept.zip((0..).map(TypeId)).collect();
    let types = std::mem::take(&mut client.types).into_iter().enumerate();
    client.types = types.filter(|(index, _)| kept.contains_key(&TypeId(*index))).map(|(_, def)| def).collect();
    prune::renumber(client, &kept);
    let types = &client.types;
    client.resources.retain(|resource| types.iter().any(|def| def.module.as_ref() == Some(&resource.module)));
    client.servers.clear();
    client.auth.clear();
    client.security = None;
    client.xml.clear();
    client.tolerance.clear();
    client.idempotency_header = None;
    lowered.left_out.retain(|one| matches!(one.kind, Part::Schema | Part::Webhook));
    client.left_out = lowered.left_out.iter().map(prune::said).collect();
}
