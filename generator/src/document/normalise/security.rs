//! Rules for security schemes and requirements. Nothing here may widen access: what cannot be read is an error.

use serde_json::{Map, Value};

use crate::document::normalise::Rule;
use crate::document::normalise::node::Node;
use crate::pointer::{Pointer, Token};

pub(super) const REQUIREMENT: &[Rule] = &[scope_lists];
pub(super) const SCHEME: &[Rule] = &[scheme_type, api_key, http, oauth2, open_id];
pub(super) const FLOW: &[Rule] = &[flow];

/// The scopes of each scheme are a list of texts. What cannot be read as one is an empty list: the credential itself is
/// still asked for. A requirement has no extensions, so that `x-…` names a scheme only where there is one.
fn scope_lists(node: &mut Node<'_>) {
    let keys: Vec<String> = node.map.keys().cloned().collect();
    for key in keys {
        let defined = || Pointer::root().join(["components", "securitySchemes", &key]).get(&node.input.value).is_some();
        if key.starts_with("x-") && !defined() {
            if node.first_time(&Pointer::root().join(["security", &key])) {
                let message =
                    format!("`{key}` in a security requirement names no scheme; it is ignored as an extension");
                node.warn(&[&key], "security::extension", message);
            }
            node.take(&key);
            continue;
        }
        let scopes = match node.get(&key) {
            Some(Value::Array(scopes)) if scopes.iter().all(Value::is_string) => continue,
            Some(Value::Null) => Vec::new(),
            Some(Value::String(scope)) => vec![Value::String(scope.clone())],
            Some(Value::Object(map)) if map.is_empty() => Vec::new(),
            _ => Vec::new(),
        };
        node.warn(&[&key], "security::scopes", format!("the scopes of `{key}` are a list; this was read as one"));
        node.set(&key, scopes);
    }
}

/// The known types, and what other versions and people call them.
fn scheme_type(node: &mut Node<'_>) {
    if node.has(MUTUAL_TLS) {
        return;
    }
    let Some(text) = node.text("type").map(str::to_owned) else {
        return node.fail(&[], "security::type", "this security scheme has no `type`", HELP);
    };
    let known = match text.as_str() {
        "apiKey" | "http" | "oauth2" | "openIdConnect" => return,
        "mutualTLS" => return mutual_tls(node),
        _ => match text.to_ascii_lowercase().replace(['-', '_'], "").as_str() {
            "apikey" => "apiKey",
            "http" => "http",
            "oauth2" | "oauth" => "oauth2",
            "openidconnect" => "openIdConnect",
            "basic" | "bearer" => return http_scheme(node, &text),
            "mutualtls" => return mutual_tls(node),
            _ => return node.fail(&["type"], "security::type", format!("`type: {text}` is not known"), HELP),
        },
    };
    node.warn(&["type"], "security::type", format!("`type: {text}` was read as `type: {known}`"));
    node.set("type", known);
}

const MUTUAL_TLS: &str = "x-crategen-mutual-tls";

const HELP: &str = "say `type: apiKey`, `http`, `oauth2` or `openIdConnect`";

/// 3.1 `mutualTLS`: the certificate is given to the transport, not to the client.
fn mutual_tls(node: &mut Node<'_>) {
    let message = "`mutualTLS` is satisfied by a certificate that is given to the HTTP transport";
    node.note(&["type"], "security::mutual-tls", message);
    node.take("type");
    node.set(MUTUAL_TLS, true);
}

/// Swagger 2.0's `type: basic` → `type: http`.
fn http_scheme(node: &mut Node<'_>, scheme: &str) {
    let lower = scheme.to_ascii_lowercase();
    node.warn(&["type"], "security::type", format!("`type: {scheme}` was read as `type: http`, `scheme: {lower}`"));
    node.set("type", "http");
    node.set("scheme", lower);
}

/// An API key has a name, and a place where it is sent.
fn api_key(node: &mut Node<'_>) {
    if node.text("type") != Some("apiKey") {
        return;
    }
    if node.text("name").is_none_or(str::is_empty) {
        return node.fail(
            &[],
            "security::name",
            "this API key has no `name`",
            "give the name of the header or parameter",
        );
    }
    let place = node.text("in").unwrap_or_default().to_owned();
    let lower = place.to_ascii_lowercase();
    match lower.as_str() {
        "query" | "header" | "cookie" if place == lower => {}
        "query" | "header" | "cookie" => {
            node.warn(&["in"], "security::in", format!("`in: {place}` was read as `in: {lower}`"));
            node.set("in", lower);
        }
        _ => {
            let message = format!("`in: {place}` is no place for an API key");
            node.fail(&[], "security::in", message, "say `in: header`, `query` or `cookie`");
        }
    }
}

