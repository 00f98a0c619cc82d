//! Servers: where calls go unless the caller says otherwise (OpenAPI 3.1.1, "Server Object").

use fluent_uri::IriRef;
use fluent_uri::component::Host;
use fluent_uri::pct_enc::encoder::IRegName;

use super::template::next_parameter;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Server, ServerVariable};
use crate::model::{self, Api};

/// What is said where a server is of no use by itself.
const HELP: &str =
    "callers have to give a base URL of their own; or correct it with an overlay, or with `base-url` in codegen.toml";

/// Reports the servers that a client cannot call by itself. They stay in the list, so that their indices do.
pub(super) fn check(api: &Api, diagnostics: &mut Diagnostics) {
    for server in api.servers.iter().chain(api.operations.iter().flat_map(|operation| &operation.servers)) {
        if let Some(diagnostic) = unset_variable(server).or_else(|| unusable(server)) {
            diagnostics.push(diagnostic.help(HELP));
        }
        for (name, (default, allowed)) in &server.variables {
            if !allowed.is_empty() && !allowed.contains(default) {
                let message = format!("the default `{default}` of the server variable `{name}` is not in its `enum`");
                let told = Diagnostic::warning("lower::server-variable", server.place.clone(), message);
                diagnostics.push(told.help("callers have to choose a value"));
            }
        }
    }
}

/// A template that names what has no value.
fn unset_variable(server: &model::Server) -> Option<Diagnostic> {
    let mut rest = server.url.as_str();
    while let Some((_, name, behind)) = next_parameter(rest) {
        if !server.variables.contains_key(name) {
            let message = format!("the server's URL names `{name}`, which is not one of its `variables`");
            return Some(Diagnostic::warning("lower::server-variable", server.place.clone(), message));
        }
        rest = behind;
    }
    None
}

/// A URL that no call can go to, or none without leave.
fn unusable(server: &model::Server) -> Option<Diagnostic> {
    let url = with_defaults(server);
    let warning = |what: &str| {
        let message = format!("the server's URL `{}` {what}", server.url);
        Some(Diagnostic::warning("lower::server-url", server.place.clone(), message))
    };
    // Clients convert international names of hosts, and encode other characters.
    let Ok(parsed) = IriRef::parse(url.as_str()) else { return warning("is no URL") };
    if parsed.query().is_some() || parsed.fragment().is_some() {
        return warning("has a query or a fragment, which a base of URLs cannot have");
    }
    let Some(scheme) = parsed.scheme() else {
        // It is under the place of the document, which only the caller knows.
        return if parsed.authority().is_some() || !(url.starts_with('/') || url.is_empty()) {
            warning("is relative to where the document is published, which the client does not know")
        } else {
            None
        };
    };
    let Some(authority) = parsed.authority().filter(|authority| !authority.host().is_empty()) else {
        return warning("has no host");
    };
    if authority.userinfo().is_some() {
        return warning("has a user or password in it");
    }
    match scheme.as_str().to_ascii_lowercase().as_str() {
        "https" => None,
        // Calls on the loopback interface need no leave.
        "http" if is_loopback(authority.host_parsed()) => None,
        "http" => {
            let message = format!("the server `{}` is not encrypted: calls to it are refused", server.url);
            Some(Diagnostic::note(
                "lower::server-http",
                server.place.clone(),
                format!("{message} unless `.allow_http(true)`"),
            ))
        }
        _ => warning("is not of the scheme `https`"),
    }
}

fn is_loopback(host: Host<'_, IRegName>) -> bool {
    match host {
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
        Host::RegName(name) => name.as_str().eq_ignore_ascii_case("localhost"),
        _ => false,
    }
}

/// The URL with the defaults of its variables in it.
fn with_defaults(server: &model::Server) -> String {
    let mut url = String::new();
    let mut rest = server.url.as_str();
    while let Some((before, name, behind)) = next_parameter(rest) {
        url.push_str(before);
        url.push_str(server.variables.get(name).map_or("", |(default, _)| default));
        rest = behind;
    }
    url + rest
}

/// What is said of a server: its name, its description, or both.
fn described(server: &model::Server) -> String {
    let texts = [&server.name, &server.description].into_iter().flatten();
    texts.map(String::as_str).collect::<Vec<_>>().join(": ")
}

/// A server as the client has it.
pub(super) fn server(server: &model::Server) -> Server {
    let variable = |(name, (default, allowed)): (&String, &(String, Vec<String>))| ServerVariable {
        name: name.clone(),
        default: default.clone(),
        allowed: allowed.clone(),
    };
    Server {
        url: server.url.clone(),
        description: described(server),
        variables: server.variables.iter().map(variable).collect(),
    }
}
