//! The type of failures whose status an operation does not document: servers answer more statuses than they document, with the
//! same body.

use indexmap::IndexMap;

use super::Lower;
use crate::ir::{Operation, Reply, Status, Type, TypeId};
use crate::names::TypeName;

impl Lower<'_> {
    /// Gives each operation the one type that its documented failures have. If it documents none or several, that is the one of most
    /// other operations, where several have it. Their types are defined by now.
    pub(super) fn common_failures(&mut self) {
        let mut resources = std::mem::take(&mut self.client.resources);
        let common = self.of_most(resources.iter().flat_map(|resource| &resource.operations));
        for resource in &mut resources {
            for operation in &mut resource.operations {
                let read_by_default =
                    operation.failures.iter().any(|one| one.status == Status::Default && is_read(&one.reply));
                if read_by_default || operation.method == "HEAD" {
                    continue;
                }
                operation.other_failure = self.only(failures(operation)).or_else(|| common.clone());
                if operation.failure.is_none() && operation.other_failure.is_some() {
                    let scope = self.scopes.entry(Some(resource.module.clone())).or_default();
                    let name = TypeName::of(&[operation.marker.stem(), "error"]);
                    operation.failure = Some(scope.claim(name, []).0);
                }
            }
        }
        self.client.resources = resources;
    }

    /// The named type that a failure has in more than half of the operations that document one, and in more than one.
    fn of_most<'o>(&self, operations: impl Iterator<Item = &'o Operation>) -> Option<Type> {
        let mut counts: IndexMap<TypeId, (Type, usize)> = IndexMap::new();
        let mut all = 0_usize;
        for operation in operations {
            let named = |ty: &Type| match self.plain_type(ty) {
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
