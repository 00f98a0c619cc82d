//! A transport for tests: it returns prepared replies and records requests. One mock serves async and blocking clients.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::io::Read;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use http::HeaderValue;
use http::Method;
use http::Request;
use http::Response;
use http::StatusCode;
use http::header;
use http::header::HeaderName;
use serde_json::Value;

use super::body::Body;
use super::boxed::BoxFuture;
use super::boxed::BoxStream;
use super::error::TransportError;
use super::error::TransportErrorKind;
use super::mode::Async;
use super::mode::Blocking;
use super::traits::BlockingTransport;
use super::traits::Incoming;
use super::traits::Transport;

/// A server that is not there. Clones share their replies and requests.
#[derive(Clone, Default)]
pub struct Mock {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    replies: VecDeque<MockReply>,
    requests: Vec<Recorded>,
    pauses: Vec<Duration>,
}

/// A reply that a [`Mock`] plays.
#[derive(Clone, Debug)]
pub struct MockReply(Played);

#[derive(Clone, Debug)]
enum Played {
    Response { status: u16, headers: Vec<(String, String)>, pieces: Vec<Bytes>, broken: bool },
    Failure(TransportErrorKind),
}

/// A request that a [`Mock`] got.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Recorded {
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

impl Mock {
    /// A mock without replies.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a reply; each is played once, in order.
    #[must_use]
    #[inline]
    pub fn reply(self, reply: MockReply) -> Self {
        self.push(reply);
        self
    }

    /// Adds a reply later.
    #[inline]
    pub fn push(&self, reply: MockReply) {
        self.state().replies.push_back(reply);
    }

    /// The requests so far.
    #[inline]
    pub fn requests(&self) -> Vec<Recorded> {
        self.state().requests.clone()
    }

    /// How long the client wanted to wait between attempts. A mock does not really wait.
    #[inline]
    pub fn pauses(&self) -> Vec<Duration> {
        self.state().pauses.clone()
    }

    #[inline]
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[inline]
    fn play(&self, request: Recorded) -> Result<(http::response::Parts, Vec<Bytes>, bool), TransportError> {
        let mut state = self.state();
        state.requests.push(request);
        let reply = state.replies.pop_front().ok_or_else(|| {
            TransportError::new(TransportErrorKind::Request, "the mock has no reply left; add one with `.reply(…)`")
        })?;
        match reply.0 {
            Played::Failure(kind) => Err(TransportError::new(kind, "played by the mock")),
            Played::Response { status, headers, pieces, broken } => Ok((head(status, &headers)?, pieces, broken)),
        }
    }
}

impl MockReply {
    /// An empty reply.
    #[inline]
    pub fn status(status: u16) -> Self {
        Self::bytes(status, Bytes::new())
    }

    /// A reply with bytes.
    #[inline]
    pub fn bytes(status: u16, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        let pieces = if body.is_empty() { Vec::new() } else { vec![body] };
        Self(Played::Response { status, headers: Vec::new(), pieces, broken: false })
    }

    /// A reply with JSON.
    #[inline]
    pub fn json(status: u16, body: &Value) -> Self {
        Self::bytes(status, body.to_string()).header("content-type", "application/json")
    }

    /// A reply with text.
    #[inline]
    pub fn text(status: u16, body: &str) -> Self {
        Self::bytes(status, body.to_owned()).header("content-type", "text/plain; charset=utf-8")
    }

    /// A reply whose body comes in pieces.
    #[inline]
    pub fn pieces(status: u16, pieces: impl IntoIterator<Item = impl Into<Bytes>>) -> Self {
        let pieces = pieces.into_iter().map(Into::into).collect();
        Self(Played::Response { status, headers: Vec::new(), pieces, broken: false })
    }

    /// No reply: the request fails like this.
    #[inline]
    pub fn failure(kind: TransportErrorKind) -> Self {
        Self(Played::Failure(kind))
    }

    /// Adds a header.
    #[must_use]
    #[inline]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Played::Response { headers, .. } = &mut self.0 {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Lets the body break off after its last piece.
    #[must_use]
    #[inline]
    pub fn broken_off(mut self) -> Self {
        if let Played::Response { broken, .. } = &mut self.0 {
            *broken = true;
        }
        self
    }
}

