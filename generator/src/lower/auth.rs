//! Security schemes and requirements (OpenAPI 3.1.1, "Security Requirement Object").

use super::{Lower, docs};
use crate::diagnostic::{Diagnostic, nearest};
use crate::ir::{Credential, CredentialKind, FlowKind, Location, OAuthFlow, SecurityRequirement};
use crate::model::{self, Operation, Parameter, SchemeKind};
use crate::names::{MethodName, Scope};

/// The builder's own methods.
const BUILDER: [&str; 23] = [
    "new",
    "builder",
    "build",
    "credential",
    "base_url",
    "server",
    "server_variable",
    "allow_http",
    "trust_origin",
    "timeout",
    "attempt_timeout",
    "connect_timeout",
    "idle_timeout",
    "retries",
    "response_limit",
    "json_nodes",
    "error_messages",
    "error_body_limit",
    "follow_redirects",
    "default_header",
    "user_agent",
    "transport",
    "reqwest",
];

impl<'a> Lower<'a> {
    /// The credentials, one per scheme.
    pub(super) fn credentials(&mut self) {
        let mut scope = Scope::with(BUILDER);
        for (id, scheme) in &self.api.schemes {
            let wanted = MethodName::new(id);
            let (setter, _) = scope.claim(wanted, [MethodName::of(&[id, "credential"])]);
            let kind = kind(&scheme.kind);
            if let Some((message, help)) = by_others(&scheme.kind) {
                let told =
                    Diagnostic::note("lower::security-by-others", scheme.place.clone(), format!("`{id}`: {message}"));
                self.diagnostics.push(told.help(help));
            }
            let docs = docs(&[scheme.description.as_deref()]);
            self.client.auth.push(Credential { id: id.clone(), setter, docs, deprecated: scheme.deprecated, kind });
        }
        self.warn_of_lost_names();
        self.warn_of_few_requirements();
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

    /// What an operation needs. A requirement that names no usable scheme costs the credential and not the operation: it is
    /// no alternative, and where none is left calls are sent without one.
    pub(super) fn needs(&mut self, operation: &Operation) -> Vec<Vec<SecurityRequirement>> {
        let mut all: Vec<Vec<SecurityRequirement>> = Vec::new();
        for requirement in &operation.security {
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
            all.extend(needs.filter(|needs| !all.contains(needs)));
        }
        all
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

    /// Reports schemes that hardly an operation asks for: what is given for them is sent to those operations only.
    fn warn_of_few_requirements(&mut self) {
        let api = self.api;
        let without = api.operations.iter().filter(|operation| operation.security.is_empty()).count();
        let (Some((name, scheme)), true) = (api.schemes.first(), api.security.is_none()) else { return };
        if without * 2 <= api.operations.len() {
            return;
        }
        let message = format!(
            "{without} of {} operations require no credential, though the document defines how to authenticate: what is given \
             for `{name}` is not sent to them",
            api.operations.len()
        );
        let help = format!(
            "where the API does require it, say so with an overlay: {{target: $, update: {{security: [{{{name}: []}}]}}}}"
        );
        self.diagnostics.push(Diagnostic::warning("lower::few-requirements", scheme.place.clone(), message).help(help));
    }

    /// The scheme of an operation whose credential is sent where a parameter would be: by name, which has no case in headers.
    pub(super) fn credential_of(&self, operation: &Operation, parameter: &Parameter) -> Option<&'a str> {
        let same = |name: &str| match parameter.location {
            model::Location::Header => name.eq_ignore_ascii_case(&parameter.name),
            _ => name == parameter.name,
        };
        let names = operation.security.iter().flat_map(|requirement| requirement.keys());
        let schemes = names.filter_map(|name| self.api.schemes.get_key_value(name));
        schemes
            .filter(|(_, scheme)| match &scheme.kind {
                SchemeKind::ApiKey { location, name } => *location == parameter.location && same(name),
                _ => false,
            })
            .map(|(id, _)| id.as_str())
            .next()
    }
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
