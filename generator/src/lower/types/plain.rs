//! What type a schema is at a place that needs it; what cannot be said by a plain type is named.

use super::{Types, scalars};
use crate::ir::Type;
use crate::lower::meanings::Enumerated;
use crate::lower::{Site, View};
use crate::model::{Additional, Fault, SchemaId, SimpleType};
use crate::schema::Merged;

/// How many items a tuple may have: as many as the runtime decodes.
const TUPLE: usize = 12;

impl Types<'_> {
    /// The type of a schema at a place that needs it.
    pub(in crate::lower) fn ty(&mut self, id: SchemaId, site: &Site) -> Result<Type, Fault> {
        let bare = self.bare(id, site)?;
        Ok(if self.names.meanings.schemas.allows_null(id) { bare.nullable() } else { bare })
    }

    /// The type of a schema; any JSON where it contradicts itself or cannot be read, which is reported: whatever is right can be
    /// sent and received so.
    pub(in crate::lower) fn ty_or_json(&mut self, id: SchemaId, site: &Site) -> Type {
        self.ty(id, site).unwrap_or(Type::Json)
    }

    /// The type without null.
    pub(super) fn bare(&mut self, id: SchemaId, site: &Site) -> Result<Type, Fault> {
        if self.names.component(id).is_none()
            && let Some(replaced) = self.replaced(id)
        {
            return Ok(replaced);
        }
        if let Some(invalid) = &self.schema(id).invalid {
            return Err(invalid.clone());
        }
        // What leads back to itself needs a name even where it is only a list.
        if self.inside.contains(&id) {
            self.recursive.insert(id);
        }
        if self.names.component(id).is_some() || self.recursive.contains(&id) {
            return Ok(Type::Named(self.named(id, site)));
        }
        self.inside.push(id);
        let bare = match self.names.meanings.schemas.wrapped(id) {
            Some(inner) => self.bare(inner, site),
            None => match self.plain(id, site) {
                Ok(Some(ty)) => Ok(ty),
                Ok(None) => Ok(Type::Named(self.named(id, site))),
                Err(fault) => Err(fault),
            },
        };
        self.inside.pop();
        bare
    }

    /// The type that a schema's own keywords say; `None`: one that needs a definition, and so a name.
    pub(super) fn plain(&mut self, id: SchemaId, site: &Site) -> Result<Option<Type>, Fault> {
        let merged = self.merged(id)?;
        if merged.never {
            return Err(self.names.meanings.fault("lower::never", id, "no value satisfies this schema"));
        }
        if merged.null_only {
            return Ok(Some(Type::Null));
        }
        if merged.values.is_some() {
            return Ok(match self.names.meanings.enumeration(id, &merged) {
                Enumerated::Bool => Some(Type::Bool),
                Enumerated::Json => Some(Type::Json),
                Enumerated::Open(..) => None,
            });
        }
        if self.names.meanings.is_union(&merged) || self.names.meanings.described(id, &merged).is_some() {
            return Ok(None);
        }
        self.by_type(id, site, &merged)
    }

    fn by_type(&mut self, id: SchemaId, site: &Site, merged: &Merged) -> Result<Option<Type>, Fault> {
        let format = merged.format.as_deref();
        if let Some(replaced) = self.replaced_format(format, merged.one_type()) {
            return Ok(Some(replaced));
        }
        Ok(Some(match merged.one_type() {
            None => Type::Json,
            Some(SimpleType::Boolean) => Type::Bool,
            Some(SimpleType::Integer) => scalars::integer(format, &merged.limits),
            Some(SimpleType::Number) => scalars::number(format, &merged.limits),
            Some(SimpleType::String) => scalars::string(format, &self.config.types),
            Some(SimpleType::Array) => self.array(id, site, merged)?,
            Some(SimpleType::Object) if !merged.properties.is_empty() || merged.additional == Additional::Forbidden => {
                return Ok(None);
            }
            Some(SimpleType::Object) => match merged.additional {
                Additional::Of(value) => Type::Map(Box::new(self.mapped(id, value, site)?)),
                _ => Type::JsonObject,
            },
        }))
    }

    /// The values of a map.
    pub(super) fn mapped(&mut self, id: SchemaId, value: SchemaId, site: &Site) -> Result<Type, Fault> {
        let ty = self.ty_or_json(value, &self.inner(id, site));
        Ok(if site.view == View::Patch { ty.nullable() } else { ty })
    }

    fn array(&mut self, id: SchemaId, site: &Site, merged: &Merged) -> Result<Type, Fault> {
        let mut inner = self.inner(id, site);
        if inner.view == View::Patch {
            inner.view = View::Write;
        }
        if !merged.prefix_items.is_empty() {
            return self.tuple(id, &inner, merged);
        }
        Ok(Type::List(Box::new(match merged.items {
            Some(items) => self.ty_or_json(items, &inner),
            None => Type::Json,
        })))
    }

    /// A list of fixed types; one that may go on, or be shorter, is a list of JSON.
    fn tuple(&mut self, id: SchemaId, site: &Site, merged: &Merged) -> Result<Type, Fault> {
        if !merged.closed || merged.prefix_items.len() > TUPLE {
            self.names.meanings.note(
                "lower::open-tuple",
                id,
                "a tuple that may go on behind its `prefixItems` is a list of JSON",
            );
            return Ok(Type::List(Box::new(Type::Json)));
        }
        let items = merged.prefix_items.iter().map(|&item| self.ty_or_json(item, site));
        Ok(Type::Tuple(items.collect()))
    }
}
