//! The tracing spans of a call and of each of its attempts, with the names of OpenTelemetry (semantic conventions for HTTP). Never a
//! value, a URL, a header or a body; only the id that the server gives a request.

use std::time::Duration;

use http::Request;
use http::header::HeaderName;

use crate::runtime::description::ApiOperation;
use crate::runtime::transport::BoxFuture;
use crate::runtime::transport::Mode;
use crate::runtime::transport::TransportError;

use super::received::ReceivedResponse;

/// The span of one call or attempt; without the feature `tracing` nothing.
#[derive(Clone)]
pub(crate) struct Trace {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

#[cfg(feature = "tracing")]
impl Trace {
    /// The span of a call.
    #[inline]
    pub(crate) fn of_call(operation: ApiOperation) -> Self {
        let attempts = tracing::field::Empty;
        Self { span: tracing::debug_span!("api_call", operation = operation.name(), attempts = attempts) }
    }

    /// The span of an attempt, inside of that of its call; `made` attempts were made before.
    #[inline]
    pub(crate) fn of_attempt<B>(&self, operation: ApiOperation, request: &Request<B>, made: u32) -> Self {
        use tracing::field::Empty;
        let (method, uri) = (request.method().as_str(), request.uri());
        let span = tracing::debug_span!(
            parent: &self.span,
            "http_request",
            "otel.kind" = "client",
            "otel.name" = format!("{method} {}", operation.path_template()),
            "http.request.method" = method,
            "url.template" = operation.path_template(),
            "server.address" = uri.host(),
            "server.port" = uri.port_u16(),
            "http.request.resend_count" = (made > 0).then_some(made),
            "http.response.status_code" = Empty,
            "error.type" = Empty,
            request_id = Empty,
        );
        Self { span }
    }

    #[inline]
    pub(crate) fn retries(&self, attempt: u32, pause: Duration) {
        let milliseconds = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        self.span.in_scope(|| tracing::debug!(attempt, pause = milliseconds, "the call will be sent again"));
    }

    /// Records how an attempt ended.
    #[inline]
    pub(crate) fn ended<M: Mode>(&self, response: &Result<ReceivedResponse<M>, TransportError>, id: &HeaderName) {
        match response {
            Ok(ReceivedResponse { status, headers, .. }) => {
                self.span.record("http.response.status_code", status.as_u16());
                if status.is_client_error() || status.is_server_error() {
                    self.span.record("error.type", status.as_str());
                }
                if let Some(id) = headers.get(id).and_then(|id| id.to_str().ok()).filter(|id| id.len() <= 128) {
                    self.span.record("request_id", id);
                }
            }
            Err(error) => drop(self.span.record("error.type", error.kind().name())),
        }
    }

    /// Records how often a call was sent.
    #[inline]
    pub(crate) fn done(&self, attempts: u32) {
        self.span.record("attempts", attempts);
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
    pub(crate) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        self.span.in_scope(work)
    }
}

#[cfg(not(feature = "tracing"))]
impl Trace {
    #[inline]
    pub(crate) fn of_call(_: ApiOperation) -> Self {
        Self {}
    }

    #[inline]
    pub(crate) fn of_attempt<B>(&self, _: ApiOperation, _: &Request<B>, _: u32) -> Self {
        Self {}
    }

    #[inline]
    pub(crate) fn retries(&self, _: u32, _: Duration) {}

    #[inline]
    pub(crate) fn ended<M: Mode>(&self, _: &Result<ReceivedResponse<M>, TransportError>, _: &HeaderName) {}

    #[inline]
    pub(crate) fn done(&self, _: u32) {}

    #[inline]
    pub(crate) fn around<'a, T: 'a>(self, work: BoxFuture<'a, T>) -> BoxFuture<'a, T> {
        work
    }

    #[inline]
    pub(crate) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        work()
    }
}
