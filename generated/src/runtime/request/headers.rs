//! Headers: which a request has, and which a caller may set.

use http::HeaderValue;
use http::header;
use http::header::HeaderName;

use crate::runtime::response::Error;

/// A header of the caller.
///
/// # Errors
/// When it is not legal, or is one that the runtime sets; the error does not repeat the value.
#[inline]
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let legal = header_name(name)?;
    let value = header_value(value);
    let mut value = value.ok_or_else(|| Error::request(format!("the value of the header {legal} is not legal")))?;
    // Any header of the caller may be a secret; it costs little to treat it so.
    value.set_sensitive(true);
    Ok((legal, value))
}

/// The name of a header of the caller.
///
/// # Errors
/// When it is not legal, or is one that the runtime sets.
#[inline]
pub(crate) fn header_name(name: &str) -> Result<HeaderName, Error> {
    let legal = HeaderName::from_bytes(name.as_bytes());
    let legal = legal.map_err(|_| Error::request(format!("{name:?} is no legal header name")))?;
    match is_of_message(legal.as_str()) {
        true => Err(Error::request(format!("the header {legal} is set by the client"))),
        false => Ok(legal),
    }
}

/// A header value of visible ASCII, with spaces and tabs inside of it. Other characters have no agreed encoding there, and receivers
/// remove blanks at the ends (RFC 9110, section 5.5), so what the server would read is another value.
#[inline]
pub(crate) fn header_value(text: &str) -> Option<HeaderValue> {
    let is_kept = text.is_ascii() && !text.starts_with([' ', '\t']) && !text.ends_with([' ', '\t']);
    if is_kept { HeaderValue::from_str(text).ok() } else { None }
}

/// Whether a header frames a message, belongs to one connection, or authenticates at a proxy (RFC 9110, sections 6.4, 7.6 and 11.7;
/// RFC 9112, section 6). Only the client and its transport can set these: another value lets a server read the end of the
/// message elsewhere, or a proxy remove a credential.
#[inline]
pub(crate) fn is_of_message(name: &str) -> bool {
    let names = [
        "connection",
        "content-length",
        "host",
        "http2-settings",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Header parameters of these names are ignored (OpenAPI 3.1, section 4.8.12.1).
#[inline]
pub(crate) fn is_reserved(name: &str) -> bool {
    [header::ACCEPT, header::CONTENT_TYPE, header::AUTHORIZATION]
        .iter()
        .any(|reserved| reserved.as_str().eq_ignore_ascii_case(name))
}
