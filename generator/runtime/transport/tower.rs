//! Services of `tower` as transports, and transports as services of `tower`, so that layers of others can stand between them.

use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use http::Request;
use tower_service::Service;

use super::body::Body;
use super::boxed::BoxFuture;
use super::boxed::MaybeSend;
use super::error::TransportError;
use super::error::TransportErrorKind;
use super::mode::Async;
use super::sleep::sleep;
use super::traits::Incoming;
use super::traits::Transport;

/// Sends through a service of `tower`: layers around a [`TransportService`], or a service of your own.
///
/// A call waits until the service is ready, and uses a clone of it. An error of a layer is one that may come after the server has done
/// what it was asked ([`TransportErrorKind::NoResponse`]), unless it is a [`TransportError`] or has one as its source. A layer must not
/// follow redirects.
pub struct TowerTransport<S> {
    service: Mutex<S>,
}

impl<S> TowerTransport<S> {
    /// A transport that sends through this service.
    #[inline]
    pub fn new(service: S) -> Self {
        Self { service: Mutex::new(service) }
    }
}

impl<S> Transport for TowerTransport<S>
where
    S: Service<Request<Body<Async>>, Response = Incoming<Async>> + Clone + Send + 'static,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    S::Future: MaybeSend,
{
    #[inline]
    fn send(&self, request: Request<Body<Async>>) -> BoxFuture<'_, Result<Incoming<Async>, TransportError>> {
        let mut service = self.service.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            poll_fn(|context| service.poll_ready(context)).await.map_err(|error| failure(error.into()))?;
            let response = service.call(request);
            response.await.map_err(|error| failure(error.into()))
        })
    }

    #[inline]
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        sleep(duration)
    }
}

#[inline]
fn failure(error: Box<dyn Error + Send + Sync>) -> TransportError {
    let error = match error.downcast::<TransportError>() {
        Ok(error) => return *error,
        Err(error) => error,
    };
    let mut kind = TransportErrorKind::NoResponse;
    let mut source = error.source();
    while let Some(cause) = source {
        kind = cause.downcast_ref::<TransportError>().map_or(kind, TransportError::kind);
        source = cause.source();
    }
    TransportError::new(kind, error)
}

impl<S> fmt::Debug for TowerTransport<S> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TowerTransport")
    }
}

/// A transport as a service of `tower`: what stands innermost, below layers.
pub struct TransportService<T> {
    transport: Arc<T>,
}

impl<T: Transport> TransportService<T> {
    /// A service that sends through this transport.
    #[inline]
    pub fn new(transport: T) -> Self {
        Self { transport: Arc::new(transport) }
    }
}

impl<T: Transport> Service<Request<Body<Async>>> for TransportService<T> {
    type Response = Incoming<Async>;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<Incoming<Async>, TransportError>>;

    #[inline]
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    #[inline]
    fn call(&mut self, request: Request<Body<Async>>) -> Self::Future {
        let transport = self.transport.clone();
        Box::pin(async move { transport.send(request).await })
    }
}

impl<T> Clone for TransportService<T> {
    #[inline]
    fn clone(&self) -> Self {
        Self { transport: self.transport.clone() }
    }
}

impl<T> fmt::Debug for TransportService<T> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TransportService")
    }
}
