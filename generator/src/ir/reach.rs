//! Which named types a part needs.

use std::collections::{BTreeMap, BTreeSet};

use crate::names::TypeName;

use super::{Client, Operation, Payload, Reply, Type, TypeDef, TypeId, TypeShape, Webhooks};

impl Type {
    /// Visits the named types in a type.
    pub fn each_id(&self, visit: &mut impl FnMut(TypeId)) {
        match self {
            Self::Named(id) | Self::Boxed(id) => visit(*id),
            Self::Nullable(inner) | Self::List(inner) | Self::Map(inner) => inner.each_id(visit),
            Self::Tuple(items) => items.iter().for_each(|item| item.each_id(visit)),
            _ => {}
        }
    }

    /// Visits the named types in a type, to change them.
    pub fn each_id_mut(&mut self, visit: &mut impl FnMut(&mut TypeId)) {
        match self {
            Self::Named(id) | Self::Boxed(id) => visit(id),
            Self::Nullable(inner) | Self::List(inner) | Self::Map(inner) => inner.each_id_mut(visit),
            Self::Tuple(items) => items.iter_mut().for_each(|item| item.each_id_mut(visit)),
            _ => {}
        }
    }
}

impl Type {
    /// The type without null, box and other names: what its values are on the wire.
    pub fn plain(&self, types: &BTreeMap<TypeId, TypeDef>) -> Self {
        let mut plain = self.clone();
        // As many steps as there are types: names may lead in a circle.
        for _ in 0..=types.len() {
            plain = match plain {
                Self::Nullable(inner) => *inner,
                Self::Boxed(id) => Self::Named(id),
                Self::Named(id) => match types.get(&id).map(|def| &def.shape) {
                    Some(TypeShape::Alias(inner) | TypeShape::Newtype(inner)) => inner.clone(),
                    _ => return Self::Named(id),
                },
                other => return other,
            };
        }
        plain
    }

    /// Whether there are bytes in it that are text in JSON.
    pub fn has_base64(&self) -> bool {
        match self {
            Self::Base64 | Self::Base64Url => true,
            Self::Nullable(inner) | Self::List(inner) | Self::Map(inner) => inner.has_base64(),
            Self::Tuple(items) => items.iter().any(Self::has_base64),
            _ => false,
        }
    }
}

impl TypeDef {
    /// The types that its definition holds.
    pub fn types(&self) -> Vec<&Type> {
        match &self.shape {
            TypeShape::Struct(structure) => {
                let rest = structure.rest.iter().map(|rest| &rest.ty);
                structure.fields.iter().map(|field| &field.ty).chain(rest).collect()
            }
            TypeShape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            TypeShape::Alias(ty) | TypeShape::Newtype(ty) => vec![ty],
            TypeShape::Form(form) => form.parts().filter_map(|part| part.ty()).collect(),
            TypeShape::Enum(_) => Vec::new(),
        }
    }

    /// The named types that its definition holds.
    pub fn ids(&self) -> Vec<TypeId> {
        ids(self.types())
    }
}

impl Operation {
    /// The named types that its requests are made of.
    pub fn request_ids(&self) -> Vec<TypeId> {
        let fields = self.fields.iter().map(|one| &one.field.ty);
        let mut all = ids(self.params.iter().map(|param| &param.ty).chain(fields));
        for content in self.body.iter().flat_map(|body| &body.contents) {
            match &content.payload {
                Payload::Json(ty) | Payload::Xml(ty, _) | Payload::Form(ty, _) => all.extend(ids([ty])),
                Payload::Multipart(form) => all.push(*form),
                Payload::AnyMultipart | Payload::Text | Payload::Bytes => {}
            }
        }
        all
    }

    /// The named types that the requests of its callbacks are read as.
    pub fn callback_ids(&self) -> Vec<TypeId> {
        ids(self.callbacks.iter().filter_map(|callback| callback.body.ty()))
    }

    /// The types that are its own: its marker, the choices of its bodies and results, its headers.
    pub fn type_names(&self) -> impl Iterator<Item = &TypeName> {
        let choice = self.body.iter().filter_map(|body| body.choice.as_ref());
        let headers = self.headers.iter().map(|headers| &headers.name);
        let callbacks = self.callbacks.iter().filter(|callback| callback.has_alias).map(|callback| &callback.name);
        let own = std::iter::once(&self.marker).chain(choice).chain(&self.output).chain(headers).chain(&self.failure);
        own.chain(callbacks)
    }

    /// The named types that its replies are read as.
    pub fn reply_ids(&self) -> Vec<TypeId> {
        let headers = self.headers.iter().flat_map(|headers| &headers.fields).map(|header| &header.ty);
        ids(self.replies().filter_map(Reply::ty).chain(&self.other_failure).chain(headers))
    }
}

impl TypeDef {
    /// The names that it takes in its module: its own, and that of the struct of its required fields.
    pub fn type_names(&self) -> impl Iterator<Item = &TypeName> {
        std::iter::once(&self.name).chain(&self.required)
    }
}

impl Webhooks {
    /// The named types that its events are read as.
    pub fn ids(&self) -> Vec<TypeId> {
        ids(self.events.iter().filter_map(|event| event.body.ty()))
    }
}

impl Client {
    /// The types that are sent, with all that they hold.
    pub fn sent(&self) -> BTreeSet<TypeId> {
        self.reached(self.operations().flat_map(Operation::request_ids).collect())
    }

    /// Types with all that they hold.
    pub fn reached(&self, types: Vec<TypeId>) -> BTreeSet<TypeId> {
        reached(types, |id| self.types.get(&id).map(TypeDef::ids).unwrap_or_default())
    }
}

/// Types, or what else has ids, with all that they hold. `held`: what one holds itself.
pub(crate) fn reached<I: Copy + Ord>(mut open: Vec<I>, held: impl Fn(I) -> Vec<I>) -> BTreeSet<I> {
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            open.extend(held(id));
        }
    }
    reached
}

fn ids<'t>(types: impl IntoIterator<Item = &'t Type>) -> Vec<TypeId> {
    let mut all = Vec::new();
    types.into_iter().for_each(|ty| ty.each_id(&mut |id| all.push(id)));
    all
}
