//! Security schemes and requirements (OpenAPI 3.1.1, "Security Requirement Object").

use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use indexmap::IndexSet;

use super::{Lower, docs};
use crate::config::{Auth, AuthKind, unfit_rule};
use crate::diagnostic::{Diagnostic, nearest};
use crate::ir::{Credential, CredentialKind, FlowKind, Location, OAuthFlow, SecurityRequirement};
use crate::model::{self, Operation, Parameter, SchemeKind};
use crate::names::{MethodName, Scope};

/// The builder's own methods.
const BUILDER: [&str; 37] = [
    "new",
    "builder",
    "build",
    "credential",
    "base_url",
    "origin",
    "server",
    "server_variable",
    "allow_http",
    "trust_origin",
    "timeout",
    "attempt_timeout",
    "connect_timeout",
    "idle_timeout",
    "retries",
    "retry_statuses",
    "retry_if",
    "retry_pauses",
    "idempotency_header",
    "request_id_header",
    "on_request",
    "sign",
    "on_response",
    "response_limit",
    "json_nodes",
    "error_messages",
    "tolerant",
    "error_body_limit",
    "follow_redirects",
    "default_header",
    "default_query",
    "header_secret",
    "without_credentials",
    "user_agent",
    "transport",
    "reqwest",
    "ureq",
];

/// How many schemes and alternatives stand at each operation; more stand once.
const INLINE: usize = 16;

impl<'a> Lower<'a> {
    /// The credentials, one per scheme.
    pub(super) fn credentials(&mut self) {
        let mut scope = Scope::with(BUILDER);
        let used = self.used_schemes();
        for (id, scheme) in &self.api.schemes {
            let wanted = MethodName::new(id);
            let (setter, _) = scope.claim(wanted, [MethodName::of(&[id, "credential"])]);
            let kind = kind(&scheme.kind);
            if let Some((message, help)) = by_others(&scheme.kind) {
                let told =
                    Diagnostic::note("lower::security-by-others", scheme.place.clone(), format!("`{id}`: {message}"));
                self.diagnostics.push(told.help(help));
            }
            let used = used.contains(id.as_str());
            let docs = docs(&[scheme.description.as_deref()]);
            let deprecated = scheme.deprecated;
            if !used && !deprecated && !self.config.package.types_only && kind != CredentialKind::MutualTls {
                self.warn_of_unused(id, scheme);
            }
            self.client.auth.push(Credential { id: id.clone(), setter, docs, deprecated, used, kind });
        }
        self.configured_credential();
        self.warn_of_lost_names();
        if !self.config.package.types_only {
            self.warn_of_few_requirements();
        }
    }

    /// The credential of `[client] auth`, for a document that has none.
    fn configured_credential(&mut self) {
        let Some(Auth { kind, place }) = &self.config.client.auth else { return };
        if let Some((name, _)) = self.api.schemes.first() {
            let message = format!("the document defines how to authenticate: `{name}`");
            self.diagnostics
                .push(unfit_rule(place, message).help("remove `auth`, or correct the document by an overlay"));
            return;
        }
        let (setter, kind) = match kind {
            AuthKind::Bearer => ("bearer_auth", CredentialKind::Bearer),
            AuthKind::Basic => ("basic_auth", CredentialKind::Basic),
            AuthKind::ApiKey { query, name } => {
                let location = if *query { Location::Query } else { Location::Header };
                ("api_key", CredentialKind::ApiKey { location, name: name.clone() })
            }
        };
        let docs = docs(&[Some("The credential of all calls.")]);
        let (id, setter) = ("auth".to_owned(), MethodName::new(setter));
        self.client.auth.push(Credential { id, setter, docs, deprecated: false, used: true, kind });
    }

    /// Requirements without a scheme, one beside the other, are a list of names that got lost, not a public API.
    fn warn_of_lost_names(&mut self) {
        let lost = |operation: &&Operation| {
            operation.security.len() > 1 && operation.security.iter().all(|requirement| requirement.is_empty())
        };
        let told = self.diagnostics.iter().any(|diagnostic| diagnostic.code == "merge::nameless-security");
        if let (Some(operation), false) = (self.api.operations.iter().find(lost), told) {
            let message = "`security` lists requirements without a scheme: the names of the schemes were lost";
            self.diagnostics.push(
                Diagnostic::warning("lower::security-names-lost", operation.place.clone(), message)
                    .help("calls are sent without credentials; put the schemes right with an overlay"),
            );
        }
    }

