//! The modules of a client: one per tag, or per first segment of a path where the document has no tags.

mod groups;
mod methods;

use indexmap::IndexMap;

use super::docs;
use super::rules::Rules;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::ir::{Docs, OperationId};
use crate::model::{Api, Fault, Operation};
use crate::names::{MethodName, ModuleName, Scope};

use groups::Groups;
use methods::methods;

/// A module before its operations are lowered.
pub(super) struct Module<'a> {
    pub(super) name: ModuleName,
    /// The words of its handle.
    pub(super) words: String,
    pub(super) docs: Docs,
    pub(super) operations: Vec<Named<'a>>,
}

/// An operation with the name of its method, or why it has none.
pub(super) struct Named<'a> {
    pub(super) id: OperationId,
    pub(super) read: &'a Operation,
    pub(super) name: Result<MethodName, Fault>,
}

/// The modules of an API, in the order of their first operations.
pub(super) fn modules<'a>(
    config: &Config,
    api: &'a Api,
    rules: &'a Rules<'a>,
    diagnostics: &mut Diagnostics,
) -> Vec<Module<'a>> {
    let mut groups: IndexMap<&str, Vec<(OperationId, &Operation)>> = IndexMap::new();
    let by = Groups::of(api);
    for (index, operation) in api.operations.iter().enumerate() {
        groups.entry(by.group(operation)).or_default().push((OperationId(index), operation));
    }
    let mut scope = Scope::with(config.keep.iter().map(|keep| keep.module.as_str()));
    let mut all = Vec::new();
    for (tag, operations) in groups {
        let words = rules.rename(&format!("tags/{tag}")).unwrap_or_else(|| tag.to_owned());
        let choices = ["api", "resource"].map(|suffix| ModuleName::of(&[words.as_str(), suffix]));
        let (name, _) = scope.claim(ModuleName::new(&words), choices);
        let described = api.tags.get(tag).cloned().unwrap_or_default();
        let docs = docs(&[described.summary.as_deref(), described.description.as_deref()]);
        let reads: Vec<&Operation> = operations.iter().map(|(_, read)| *read).collect();
        let names = methods(api, rules, tag, &reads, diagnostics);
        let operations = operations.into_iter().zip(names).map(|((id, read), name)| Named { id, read, name });
        all.push(Module { name, words, docs, operations: operations.collect() });
    }
    all
}
