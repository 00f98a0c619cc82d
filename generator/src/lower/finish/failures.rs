//! The type of failures whose status an operation does not document: servers answer more statuses than they document, with the
//! same body.

use indexmap::IndexMap;

use super::definitions::Definitions;
use crate::ir::{Client, Operation, Reply, Status, Type, TypeId};
use crate::lower::scopes::Scopes;
use crate::names::TypeName;

/// Gives each operation the one type that its documented failures have. If it documents none or several, that is the one of most
/// other operations, where several have it.
pub(super) fn share(client: &mut Client, scopes: &mut Scopes) {
    let Client { resources, types, .. } = client;
    let types = Definitions(types);
    let common = of_most(resources.iter().flat_map(|resource| &resource.operations), types);
    for resource in resources {
        for operation in &mut resource.operations {
            let read_by_default =
                operation.failures.iter().any(|one| one.status == Status::Default && is_read(&one.reply));
            if read_by_default || operation.method == "HEAD" {
                continue;
            }
            operation.other_failure = only(failures(operation), types).or_else(|| common.clone());
            if operation.failure.is_none() && operation.other_failure.is_some() {
                let name = TypeName::of(&[operation.marker.stem(), "error"]);
                operation.failure = Some(scopes.of(Some(&resource.module)).claim(name, []).0);
            }
        }
    }
}

/// The named type that a failure has in more than half of the operations that document one, and in more than one.
fn of_most<'o>(operations: impl Iterator<Item = &'o Operation>, types: Definitions<'_>) -> Option<Type> {
    let mut counts: IndexMap<TypeId, (Type, usize)> = IndexMap::new();
    let mut all = 0_usize;
    for operation in operations {
        let named = |ty: &Type| match types.plain(ty) {
            Type::Named(id) => Some((id, ty.clone())),
            _ => None,
        };
        let own: IndexMap<TypeId, Type> = failures(operation).filter_map(named).collect();
        all += usize::from(failures(operation).next().is_some());
        for (id, ty) in own {
            counts.entry(id).or_insert((ty, 0)).1 += 1;
        }
    }
    let of_most = counts.into_values().find(|(_, count)| *count > 1 && *count * 2 > all);
    of_most.map(|(ty, _)| ty)
}

/// The one named type that these are.
fn only<'t>(all: impl Iterator<Item = &'t Type>, types: Definitions<'_>) -> Option<Type> {
    let mut only: Option<&Type> = None;
    for ty in all {
        if only.is_some_and(|known| types.plain(known) != types.plain(ty)) {
            return None;
        }
        only.get_or_insert(ty);
    }
    only.filter(|ty| matches!(types.plain(ty), Type::Named(_))).cloned()
}

/// The types of the documented failures of an operation.
fn failures(operation: &Operation) -> impl Iterator<Item = &Type> {
    operation.failures.iter().filter_map(|failure| match &failure.reply {
        Reply::Json(ty) => Some(ty),
        _ => None,
    })
}

fn is_read(reply: &Reply) -> bool {
    *reply != Reply::Empty
}