    /// What an operation needs: what the document says for all operations is decided once.
    pub(super) fn needs(&mut self, operation: &Operation) -> Needs<'a> {
        let default = match &self.api.security {
            Some(Ok(default)) => Arc::ptr_eq(default, &operation.security),
            Some(Err(_)) | None => !operation.says_security,
        };
        if let Some(known) = self.default_needs.as_ref().filter(|_| default) {
            return known.clone();
        }
        let requirements: Arc<[_]> = self.alternatives(operation).into_iter().collect();
        let needs = Needs { requirements, keys: Rc::new(self.keys(operation)) };
        if default {
            self.default_needs = Some(needs.clone());
            let long = needs.requirements.iter().map(|all| all.len() + 1).sum::<usize>() > INLINE;
            self.client.security = long.then(|| Arc::clone(&needs.requirements));
        }
        needs
    }

    /// A requirement that names no usable scheme costs the credential and not the operation: it is no alternative, and where
    /// none is left calls are sent without one.
    fn alternatives(&mut self, operation: &Operation) -> IndexSet<Vec<SecurityRequirement>> {
        let mut all = IndexSet::new();
        for requirement in operation.security.iter() {
            let needs: Option<Vec<SecurityRequirement>> = requirement
                .iter()
                .map(|(name, scopes)| {
                    let scheme = self.api.schemes.get_index_of(name);
                    if scheme.is_none() {
                        self.unknown_scheme(operation, name);
                    }
                    Some(SecurityRequirement { scheme: scheme?, scopes: scopes.clone() })
                })
                .collect();
            all.extend(needs);
        }
        let configured = self.api.schemes.is_empty() && !self.client.auth.is_empty();
        // A requirement of a scheme that nobody defined is better served by the one that the configuration knows.
        let configured = configured && (!operation.says_security || !operation.security.is_empty());
        if configured || !operation.says_security && self.few_requirements() {
            let sent = self.client.auth.iter().enumerate().filter(|(_, one)| one.kind != CredentialKind::MutualTls);
            all.extend(sent.map(|(scheme, _)| vec![SecurityRequirement { scheme, scopes: Vec::new() }]));
            all.insert(Vec::new());
        }
        all
    }

    /// Whether the document defines how to authenticate, and for most operations not whether one has to: then what callers give is
    /// sent to those, too.
    fn few_requirements(&self) -> bool {
        let all = &self.api.operations;
        let unsaid = all.iter().filter(|operation| !operation.says_security).count();
        !self.api.schemes.is_empty() && unsaid * 2 > all.len()
    }

    /// The schemes whose credentials are sent with an operation.
    fn used_schemes(&self) -> HashSet<&'a str> {
        let schemes = &self.api.schemes;
        if self.few_requirements() {
            return schemes.keys().map(String::as_str).collect();
        }
        let needs = self.api.operations.iter().flat_map(|operation| operation.security.iter());
        let usable = needs.filter(|all| all.keys().all(|name| schemes.contains_key(name)));
        usable.flat_map(|all| all.keys()).map(String::as_str).collect()
    }

    /// Reports a scheme that no operation asks for.
    fn warn_of_unused(&mut self, id: &str, scheme: &model::Scheme) {
        let message =
            format!("no operation asks for `{id}`: a client refuses its credential, which would never be sent");
        let help = format!(
            "where the API takes it, say so with an overlay, at the root or at operations: {{target: $, update: {{security: \
             [{{{id}: []}}]}}}}"
        );
        self.diagnostics.push(Diagnostic::warning("lower::unused-scheme", scheme.place.clone(), message).help(help));
    }

    /// The API keys that an operation may need.
    fn keys(&self, operation: &Operation) -> HashMap<(model::Location, String), &'a str> {
        let mut keys = HashMap::new();
        for name in operation.security.iter().flat_map(|requirement| requirement.keys()) {
            let Some((id, scheme)) = self.api.schemes.get_key_value(name) else { continue };
            if let SchemeKind::ApiKey { location, name } = &scheme.kind {
                keys.entry(key(*location, name)).or_insert(id.as_str());
            }
        }
        keys
    }

    fn unknown_scheme(&mut self, operation: &Operation, name: &str) {
        let message =
            format!("`security` names `{name}`, which is not a usable security scheme: its credential is not sent");
        let near = nearest(name, self.api.schemes.keys().map(String::as_str));
        let help = match near {
            Some(near) => format!("did you mean `{near}`? an overlay can correct it"),
            None => {
                "define it under `components/securitySchemes`, with an overlay if the document is not yours".to_owned()
            }
        };
        let said = Diagnostic::error("lower::unknown-scheme", operation.place.clone(), message);
        self.diagnostics.push(said.help(help));
    }

    /// Reports schemes that hardly an operation asks for.
    fn warn_of_few_requirements(&mut self) {
        let api = self.api;
        let (Some((name, scheme)), true) = (api.schemes.first(), self.few_requirements()) else { return };
        let without = api.operations.iter().filter(|operation| !operation.says_security).count();
        let message = format!(
            "{without} of {} operations do not declare whether they require a credential, though the document defines how to \
             authenticate: what is given for `{name}` is sent to them, and they can be called without it",
            api.operations.len()
        );
        let help = format!(
            "where the API does require it, say so with an overlay: {{target: $, update: {{security: [{{{name}: []}}]}}}}"
        );
        self.diagnostics.push(Diagnostic::warning("lower::few-requirements", scheme.place.clone(), message).help(help));
    }
}

