//! The URL of a request: server and path with its parameters, and whether credentials may be sent there.

use std::borrow::Cow;

use crate::runtime::description::OperationInfo;
use crate::runtime::description::Segment;
use crate::runtime::description::Style;
use crate::runtime::encoding::Encoded;
use crate::runtime::encoding::percent;
use crate::runtime::json::DecodeError;
use crate::runtime::response::Error;
use crate::runtime::transport::Mode;

use super::base_url::BaseUrl;
use super::base_url::Origin;
use super::base_url::expand;
use super::draft::Destination;
use super::draft::RequestDraft;

/// The servers that a client calls.
pub(crate) struct Servers {
    pub(crate) base: BaseUrl,
    /// Whether the caller set the base URL; then it also replaces the servers of single operations.
    pub(crate) base_is_given: bool,
    pub(crate) variables: Vec<(String, String)>,
    pub(crate) trusted: Vec<Origin>,
    pub(crate) allow_http: bool,
}

/// A URL without its query.
pub(crate) struct RequestUrl {
    pub(crate) url: String,
    pub(crate) origin: Origin,
    /// Whether credentials may be sent there.
    pub(crate) trusted: bool,
}

/// Resolves the URL of a request.
///
/// # Errors
/// When a path parameter is missing, or its value would make another path.
#[inline]
pub(crate) fn request_url<M: Mode>(servers: &Servers, draft: &RequestDraft<M>) -> Result<RequestUrl, Error> {
    if let Destination::Absolute(url) = &draft.destination {
        let url = url.split_once('#').map_or(url.as_str(), |(url, _)| url).to_owned();
        let origin = Origin::of(&url, servers.allow_http);
        let origin = origin.map_err(|what| Error::request(format!("the URL to download: {what}")))?;
        return Ok(RequestUrl { url, origin, trusted: false });
    }
    let given = match &draft.destination {
        Destination::Base(base) | Destination::Link { base: Some(base), .. } => Some(Cow::Borrowed(base)),
        Destination::Configured | Destination::Absolute(_) | Destination::Link { base: None, .. } => {
            own_server(servers, draft.info)?.map(Cow::Owned)
        }
    };
    // All servers of the document are trusted; a base URL of a call must have a trusted origin.
    let by_caller = matches!(draft.destination, Destination::Base(_) | Destination::Link { base: Some(_), .. });
    let base = given.unwrap_or(Cow::Borrowed(&servers.base));
    let known = base.origin == servers.base.origin || servers.trusted.contains(&base.origin);
    let mut url = base.text(ROOM);
    push_path(&mut url, draft.info, &draft.params)?;
    if let Destination::Link { url: link, .. } = &draft.destination {
        url = linked(&base.origin, &url, link, servers.allow_http)?;
    }
    Ok(RequestUrl { url, trusted: known || !by_caller, origin: base.origin.clone() })
}

/// Resolves a link in a response from the URL `from` (RFC 3986, section 5.2), without its fragment.
///
/// # Errors
/// When it leads to another origin, which credentials must not follow.
#[inline]
fn linked(origin: &Origin, from: &str, link: &str, http: bool) -> Result<String, Error> {
    let link = link.split_once('#').map_or(link, |(link, _)| link);
    let scheme =
        link.split_once(':').is_some_and(|(scheme, _)| scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let folder = from.rsplit_once('/').map_or(from, |(folder, _)| folder);
    let link = match link.chars().next() {
        Some('/') => link.to_owned(),
        Some('?') | None => format!("{from}{link}"),
        Some(_) if scheme => link.to_owned(),
        Some(_) => format!("{folder}/{link}"),
    };
    let other = || Error::decoding(DecodeError::new("the link to the next page leads to another origin"));
    origin.resolve(&link, http).ok_or_else(other)
}

/// The server of the operation, where the document gives it one and the caller has not given another.
#[inline]
fn own_server(servers: &Servers, info: &OperationInfo) -> Result<Option<BaseUrl>, Error> {
    let Some(server) = info.servers.first().filter(|_| !servers.base_is_given) else { return Ok(None) };
    let url = expand(server, &servers.variables).map_err(Error::request)?;
    let url = match url.strip_prefix('/') {
        Some(relative) => format!("{}/{relative}", servers.base.origin.as_str()),
        None => url,
    };
    let base = BaseUrl::parse(&url, servers.allow_http);
    base.map(Some).map_err(|what| Error::request(format!("the server of the operation: {what}")))
}

/// Room for a path and a query as they are mostly.
const ROOM: usize = 96;

/// Puts the path of an operation behind the URL of its server.
///
/// # Errors
/// When a parameter is missing or empty, or the whole would hold a `.` or `..`, which every URL parser takes as a step.
#[inline]
fn push_path(url: &mut String, info: &OperationInfo, params: &[(usize, Encoded)]) -> Result<(), Error> {
    let begin = url.len();
    for segment in info.path {
        match segment {
            Segment::Literal(text) => percent::push_literal(url, text),
            Segment::Param(index) => url.push_str(value(info, params, *index)?),
            Segment::Query(_) => {}
        }
    }
    if !url.get(begin..).is_some_and(|path| path.starts_with('/')) {
        url.insert(begin, '/');
    }
    match has_step(url.get(begin..).unwrap_or_default()) {
        true => Err(Error::request("a path parameter is `.` or `..`, which would lead to another path")),
        false => Ok(()),
    }
}

/// Whether a segment of a path is `.` or `..`, encoded or not.
#[inline]
fn has_step(path: &str) -> bool {
    // Few segments begin like a step.
    path.as_bytes().windows(2).any(|pair| matches!(pair, b"/." | b"/%"))
        && path.split('/').any(|segment| matches!(percent::decode(segment).as_ref(), "." | ".."))
}

#[inline]
fn value<'a>(info: &OperationInfo, params: &'a [(usize, Encoded)], index: usize) -> Result<&'a str, Error> {
    let param = info.params.get(index);
    let name = param.map_or("?", |param| param.name);
    let encoded = params.iter().find_map(|(set, encoded)| match encoded {
        Encoded::Path(text) if *set == index => Some(text.as_str()),
        _ => None,
    });
    let text = encoded.ok_or_else(|| Error::request(format!("the path parameter {name:?} is missing")))?;
    let is_label = param.is_some_and(|param| param.style == Style::Label);
    if text.is_empty() || (is_label && text == ".") {
        return Err(Error::request(format!("the path parameter {name:?} is empty")));
    }
    Ok(text)
}
