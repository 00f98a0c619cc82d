//! Where requests go, and what they have to show there: servers, security schemes and requirements.

use std::collections::{BTreeMap, BTreeSet};

use super::Run;
use crate::drift::kinds::{Kind, Way};
use crate::model::{Api, Location, OAuthFlow, Operation, Requirement, SchemeKind, Server};

impl<'a> Run<'_, 'a> {
    /// Compares what an operation asks of its callers: one of several sets of schemes, each with its scopes.
    pub(super) fn security(&mut self, old: &'a Operation, new: &'a Operation) {
        let words = |all: &[Requirement], renamed: &BTreeMap<String, String>| -> BTreeSet<String> {
            all.iter().map(|one| requirement_words(one, renamed)).collect()
        };
        let (before, now) = (words(&old.security, &self.renamed), words(&new.security, &BTreeMap::new()));
        if before == now {
            return;
        }
        // Who has what was asked for once is let in where nothing more is asked for now.
        let anonymous = [Requirement::new()];
        let asked = if old.security.is_empty() { &anonymous } else { old.security.as_slice() };
        let let_in = |had: &Requirement| new.security.iter().any(|wanted| self.has(had, wanted));
        let widened = new.security.is_empty() || asked.iter().all(let_in);
        let kind = if widened { Kind::SecurityWidened } else { Kind::SecurityChanged };
        let words = |all: BTreeSet<String>| {
            Some(if all.is_empty() { "nothing".to_owned() } else { all.into_iter().collect::<Vec<_>>().join(" or ") })
        };
        let label = new.label();
        let at = (Some(&old.place), Some(&new.place));
        // Told with the operation as its subject until those with the same change are put together.
        self.push(kind, Way::Request, label.clone(), (words(before), words(now)), at).operations.insert(label);
    }

    /// Whether who has the credentials of an old requirement has those of a new one.
    fn has(&self, had: &Requirement, wanted: &Requirement) -> bool {
        wanted.iter().all(|(scheme, scopes)| {
            let mut same = had.iter().filter(|(name, _)| self.renamed.get(*name).unwrap_or(name) == scheme);
            same.any(|(_, had)| scopes.iter().all(|scope| had.contains(scope)))
        })
    }

    /// Compares the servers of an operation that has its own.
    pub(super) fn own_servers(&mut self, old: &'a Operation, new: &'a Operation) {
        let words = |one: &Operation| {
            let all: Vec<String> = one.servers.iter().map(server_words).collect();
            (!all.is_empty()).then(|| all.join(", "))
        };
        if words(old) != words(new) {
            let at = (Some(&old.place), Some(&new.place));
            self.push(Kind::ServerChanged, Way::Request, new.label(), (words(old), words(new)), at);
        }
    }

    /// Compares the security schemes of the document.
    pub(super) fn schemes(&mut self, old: &'a Api, new: &'a Api) {
        let (renamed, owners) = (std::mem::take(&mut self.renamed), self.owners);
        let asked: BTreeSet<&String> =
            old.operations.iter().flat_map(|one| one.security.iter()).flat_map(Requirement::keys).collect();
        for (name, before) in &old.schemes {
            let at = Some(&before.place);
            let subject = format!("security scheme {name}");
            let (kind, words, now) = match (new.schemes.get(name), renamed.get(name)) {
                (Some(now), _) if now.kind == before.kind => continue,
                (Some(now), _) if scheme_words(&now.kind) == scheme_words(&before.kind) => {
                    (Kind::ScopesChanged, (scope_words(&before.kind), scope_words(&now.kind)), Some(&now.place))
                }
                (Some(now), _) => {
                    let words = (Some(scheme_words(&before.kind)), Some(scheme_words(&now.kind)));
                    (Kind::SchemeChanged, words, Some(&now.place))
                }
                (None, Some(to)) => (Kind::SchemeRenamed, (Some(name.clone()), Some(to.clone())), None),
                (None, None) => (Kind::SchemeRemoved, (None, None), None),
            };
            // A document that says what operations ask for has nobody who needs the others.
            let way = if asked.is_empty() || asked.contains(name) { Way::Request } else { Way::Unsent };
            let found = self.push(kind, way, subject, words, (at, now));
            let now = renamed.get(name).unwrap_or(name);
            found.touches = [owners.0.of_scheme(name), owners.1.of_scheme(now)].concat();
        }
        for (name, now) in new.schemes.iter().filter(|(name, _)| !old.schemes.contains_key(*name)) {
            if renamed.values().all(|to| to != name) {
                let subject = format!("security scheme {name}");
                let found = self.push(Kind::SchemeAdded, Way::Request, subject, (None, None), (None, Some(&now.place)));
                found.touches = owners.1.of_scheme(name);
            }
        }
    }

    /// Compares the servers of the document; the first is the default one.
    pub(super) fn servers(&mut self, old: &'a Api, new: &'a Api) {
        let urls = |api: &Api| api.servers.iter().map(server_words).collect::<Vec<_>>();
        let (before, now) = (urls(old), urls(new));
        if before == now {
            return;
        }
        let kind = if before.first() == now.first() { Kind::OtherServersChanged } else { Kind::ServerChanged };
        let at = (old.servers.first().map(|server| &server.place), new.servers.first().map(|server| &server.place));
        let words = |urls: Vec<String>| (!urls.is_empty()).then(|| urls.join(", "));
        self.push(kind, Way::Request, "servers".to_owned(), (words(before), words(now)), at);
    }
}