#[inline]
fn head(status: u16, headers: &[(String, String)]) -> Result<http::response::Parts, TransportError> {
    let illegal =
        |what: &str| TransportError::new(TransportErrorKind::Request, format!("the mock has an illegal {what}"));
    let mut response = Response::new(());
    *response.status_mut() = StatusCode::from_u16(status).map_err(|_| illegal("status"))?;
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| illegal("header name"))?;
        response.headers_mut().append(name, HeaderValue::from_str(value).map_err(|_| illegal("header value"))?);
    }
    Ok(response.into_parts().0)
}

#[inline]
fn record<T>(request: &Request<T>, body: Bytes) -> Recorded {
    let uri = request.uri();
    let origin = match (uri.scheme_str(), uri.authority()) {
        (Some(scheme), Some(authority)) => format!("{scheme}://{authority}"),
        _ => String::new(),
    };
    let target = uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    Recorded { method: request.method().clone(), origin, target, headers: request.headers().clone(), body }
}

impl Recorded {
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
}

impl Transport for Mock {
    #[inline]
    fn send(&self, request: Request<Body<Async>>) -> BoxFuture<'_, Result<Incoming<Async>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = match body {
                Body::Empty => Bytes::new(),
                Body::Bytes(bytes) => bytes,
                Body::Stream { source, .. } => gather(source).await?,
            };
            let (head, pieces, broken) = self.play(record(&Request::from_parts(head, ()), body))?;
            let pieces: BoxStream<_> = Box::pin(Pieces { pieces: pieces.into(), broken });
            Ok(Response::from_parts(head, pieces))
        })
    }

    /// No time passes here: a timeout is played with [`MockReply::failure`].
    #[inline]
    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }

    #[inline]
    fn pause(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.state().pauses.push(duration);
        Box::pin(std::future::ready(()))
    }
}

impl BlockingTransport for Mock {
    #[inline]
    fn send(&self, request: Request<Body<Blocking>>) -> Result<Incoming<Blocking>, TransportError> {
        let (head, body) = request.into_parts();
        let body = match body {
            Body::Empty => Bytes::new(),
            Body::Bytes(bytes) => bytes,
            Body::Stream { mut source, .. } => {
                let mut whole = Vec::new();
                let read = source.read_to_end(&mut whole);
                read.map_err(|error| TransportError::new(TransportErrorKind::NoResponse, error))?;
                whole.into()
            }
        };
        let (head, pieces, broken) = self.play(record(&Request::from_parts(head, ()), body))?;
        let body: Box<dyn Read + Send> = Box::new(Pieces { pieces: pieces.into(), broken });
        Ok(Response::from_parts(head, body))
    }

    #[inline]
    fn pause(&self, duration: Duration) {
        self.state().pauses.push(duration);
    }
}

#[inline]
async fn gather(mut source: BoxStream<io::Result<Bytes>>) -> Result<Bytes, TransportError> {
    let mut whole = Vec::new();
    while let Some(piece) = std::future::poll_fn(|context| source.as_mut().poll_next(context)).await {
        whole.extend_from_slice(&piece.map_err(|error| TransportError::new(TransportErrorKind::NoResponse, error))?);
    }
    Ok(whole.into())
}

/// A body in pieces.
struct Pieces {
    pieces: VecDeque<Bytes>,
    broken: bool,
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = self.pieces.pop_front().map(Ok);
        let breaks = piece.is_none() && std::mem::take(&mut self.broken);
        Poll::Ready(if breaks { Some(Err(TransportError::bare(TransportErrorKind::Body))) } else { piece })
    }
}

impl Read for Pieces {
    #[inline]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(mut piece) = self.pieces.pop_front() else {
            return if self.broken { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(0) };
        };
        let taken = piece.split_to(buffer.len().min(piece.len()));
        if !piece.is_empty() {
            self.pieces.push_front(piece);
        }
        taken.as_ref().read(buffer)
    }
}

impl fmt::Debug for Mock {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        write!(f, "Mock({} requests, {} replies left)", state.requests.len(), state.replies.len())
    }
}
