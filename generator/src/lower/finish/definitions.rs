//! The types of a client with their other names followed: what the passes ask that come when all types are known.

use std::collections::BTreeMap;

use crate::ir::{Type, TypeDef, TypeId, TypeShape};
use crate::pointer::Pointer;

/// The types of a client.
#[derive(Clone, Copy)]
pub(super) struct Definitions<'t>(pub(super) &'t BTreeMap<TypeId, TypeDef>);

impl<'t> Definitions<'t> {
    /// What a name stands for.
    pub(super) fn shape(self, id: TypeId) -> Option<&'t TypeShape> {
        self.0.get(&id).map(|def| &def.shape)
    }

    /// A type with its aliases followed, also inside of it: what it is to the compiler.
    pub(super) fn resolved(self, ty: &Type) -> Type {
        let inner = |inner: &Type| Box::new(self.resolved(inner));
        match ty {
            Type::Named(id) | Type::Boxed(id) => match self.shape(*id) {
                Some(TypeShape::Alias(alias)) => self.resolved(alias),
                _ => Type::Named(*id),
            },
            Type::Nullable(of) => Type::Nullable(inner(of)),
            Type::List(of) => Type::List(inner(of)),
            Type::Map(of) => Type::Map(inner(of)),
            Type::Tuple(items) => Type::Tuple(items.iter().map(|item| self.resolved(item)).collect()),
            other => other.clone(),
        }
    }

    /// A type without null, box and other names: what its values are on the wire.
    pub(super) fn plain(self, ty: &Type) -> Type {
        ty.plain(self.0)
    }

    /// The type at a pointer into the values of a type.
    pub(super) fn at(self, ty: &Type, pointer: &Pointer) -> Result<Type, String> {
        let mut here = self.plain(ty);
        for token in pointer.tokens() {
            let inside = match &here {
                Type::Json | Type::JsonObject => Some(Type::Json),
                Type::Map(value) => Some((**value).clone()),
                Type::Named(id) => self.shape(*id).and_then(|shape| property(shape, token)),
                _ => None,
            };
            let inside =
                inside.ok_or_else(|| format!("there is no `{token}` in the response that the document describes"))?;
            here = self.plain(&inside);
        }
        Ok(here)
    }
}

/// The type of a property of an object.
fn property(shape: &TypeShape, wire: &str) -> Option<Type> {
    let TypeShape::Struct(structure) = shape else { return None };
    let field = structure.fields.iter().find(|field| field.wire == wire && field.constant.is_none());
    field.map(|field| field.ty.clone()).or_else(|| structure.rest.as_ref().map(|rest| rest.ty.clone()))
}
