//! How an operation takes what it must have: one after the other, or in a struct. Decided when all types are known, because
//! aliases of one type are one type.

use crate::ir::{Arguments, Client, Operation, Presence, Type, TypeDef, TypeShape};

/// How many arguments stand one after the other at most.
const POSITIONAL: usize = 3;

/// Decides for all operations.
pub(super) fn decide(client: &mut Client) {
    let types = &client.types;
    for operation in client.resources.iter_mut().flat_map(|resource| &mut resource.operations) {
        operation.arguments = arguments(operation, types);
    }
}

/// One after the other: up to three, of which no two neighbours have one type; swapped ones would compile. Else by name.
fn arguments(operation: &Operation, types: &[TypeDef]) -> Arguments {
    let required = operation.params.iter().filter(|param| param.presence == Presence::Required);
    let mut taken: Vec<Option<Type>> = required.map(|param| Some(resolved(&param.ty, types))).collect();
    if operation.body.as_ref().is_some_and(|body| body.presence == Presence::Required) {
        taken.push(None);
    }
    let neighbours = taken.iter().zip(taken.iter().skip(1)).any(|(a, b)| a == b);
    if taken.len() <= POSITIONAL && !neighbours { Arguments::Positional } else { Arguments::Struct }
}

/// A type with its aliases followed.
fn resolved(ty: &Type, types: &[TypeDef]) -> Type {
    let inner = |inner: &Type| Box::new(resolved(inner, types));
    match ty {
        Type::Named(id) | Type::Boxed(id) => match types.get(id.0).map(|def| &def.shape) {
            Some(TypeShape::Alias(alias)) => resolved(alias, types),
            _ => Type::Named(*id),
        },
        Type::Nullable(of) => Type::Nullable(inner(of)),
        Type::List(of) => Type::List(inner(of)),
        Type::Map(of) => Type::Map(inner(of)),
        Type::Tuple(items) => Type::Tuple(items.iter().map(|item| resolved(item, types)).collect()),
        other => other.clone(),
    }
}
