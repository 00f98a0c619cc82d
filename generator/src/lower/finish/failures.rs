//! The type of failures whose status an operation does not document: servers answer more statuses than they document, with the
//! same body.

use super::definitions::Definitions;
use crate::ir::{Client, Operation, Reply, Status, Type};
use crate::lower::scopes::Scopes;
use crate::names::TypeName;

/// Gives each operation the one type that its documented failures have. If it documents none, that is the one of all others,
/// where several have it.
pub(super) fn share(client: &mut Client, scopes: &mut Scopes) {
    let Client { resources, types, .. } = client;
    let types = Definitions(types);
    let operations = || resources.iter().flat_map(|resource| &resource.operations);
    let several = operations().filter(|operation| failures(operation).next().is_some()).count() > 1;
    let common = only(operations().flat_map(failures), types).filter(|_| several);
    for resource in resources {
        for operation in &mut resource.operations {
            let read_by_default =
                operation.failures.iter().any(|one| one.status == Status::Default && is_read(&one.reply));
            if read_by_default || operation.method == "HEAD" {
                continue;
            }
            let is_none = failures(operation).next().is_none();
            operation.other_failure = if is_none { common.clone() } else { only(failures(operation), types) };
            if operation.failure.is_none() && operation.other_failure.is_some() {
                let name = TypeName::of(&[operation.marker.stem(), "error"]);
                operation.failure = Some(scopes.of(Some(&resource.module)).claim(name, []).0);
            }
        }
    }
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
