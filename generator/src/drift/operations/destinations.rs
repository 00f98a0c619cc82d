//! Hosts that the old document does not name: requests, credentials or users of the next version go there.

use std::collections::{BTreeMap, BTreeSet};

use super::Run;
use crate::diagnostic::Place;
use crate::drift::kinds::{Kind, Way};
use crate::model::{Api, OAuthFlow, SchemeKind, Server};

impl<'a> Run<'_, 'a> {
    /// Reports each host that only the new document names.
    pub(super) fn destinations(&mut self, old: &'a Api, new: &'a Api) {
        let known: BTreeSet<String> = destinations(old).into_iter().map(|one| one.origin).collect();
        let mut told: BTreeMap<String, Destination<'a>> = BTreeMap::new();
        for one in destinations(new).into_iter().filter(|one| !known.contains(&one.origin)) {
            let operation = one.operation.clone();
            let first = told.entry(one.origin.clone()).or_insert(one);
            first.operations.extend(operation);
        }
        for (origin, one) in told {
            let words = (None, Some(one.what));
            let found = self.push(Kind::DestinationAdded, Way::Request, origin, words, (None, Some(one.place)));
            found.operations = one.operations;
        }
    }
}

/// A host, who it is named by, and where.
struct Destination<'a> {
    origin: String,
    what: String,
    place: &'a Place,
    operation: Option<String>,
    operations: BTreeSet<String>,
}

fn destinations(api: &Api) -> Vec<Destination<'_>> {
    let one = |url: &str, what: String, place, operation| {
        let operations = BTreeSet::new();
        Some(Destination { origin: origin(url)?, what, place, operation, operations })
    };
    let of_document = api.servers.iter().map(|server| (server, None));
    let own = |operation: &'_ crate::model::Operation| Some(operation.label());
    let of_operations = api.operations.iter().flat_map(|one| one.servers.iter().map(move |server| (server, own(one))));
    let servers = of_document.chain(of_operations).flat_map(|(server, operation)| {
        let one = move |url: String| one(&url, "server".to_owned(), &server.place, operation.clone());
        urls(server).into_iter().filter_map(one).collect::<Vec<_>>()
    });
    let schemes = api.schemes.iter().flat_map(|(name, scheme)| {
        let named = move |(url, what): (&String, &str)| one(url, format!("{what} of {name}"), &scheme.place, None);
        scheme_urls(&scheme.kind).into_iter().filter_map(named).collect::<Vec<_>>()
    });
    servers.chain(schemes).collect()
}

fn scheme_urls(kind: &SchemeKind) -> Vec<(&String, &'static str)> {
    match kind {
        SchemeKind::OAuth2(flows) => flows.iter().flat_map(OAuthFlow::urls).collect(),
        SchemeKind::OpenIdConnect(url) => vec![(url, "OpenID Connect URL")],
        SchemeKind::ApiKey { .. } | SchemeKind::Http(_) | SchemeKind::MutualTls => Vec::new(),
    }
}

/// A server's URL with the defaults of its variables, and with each other value that one of them may have.
fn urls(server: &Server) -> Vec<String> {
    let with = |other: Option<(&str, &str)>| {
        server.variables.iter().fold(server.url.clone(), |url, (name, (default, _))| {
            let value = other.filter(|(changed, _)| changed == name).map_or(default.as_str(), |(_, value)| value);
            url.replace(&format!("{{{name}}}"), value)
        })
    };
    let others = server
        .variables
        .iter()
        .flat_map(|(name, (_, values))| values.iter().map(move |value| (name.as_str(), value.as_str())));
    std::iter::once(with(None)).chain(others.map(|other| with(Some(other)))).collect()
}

/// Scheme, host and port, in lower case; none of a URL without a host, which goes where the document is served.
fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    (!host.is_empty()).then(|| format!("{scheme}://{host}").to_ascii_lowercase())
}
