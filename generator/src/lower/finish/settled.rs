//! Where the types of what the server calls stand: those that only webhooks have, in their module.

use std::collections::BTreeSet;

use super::prune::needed;
use crate::ir::{Client, TypeId};
use crate::lower::operations::TAKEN;

/// Moves the types that no operation needs, and webhooks do, to the module of the webhooks. One whose name is taken there stays in
/// `types`.
pub(super) fn settle(client: &mut Client) {
    let Some(webhooks) = &client.webhooks else { return };
    let module = webhooks.module.clone();
    let operations = client.operations().flat_map(needed).collect();
    let (called, needed) = (client.reached(webhooks.ids()), client.reached(operations));
    let lower = |id: &TypeId| client.ty(*id).name.as_str().to_lowercase();
    let here = client.types.keys().filter(|id| client.ty(**id).module.as_ref() == Some(&module));
    let mut taken: BTreeSet<String> = TAKEN.iter().map(|name| name.to_lowercase()).collect();
    taken.extend(here.map(lower));
    let mut moved: Vec<TypeId> = called.difference(&needed).copied().collect();
    moved.retain(|id| client.ty(*id).module.is_none() && taken.insert(lower(id)));
    for id in moved {
        if let Some(def) = client.types.get_mut(&id) {
            def.module = Some(module.clone());
        }
    }
}
