//! The fields at the root of the document that have no folder of their own.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Merger;
use super::Part;
use super::info;
use super::servers;
use super::servers::Servers;
use super::versions::Otherwise;
use crate::diagnostic::Diagnostic;
use crate::pointer::Pointer;

/// What the root says for operations whose fragments say nothing else.
#[derive(Clone, Debug, Default)]
pub(super) struct Shared {
    /// The servers of the root.
    pub(super) servers: Option<Servers>,
    /// Whether `security` stands at the operations, because fragments differ in it.
    pub(super) security_moved: bool,
}

/// Fields that have a rule of their own.
const OWN: [&str; 8] = ["openapi", "info", "servers", "security", "tags", "paths", "webhooks", "components"];
/// Extensions that the generator reads start so: they decide what is generated.
const READ: &str = "x-crategen-";

/// Puts the version, `info`, `servers` and `security` together.
pub(super) fn merge(merger: &mut Merger<'_>) -> Shared {
    version(merger);
    info::merge(merger);
    let servers = servers::merge(merger);
    Shared { servers, security_moved: security(merger) }
}

/// Puts all other fields together, by name.
pub(super) fn merge_others(merger: &mut Merger<'_>) {
    let roots = merger.parts.iter().filter_map(|part| part.document.value.as_object());
    let names: BTreeSet<String> = roots.flat_map(|root| root.keys().cloned()).collect();
    for name in names.iter().filter(|name| !OWN.contains(&name.as_str())) {
        let at = Pointer::root().child(name);
        let versions = merger.versions(&at);
        let decides = name.starts_with(READ) || matches!(name.as_str(), "jsonSchemaDialect" | "$self");
        let chosen = if name.starts_with("x-") && !decides {
            versions.into_iter().next().map(|version| version.document)
        } else {
            let otherwise = if decides { Otherwise::Refuse } else { Otherwise::First };
            merger.choose(&at, &format!("`{name}`"), versions, otherwise)
        };
        if let Some(chosen) = chosen {
            merger.document.put(&Pointer::root(), name, chosen);
        }
    }
}

/// `openapi`: the highest; the fragments were rewritten to its feature version.
fn version(merger: &mut Merger<'_>) {
    let at = Pointer::root().child("openapi");
    let numbers = |part: &Part| -> Vec<u64> {
        let text = at.get(&part.document.value).and_then(Value::as_str).unwrap_or_default();
        text.split('.').map_while(|number| number.trim().parse().ok()).collect()
    };
    // The first of the highest.
    let highest = merger.parts.iter().rev().max_by_key(|part| numbers(part));
    if let Some(chosen) = highest.and_then(|part| part.document.part(&at)) {
        merger.document.put(&Pointer::root(), "openapi", chosen);
    }
}

/// `security`: kept at the root where all fragments with operations say the same. Otherwise each operation gets what its own
/// fragment says: a credential is never sent to an operation whose page does not ask for it.
fn security(merger: &mut Merger<'_>) -> bool {
    let at = Pointer::root().child("security");
    let concerned = merger.concerned();
    let Some(first) = concerned.first() else { return false };
    let said = |part: &Part| at.get(&part.document.value).cloned();
    let Some(other) = concerned.iter().find(|part| said(part) != said(first)) else {
        if let Some(value) = first.document.part(&at) {
            merger.document.put(&Pointer::root(), "security", value);
        }
        return false;
    };
    let message = "fragments differ in `security`; each operation keeps what its own fragment says";
    merger.diagnostics.push(
        Diagnostic::note("merge::moved", first.place(&at), message)
            .related(other.place(&at), format!("`{}` differs", other.name)),
    );
    true
}
