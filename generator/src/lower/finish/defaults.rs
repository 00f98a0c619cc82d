//! What answers have a `Default` of in the tests of callers (feature `test-util`), so that they are built field by field.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::ir::{Client, Library, Presence, Type, TypeDef, TypeId, TypeShape};

/// Decides it for all types that are received: a type has one where all that must be in it has one before it, so none of them
/// leads back to itself.
pub(super) fn for_tests(client: &mut Client, library: Library) {
    let received = received(client);
    let mut users: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for (user, def) in client.types.iter().filter(|(id, _)| received.contains(id)) {
        def.ids().into_iter().for_each(|id| users.entry(id).or_default().push(*user));
    }
    let mut open: VecDeque<TypeId> = received.iter().copied().collect();
    while let Some(id) = open.pop_front() {
        let default = default(client, client.ty(id), library);
        let Some(def) = client.types.get_mut(&id).filter(|def| def.test_default.is_none()) else { continue };
        def.test_default = default;
        if default.is_some() {
            open.extend(users.get(&id).into_iter().flatten());
        }
    }
    for (id, def) in &mut client.types {
        def.received = received.contains(id);
    }
}

/// The types of responses with all that they hold; all types where there are no operations to tell.
fn received(client: &Client) -> BTreeSet<TypeId> {
    if client.operations().next().is_none() {
        return client.types.keys().copied().collect();
    }
    let replies = client.operations().flat_map(|operation| operation.reply_ids()).collect();
    client.reached(replies)
}

/// The variant that is the default of a type, 0 where it has no variants; `None`: it has no default, or not yet.
fn default(client: &Client, def: &TypeDef, library: Library) -> Option<usize> {
    let has = |ty: &Type| has(client, ty, library);
    match &def.shape {
        TypeShape::Struct(structure) => {
            let fields = structure.fields.iter().filter(|field| field.constant.is_none());
            let mut needed = fields.filter(|field| field.presence == Presence::Required);
            needed.all(|field| has(&field.ty)).then_some(0)
        }
        TypeShape::Enum(values) => (!values.variants.is_empty()).then_some(0),
        TypeShape::Union(union) => union.variants.iter().position(|variant| has(&variant.ty)),
        TypeShape::Alias(ty) | TypeShape::Newtype(ty) => has(ty).then_some(0),
        TypeShape::Form(_) => None,
    }
}

fn has(client: &Client, ty: &Type, library: Library) -> bool {
    match ty {
        Type::Named(id) | Type::Boxed(id) => client.ty(*id).test_default.is_some(),
        Type::Tuple(items) => items.iter().all(|item| has(client, item, library)),
        Type::Date | Type::Time => library != Library::Time,
        // What other crates have only the compiler knows.
        Type::Foreign(_) => false,
        _ => true,
    }
}
