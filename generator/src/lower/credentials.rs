//! The credentials that callers give a client, one for each security scheme (OpenAPI 3.1.1, "Security Scheme Object").

use std::collections::HashSet;

use super::docs;
use crate::config::{Auth, AuthKind, Config, unfit_rule};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Credential, CredentialKind, FlowKind, Location, OAuthFlow};
use crate::model::{self, Api, SchemeKind};
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

/// The credentials of an API, in the order of its schemes.
pub(super) fn credentials(config: &Config, api: &Api, diagnostics: &mut Diagnostics) -> Vec<Credential> {
    let mut scope = Scope::with(BUILDER);
    let used = used_schemes(api);
    let mut all = Vec::new();
    for (id, scheme) in &api.schemes {
        let (setter, _) = scope.claim(MethodName::new(id), [MethodName::of(&[id, "credential"])]);
        if let Some((message, help)) = by_others(&scheme.kind) {
            let message = format!("`{id}`: {message}");
            let told = Diagnostic::note("lower::security-by-others", scheme.place.clone(), message);
            diagnostics.push(told.help(help));
        }
        let (docs, kind) = (docs(&[scheme.description.as_deref()]), kind(&scheme.kind));
        let (deprecated, used) = (scheme.deprecated, used.contains(id.as_str()));
        if !used && !deprecated && !config.package.types_only && kind != CredentialKind::MutualTls {
            diagnostics.push(unused(id, scheme));
        }
        all.push(Credential { id: id.clone(), setter, docs, deprecated, used, kind });
    }
    all.extend(config.client.auth.as_ref().and_then(|auth| configured(auth, api, diagnostics)));
    all
}

/// The credential of `[client] auth`, for a document that has none.
fn configured(Auth { kind, place }: &Auth, api: &Api, diagnostics: &mut Diagnostics) -> Option<Credential> {
    if let Some((name, _)) = api.schemes.first() {
        let message = format!("the document defines how to authenticate: `{name}`");
        diagnostics.push(unfit_rule(place, message).help("remove `auth`, or correct the document by an overlay"));
        return None;
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
    Some(Credential { id, setter, docs, deprecated: false, used: true, kind })
}

/// Whether the document defines how to authenticate, and for most operations not whether one has to: then what callers give is
/// sent to those, too.
pub(super) fn has_few_requirements(api: &Api) -> bool {
    let unsaid = api.operations.iter().filter(|operation| !operation.says_security).count();
    !api.schemes.is_empty() && unsaid * 2 > api.operations.len()
}

/// The schemes whose credentials are sent with an operation.
fn used_schemes(api: &Api) -> HashSet<&str> {
    if has_few_requirements(api) {
        return api.schemes.keys().map(String::as_str).collect();
    }
    let needs = api.operations.iter().flat_map(|operation| operation.security.iter());
    let usable = needs.filter(|all| all.keys().all(|name| api.schemes.contains_key(name)));
    usable.flat_map(|all| all.keys()).map(String::as_str).collect()
}

/// Reports a scheme that no operation asks for.
fn unused(id: &str, scheme: &model::Scheme) -> Diagnostic {
    let message = format!("no operation asks for `{id}`: a client refuses its credential, which would never be sent");
    let help = format!(
        "where the API takes it, say so with an overlay, at the root or at operations: {{target: $, update: {{security: \
         [{{{id}: []}}]}}}}"
    );
    Diagnostic::warning("lower::unused-scheme", scheme.place.clone(), message).help(help)
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
