//! The URL of a request: server and path with its parameters, and whether credentials may be sent there.

use std::borrow::Cow;

use http::Uri;

use crate::runtime::description::OperationInfo;
use crate::runtime::description::Segment;
use crate::runtime::description::Style;
use crate::runtime::encoding::Encoded;
use crate::runtime::encoding::percent;
use crate::runtime::json::DecodeError;
use crate::runtime::response::Error;
use crate::runtime::transport::Mode;

use super::address::Address;
use super::address::Origin;
use super::address::Rule;
use super::base_url::BaseUrl;
use super::draft::Destination;
use super::draft::RequestDraft;
use super::reference::Reference;
use super::reference::has_step;
use super::server_url::expand;

/// The servers that a client calls.
pub(crate) struct Servers {
    pub(crate) base: BaseUrl,
    pub(crate) given: Given,
    pub(crate) variables: Vec<(String, String)>,
    pub(crate) trusted: Vec<Origin>,
    pub(crate) allow_http: bool,
}

/// What the caller set of the URLs of servers; it also counts for the servers of single operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    Nothing,
    /// Scheme, host and port; the paths are those of the document.
    Origin,
    BaseUrl,
}

/// A URL without its query, unless it is that of a link or download.
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
        let address = Address::parse(url, Rule { http: servers.allow_http, encode: true });
        let address = address.map_err(|what| Error::request(format!("the URL to download: {what}")))?;
        return Ok(RequestUrl { url: address.text(), origin: address.origin, trusted: false });
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

/// The URL that a link in a response from the URL `from` leads to.
///
/// # Errors
/// When it is no legal URL, or has another origin, which credentials must not follow.
#[inline]
fn linked(origin: &Origin, from: &str, link: &str, http: bool) -> Result<String, Error> {
    let bad = |what: String| Error::decoding(DecodeError::new(format!("the link to the next page: {what}")));
    if link.trim_start().starts_with('#') {
        // A reference of a fragment alone is the page itself (RFC 3986, section 4.4).
        return Err(bad("it leads to the page that has it, so the pages would never end".to_owned()));
    }
    let from = Address::parse(from, Rule { http: true, encode: true }).map_err(bad)?;
    let address = from.resolve(link, http).map_err(bad)?;
    match address.origin == *origin {
        true => Ok(address.text()),
        false => Err(Error::decoding(DecodeError::new("the link to the next page leads to another origin"))),
    }
}

/// The server of the operation, where the document gives it one and the caller has not given another.
#[inline]
fn own_server(servers: &Servers, info: &OperationInfo) -> Result<Option<BaseUrl>, Error> {
    let Some(server) = info.servers.first().filter(|_| servers.given != Given::BaseUrl) else { return Ok(None) };
    let bad = |what: String| Error::request(format!("the server of the operation: {what}"));
    let url = expand(server, &servers.variables).map_err(Error::request)?;
    let is_relative = Reference::split(&url).map_err(bad)?.scheme.is_none();
    let base = match is_relative || servers.given == Given::Origin {
        true => BaseUrl::at(&servers.base.origin, &url, servers.allow_http),
        false => BaseUrl::parse(&url, servers.allow_http),
    };
    base.map(Some).map_err(bad)
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
            Segment::Literal(text) => percent::push_path(url, text),
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

/// The URL of that text.
///
/// # Errors
/// When it is too long, or not legal.
#[inline]
pub(crate) fn legal(text: String) -> Result<Uri, Error> {
    Uri::try_from(text).map_err(|_| Error::request("the URL is too long, or not legal"))
}
