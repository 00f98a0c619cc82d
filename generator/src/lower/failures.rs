//! The type of failures whose status an operation does not document: servers answer more statuses than they document, with the
//! same body.

use super::Lower;
use crate::ir::{Operation, Reply, Status, Type};
use crate::names::TypeName;

impl Lower<'_> {
    /// Gives each operation the one type that its documented failures have. If it documents none, that is the one of all others,
    /// where several have it. Their types are defined by now.
    pub(super) fn common_failures(&mut self) {
        let mut resources = std::mem::take(&mut self.client.resources);
        let operations = || resources.iter().flat_map(|resource| &resource.operations);
        let several = operations().filter(|operation| failures(operation).next().is_some()).count() > 1;
        let common = self.only(operations().flat_map(failures)).filter(|_| several);
        for resource in &mut resources {
            for operation in &mut resource.operations {
                let read_by_default =
                    operation.failures.iter().any(|one| one.status == Status::Default && is_read(&one.reply));
                if read_by_default || operation.method == "HEAD" {
                    continue;
                }
                let is_none = failures(operation).next().is_none();
                operation.other_failure = if is_none { common.clone() } else { self.only(failures(operation)) };
                if operation.failure.is_none() && operation.other_failure.is_some() {
                    let scope = self.scopes.entry(Some(resource.module.clone())).or_default();
                    let name = TypeName::of(&[operation.marker.stem(), "error"]);
                    operation.failure = Some(scope.claim(name, []).0);
                }
            }
        }
        self.client.resources = resources;
    }

    /// The one named type that these are.
    fn only<'t>(&self, types: impl Iterator<Item = &'t Type>) -> Option<Type> {
        let mut only: Option<&Type> = None;
        for ty in types {
            if only.is_some_and(|known| self.plain_type(known) != self.plain_type(ty)) {
                return None;
            }
            only.get_or_insert(ty);
        }
        only.filter(|ty| matches!(self.plain_type(ty), Type::Named(_))).cloned()
    }
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
