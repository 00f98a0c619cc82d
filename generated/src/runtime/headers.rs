//! Headers: which a request has, and which a caller may set.

use http::HeaderMap;
use http::HeaderValue;
use http::Method;
use http::header;
use http::header::HeaderName;

use super::body::Body;
use super::client::Shared;
use super::draft::Draft;
use super::draft::Target;
use super::error::Error;
use super::mode::Mode;
use super::style::Encoded;

/// The headers of a request, without those of credentials and cookies.
///
/// # Errors
/// When a header parameter has no legal value; the error does not repeat it.
pub(crate) fn request<M: Mode>(shared: &Shared, draft: &Draft<M>) -> Result<HeaderMap, Error> {
    // What the caller wants with every call may be a secret, and a download goes to anybody.
    let foreign = matches!(draft.target, Target::Absolute(_));
    let mut headers = if foreign { HeaderMap::new() } else { shared.headers.clone() };
    headers.entry(header::USER_AGENT).or_insert_with(|| shared.user_agent.clone());
    if let Ok(accept) = HeaderValue::from_str(draft.op.accept)
        && !accept.is_empty()
    {
        headers.entry(header::ACCEPT).or_insert(accept);
    }
    if let Some(content_type) = &draft.content_type {
        headers.insert(header::CONTENT_TYPE, content_type.clone());
    }
    for (index, encoded) in &draft.params {
        if let (Some(param), Encoded::Header(text)) = (draft.op.params.get(*index), encoded) {
            let illegal = || Error::request(format!("the header parameter {:?} has no legal value", param.name));
            let name = HeaderName::from_bytes(param.name.as_bytes()).map_err(|_| illegal())?;
            headers.insert(name, header_value(text).ok_or_else(illegal)?);
        }
    }
    for (name, value) in &draft.headers {
        headers.insert(name.clone(), value.clone());
    }
    if let Some(length) = content_length(&draft.op.method, &draft.body) {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    Ok(headers)
}

/// A request of these methods without a body says so (RFC 9110, section 8.6); others just have none.
fn content_length<M: Mode>(method: &Method, body: &Body<M>) -> Option<u64> {
    let expects_body = [Method::POST, Method::PUT, Method::PATCH].contains(method);
    match body {
        Body::Empty if !expects_body => None,
        body => body.length(),
    }
}

/// A header of the caller.
///
/// # Errors
/// When it is not legal, or is one that the runtime sets; the error does not repeat the value.
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
pub(crate) fn header_value(text: &str) -> Option<HeaderValue> {
    if text.is_ascii() { HeaderValue::from_str(text).ok() } else { None }
}

/// Header parameters of these names are ignored (OpenAPI 3.1, section 4.8.12.1).
pub(crate) fn is_reserved(name: &str) -> bool {
    [header::ACCEPT, header::CONTENT_TYPE, header::AUTHORIZATION]
        .iter()
        .any(|reserved| reserved.as_str().eq_ignore_ascii_case(name))
}
