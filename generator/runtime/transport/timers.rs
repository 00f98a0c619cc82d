//! Time limits of async calls, by means of the `sleep` of the transport.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::task::Context;
use std::task::Poll;
use std::task::ready;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::Request;

use super::body::Body;
use super::boxed::BoxFuture;
use super::boxed::BoxStream;
use super::error::TransportError;
use super::error::TransportErrorKind;
use super::mode::Async;
use super::traits::Transport;

/// The result of `work`, or `None` when it takes longer than `limit`.
#[inline]
pub(crate) async fn within<T>(
    limit: Option<Duration>,
    transport: &dyn Transport,
    work: Pin<&mut impl Future<Output = T>>,
) -> Option<T> {
    timed(limit, transport, None, work).await
}

/// As [`within`], but the time restarts if there was progress, where progress is watched.
#[inline]
pub(crate) async fn timed<T>(
    limit: Option<Duration>,
    transport: &dyn Transport,
    progress: Option<&AtomicBool>,
    mut work: Pin<&mut impl Future<Output = T>>,
) -> Option<T> {
    let mut timer = None;
    std::future::poll_fn(|context| {
        if let Poll::Ready(result) = work.as_mut().poll(context) {
            return Poll::Ready(Some(result));
        }
        let Some(limit) = limit else { return Poll::Pending };
        loop {
            // Work that is done at once needs no timer.
            let running = timer.get_or_insert_with(|| transport.sleep(limit));
            ready!(running.as_mut().poll(context));
            if !progress.is_some_and(|progress| progress.swap(false, Ordering::Relaxed)) {
                return Poll::Ready(None);
            }
            timer = None;
        }
    })
    .await
}

/// The request, whose body sets `progress` when the transport takes a piece of it.
#[inline]
pub(crate) fn watched(request: Request<Body<Async>>, progress: &Arc<AtomicBool>) -> Request<Body<Async>> {
    request.map(|body| match body {
        Body::Stream { source, length } => Body::stream(Watched { source, progress: progress.clone() }, length),
        other => other,
    })
}

struct Watched {
    source: BoxStream<std::io::Result<Bytes>>,
    progress: Arc<AtomicBool>,
}

impl Stream for Watched {
    type Item = std::io::Result<Bytes>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = self.source.as_mut().poll_next(context);
        if piece.is_ready() {
            self.progress.store(true, Ordering::Relaxed);
        }
        piece
    }
}

/// A body with an idle timeout.
pub(crate) struct Idle {
    body: BoxStream<Result<Bytes, TransportError>>,
    transport: Arc<dyn Transport>,
    limit: Option<Duration>,
    timer: Option<BoxFuture<'static, ()>>,
}

impl Idle {
    #[inline]
    pub(crate) fn new(
        body: BoxStream<Result<Bytes, TransportError>>,
        transport: Arc<dyn Transport>,
        limit: Option<Duration>,
    ) -> Self {
        Self { body, transport, limit, timer: None }
    }
}

impl Stream for Idle {
    type Item = Result<Bytes, TransportError>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Poll::Ready(piece) = this.body.as_mut().poll_next(context) {
            this.timer = None;
            return Poll::Ready(piece);
        }
        let Some(limit) = this.limit else { return Poll::Pending };
        let timer = this.timer.get_or_insert_with(|| this.transport.sleep(limit));
        timer.as_mut().poll(context).map(|()| {
            this.timer = None;
            Some(Err(TransportError::bare(TransportErrorKind::BodyTimeout)))
        })
    }
}
