//! A transport for tests: it plays replies and records requests. One mock serves async and blocking clients.

use std::borrow::Borrow;
use std::fmt;
use std::io;
use std::io::Read;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http::Response;
use http::response::Parts;
use serde_json::Value;

use crate::runtime::json::DecodeError;
use crate::runtime::response::Operation;
use crate::runtime::transport::Async;
use crate::runtime::transport::Blocking;
use crate::runtime::transport::BlockingTransport;
use crate::runtime::transport::Body;
use crate::runtime::transport::BoxFuture;
use crate::runtime::transport::BoxStream;
use crate::runtime::transport::Incoming;
use crate::runtime::transport::Transport;
use crate::runtime::transport::TransportError;
use crate::runtime::transport::TransportErrorKind;

pub use super::recorded::Recorded;
pub use super::reply::MockOutput;
pub use super::reply::MockReply;
#[allow(unused_imports)]
pub(crate) use super::reply::written;

use super::pieces::Pieces;
use super::replay;
use super::rule;
use super::rule::Rule;
use super::rule::Wanted;

/// A server that is not there: it answers requests by rules. Of the rules that fit a request, it follows
///
/// 1. the first one with a condition or a number of replies left ([`MockRule::when`], [`MockRule::times`]),
/// 2. else the last one for the operation or path, of those with a path one without braces first,
/// 3. else the first reply for any request ([`Mock::reply`]).
///
/// Clones share their rules and requests.
///
/// A request that no rule fits fails as [`ErrorKind::Request`](crate::runtime::ErrorKind), with what was sent and the rules that
/// there are in its source.
#[derive(Clone, Default)]
pub struct Mock {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    rules: Vec<Rule>,
    /// Each with the rule that it got its reply by.
    requests: Vec<(Recorded, Option<usize>)>,
    pauses: Vec<Duration>,
}

/// A rule of a [`Mock`]: it answers each request that it fits, unless one of these methods limits it.
#[derive(Clone)]
pub struct MockRule {
    mock: Mock,
    index: usize,
}

impl Mock {
    /// A mock without replies.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers calls of the operation `O` with this value: `mock.on::<GetPet>(&pet)`. See [`MockReply::of`].
    #[inline]
    pub fn on<O: Operation<Async>>(&self, value: impl Borrow<O::Output>) -> MockRule
    where
        O::Output: MockOutput,
    {
        self.on_reply::<O>(MockReply::of::<O>(value))
    }

    /// Answers calls of the operation `O` with this reply, be it a failure or a stream.
    #[inline]
    pub fn on_reply<O: Operation<Async>>(&self, reply: impl Into<MockReply>) -> MockRule {
        self.add(Wanted::Operation(O::INFO), None, reply.into())
    }

    /// Answers requests of this method and path: `mock.on_path("GET", "/pets/{id}", json!({"id": 1}))`. A part in braces is any
    /// text, whatever its name. The path is the whole one, or that below the server's.
    #[inline]
    pub fn on_path(&self, method: impl AsRef<str>, path: impl Into<String>, reply: impl Into<MockReply>) -> MockRule {
        self.add(Wanted::Path(method.as_ref().to_owned(), path.into()), None, reply.into())
    }

    /// Adds a reply for a request that no rule for an operation or path fits; each is played once, in order.
    #[must_use]
    #[inline]
    pub fn reply(self, reply: MockReply) -> Self {
        self.push(reply);
        self
    }

    /// Adds a reply, like [`Mock::reply`], to a mock that a client has already.
    #[inline]
    pub fn push(&self, reply: MockReply) {
        self.add(Wanted::Any, Some(1), reply);
    }

    /// A mock that answers as a server was recorded (HTTP Archive 1.2), such as by [`Recorder::har`](crate::runtime::Recorder::har):
    /// each response once, in order, to requests of its method and whole path, whatever their query.
    ///
    /// # Errors
    /// When it is no such archive.
    #[inline]
    pub fn replay(har: &Value) -> Result<Self, DecodeError> {
        let mock = Self::new();
        for (method, path, reply) in replay::replies(har)? {
            mock.add(Wanted::WholePath(method, path), Some(1), reply);
        }
        Ok(mock)
    }

    /// The requests so far.
    #[inline]
    pub fn requests(&self) -> Vec<Recorded> {
        self.state().requests.iter().map(|(request, _)| request.clone()).collect()
    }

    /// The rules that would answer more requests than there were: those that answered none, and those of [`MockRule::times`] with
    /// replies left.
    #[inline]
    pub fn unused(&self) -> Vec<String> {
        self.state().rules.iter().filter(|rule| rule.is_unused()).map(ToString::to_string).collect()
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
    fn add(&self, wanted: Wanted, left: Option<usize>, reply: MockReply) -> MockRule {
        let mut state = self.state();
        state.rules.push(Rule { wanted, when: None, left, played: 0, reply });
        MockRule { mock: self.clone(), index: state.rules.len() - 1 }
    }

    #[inline]
    fn play(&self, request: Recorded) -> Result<(Parts, Vec<Bytes>, bool), TransportError> {
        let mut state = self.state();
        let found = rule::following(&state.rules, &request);
        let reply = found.and_then(|index| state.rules.get_mut(index)).map(Rule::play);
        let reply = reply.ok_or_else(|| {
            let rules: Vec<String> = state.rules.iter().map(ToString::to_string).collect();
            TransportError::new(TransportErrorKind::Request, request.unanswered(&rules))
        });
        state.requests.push((request, found));
        reply?.play()
    }
}

impl MockRule {
    /// Answers only so many requests, before the rules without a limit: `mock.on_reply::<GetPet>(MockReply::status(503)).times(2)`.
    #[inline]
    pub fn times(self, times: usize) -> Self {
        self.change(|rule| rule.left = Some(times))
    }

    /// Answers one request.
    #[inline]
    pub fn once(self) -> Self {
        self.times(1)
    }

    /// Answers only requests of which `when` is true.
    #[inline]
    pub fn when(self, when: impl Fn(&Recorded) -> bool + Send + Sync + 'static) -> Self {
        self.change(|rule| rule.when = Some(Box::new(when)))
    }

    /// The requests that this rule answered.
    #[inline]
    pub fn requests(&self) -> Vec<Recorded> {
        let state = self.mock.state();
        let own = state.requests.iter().filter(|(_, rule)| *rule == Some(self.index));
        own.map(|(request, _)| request.clone()).collect()
    }

    #[inline]
    fn change(self, change: impl FnOnce(&mut Rule)) -> Self {
        if let Some(rule) = self.mock.state().rules.get_mut(self.index) {
            change(rule);
        }
        self
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
            let (head, pieces, broken) = self.play(Recorded::new(&Request::from_parts(head, ()), body))?;
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
        let (head, pieces, broken) = self.play(Recorded::new(&Request::from_parts(head, ()), body))?;
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

impl fmt::Debug for Mock {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        write!(f, "Mock({} requests, {} rules)", state.requests.len(), state.rules.len())
    }
}

impl fmt::Debug for MockRule {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mock.state().rules.get(self.index) {
            Some(rule) => write!(f, "MockRule({rule})"),
            None => f.write_str("MockRule"),
        }
    }
}
