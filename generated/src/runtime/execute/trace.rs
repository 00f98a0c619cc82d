//! The tracing span of a call: operation, method, status, attempts. Never a value, a URL or a header.

use std::time::Duration;

use http::StatusCode;

use crate::runtime::description::OperationInfo;
use crate::runtime::transport::BoxFuture;

/// The span of one call; without the feature `tracing` nothing.
#[derive(Clone)]
pub(crate) struct Trace {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

#[cfg(feature = "tracing")]
impl Trace {
    #[inline]
    pub(crate) fn new(info: &'static OperationInfo) -> Self {
        let span = tracing::debug_span!(
            "api_call",
            operation = info.name,
            method = info.method.as_str(),
            status = tracing::field::Empty,
            attempts = tracing::field::Empty,
        );
        Self { span }
    }

    #[inline]
    pub(crate) fn retries(&self, attempt: u32, pause: Duration) {
        let milliseconds = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        self.span.in_scope(|| tracing::debug!(attempt, pause = milliseconds, "the call will be sent again"));
    }

    #[inline]
    pub(crate) fn done(&self, attempts: u32, status: Option<StatusCode>) {
        self.span.record("attempts", attempts);
        if let Some(status) = status {
            self.span.record("status", status.as_u16());
        }
    }

    /// Runs the future inside of the span.
    #[inline]
    pub(crate) fn around<'a, T: 'a>(self, mut work: BoxFuture<'a, T>) -> BoxFuture<'a, T> {
        Box::pin(std::future::poll_fn(move |context| {
            let _entered = self.span.enter();
            work.as_mut().poll(context)
        }))
    }

    /// Runs the function inside of the span.
    #[inline]
    pub(crate) fn within<T>(self, work: impl FnOnce() -> T) -> T {
        self.span.in_scope(work)
    }
}

#[cfg(not(feature = "tracing"))]
impl Trace {
    #[inline]
    pub(crate) fn new(_: &'static OperationInfo) -> Self {
        Self {}
    }

    #[inline]
    pub(crate) fn retries(&self, _: u32, _: Duration) {}

    #[inline]
    pub(crate) fn done(&self, _: u32, _: Option<StatusCode>) {}

    #[inline]
    pub(crate) fn around<'a, T: 'a>(self, work: BoxFuture<'a, T>) -> BoxFuture<'a, T> {
        work
    }

    #[inline]
    pub(crate) fn within<T>(self, work: impl FnOnce() -> T) -> T {
        work()
    }
}