/// Schemes that are the same under another name.
pub(super) fn renamed_schemes(old: &Api, new: &Api) -> BTreeMap<String, String> {
    let mut renamed = BTreeMap::new();
    for (name, before) in old.schemes.iter().filter(|(name, _)| !new.schemes.contains_key(*name)) {
        let same = new.schemes.iter().find(|(to, now)| {
            now.kind == before.kind && !old.schemes.contains_key(*to) && renamed.values().all(|known| known != *to)
        });
        if let Some((to, _)) = same {
            renamed.insert(name.clone(), to.clone());
        }
    }
    renamed
}

fn requirement_words(one: &Requirement, renamed: &BTreeMap<String, String>) -> String {
    let mut all: Vec<String> = one
        .iter()
        .map(|(scheme, scopes)| {
            let scheme = renamed.get(scheme).unwrap_or(scheme);
            let mut scopes = scopes.clone();
            scopes.sort();
            if scopes.is_empty() { scheme.clone() } else { format!("{scheme} [{}]", scopes.join(", ")) }
        })
        .collect();
    all.sort();
    if all.is_empty() { "nothing".to_owned() } else { all.join(" and ") }
}

/// A scheme as people call it: `the header x-key`, `HTTP basic`.
fn scheme_words(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::ApiKey { location, name } => {
            let place = match location {
                Location::Path => "path",
                Location::Query => "query",
                Location::Header => "header",
                Location::Cookie => "cookie",
            };
            format!("a key in the {place} `{name}`")
        }
        SchemeKind::Http(scheme) => format!("HTTP {scheme}"),
        SchemeKind::OAuth2(flows) => {
            let urls: BTreeSet<&String> = flows.iter().flat_map(OAuthFlow::urls).map(|(url, _)| url).collect();
            format!("OAuth 2 at {}", urls.into_iter().cloned().collect::<Vec<_>>().join(", "))
        }
        SchemeKind::OpenIdConnect(url) => format!("OpenID Connect at {url}"),
        SchemeKind::MutualTls => "a client certificate".to_owned(),
    }
}

/// The scopes that a scheme knows.
fn scope_words(kind: &SchemeKind) -> Option<String> {
    let SchemeKind::OAuth2(flows) = kind else { return None };
    let scopes: BTreeSet<&String> = flows.iter().flat_map(|flow| &flow.scopes).collect();
    (!scopes.is_empty()).then(|| scopes.into_iter().cloned().collect::<Vec<_>>().join(", "))
}

/// A server's URL with the defaults of its variables.
fn server_words(server: &Server) -> String {
    let variables: Vec<String> =
        server.variables.iter().map(|(name, (default, _))| format!("{name}={default}")).collect();
    if variables.is_empty() { server.url.clone() } else { format!("{} ({})", server.url, variables.join(", ")) }
}
