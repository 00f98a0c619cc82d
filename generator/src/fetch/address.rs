//! Addresses: which ones are fetched, and what a reference leads to (RFC 3986, section 5).

use std::borrow::Cow;
use std::net::IpAddr;

use fluent_uri::{Uri, UriRef};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use ureq::http;

/// A URL that may be fetched: no password in it, https, or http on the loopback interface.
pub(super) fn checked(url: &str) -> Result<http::Uri, &'static str> {
    let uri: http::Uri = url.parse().map_err(|_| "it is not a URL")?;
    let host = uri.host().filter(|host| !host.is_empty()).ok_or("it names no host")?;
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err("it holds credentials");
    }
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    let loopback = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
    match uri.scheme_str() {
        Some("https") => Ok(uri),
        Some("http") if loopback => Ok(uri),
        _ => Err("only https is, and http on the loopback interface"),
    }
}

/// What a reference leads to from a URL, in the one form of RFC 3986, section 6.2, without a fragment; `None` where either
/// is none.
pub fn resolve(base: &str, reference: &str) -> Option<String> {
    let base = Uri::parse(base).ok()?;
    let reference = encoded(reference.trim());
    let to = UriRef::parse(reference.as_ref()).ok()?.resolve_against(&base.strip_fragment()).ok()?;
    Some(to.strip_fragment().normalize().into_string())
}

/// Whether two URLs have one scheme, host and port.
pub fn same_origin(one: &str, other: &str) -> bool {
    let origin = |url| {
        let url = Uri::parse(url).ok()?.normalize();
        Some((url.scheme().as_str().to_owned(), url.authority()?.as_str().to_owned()))
    };
    origin(one).is_some_and(|one| origin(other) == Some(one))
}

/// A reference as people write it: spaces and letters of other scripts are encoded.
fn encoded(reference: &str) -> Cow<'_, str> {
    utf8_percent_encode(reference, NOT_IN_URLS).into()
}

const NOT_IN_URLS: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');
