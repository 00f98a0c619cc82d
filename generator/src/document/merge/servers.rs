//! `servers`: compared as URLs. Those of most operations are those of the document, the others stand at their operations.

use serde_json::Value;

use super::Merger;
use super::Part;
use crate::diagnostic::Diagnostic;
use crate::document::shape::operations;
use crate::pointer::Pointer;

/// What servers mean: the URL of each, without the slash at its end, and its variables without their texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Servers(Vec<(String, Value)>);

impl Servers {
    /// The servers of a fragment; `None` where it names none.
    pub(super) fn of(document: &Value) -> Option<Self> {
        let servers: Vec<(String, Value)> = document
            .get("servers")?
            .as_array()?
            .iter()
            .filter_map(|server| Some((url(server)?, variables(server))))
            .collect();
        (!servers.is_empty()).then_some(Self(servers))
    }

    /// The hosts, where the URLs name them.
    pub(super) fn hosts(&self) -> std::collections::BTreeSet<String> {
        let host = |(url, _): &(String, Value)| {
            let (_, rest) = url.split_once("://")?;
            Some(rest.split('/').next().unwrap_or(rest).to_owned())
        };
        self.0.iter().filter_map(host).collect()
    }

    /// The URLs, for messages.
    pub(super) fn shown(&self) -> String {
        let urls: Vec<String> = self.0.iter().map(|(url, _)| format!("`{url}`")).collect();
        urls.join(", ")
    }
}

/// The URL of a server as it is compared: scheme and host in lower case, without the slash at the end.
fn url(server: &Value) -> Option<String> {
    let url = server.get("url")?.as_str()?.trim().trim_end_matches('/');
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) => (format!("{}://", scheme.to_ascii_lowercase()), rest),
        None => (String::new(), url),
    };
    let host = if scheme.is_empty() { 0 } else { rest.find('/').unwrap_or(rest.len()) };
    let (host, path) = rest.split_at(host);
    let host = if host.contains('{') { host.to_owned() } else { host.to_ascii_lowercase() };
    Some(format!("{scheme}{host}{path}"))
}

fn variables(server: &Value) -> Value {
    let mut variables = server.get("variables").cloned().unwrap_or_default();
    for variable in variables.as_object_mut().into_iter().flat_map(serde_json::Map::values_mut) {
        if let Some(variable) = variable.as_object_mut() {
            variable.retain(|key, _| key == "default" || key == "enum");
        }
    }
    variables
}

/// Puts the servers of most operations at the root, and returns them.
pub(super) fn merge(merger: &mut Merger<'_>) -> Option<Servers> {
    let at = Pointer::root().child("servers");
    let concerned = merger.concerned();
    let mut counts: Vec<(Servers, usize, &Part)> = Vec::new();
    for part in &concerned {
        let Some(servers) = Servers::of(&part.document.value) else { continue };
        let weight = operations(&part.document.value).count().max(1);
        match counts.iter_mut().find(|(known, ..)| *known == servers) {
            Some((_, count, _)) => *count += weight,
            None => counts.push((servers, weight, part)),
        }
    }
    let highest = counts.iter().map(|(_, count, _)| *count).max()?;
    let (chosen, _, first) = counts.iter().find(|(_, count, _)| *count == highest)?.clone();
    if let Some(value) = first.document.part(&at) {
        merger.document.put(&Pointer::root(), "servers", value);
    }
    let silent = concerned.iter().filter(|part| Servers::of(&part.document.value).is_none()).count();
    if silent > 0 {
        let (fragments, have) = if silent == 1 { ("fragment names", "its") } else { ("fragments name", "their") };
        let message =
            format!("{silent} {fragments} no server; {have} operations use that of the others: {}", chosen.shown());
        merger.diagnostics.push(Diagnostic::note("merge::servers", first.place(&at), message));
    }
    for (servers, _, part) in counts.iter().filter(|(servers, ..)| *servers != chosen) {
        let message = format!(
            "most operations use {}; those of `{}` and fragments like it keep {}",
            chosen.shown(),
            part.name,
            servers.shown()
        );
        merger.diagnostics.push(Diagnostic::note("merge::servers", part.place(&at), message));
    }
    Some(chosen)
}
