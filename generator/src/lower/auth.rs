//! Security schemes and requirements (OpenAPI 3.1.1, "Security Requirement Object").

use super::{Fault, Lower, docs};
use crate::diagnostic::{Diagnostic, nearest};
use crate::ir::{Credential, CredentialKind, FlowKind, Location, OAuthFlow, SecurityRequirement};
use crate::model::{self, Operation, SchemeKind};
use crate::names::{MethodName, Scope};

/// The builder's own methods.
const BUILDER: [&str; 22] = [
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
    "error_body_limit",
    "follow_redirects",
    "default_header",
    "user_agent",
    "transport",
    "reqwest",
];

impl Lower<'_> {
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
            self.client.auth.push(Credential { id: id.clone(), setter, docs, kind });
        }
        self.warn_of_lost_names();
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

    /// What an operation needs.
    pub(super) fn needs(&mut self, operation: &Operation) -> Result<Vec<Vec<SecurityRequirement>>, Fault> {
        let mut all: Vec<Vec<SecurityRequirement>> = Vec::new();
        for requirement in &operation.security {
            let mut needs = Vec::new();
            for (name, scopes) in requirement {
                let Some(scheme) = self.api.schemes.get_index_of(name) else {
                    let reason = format!("`security` names `{name}`, which is not a usable security scheme");
                    let place = operation.place.clone();
                    let names = self.api.schemes.keys().map(String::as_str);
                    let help = nearest(name, names).map(|near| format!("did you mean `{near}`?"));
                    let help = help.unwrap_or_else(|| "define it under `components/securitySchemes`".to_owned());
                    let told = Diagnostic::error("lower::unknown-scheme", place, reason.clone()).help(help);
                    self.diagnostics.push(told);
                    return Err(Fault { code: "lower::unknown-scheme", reason });
                };
                needs.push(SecurityRequirement { scheme, scopes: scopes.clone() });
            }
            if !all.contains(&needs) {
                all.push(needs);
            }
        }
        Ok(all)
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
    let model::OAuthFlow { kind, authorization_url, token_url, refresh_url, scopes } = flow.clone();
    let kind = match kind {
        model::FlowKind::Implicit => FlowKind::Implicit,
        model::FlowKind::Password => FlowKind::Password,
        model::FlowKind::ClientCredentials => FlowKind::ClientCredentials,
        model::FlowKind::AuthorizationCode => FlowKind::AuthorizationCode,
    };
    OAuthFlow { kind, authorization_url, token_url, refresh_url, scopes }
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