/// The names of HTTP schemes are the same in any case (RFC 9110, section 11.1): those that are known here are written in one, the
/// others stay as they are, because servers compare what is sent.
fn http(node: &mut Node<'_>) {
    if node.text("type") != Some("http") {
        return;
    }
    let scheme = node.text("scheme").map(|scheme| scheme.trim().to_owned());
    let known =
        scheme.as_deref().map(str::to_ascii_lowercase).filter(|lower| ["basic", "bearer"].contains(&lower.as_str()));
    match known.or(scheme) {
        Some(scheme) if !scheme.is_empty() => node.set("scheme", scheme),
        _ if node.has("bearerFormat") => {
            node.warn(&[], "security::scheme", "there is a `bearerFormat` and no `scheme`; `scheme: bearer` was taken");
            node.set("scheme", "bearer");
        }
        _ => node.fail(&[], "security::scheme", "this HTTP scheme has no `scheme`", "say `scheme: bearer` or `basic`"),
    }
}

/// The fields of a flow that Swagger 2.0 writes into the scheme.
const OF_FLOW: [&str; 4] = ["authorizationUrl", "tokenUrl", "refreshUrl", "scopes"];

/// Whether a key of a security scheme is one of its only flow, which is read.
pub(super) fn is_read(scheme: &Map<String, Value>, key: &str) -> bool {
    let oauth = scheme.get("type").and_then(Value::as_str).is_some_and(|name| name.to_lowercase().starts_with("oauth"));
    (key == "flow" || OF_FLOW.contains(&key)) && oauth && !scheme.contains_key("flows")
}

/// Swagger 2.0 writes the one flow into the scheme. Without any flow a token can still be sent.
fn oauth2(node: &mut Node<'_>) {
    if node.text("type") != Some("oauth2") || node.has("flows") {
        return;
    }
    let name = match node.take("flow").as_ref().and_then(Value::as_str) {
        Some("accessCode") => Some("authorizationCode"),
        Some("application") => Some("clientCredentials"),
        Some("implicit") => Some("implicit"),
        Some("password") => Some("password"),
        _ => None,
    };
    let mut flows = Map::new();
    if let Some(name) = name {
        let mut flow = Map::new();
        for key in OF_FLOW {
            if let Some(value) = node.take(key) {
                flow.insert(key.to_owned(), value);
                node.moved(&[key], &["flows", name, key]);
            }
        }
        flows.insert(name.to_owned(), Value::Object(flow));
        node.placed(&["flows", name], &[]);
    }
    node.warn(&[], "security::flows", "OAuth 2 has its ways to a token in `flows`; what there was of them was taken");
    node.set("flows", flows);
    node.placed(&["flows"], &[]);
}

/// The address tells where tokens come from; they are sent in the same way without it.
fn open_id(node: &mut Node<'_>) {
    if node.text("type") == Some("openIdConnect") && !node.has("openIdConnectUrl") {
        node.warn(&[], "security::url", "there is no `openIdConnectUrl`");
        node.set("openIdConnectUrl", "");
    }
}

/// `scopes` and the addresses that a flow needs; tokens are sent in the same way without them.
fn flow(node: &mut Node<'_>) {
    let urls: &[&str] = match node.at.tokens().last().map(Token::as_str) {
        Some("implicit") => &["authorizationUrl"],
        Some("authorizationCode") => &["authorizationUrl", "tokenUrl"],
        Some("deviceAuthorization") => &["deviceAuthorizationUrl", "tokenUrl"],
        _ => &["tokenUrl"],
    };
    for key in urls.iter().filter(|key| !node.map.contains_key(**key)).collect::<Vec<_>>() {
        node.warn(&[], "security::url", format!("this flow has no `{key}`"));
        node.set(key, "");
    }
    if !node.has("scopes") {
        node.set("scopes", Map::new());
    }
}
