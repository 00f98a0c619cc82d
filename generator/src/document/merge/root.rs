//! The fields at the root of the document.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Merger;
use super::Part;
use super::versions::Otherwise;
use super::versions::Version;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::document::Origins;
use crate::pointer::Pointer;

/// Which fields of the root go down to the operations, because fragments differ in them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moved {
    pub(super) servers: bool,
    pub(super) security: bool,
}

/// Fields that have an own rule.
const OWN: [&str; 8] = ["openapi", "info", "servers", "security", "tags", "paths", "webhooks", "components"];
/// Extensions that the generator reads start so: they decide what is generated.
const READ: &str = "x-crategen-";

/// Puts the version, `info`, `servers` and `security` together.
pub(super) fn merge(merger: &mut Merger<'_>) -> Moved {
    version(merger);
    info(merger);
    Moved { servers: shared(merger, "servers"), security: shared(merger, "security") }
}

/// Puts all other fields together, by name.
pub(super) fn merge_others(merger: &mut Merger<'_>) {
    let roots = merger.parts.iter().filter_map(|part| part.document.value.as_object());
    let names: BTreeSet<String> = roots.flat_map(|root| root.keys().cloned()).collect();
    for name in names.iter().filter(|name| !OWN.contains(&name.as_str())) {
        let at = Pointer::root().child(name);
        let decides = name.starts_with(READ) || matches!(name.as_str(), "jsonSchemaDialect" | "$self");
        let otherwise = if decides { Otherwise::Refuse } else { Otherwise::First };
        let versions = merger.versions(&at);
        if let Some(chosen) = merger.choose(&at, &format!("`{name}`"), versions, otherwise) {
            merger.document.put(&Pointer::root(), name, chosen);
        }
    }
}

/// `openapi`: the highest patch of the one feature version that all have.
fn version(merger: &mut Merger<'_>) {
    let at = Pointer::root().child("openapi");
    let mut highest: Option<(Vec<u64>, &Part)> = None;
    for part in merger.parts {
        let text = at.get(&part.document.value).and_then(Value::as_str).unwrap_or_default();
        let numbers: Vec<u64> = text.split('.').map_while(|number| number.parse().ok()).collect();
        if let Some((other, first)) = &highest
            && other.get(..2) != numbers.get(..2)
        {
            let message =
                format!("the fragment `{}` is OpenAPI {text}, which cannot be mixed with the others", part.name);
            merger.diagnostics.push(
                Diagnostic::error("merge::versions", part.place(&at), message)
                    .related(first.place(&at), format!("`{}` has another version", first.name))
                    .help("merge fragments of one version only: 3.0, 3.1 and 3.2 differ in what the same words mean"),
            );
            continue;
        }
        if highest.as_ref().is_none_or(|(other, _)| *other < numbers) {
            highest = Some((numbers, part));
        }
    }
    if let Some(chosen) = highest.and_then(|(_, part)| part.document.part(&at)) {
        merger.document.put(&Pointer::root(), "openapi", chosen);
    }
}

/// `info`: the same everywhere, or pinned by the configuration.
fn info(merger: &mut Merger<'_>) {
    let at = Pointer::root().child("info");
    let versions = merger.versions(&at);
    let differ = versions.windows(2).any(|pair| match pair {
        [one, other] => one.document.value != other.document.value,
        _ => false,
    });
    let pinned = if differ { merger.rules.info() } else { None };
    let chosen = match (pinned, versions.first()) {
        (Some(info), Some(Version { document, .. })) => {
            Some(Document { value: info.clone(), origins: Origins::at(document.origins.place(&Pointer::root())) })
        }
        _ => merger.choose(&at, "`info`", versions, Otherwise::Refuse),
    };
    if let Some(info) = chosen {
        merger.document.put(&Pointer::root(), "info", info);
    }
}

/// `servers` or `security`: kept at the root where all fragments with operations say the same. Otherwise tells that each
/// operation gets what its own fragment says.
fn shared(merger: &mut Merger<'_>, name: &str) -> bool {
    let at = Pointer::root().child(name);
    let mut concerned: Vec<&Part> = merger.parts.iter().filter(|part| part.has_operations()).collect();
    if concerned.is_empty() {
        concerned = merger.parts.iter().collect();
    }
    let Some(first) = concerned.first() else { return false };
    let said = |part: &Part| at.get(&part.document.value).cloned();
    let Some(other) = concerned.iter().find(|part| said(part) != said(first)) else {
        if let Some(value) = first.document.part(&at) {
            merger.document.put(&Pointer::root(), name, value);
        }
        return false;
    };
    let message = format!("fragments differ in `{name}`; each operation keeps what its own fragment says");
    merger.diagnostics.push(
        Diagnostic::note("merge::moved", first.place(&at), message)
            .related(other.place(&at), format!("`{}` differs", other.name)),
    );
    true
}
