//! Why a transport has no response.

use std::error::Error;
use std::fmt;
use std::io;

/// Why there was no response, or no more of it.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// How far a failed attempt came, which decides whether it can be made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: nothing was sent.
    Connect,
    /// The server has no certificate that is trusted: nothing was sent, and trying again changes nothing.
    Certificate,
    /// No connection in time: nothing was sent.
    ConnectTimeout,
    /// The connection was lost before a response.
    NoResponse,
    /// No response in time.
    Timeout,
    /// The response broke off.
    Body,
    /// The response stopped coming.
    BodyTimeout,
    /// A redirect was followed, which no transport may do.
    Redirected,
    /// The request cannot be sent at all.
    Request,
}

impl TransportError {
    /// An error with its cause. The cause must not name the URL: there can be a key in it.
    #[inline]
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { kind, source: Some(source.into()) }
    }

    /// How far the attempt came.
    #[inline]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    #[inline]
    pub(crate) fn bare(kind: TransportErrorKind) -> Self {
        Self { kind, source: None }
    }

    /// The error of a reader of the body.
    #[inline]
    pub(crate) fn reading(error: io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => TransportErrorKind::BodyTimeout,
            _ => TransportErrorKind::Body,
        };
        Self::new(kind, error)
    }

    /// Whether a failure to connect is about the certificate. TLS libraries have types of their own for that, but common words.
    #[cfg(any(feature = "blocking", all(feature = "reqwest", not(target_arch = "wasm32"))))]
    #[inline]
    pub(crate) fn is_of_certificate(error: &(dyn Error + 'static)) -> bool {
        let mut cause = Some(error);
        while let Some(error) = cause {
            let text = error.to_string();
            if ["invalid peer certificate", "certificate verify failed"].iter().any(|words| text.contains(words)) {
                return true;
            }
            cause = error.source();
        }
        false
    }

    #[cfg(not(all(feature = "reqwest", feature = "blocking")))]
    #[inline]
    pub(crate) fn none(help: &str) -> Self {
        Self::new(
            TransportErrorKind::Request,
            format!("there is no transport: {help}, or give one with `.transport(…)`"),
        )
    }
}

impl TransportErrorKind {
    /// One word for it, for logs and measurements.
    #[inline]
    pub fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Certificate => "certificate",
            Self::ConnectTimeout => "connect_timeout",
            Self::NoResponse => "no_response",
            Self::Timeout => "timeout",
            Self::Body => "body",
            Self::BodyTimeout => "body_timeout",
            Self::Redirected => "redirected",
            Self::Request => "request",
        }
    }
}

impl fmt::Display for TransportError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection to the server",
            TransportErrorKind::Certificate => "no connection to the server: its certificate is not trusted",
            TransportErrorKind::ConnectTimeout => "no connection to the server in time",
            TransportErrorKind::NoResponse => "the connection was lost before a response",
            TransportErrorKind::Timeout => "no response in time",
            TransportErrorKind::Body => "the response broke off",
            TransportErrorKind::BodyTimeout => "the response stopped coming",
            TransportErrorKind::Redirected => {
                "the transport followed a redirect; build its HTTP client without redirects"
            }
            TransportErrorKind::Request => "the request cannot be sent",
        })
    }
}

impl Error for TransportError {
    #[inline]
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}
