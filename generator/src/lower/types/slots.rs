//! Types from when something needs them until they are defined.

use std::collections::{BTreeMap, HashMap, VecDeque};

use crate::ir::{TypeDef, TypeId};
use crate::lower::{Site, View};
use crate::model::SchemaId;
use crate::names::{ModuleName, TypeName};

/// The types of a client, some of which are not defined yet.
#[derive(Default)]
pub(super) struct Slots {
    all: Vec<Slot>,
    by_schema: HashMap<(SchemaId, View), TypeId>,
    open: VecDeque<TypeId>,
}

#[allow(clippy::large_enum_variant, reason = "each of them becomes the large one")]
enum Slot {
    Issued(Issued),
    Defined(Draft),
}

/// A type that has a name and no definition.
#[derive(Clone)]
pub(super) struct Issued {
    pub(super) schema: SchemaId,
    pub(super) site: Site,
    pub(super) name: TypeName,
}

/// A type that is defined, and the schema that it is of.
pub(in crate::lower) struct Draft {
    pub(in crate::lower) schema: SchemaId,
    pub(in crate::lower) view: View,
    pub(in crate::lower) def: TypeDef,
}

impl Slots {
    /// The type of a schema in a view, if it has one.
    pub(super) fn of_schema(&self, schema: SchemaId, view: View) -> Option<TypeId> {
        self.by_schema.get(&(schema, view)).copied()
    }

    /// A type that is defined later.
    pub(super) fn issue(&mut self, schema: SchemaId, site: Site, name: TypeName) -> TypeId {
        let id = TypeId(self.all.len());
        self.by_schema.insert((schema, site.view), id);
        self.all.push(Slot::Issued(Issued { schema, site, name }));
        self.open.push_back(id);
        id
    }

    /// A type that is defined already, beside those of its schema.
    pub(super) fn add(&mut self, schema: SchemaId, view: View, def: TypeDef) -> TypeId {
        self.all.push(Slot::Defined(Draft { schema, view, def }));
        TypeId(self.all.len() - 1)
    }

    /// The next type that has no definition.
    pub(super) fn next(&mut self) -> Option<(TypeId, Issued)> {
        let id = self.open.pop_front()?;
        match self.all.get(id.0) {
            Some(Slot::Issued(issued)) => Some((id, issued.clone())),
            Some(Slot::Defined(_)) | None => unreachable!("an open type is issued and not defined"),
        }
    }

    /// Defines a type.
    pub(super) fn define(&mut self, id: TypeId, def: TypeDef) {
        let slot = self.all.get_mut(id.0).expect("a type that was issued");
        if let Slot::Issued(Issued { schema, site, .. }) = slot {
            *slot = Slot::Defined(Draft { schema: *schema, view: site.view, def });
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    /// The module and the name of a type.
    pub(super) fn name(&self, id: TypeId) -> Option<(Option<&ModuleName>, &TypeName)> {
        Some(match self.all.get(id.0)? {
            Slot::Issued(Issued { site, name, .. }) => (site.module.as_ref(), name),
            Slot::Defined(Draft { def, .. }) => (def.module.as_ref(), &def.name),
        })
    }

    /// All types, once none is open.
    pub(super) fn finish(self) -> BTreeMap<TypeId, Draft> {
        let defined = |slot| match slot {
            Slot::Defined(draft) => draft,
            Slot::Issued(issued) => unreachable!("`{}` was issued and is not defined", issued.name),
        };
        (0..).map(TypeId).zip(self.all.into_iter().map(defined)).collect()
    }
}
