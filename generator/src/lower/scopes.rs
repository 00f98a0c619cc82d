//! The names of types that are taken in each module.

use std::collections::BTreeMap;

use crate::names::{ModuleName, Scope};

/// For each module the names that are taken in it; `None`: `types`.
#[derive(Default)]
pub(super) struct Scopes(BTreeMap<Option<ModuleName>, Scope>);

impl Scopes {
    /// With the names of `types` that are taken already.
    pub(super) fn with(types: Scope) -> Self {
        Self(BTreeMap::from([(None, types)]))
    }

    /// The names of a module.
    pub(super) fn of(&mut self, module: Option<&ModuleName>) -> &mut Scope {
        self.0.entry(module.cloned()).or_default()
    }
}
