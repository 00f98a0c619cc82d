//! One attempt of a call that has ended: what hooks and decisions about retries look at.

use std::fmt;
use std::time::Duration;

use http::HeaderMap;
use http::StatusCode;

use crate::runtime::description::ApiOperation;
use crate::runtime::transport::TransportError;

/// One attempt of a call, which has ended with a response or without one.
///
/// Its `Debug` has no header and no body, because they can hold secrets.
#[derive(Clone, Copy)]
pub struct Attempt<'a> {
    pub(crate) operation: ApiOperation,
    pub(crate) number: u32,
    pub(crate) elapsed: Duration,
    pub(crate) ending: Ending<'a>,
    pub(crate) would_retry: bool,
}

/// How an attempt ended.
#[derive(Clone, Copy)]
pub(crate) enum Ending<'a> {
    Response { status: StatusCode, headers: &'a HeaderMap, body: &'a [u8] },
    Failure(&'a TransportError),
}

impl<'a> Attempt<'a> {
    /// The operation that is called.
    #[inline]
    pub fn operation(&self) -> ApiOperation {
        self.operation
    }

    /// Which attempt of the call it is, from 1 on.
    #[inline]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// How long it took, from sending the request until the response was read, or until its head was there if it is a stream.
    #[inline]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The status of the response, if there was one.
    #[inline]
    pub fn status(&self) -> Option<StatusCode> {
        match self.ending {
            Ending::Response { status, .. } => Some(status),
            Ending::Failure(_) => None,
        }
    }

    /// The headers of the response, if there was one. They can hold secrets, such as `Set-Cookie`.
    #[inline]
    pub fn headers(&self) -> Option<&'a HeaderMap> {
        match self.ending {
            Ending::Response { headers, .. } => Some(headers),
            Ending::Failure(_) => None,
        }
    }

    /// The body of the response as far as it was read: that of a failure up to the limit for bodies of errors; empty for a
    /// stream, and if there was no response.
    #[inline]
    pub fn body(&self) -> &'a [u8] {
        match self.ending {
            Ending::Response { body, .. } => body,
            Ending::Failure(_) => &[],
        }
    }

    /// Why there was no response, if there was none.
    #[inline]
    pub fn error(&self) -> Option<&'a TransportError> {
        match self.ending {
            Ending::Response { .. } => None,
            Ending::Failure(error) => Some(error),
        }
    }

    /// Whether the client would send the call again if nobody else decided. The limits of the call are not in it: how many attempts
    /// and how much time it has left, and whether its body can be sent again.
    #[inline]
    pub fn would_retry(&self) -> bool {
        self.would_retry
    }
}

impl fmt::Debug for Attempt<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("operation", &self.operation)
            .field("number", &self.number)
            .field("elapsed", &self.elapsed)
            .field("status", &self.status())
            .field("error", &self.error())
            .finish_non_exhaustive()
    }
}
