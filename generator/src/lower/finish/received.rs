//! Types that only responses have: what is absent and what is null are one `None` there.

use crate::ir::{Client, Presence, Type, TypeShape};

/// Takes null out of the optional fields of types that are only received. What is sent keeps the two apart, because a server
/// may do different things for them.
pub(super) fn join_absent_and_null(client: &mut Client) {
    let mut joined = Vec::new();
    for (id, def) in client.types.iter().filter(|(_, def)| !def.sent) {
        let TypeShape::Struct(structure) = &def.shape else { continue };
        for (field, of) in structure.fields.iter().enumerate().filter(|(_, of)| of.presence == Presence::Optional) {
            joined.extend(without_null(client, &of.ty).map(|ty| (*id, field, ty)));
        }
    }
    for (id, field, ty) in joined {
        if let Some(TypeShape::Struct(structure)) = client.types.get_mut(&id).map(|def| &mut def.shape) {
            structure.fields[field].ty = ty;
        }
    }
}

/// A type without the null that it, or what it is another name of, may be.
fn without_null(client: &Client, ty: &Type) -> Option<Type> {
    match ty {
        Type::Nullable(inner) => Some((**inner).clone()),
        Type::Named(id) => match &client.ty(*id).shape {
            TypeShape::Alias(inner) => without_null(client, inner),
            _ => None,
        },
        _ => None,
    }
}
