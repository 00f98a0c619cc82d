//! A request that is about to be sent, as hooks see it.

use std::fmt;

use http::HeaderMap;
use http::Method;
use http::Uri;
use http::request::Parts;

use crate::runtime::description::ApiOperation;
use crate::runtime::response::Error;
use crate::runtime::transport::Body;
use crate::runtime::transport::Mode;

use super::assemble::add_to_query;
use super::draft::query_piece;
use super::headers;

/// A request that is about to be sent: one attempt of a call.
///
/// Its `Debug` has no URL, header or body, because they can hold secrets. Values of headers that were given to the client or to the
/// call are marked as sensitive, so the `Debug` of [`headers`](Self::headers) does not show them either.
pub struct OutgoingRequest<'a> {
    operation: ApiOperation,
    attempt: u32,
    head: &'a mut Parts,
    body: Option<&'a [u8]>,
    problem: Option<Error>,
}

impl<'a> OutgoingRequest<'a> {
    #[inline]
    pub(crate) fn new<M: Mode>(
        operation: ApiOperation,
        attempt: u32,
        head: &'a mut Parts,
        body: &'a Body<M>,
    ) -> OutgoingRequest<'a> {
        let body: Option<&[u8]> = match body {
            Body::Empty => Some(&[]),
            Body::Bytes(bytes) => Some(bytes),
            Body::Stream { .. } => None,
        };
        Self { operation, attempt, head, body, problem: None }
    }

    /// The operation that is called.
    #[inline]
    pub fn operation(&self) -> ApiOperation {
        self.operation
    }

    /// Which attempt of the call it is, from 1 on.
    #[inline]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The method.
    #[inline]
    pub fn method(&self) -> &Method {
        &self.head.method
    }

    /// The URL with its query.
    #[inline]
    pub fn url(&self) -> &Uri {
        &self.head.uri
    }

    /// The headers, without those that a transport adds, such as `Host`.
    #[inline]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The body; `None` for a stream.
    #[inline]
    pub fn body(&self) -> Option<&[u8]> {
        self.body
    }

    /// Sets a header, in place of one that the request has. If the name or the value is not legal, or the client sets this header,
    /// the call fails.
    #[inline]
    pub fn header(&mut self, name: &str, value: &str) {
        match headers::header(name, value) {
            Ok((name, value)) => drop(self.head.headers.insert(name, value)),
            Err(error) => self.fail(error),
        }
    }

    /// Adds a parameter to the query.
    #[inline]
    pub fn query(&mut self, name: &str, value: &str) {
        let mut text = self.head.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
        add_to_query(&mut text, &query_piece(name, value));
        let mut parts = self.head.uri.clone().into_parts();
        parts.path_and_query = text.parse().ok();
        match Uri::from_parts(parts) {
            Ok(uri) => self.head.uri = uri,
            Err(_) => self.fail(Error::request("the URL is too long")),
        }
    }

    #[inline]
    fn fail(&mut self, error: Error) {
        self.problem.get_or_insert(error);
    }

    /// The first mistake of a hook.
    #[inline]
    pub(super) fn problem(&mut self) -> Result<(), Error> {
        self.problem.take().map_or(Ok(()), Err)
    }
}

impl fmt::Debug for OutgoingRequest<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutgoingRequest")
            .field("operation", &self.operation)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}
