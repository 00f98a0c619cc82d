//! Texts from the network: https only, of bounded size, in bounded time, and told apart from everything that is no text of an
//! API. Every way in which a page cannot be had has a word of its own, so that an outage is never read as a change of the API.

mod address;
mod answer;
mod error;
mod login;
mod wait;

use std::time::Duration;

use ureq::Agent;
use ureq::http::header::{ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION};
use ureq::http::{HeaderMap, HeaderName, Uri};

pub use address::{resolve, same_origin};
pub use error::Error;

/// What a fetcher never exceeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The bytes of one text.
    pub bytes: u64,
    /// One request, from the first byte sent to the last one received.
    pub time: Duration,
    /// How often a server may send us elsewhere, on its own host.
    pub redirects: usize,
    /// How often a server that asks to wait is asked again.
    pub attempts: u32,
    /// How long is waited for such a server, for one text.
    pub wait: Duration,
    /// The least time between two requests.
    pub pause: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 16 * 1024 * 1024,
            time: Duration::from_secs(60),
            redirects: 5,
            attempts: 3,
            wait: Duration::from_secs(60),
            pause: Duration::ZERO,
        }
    }
}

/// What names a version of a text (RFC 9110, section 8.8).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// The header `ETag`.
    pub etag: Option<String>,
    /// The header `Last-Modified`.
    pub last_modified: Option<String>,
}

impl Validators {
    /// Whether there is nothing to ask with.
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }

    fn of(headers: &HeaderMap) -> Self {
        Self { etag: text(headers, &ETAG), last_modified: text(headers, &LAST_MODIFIED) }
    }
}

/// What a server gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// A text.
    Text {
        /// Where it was in the end.
        url: String,
        /// Its bytes.
        bytes: Vec<u8>,
        /// The name of this version.
        validators: Validators,
        /// The server's date.
        date: Option<String>,
    },
    /// The text is that of the validators.
    NotModified,
}

/// Asks servers, one request at a time.
#[derive(Debug)]
pub struct Fetcher {
    agent: Agent,
    limits: Limits,
    asked: bool,
}

impl Fetcher {
    /// A fetcher within limits.
    pub fn new(limits: Limits) -> Self {
        let agent = Agent::config_builder()
            .timeout_global(Some(limits.time))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(USER_AGENT)
            .build()
            .into();
        Self { agent, limits, asked: false }
    }

    /// Fetches a text; the validators name the version that is known.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn fetch(&mut self, url: &str, known: &Validators) -> Result<Fetched, Error> {
        let first = address::checked(url).map_err(|what| Error::Address { url: url.to_owned(), what })?;
        let mut at = first.clone();
        let told = |at: &Uri, error: Error| login::instead(&first, at, error);
        for _ in 0..=self.limits.redirects {
            let response = self.patiently(&at, known).map_err(|error| told(&at, error))?;
            match response.status().as_u16() {
                304 if !known.is_empty() => return Ok(Fetched::NotModified),
                200 => return answer::text(&at, response, self.limits.bytes).map_err(|error| told(&at, error)),
                301 | 302 | 303 | 307 | 308 => at = redirected(&first, &at, response.headers())?,
                status => return Err(told(&at, refused(&at, status))),
            }
        }
        let circle = Error::Unavailable { url: at.to_string(), what: "the server redirects in a circle".to_owned() };
        Err(told(&at, circle))
    }

    /// Asks until the server no longer asks to wait, within the limits.
    fn patiently(&mut self, at: &Uri, known: &Validators) -> Result<Response, Error> {
        let mut left = self.limits.wait;
        for attempt in 0.. {
            let response = self.ask(at, known)?;
            let Some(wait) = wait::asked_for(&response, attempt) else { return Ok(response) };
            if attempt >= self.limits.attempts || wait > left {
                return Err(Error::RateLimited { url: at.to_string(), after: wait });
            }
            left = left.saturating_sub(wait);
            std::thread::sleep(wait);
        }
        Err(Error::RateLimited { url: at.to_string(), after: self.limits.wait })
    }

    fn ask(&mut self, at: &Uri, known: &Validators) -> Result<Response, Error> {
        if std::mem::replace(&mut self.asked, true) {
            std::thread::sleep(self.limits.pause);
        }
        let mut request = self.agent.get(at.clone()).header("accept", ACCEPTED);
        if let Some(etag) = &known.etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(date) = &known.last_modified {
            request = request.header(IF_MODIFIED_SINCE, date);
        }
        request.call().map_err(|error| Error::Unavailable { url: at.to_string(), what: error.to_string() })
    }
}

/// Fetches one text within the usual limits.
///
/// # Errors
/// See [`Error`].
pub fn fetch(url: &str, known: &Validators) -> Result<Fetched, Error> {
    Fetcher::new(Limits::default()).fetch(url, known)
}

type Response = ureq::http::Response<ureq::Body>;

/// The name that a server knows us by, and that its `robots.txt` may address.
const USER_AGENT: &str = concat!("crategen/", env!("CARGO_PKG_VERSION"));

const ACCEPTED: &str = "text/markdown, text/plain, application/json, application/yaml, */*;q=0.1";

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// Where a server sends us: only on its own host.
fn redirected(first: &Uri, from: &Uri, headers: &HeaderMap) -> Result<Uri, Error> {
    let location = text(headers, &LOCATION).unwrap_or_default();
    let moved = |to: &str, what: &'static str| Error::Moved { url: from.to_string(), to: to.to_owned(), what };
    let to = resolve(&from.to_string(), &location).ok_or_else(|| moved(&location, "which is no address"))?;
    if !same_origin(&from.to_string(), &to) {
        let other = moved(&to, "which is another host");
        return Err(match to.parse() {
            Ok(at) => login::instead(first, &at, other),
            Err(_) => other,
        });
    }
    address::checked(&to).map_err(|_| moved(&to, "which is not fetched"))
}

fn refused(at: &Uri, status: u16) -> Error {
    let url = at.to_string();
    match status {
        401 | 403 | 407 | 511 => Error::Login { url, what: format!("the server answers {status}") },
        408 | 421 | 425 => Error::Unavailable { url, what: format!("the server answers {status}") },
        400..=499 => Error::Gone { url, status },
        _ => Error::Unavailable { url, what: format!("the server answers {status}") },
    }
}
