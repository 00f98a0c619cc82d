//! Authenticates a call: which schemes it needs, and how their credentials are put into the request.

use http::HeaderMap;
use http::HeaderValue;
use http::header;
use http::header::HeaderName;

use crate::runtime::description::Api;
use crate::runtime::description::Location;
use crate::runtime::description::OperationInfo;
use crate::runtime::description::Scheme;
use crate::runtime::description::SchemeKind;
use crate::runtime::description::SecurityRequirement;
use crate::runtime::encoding::style;
use crate::runtime::encoding::to_base64;
use crate::runtime::request::headers;
use crate::runtime::request::query_piece;
use crate::runtime::response::Error;
use crate::runtime::response::ErrorKind;

use super::credential::AuthValue;
use super::credential::Authenticator;

/// The schemes to authenticate a call with: the first alternative whose credentials the client has, or the caller sends as
/// `headers`. None if there are none for any and the operation can be called anonymously.
///
/// # Errors
/// When the operation needs credentials that the client does not have.
#[inline]
pub(crate) fn choose(
    api: &'static Api,
    info: &OperationInfo,
    credentials: &[Option<Authenticator>],
    headers: &HeaderMap,
) -> Result<Vec<usize>, Error> {
    let by_transport = |requirement: &SecurityRequirement| {
        api.schemes.get(requirement.scheme).is_some_and(|scheme| matches!(scheme.kind, SchemeKind::MutualTls))
    };
    let by_client =
        |requirement: &SecurityRequirement| credentials.get(requirement.scheme).is_some_and(Option::is_some);
    let by_caller = |requirement: &SecurityRequirement| {
        let name = api.schemes.get(requirement.scheme).and_then(header_of);
        name.is_some_and(|name| headers.contains_key(name))
    };
    let has = |requirement: &SecurityRequirement| {
        by_transport(requirement) || by_client(requirement) || by_caller(requirement)
    };
    let satisfied = info.security.iter().find(|requirements| !requirements.is_empty() && requirements.iter().all(has));
    if let Some(requirements) = satisfied {
        let of_client = requirements.iter().filter(|requirement| by_client(requirement) && !by_transport(requirement));
        return Ok(of_client.map(|requirement| requirement.scheme).collect());
    }
    if info.security.is_empty() || info.security.iter().any(|requirements| requirements.is_empty()) {
        return Ok(Vec::new());
    }
    let alternatives: Vec<String> = info.security.iter().map(|requirements| names(api, requirements)).collect();
    let problem = format!(
        "the operation needs a credential for {}; give it to the builder of the client",
        alternatives.join(", or for ")
    );
    Err(Error::new(ErrorKind::Credential, problem))
}

/// The header that a scheme is sent in.
#[inline]
fn header_of(scheme: &Scheme) -> Option<HeaderName> {
    match &scheme.kind {
        SchemeKind::ApiKey { location: Location::Header, name } => HeaderName::from_bytes(name.as_bytes()).ok(),
        SchemeKind::ApiKey { .. } | SchemeKind::MutualTls => None,
        _ => Some(header::AUTHORIZATION),
    }
}

#[inline]
fn names(api: &'static Api, requirements: &[SecurityRequirement]) -> String {
    let names = requirements.iter().filter_map(|requirement| api.schemes.get(requirement.scheme));
    names.map(|scheme| format!("`{}`", scheme.id)).collect::<Vec<_>>().join(" and ")
}

/// Puts a credential into a request: a header, or a piece of the query or of the cookies.
///
/// # Errors
/// When the credential has characters that cannot be sent; the error names only the scheme.
#[inline]
pub(crate) fn apply(
    scheme: &Scheme,
    value: &AuthValue,
    headers: &mut HeaderMap,
    query: &mut Vec<String>,
    cookies: &mut Vec<String>,
) -> Result<(), Error> {
    let illegal = || {
        let problem = format!("the credential for `{}` has characters that cannot be sent", scheme.id);
        Error::new(ErrorKind::Credential, problem)
    };
    let authorization = |text: String| header_value(&text).map(|value| (header::AUTHORIZATION, value));
    let header = match (&scheme.kind, value) {
        (SchemeKind::ApiKey { location: Location::Header, name }, AuthValue::Text(_))
            if headers::is_of_message(name) =>
        {
            return Err(Error::request(format!("the header {name} of `{}` is set by the client", scheme.id)));
        }
        (SchemeKind::ApiKey { location: Location::Header, name }, AuthValue::Text(key)) => {
            HeaderName::from_bytes(name.as_bytes()).ok().zip(header_value(key.expose()))
        }
        (SchemeKind::ApiKey { location: Location::Cookie, name }, AuthValue::Text(key)) => {
            if !style::is_cookie_value(key.expose()) {
                return Err(illegal());
            }
            cookies.push(format!("{name}={}", key.expose()));
            return Ok(());
        }
        (SchemeKind::ApiKey { name, .. }, AuthValue::Text(key)) => {
            query.push(query_piece(name, key.expose()));
            return Ok(());
        }
        (SchemeKind::Basic, AuthValue::Basic { user, password }) if !user.contains(':') => {
            authorization(format!("Basic {}", to_base64(format!("{user}:{}", password.expose()).as_bytes())))
        }
        (SchemeKind::Http { scheme }, AuthValue::Text(token)) => authorization(format!("{scheme} {}", token.expose())),
        (_, AuthValue::Text(token)) => authorization(format!("Bearer {}", token.expose())),
        (_, AuthValue::Basic { .. }) => None,
    };
    let (name, value) = header.ok_or_else(illegal)?;
    match headers.contains_key(&name) {
        true => Err(Error::request(format!("the header {name} is set by the credential for `{}`", scheme.id))),
        false => {
            headers.insert(name, value);
            Ok(())
        }
    }
}

#[inline]
fn header_value(text: &str) -> Option<HeaderValue> {
    let mut value = headers::header_value(text)?;
    value.set_sensitive(true);
    Some(value)
}
