//! A page from the network: https only, of bounded size, in bounded time, and told apart from everything that is no page. An
//! outage is never read as a change of the API.

use std::net::IpAddr;
use std::time::Duration;

use crategen::cli::exit::{Exit, Failure};
use ureq::Agent;
use ureq::http::Uri;
use ureq::http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION};

/// More than a page of documentation ever has.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// From the first byte sent to the last one received.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often a server may send us elsewhere, on its own host.
const REDIRECTS: usize = 5;

/// What a server gave.
pub enum Fetched {
    /// A page, and the name of this version of it.
    Page { bytes: Vec<u8>, etag: Option<String> },
    /// The page is that of the ETag.
    NotModified,
}

/// Fetches a page; `etag` names the version that is known.
///
/// # Errors
/// 64 for a URL that is not https (http on the loopback interface), 68 for a page that is not there (4xx), 69 for a server
/// or network that does not work, 65 for something that is no page: HTML, binary, too large or cut off.
pub fn fetch(url: &str, etag: Option<&str>) -> Result<Fetched, Failure> {
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .build()
        .into();
    let mut at = address(url, Exit::Usage)?;
    for _ in 0..=REDIRECTS {
        let mut request =
            agent.get(at.clone()).header("accept", "text/markdown, text/plain, application/json, */*;q=0.1");
        if let Some(etag) = etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        let response = request.call().map_err(|error| unavailable(&at, &error.to_string()))?;
        match response.status().as_u16() {
            304 if etag.is_some() => return Ok(Fetched::NotModified),
            200 => return page(&at, response),
            301 | 302 | 303 | 307 | 308 => at = redirected(&at, response.headers().get(LOCATION))?,
            status => return Err(refused(&at, status)),
        }
    }
    Err(unavailable(&at, "the server redirects in a circle"))
}

/// A URL that may be fetched: no password in it, https, or http on the loopback interface.
fn address(url: &str, wrong: Exit) -> Result<Uri, Failure> {
    let failure = |what: &str| Failure::new(wrong, format!("{url} is not fetched: {what}"));
    let uri: Uri = url.parse().map_err(|_| failure("it is not a URL"))?;
    let host = uri.host().ok_or_else(|| failure("it names no host"))?;
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err(failure("it holds credentials"));
    }
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    let loopback = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
    match uri.scheme_str() {
        Some("https") => Ok(uri),
        Some("http") if loopback => Ok(uri),
        _ => Err(failure("only https is, and http on the loopback interface").repair("write the URL with https")),
    }
}

/// Where a server sends us: only on its own host.
fn redirected(from: &Uri, location: Option<&ureq::http::HeaderValue>) -> Result<Uri, Failure> {
    let location = location.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let origin = format!("{}://{}", from.scheme_str().unwrap_or("https"), from.authority().map_or("", |a| a.as_str()));
    let path = from.path();
    let target = if location.contains("://") {
        location.to_owned()
    } else if location.starts_with("//") {
        format!("{}:{location}", from.scheme_str().unwrap_or("https"))
    } else if location.starts_with('/') {
        format!("{origin}{location}")
    } else {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{origin}{folder}/{location}")
    };
    let to = address(&target, Exit::PageGone)?;
    if to.authority() == from.authority() && to.scheme() == from.scheme() {
        return Ok(to);
    }
    Err(Failure::new(Exit::PageGone, format!("{from} moved to another host: {to}"))
        .repair("look whether the new place is the publisher's, and put it under [drift] url in spec/codegen.toml"))
}

fn refused(at: &Uri, status: u16) -> Failure {
    if matches!(status, 408 | 425 | 429) || !(400..500).contains(&status) {
        return unavailable(at, &format!("the server answers {status}"));
    }
    Failure::new(Exit::PageGone, format!("{at} is not there: the server answers {status}"))
        .repair("look where the page is published now, and put that under [drift] url in spec/codegen.toml")
}

fn unavailable(at: &Uri, what: &str) -> Failure {
    Failure::new(Exit::Unavailable, format!("{at} cannot be fetched now: {what}; this says nothing about the API"))
        .repair("run the command again later")
}

fn page(at: &Uri, mut response: ureq::http::Response<ureq::Body>) -> Result<Fetched, Failure> {
    let no_page = |what: &str| {
        Failure::new(Exit::Unreadable, format!("{at} is no page with fragments: {what}"))
            .repair("open the URL, and look whether it is the Markdown or JSON source that is published")
    };
    let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (kind, etag) = (header(CONTENT_TYPE).unwrap_or_default().to_ascii_lowercase(), header(ETAG));
    let length = header(CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if !READABLE.contains(&essence) && !essence.ends_with("+json") && !essence.ends_with("+yaml") {
        return Err(no_page(&format!("its content type is `{essence}`")));
    }
    let read = response.body_mut().with_config().limit(MOST_BYTES).read_to_vec();
    let bytes = read.map_err(|error| match error {
        ureq::Error::BodyExceedsLimit(_) => no_page(&format!("it is larger than {MOST_BYTES} bytes")),
        ureq::Error::Timeout(_) => unavailable(at, &error.to_string()),
        error => no_page(&format!("it is cut off ({error})")),
    })?;
    if length.is_some_and(|length| length != bytes.len()) {
        return Err(no_page("it is cut off: not all the bytes came that the server announced"));
    }
    let start = String::from_utf8_lossy(bytes.get(..512).unwrap_or(&bytes)).trim_start().to_ascii_lowercase();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        return Err(no_page("it is HTML"));
    }
    Ok(Fetched::Page { bytes, etag })
}

/// The content types of pages and documents; plain servers give Markdown as one of the last two.
const READABLE: &[&str] = &[
    "text/markdown",
    "text/x-markdown",
    "text/plain",
    "application/json",
    "application/yaml",
    "application/x-yaml",
    "text/yaml",
    "text/x-yaml",
    "",
];
