//! The headers, the query and the cookies of a request, out of its draft.

use bytes::Bytes;
use http::HeaderMap;
use http::HeaderValue;
use http::Method;
use http::header;
use http::header::HeaderName;

use crate::runtime::description::Location;
use crate::runtime::description::Segment;
use crate::runtime::encoding::Encoded;
use crate::runtime::encoding::percent;
use crate::runtime::response::Error;
use crate::runtime::transport::Body;
use crate::runtime::transport::Mode;

use super::draft::Destination;
use super::draft::RequestDraft;
use super::headers::header_value;
use super::headers::is_of_message;
use super::headers::is_reserved;

/// The first required parameter that has no value, apart from those in the path and those that are ignored.
#[inline]
pub(crate) fn missing<M: Mode>(draft: &RequestDraft<M>) -> Option<&'static str> {
    let ignored =
        |location, name: &str| location == Location::Path || (location == Location::Header && is_reserved(name));
    let params = draft.info.params.iter().enumerate();
    params
        .filter(|(index, param)| param.required && !draft.has(*index) && !ignored(param.location, param.name))
        .map(|(_, param)| param.name)
        .next()
}

/// The headers, and the pieces of the query, that a client sends with each request.
pub(crate) struct ClientHeaders {
    pub(crate) headers: HeaderMap,
    pub(crate) user_agent: HeaderValue,
    /// Pieces `name=value`, encoded.
    pub(crate) query: Vec<String>,
    /// The header that each POST has a key in.
    pub(crate) idempotency: Option<HeaderName>,
}

impl ClientHeaders {
    /// The header for the key of a call: that of the client, or the usual one (draft-ietf-httpapi-idempotency-key-header).
    #[inline]
    pub(crate) fn key_name(&self) -> HeaderName {
        self.idempotency.clone().unwrap_or(HeaderName::from_static("idempotency-key"))
    }
}

/// Gives a POST its key, in all its attempts, if the client has a header for it. Returns whether the request has a key, be it one of
/// the caller: the server then does it once, however often it is sent.
#[inline]
pub(crate) fn has_key<M: Mode>(
    client: &ClientHeaders,
    draft: &mut RequestDraft<M>,
    headers: &mut HeaderMap,
    key: impl FnOnce() -> String,
) -> bool {
    let name = client.key_name();
    if headers.contains_key(&name) {
        return true;
    }
    if client.idempotency.is_none() || draft.info.method != Method::POST {
        return false;
    }
    let Ok(key) = HeaderValue::from_maybe_shared(Bytes::from(key())) else { return false };
    draft.headers.insert(name.clone(), key.clone());
    headers.insert(name, key);
    true
}

/// The headers of a request, without those of credentials and cookies, and without the user agent where nobody sets it: a
/// credential may be sent there.
///
/// # Errors
/// When a header parameter has no legal value; the error does not repeat it.
#[inline]
pub(crate) fn headers<M: Mode>(client: &ClientHeaders, draft: &RequestDraft<M>) -> Result<HeaderMap, Error> {
    // Headers for every call may hold secrets, and a download may go to any server.
    let foreign = matches!(draft.destination, Destination::Absolute(_));
    let mut headers = if foreign { HeaderMap::new() } else { client.headers.clone() };
    if let Ok(accept) = HeaderValue::from_maybe_shared(Bytes::from_static(draft.accept.as_bytes()))
        && !accept.is_empty()
    {
        headers.entry(header::ACCEPT).or_insert(accept);
    }
    if let Some(content_type) = &draft.content_type {
        headers.insert(header::CONTENT_TYPE, content_type.clone());
    }
    for (index, encoded) in &draft.params {
        if let (Some(param), Encoded::Header(text)) = (draft.info.params.get(*index), encoded) {
            let illegal = || Error::request(format!("the header parameter {:?} has no legal value", param.name));
            let name = HeaderName::from_bytes(param.name.as_bytes()).map_err(|_| illegal())?;
            if is_of_message(name.as_str()) || name == header::COOKIE {
                return Err(Error::request(format!("the header {name} is set by the client, and is no parameter")));
            }
            headers.insert(name, header_value(text).ok_or_else(illegal)?);
        }
    }
    for (name, value) in &draft.headers {
        headers.insert(name.clone(), value.clone());
    }
    if let Some(length) = content_length(&draft.info.method, &draft.body) {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    Ok(headers)
}

/// POST, PUT and PATCH without a body send `Content-Length: 0` (RFC 9110, section 8.6); other methods do not send the header.
#[inline]
fn content_length<M: Mode>(method: &Method, body: &Body<M>) -> Option<u64> {
    let expects_body = [Method::POST, Method::PUT, Method::PATCH].contains(method);
    match body {
        Body::Empty if !expects_body => None,
        body => body.length(),
    }
}

/// Puts the query of a draft behind a URL: in the order of the document, then of the caller.
#[inline]
pub(crate) fn add_query<M: Mode>(url: &mut String, client: &ClientHeaders, draft: &RequestDraft<M>) {
    // A link has its own query.
    if matches!(draft.destination, Destination::Link { .. }) {
        return;
    }
    let behind = url.len();
    for segment in draft.info.path {
        if let Segment::Query(piece) = segment {
            add_to_query(url, &percent::encode_query(piece));
        }
    }
    for (_, encoded) in &draft.params {
        match encoded {
            Encoded::Query(pieces) => pieces.iter().for_each(|piece| add_to_query(url, piece)),
            Encoded::Path(_) | Encoded::Header(_) | Encoded::Cookie(_) => {}
        }
    }
    draft.query.iter().for_each(|piece| add_to_query(url, piece));
    // A download may go to any server. What the call sets takes the place of the client's.
    if !client.query.is_empty() && !matches!(draft.destination, Destination::Absolute(_)) {
        let set = url.get(behind..).unwrap_or_default().to_owned();
        client.query.iter().filter(|piece| !has_name(&set, piece)).for_each(|piece| add_to_query(url, piece));
    }
}

/// Whether a query has a value of the name that a piece has.
#[inline]
pub(crate) fn has_name(query: &str, piece: &str) -> bool {
    query.trim_start_matches('?').split('&').any(|other| is_of_name(other, piece))
}

#[inline]
fn is_of_name(one: &str, other: &str) -> bool {
    let name = |piece: &'_ str| percent::decode(piece.split('=').next().unwrap_or_default()).into_owned();
    name(one) == name(other)
}

/// A query without the values of the names that some pieces have.
#[inline]
pub(crate) fn without_names(query: &str, pieces: &[String]) -> String {
    let others = query.split('&').filter(|other| !pieces.iter().any(|piece| is_of_name(other, piece)));
    others.collect::<Vec<_>>().join("&")
}

/// Puts a piece behind the query of a URL.
#[inline]
pub(crate) fn add_to_query(url: &mut String, piece: &str) {
    url.push(if url.contains('?') { '&' } else { '?' });
    url.push_str(piece);
}

/// The cookies of a draft, in the order of the document.
#[inline]
pub(crate) fn cookies<M: Mode>(draft: &RequestDraft<M>) -> Vec<String> {
    let cookies = draft.params.iter().filter_map(|(_, encoded)| match encoded {
        Encoded::Cookie(pieces) => Some(pieces),
        Encoded::Path(_) | Encoded::Query(_) | Encoded::Header(_) => None,
    });
    cookies.flatten().cloned().collect()
}
