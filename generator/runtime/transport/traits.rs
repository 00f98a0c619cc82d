//! The traits of transports: a transport sends one request and returns one response, without redirects, retries, cookies or
//! credentials of its own.

use std::time::Duration;

use http::Request;
use http::Response;

use super::body::Body;
use super::boxed::BoxFuture;
use super::error::TransportError;
use super::mode::Async;
use super::mode::Blocking;
use super::mode::Mode;

/// A response whose body is still to be read.
pub type Incoming<M> = Response<<M as Mode>::Incoming>;

/// An asynchronous transport. It must not follow redirects.
///
/// The extensions of the request hold its [`Timeouts`](super::timeouts::Timeouts), and which operation it is of:
/// [`ApiOperation`](crate::runtime::ApiOperation), with its name, method and path template. The runtime keeps the attempt and the idle
/// timeout by means of `sleep`; a transport has to keep only the connect timeout.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request; ready when the head of the response is there. Dropping the future cancels the request.
    fn send(&self, request: Request<Body<Async>>) -> BoxFuture<'_, Result<Incoming<Async>, TransportError>>;

    /// Ready after that time; for timeouts.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Ready after that time; between two attempts.
    #[inline]
    fn pause(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.sleep(duration)
    }
}

/// A blocking transport. It must not follow redirects.
///
/// It keeps all [`Timeouts`](super::timeouts::Timeouts) in the extensions of the request, which also hold the
/// [`ApiOperation`](crate::runtime::ApiOperation) that it is of.
pub trait BlockingTransport: Send + Sync + 'static {
    /// Sends the request; returns when the head of the response is there.
    ///
    /// # Errors
    /// When there is no response.
    fn send(&self, request: Request<Body<Blocking>>) -> Result<Incoming<Blocking>, TransportError>;

    /// Returns after that time; between two attempts.
    #[inline]
    fn pause(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}
