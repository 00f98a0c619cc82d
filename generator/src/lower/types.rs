//! Schemas → types: which are named, and what each is. A type is issued when something needs it, and defined later: schemas can
//! hold themselves. No type can be asked what it is before all of them are defined.

mod bounds;
mod definition;
mod named;
mod plain;
mod replaced;
mod scalars;
mod slots;
mod unions;
mod views;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use super::naming::Names;
use super::scopes::Scopes;
use super::{Site, View, numbered};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::ir::{Foreign, TypeDef, TypeId};
use crate::model::{Api, Fault, LeftOut, Schema, SchemaId};
use crate::names::{Claim, ModuleName, Scope, TypeName};
use crate::schema::Merged;

use bounds::Bounds;
pub(super) use definition::field_docs;
pub(super) use slots::Draft;
use slots::Slots;
use views::Views;

/// What inline types are called where they stand: by a property, a parameter, or their title. No type of a rule is here.
pub(super) type Short = HashMap<(Option<ModuleName>, TypeName), TypeName>;

/// A rule of derives, by its index, that is about the type of this name in this module.
pub(super) type Asked = (usize, Option<ModuleName>, TypeName);

/// The types that something needs.
pub(super) struct Types<'a> {
    pub(super) names: Names<'a>,
    api: &'a Api,
    config: &'a Config,
    views: Views,
    /// The unnamed schemas that are being made into types, and those of them that hold themselves.
    inside: Vec<SchemaId>,
    recursive: HashSet<SchemaId>,
    slots: Slots,
    scopes: Scopes,
    bounds: Bounds,
    /// What is noted beside the types.
    notes: Notes,
}

/// What is noted of types while they are made.
#[derive(Default)]
struct Notes {
    foreign: Vec<Foreign>,
    short: Short,
    derives: Vec<Asked>,
    left_out: Vec<LeftOut>,
}

/// The types, all of them defined.
pub(super) struct Defined {
    pub(super) types: BTreeMap<TypeId, Draft>,
    /// The names that are taken in each module.
    pub(super) scopes: Scopes,
    /// The types of other crates.
    pub(super) foreign: Vec<Foreign>,
    /// What inline types are called where they stand.
    pub(super) short: Short,
    /// Rules of derives, and the types that they are about.
    pub(super) derives: Vec<Asked>,
    /// The components that have no type of their own.
    pub(super) left_out: Vec<LeftOut>,
}

impl<'a> Types<'a> {
    /// No types yet. `taken`: the names of components.
    pub(super) fn new(config: &'a Config, api: &'a Api, names: Names<'a>, taken: Scope) -> Self {
        Self {
            names,
            api,
            config,
            views: Views::of(api),
            inside: Vec::new(),
            recursive: HashSet::new(),
            slots: Slots::default(),
            scopes: Scopes::with(taken),
            bounds: Bounds::of(api),
            notes: Notes::default(),
        }
    }

    /// Defines all types: those that something needs, those of components, and what they hold.
    pub(super) fn finish(mut self) -> Defined {
        for &id in self.api.components.values() {
            let site = Site { module: None, words: String::new(), param: None, view: View::Read };
            self.named(id, &site);
        }
        while let Some((id, issued)) = self.slots.next() {
            let def = self.define(issued.schema, &issued.site, issued.name);
            self.slots.define(id, def);
        }
        let Notes { foreign, short, derives, left_out } = self.notes;
        Defined { types: self.slots.finish(), scopes: self.scopes, foreign, short, derives, left_out }
    }

    /// Adds a type that is defined already.
    pub(super) fn add(&mut self, schema: SchemaId, view: View, def: TypeDef) -> TypeId {
        self.slots.add(schema, view, def)
    }

    /// How many types there are: their ids are the numbers below.
    pub(super) fn count(&self) -> usize {
        self.slots.count()
    }

    /// The module and the name of a type.
    pub(super) fn name(&self, id: TypeId) -> Option<(Option<&ModuleName>, &TypeName)> {
        self.slots.name(id)
    }

    /// The names that are taken in a module; `None`: `types`.
    pub(super) fn scope(&mut self, module: Option<&ModuleName>) -> &mut Scope {
        self.scopes.of(module)
    }

    /// Takes a type name in a module, and reports it where a number had to be added.
    fn claim(
        &mut self,
        module: Option<&ModuleName>,
        schema: SchemaId,
        first: TypeName,
        others: impl IntoIterator<Item = TypeName>,
    ) -> TypeName {
        let (name, claim) = self.scopes.of(module).claim(first.clone(), others);
        if claim == Claim::Numbered {
            let place = self.schema(schema).place.clone();
            self.report(numbered(&first, &name, place));
        }
        name
    }

    /// A schema of the document, or a synthetic one.
    pub(super) fn schema(&self, id: SchemaId) -> &Schema {
        self.names.meanings.schema(id)
    }

    /// A schema with its `allOf` merged in.
    pub(super) fn merged(&mut self, id: SchemaId) -> Result<Rc<Merged>, Fault> {
        self.names.meanings.merged(id)
    }

    /// Reports something.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.names.meanings.report(diagnostic);
    }
}
