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
    let legal = HeaderName::from_bytes(name.as_bytes());
    let legal = legal.map_err(|_| Error::request(format!("{name:?} is no legal header name")))?;
    let own = [header::HOST, header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION, header::TE];
    if own.contains(&legal) || legal == header::UPGRADE || legal == header::TRAILER {
        return Err(Error::request(format!("the header {legal} is set by the client")));
    }
    let value = header_value(value);
    let mut value = value.ok_or_else(|| Error::request(format!("the value of the header {legal} is not legal")))?;
    // Any header of the caller may be a secret; it costs little to treat it so.
    value.set_sensitive(true);
    Ok((legal, value))
}

/// A header value of visible ASCII, spaces and tabs. Other characters have no agreed encoding there (RFC 9110, section 5.5), so
/// what the server would read is anybody's guess.
#[inline]
pub(crate) fn header_value(text: &str) -> Option<HeaderValue> {
    if text.is_ascii() { HeaderValue::from_str(text).ok() } else { None }
}

/// Header parameters of these names are ignored (OpenAPI 3.1, section 4.8.12.1).
#[inline]
pub(crate) fn is_reserved(name: &str) -> bool {
    [header::ACCEPT, header::CONTENT_TYPE, header::AUTHORIZATION]
        .iter()
        .any(|reserved| reserved.as_str().eq_ignore_ascii_case(name))
}
