//! Transports: what sends one request and brings one response, without redirects, retries, cookies or credentials of its own.

#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "blocking")]
mod ureq;

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use futures_core::Stream;
use http::Request;
use http::Response;

use super::body::Body;
use super::mode::Async;
use super::mode::Blocking;
use super::mode::Mode;

#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
#[cfg(feature = "blocking")]
pub use self::ureq::UreqTransport;

/// A boxed future. In a browser nothing is `Send`, and neither is this.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
/// A boxed future. In a browser nothing is `Send`, and neither is this.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A boxed stream. In a browser nothing is `Send`, and neither is this.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxStream<T> = Pin<Box<dyn Stream<Item = T> + Send>>;
/// A boxed stream. In a browser nothing is `Send`, and neither is this.
#[cfg(target_arch = "wasm32")]
pub type BoxStream<T> = Pin<Box<dyn Stream<Item = T>>>;

/// `Send`, except in a browser.
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Send> MaybeSend for T {}
/// `Send`, except in a browser.
#[cfg(target_arch = "wasm32")]
pub trait MaybeSend {}
#[cfg(target_arch = "wasm32")]
impl<T> MaybeSend for T {}

/// A response whose body is still to be read.
pub type Incoming<M> = Response<<M as Mode>::Incoming>;

/// An asynchronous transport. [`Timeouts`] are in the extensions of the request; the runtime keeps the attempt and idle
/// timeouts itself, by means of `sleep`, so a transport only has to mind the connect timeout. It must not follow redirects.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request; ready when the head of the response is there. Dropping the future cancels the request.
    fn send(&self, request: Request<Body<Async>>) -> BoxFuture<'_, Result<Incoming<Async>, TransportError>>;

    /// Ready after that time; for timeouts.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Ready after that time; between two attempts.
    fn pause(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.sleep(duration)
    }
}

/// A blocking transport. It keeps all [`Timeouts`] in the extensions of the request. It must not follow redirects.
pub trait BlockingTransport: Send + Sync + 'static {
    /// Sends the request; returns when the head of the response is there.
    ///
    /// # Errors
    /// When there is no response.
    fn send(&self, request: Request<Body<Blocking>>) -> Result<Incoming<Blocking>, TransportError>;

    /// Returns after that time; between two attempts.
    fn pause(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

/// How long the phases of one attempt may take; `None` is without limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Until there is a connection.
    pub connect: Option<Duration>,
    /// Between two pieces of a response body.
    pub idle: Option<Duration>,
    /// The whole attempt; for a streamed response until its head is there.
    pub attempt: Option<Duration>,
    /// Whether a successful response will be streamed, so that `attempt` ends with its head.
    pub streamed: bool,
    /// Whether the body of the request is a stream, so that `attempt` begins anew with each piece of it.
    pub uploads: bool,
}

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
    /// An error with the error that caused it. The cause must not name the URL: there can be a key in it.
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { kind, source: Some(source.into()) }
    }

    /// How far the attempt came.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    pub(crate) fn bare(kind: TransportErrorKind) -> Self {
        Self { kind, source: None }
    }

    #[cfg(not(all(feature = "reqwest", feature = "blocking")))]
    pub(crate) fn none(help: &str) -> Self {
        Self::new(
            TransportErrorKind::Request,
            format!("there is no transport: {help}, or give one with `.transport(…)`"),
        )
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection to the server",
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
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}
