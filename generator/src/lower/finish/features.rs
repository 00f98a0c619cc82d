//! Cargo features for the tags: which operations and types each of them switches on.

use std::collections::BTreeSet;

use super::prune::needed;
use crate::config::TagFeatures;
use crate::ir::{Client, Feature, TypeId, Webhooks};
use crate::names::ModuleName;

/// `"auto"`: above so many operations a crate has features for its tags.
const MANY: usize = 150;

/// Features that every client has, or that cargo keeps for itself.
const TAKEN: [&str; 14] = [
    "default",
    "all-operations",
    "reqwest",
    "blocking",
    "rustls",
    "rustls-no-provider",
    "native-tls",
    "tower",
    "tracing",
    "test-util",
    "brotli",
    "gzip",
    "zstd",
    "arbitrary-precision",
];

/// The feature of clients that receive webhooks: what verifies these.
const SIGNATURES: &str = "webhooks";

/// Gives each tag a feature, and each type that only one tag needs the feature of that tag.
pub(super) fn add_features(client: &mut Client, wanted: TagFeatures) {
    let many = || client.operations().count() > MANY;
    let wanted = match wanted {
        TagFeatures::On => true,
        TagFeatures::Off => false,
        TagFeatures::Auto => many(),
    };
    if !wanted {
        return;
    }
    let reached: Vec<BTreeSet<TypeId>> = (0..client.resources.len()).map(|index| of_module(client, index)).collect();
    let always = always(client, &reached);
    let kept: Vec<&str> = client.modules.iter().filter_map(|module| module.feature.as_deref()).collect();
    let named = |module: &ModuleName| {
        let of_webhooks = client.webhooks.is_some() && module.as_str() == SIGNATURES;
        let taken = of_webhooks || TAKEN.contains(&module.as_str()) || kept.contains(&module.as_str());
        if taken { format!("{}-operations", module.as_str()) } else { module.as_str().to_owned() }
    };
    let names: Vec<Option<String>> = client
        .resources
        .iter()
        .enumerate()
        .map(|(index, resource)| (!always.resources.contains(&index)).then(|| named(&resource.module)))
        .collect();
    for (index, set) in reached.iter().enumerate() {
        let others = set.iter().filter_map(|id| resource_of(client, *id)).filter(|other| *other != index);
        let needs: BTreeSet<&String> = others.filter_map(|other| names.get(other)?.as_ref()).collect();
        let needs = needs.into_iter().cloned().collect();
        let name = names.get(index).cloned().flatten();
        if let Some(resource) = client.resources.get_mut(index) {
            resource.feature = name.map(|name| Feature { name, needs });
        }
    }
    for (id, def) in &mut client.types {
        if def.module.is_some() || always.types.contains(id) {
            continue;
        }
        let user = reached.iter().position(|set| set.contains(id));
        def.feature = user.and_then(|user| names.get(user).cloned().flatten());
    }
}

/// What stands in a crate whatever its features are.
#[derive(Default)]
struct Always {
    resources: BTreeSet<usize>,
    types: BTreeSet<TypeId>,
}

/// Types that several tags need, or none, are there always, and with them the modules of those that they hold.
fn always(client: &Client, reached: &[BTreeSet<TypeId>]) -> Always {
    let mut always = Always::default();
    let shared = |id: &TypeId| reached.iter().filter(|set| set.contains(id)).count() != 1;
    let mut queue: Vec<TypeId> = client.types.keys().copied().filter(shared).collect();
    queue.extend(client.webhooks.iter().flat_map(Webhooks::ids));
    while let Some(id) = queue.pop() {
        match resource_of(client, id) {
            Some(resource) if is_held(client, id, &always) && always.resources.insert(resource) => {
                queue.extend(reached.get(resource).into_iter().flatten().copied());
            }
            Some(_) => {}
            None if always.types.insert(id) => queue.extend(client.ty(id).ids()),
            None => {}
        }
    }
    always
}

/// Whether a type that is there always holds a type of a module.
fn is_held(client: &Client, id: TypeId, always: &Always) -> bool {
    always.types.iter().any(|user| client.ty(*user).ids().contains(&id))
}

/// The resource whose module a type stands in.
fn resource_of(client: &Client, id: TypeId) -> Option<usize> {
    let module = client.ty(id).module.as_ref()?;
    client.resources.iter().position(|resource| resource.module == *module)
}

/// The types that the module of a resource needs.
fn of_module(client: &Client, resource: usize) -> BTreeSet<TypeId> {
    let Some(resource) = client.resources.get(resource) else { return BTreeSet::new() };
    let own = client.types.iter().filter(|(_, def)| def.module.as_ref() == Some(&resource.module)).map(|(id, _)| *id);
    let operations = resource.operations.iter();
    let needed = operations.flat_map(needed);
    client.reached(own.chain(needed).collect())
}
