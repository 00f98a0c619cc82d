//! A request that a mock got.

use bytes::Bytes;
use http::HeaderMap;
use http::Method;
use http::Request;
use http::header;
use serde_json::Value;

use crate::runtime::description::ApiOperation;

/// A request that a [`Mock`](super::mock::Mock) got.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Recorded {
    /// The operation that it is of.
    pub operation: Option<ApiOperation>,
    /// The method.
    pub method: Method,
    /// Scheme and host: `https://api.example.com`.
    pub origin: String,
    /// Path and query, as they stand in the request line.
    pub target: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Recorded {
    #[inline]
    pub(super) fn new<T>(request: &Request<T>, body: Bytes) -> Self {
        let uri = request.uri();
        let origin = match (uri.scheme_str(), uri.authority()) {
            (Some(scheme), Some(authority)) => format!("{scheme}://{authority}"),
            _ => String::new(),
        };
        let target = uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
        let operation = request.extensions().get::<ApiOperation>().copied();
        Self { operation, method: request.method().clone(), origin, target, headers: request.headers().clone(), body }
    }

    /// The path, without the query.
    #[inline]
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The text of a header, also of a secret one.
    #[inline]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as text.
    #[inline]
    pub fn body_text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; null when it is none.
    #[inline]
    pub fn body_json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The media type of the body.
    #[inline]
    pub fn content_type(&self) -> Option<&str> {
        self.header(header::CONTENT_TYPE.as_str())
    }

    /// What is said of a request that no rule fits.
    #[inline]
    pub(super) fn unanswered(&self, rules: &[String]) -> String {
        let name = self.operation.map(|operation| format!(" ({})", operation.name())).unwrap_or_default();
        let text = self.body_text();
        let body: String = text.chars().take(SHOWN).collect();
        let body = if body.is_empty() { body } else { format!(" with the body {body:?}") };
        let rules = if rules.is_empty() { "no reply".to_owned() } else { format!("replies for: {}", rules.join(", ")) };
        format!("the mock has no reply for {} {}{name}{body}; it has {rules}", self.method, self.target)
    }
}

/// How many characters of a body are shown.
const SHOWN: usize = 200;