/// What an operation needs to be called.
#[derive(Clone)]
pub(crate) struct Needs<'a> {
    /// Alternatives, each of schemes that are all needed.
    pub(crate) requirements: Arc<[Vec<SecurityRequirement>]>,
    /// The schemes that send a key, by where they send it.
    keys: Rc<HashMap<(model::Location, String), &'a str>>,
}

impl<'a> Needs<'a> {
    /// The scheme whose credential is sent where a parameter would be.
    pub(super) fn credential(&self, parameter: &Parameter) -> Option<&'a str> {
        self.keys.get(&key(parameter.location, &parameter.name)).copied()
    }
}

/// Where a key or parameter is sent; names of headers have no case.
fn key(location: model::Location, name: &str) -> (model::Location, String) {
    let name = if location == model::Location::Header { name.to_ascii_lowercase() } else { name.to_owned() };
    (location, name)
}

fn kind(kind: &SchemeKind) -> CredentialKind {
    match kind {
        SchemeKind::ApiKey { location, name } => {
            CredentialKind::ApiKey { location: place(*location), name: name.clone() }
        }
        SchemeKind::Http(scheme) if scheme == "basic" => CredentialKind::Basic,
        SchemeKind::Http(scheme) if scheme == "bearer" => CredentialKind::Bearer,
        SchemeKind::Http(scheme) => CredentialKind::Http { scheme: scheme.clone() },
        SchemeKind::OAuth2(flows) => CredentialKind::OAuth2(flows.iter().map(flow).collect()),
        SchemeKind::OpenIdConnect(url) => CredentialKind::OpenIdConnect { url: url.clone() },
        SchemeKind::MutualTls => CredentialKind::MutualTls,
    }
}

fn flow(flow: &model::OAuthFlow) -> OAuthFlow {
    let model::OAuthFlow { kind, authorization_url, device_authorization_url, token_url, refresh_url, scopes } =
        flow.clone();
    let kind = match kind {
        model::FlowKind::Implicit => FlowKind::Implicit,
        model::FlowKind::Password => FlowKind::Password,
        model::FlowKind::ClientCredentials => FlowKind::ClientCredentials,
        model::FlowKind::AuthorizationCode => FlowKind::AuthorizationCode,
        model::FlowKind::DeviceAuthorization => FlowKind::DeviceAuthorization,
    };
    OAuthFlow { kind, authorization_url, device_authorization_url, token_url, refresh_url, scopes }
}

/// What the client cannot do for such a scheme, and who can.
fn by_others(kind: &SchemeKind) -> Option<(&'static str, &'static str)> {
    match kind {
        SchemeKind::MutualTls => Some((
            "a certificate of the client is not sent by calls",
            "give the client a transport that is configured with it: `.transport(…)` of the builder",
        )),
        SchemeKind::Http(scheme)
            if ["digest", "negotiate", "ntlm", "hoba", "mutual"].contains(&scheme.to_ascii_lowercase().as_str()) =>
        {
            Some((
                "this scheme answers a challenge of the server, which the client does not do",
                "callers give the text behind the name of the scheme, or a source of it, or use a transport that knows the scheme",
            ))
        }
        _ => None,
    }
}

/// Where the wire has it.
pub(super) fn place(location: model::Location) -> Location {
    match location {
        model::Location::Path => Location::Path,
        model::Location::Query => Location::Query,
        model::Location::Header => Location::Header,
        model::Location::Cookie => Location::Cookie,
    }
}
