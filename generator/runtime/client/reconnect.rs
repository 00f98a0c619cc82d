//! Streams of events that reconnect, as in browsers (WHATWG HTML, section 9.2.3): the call is sent again with the id of the last
//! event, after the time that the server requested.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;
use std::time::Duration;

use futures_core::Stream;
use http::HeaderValue;

use crate::runtime::description::ApiOperation;
use crate::runtime::json::Decode;
use crate::runtime::request::RequestDraft;
use crate::runtime::response::Error;
use crate::runtime::response::EventStream;
use crate::runtime::response::ItemStream;
use crate::runtime::response::Operation;
use crate::runtime::transport::Async;
use crate::runtime::transport::Blocking;
use crate::runtime::transport::BoxFuture;
use crate::runtime::transport::Mode;
use crate::runtime::transport::clock;

use super::call::Call;
use super::call::Decoder;
use super::handle::Client;

/// A stream of events, or of items made of events, that connects again: a `Stream` of an async client, an `Iterator` of a blocking
/// one. It ends when the server responds with 204 or an error status, or ends the items. After too many failures in a row it
/// returns an error.
#[must_use = "nothing is sent before the stream is read"]
pub struct Reconnecting<O: Operation<M>, M: Mode = Async, S = <O as Operation<M>>::Output> {
    client: Client<M>,
    draft: Box<RequestDraft<M>>,
    decode: Decoder<M, S>,
    state: State<S>,
    operation: PhantomData<fn() -> O>,
    last_event_id: Option<String>,
    retry: Duration,
    failures: u32,
}

enum State<S> {
    Closed,
    Connecting(BoxFuture<'static, Result<S, Error>>),
    Open(S),
    Pausing(BoxFuture<'static, ()>),
    Ended,
}

/// The state of a stream of events that a new connection continues from. Other streams cannot be continued.
pub trait Resume {
    /// Whether it is a stream of events, and the server has not ended it.
    fn can_go_on(&self) -> bool;
    /// The id of the last event that had one.
    fn last_event_id(&self) -> Option<&str>;
    /// How long the server wants clients to wait before they connect again.
    fn retry(&self) -> Option<Duration>;
}

/// How long to wait where the server does not say.
const RETRY: Duration = Duration::from_secs(3);
/// No pause is shorter, whatever the server says: it could keep a client connecting.
const SHORTEST_PAUSE: Duration = Duration::from_millis(500);
/// No pause after failures is longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// How many connections in a row may bring nothing.
const FAILURES: u32 = 5;

impl<O: Operation<M>, M: Mode, S: Resume> Call<O, M, S> {
    /// Reads the events of this call, and makes it again with `Last-Event-ID` when the connection ends, after the time that the
    /// server requests, but at least half a second.
    #[inline]
    pub fn reconnecting(self) -> Reconnecting<O, M, S> {
        let (client, draft, decode) = self.into_parts();
        let (state, last_event_id, operation) = (State::Closed, None, PhantomData);
        Reconnecting { client, draft, decode, state, operation, last_event_id, retry: RETRY, failures: 0 }
    }
}

impl<O: Operation<M>, M: Mode, S: Resume> Reconnecting<O, M, S> {
    /// The call, to be made once more.
    #[inline]
    fn again(&mut self) -> Result<Box<RequestDraft<M>>, Error> {
        let mut draft = self.draft.again()?;
        if let Some(id) = self.last_event_id.as_deref().filter(|id| !id.is_empty()) {
            // In UTF-8 (WHATWG HTML, section 9.2.4), which other headers of callers are not.
            let id = HeaderValue::from_bytes(id.as_bytes());
            let id =
                id.map_err(|_| Error::request("the id of the last event cannot be sent").of(ApiOperation(draft.info)))?;
            draft.headers.insert("last-event-id", id);
        }
        Ok(draft)
    }

    /// What the stream returns for a connection that ended or failed; `None`: it reconnects, after [`Self::pause`].
    #[inline]
    fn closed(&mut self, error: Option<Error>) -> Option<Option<Error>> {
        if let State::Open(stream) = &self.state {
            self.last_event_id = stream.last_event_id().map(str::to_owned).or(self.last_event_id.take());
            self.retry = stream.retry().unwrap_or(self.retry);
            if !stream.can_go_on() {
                self.state = State::Ended;
                return Some(error);
            }
        }
        self.state = State::Closed;
        self.failures = self.failures.saturating_add(1);
        let passing = error.as_ref().is_none_or(|error| {
            error.status().is_none() && (error.is_transport() || error.is_timeout() || error.is_connect())
        });
        if !passing || self.failures > FAILURES {
            self.state = State::Ended;
            return Some(error);
        }
        None
    }

    #[inline]
    fn pause(&self) -> Duration {
        let retry = self.retry.max(SHORTEST_PAUSE);
        clock::doubled(retry, self.failures.saturating_sub(1), LONGEST_PAUSE.max(retry))
    }
}

impl<O, S, T> Stream for Reconnecting<O, Async, S>
where
    O: Operation<Async>,
    S: Resume + Stream<Item = Result<T, Error>> + Unpin + 'static,
{
    type Item = Result<T, Error>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            let error = match &mut this.state {
                State::Ended => return Poll::Ready(None),
                State::Closed => match this.again() {
                    Ok(draft) => {
                        let reply = this.client.execute(draft);
                        let decode = this.decode;
                        this.state = State::Connecting(Box::pin(async move { decode(reply.await?) }));
                        continue;
                    }
                    Err(error) => {
                        this.state = State::Ended;
                        return Poll::Ready(Some(Err(error)));
                    }
                },
                State::Pausing(pause) => {
                    ready!(pause.as_mut().poll(context));
                    this.state = State::Closed;
                    continue;
                }
                State::Connecting(connecting) => match ready!(connecting.as_mut().poll(context)) {
                    Ok(stream) => {
                        this.state = State::Open(stream);
                        continue;
                    }
                    Err(error) => Some(error),
                },
                State::Open(stream) => match ready!(Pin::new(stream).poll_next(context)) {
                    Some(Err(error)) if !error.is_decode() => Some(error),
                    Some(item) => {
                        this.failures = 0;
                        return Poll::Ready(Some(item));
                    }
                    None => None,
                },
            };
            match this.closed(error) {
                Some(last) => return Poll::Ready(last.map(Err)),
                None => this.state = State::Pausing(this.client.mode.transport.pause(this.pause())),
            }
        }
    }
}

impl<O, S, T> Reconnecting<O, Async, S>
where
    O: Operation<Async>,
    S: Resume + Stream<Item = Result<T, Error>> + Unpin + 'static,
{
    /// The next event or item; `None` at the end.
    #[inline]
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<O, S, T> Iterator for Reconnecting<O, Blocking, S>
where
    O: Operation<Blocking>,
    S: Resume + Iterator<Item = Result<T, Error>>,
{
    type Item = Result<T, Error>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let error = match &mut self.state {
                State::Ended => return None,
                State::Open(stream) => match stream.next() {
                    Some(Err(error)) if !error.is_decode() => Some(error),
                    Some(item) => {
                        self.failures = 0;
                        return Some(item);
                    }
                    None => None,
                },
                State::Closed | State::Connecting(_) | State::Pausing(_) => {
                    let draft = match self.again() {
                        Ok(draft) => draft,
                        Err(error) => {
                            self.state = State::Ended;
                            return Some(Err(error));
                        }
                    };
                    match self.client.execute(draft).and_then(self.decode) {
                        Ok(stream) => {
                            self.state = State::Open(stream);
                            continue;
                        }
                        Err(error) => Some(error),
                    }
                }
            };
            match self.closed(error) {
                Some(last) => return last.map(Err),
                None => self.client.mode.transport.pause(self.pause()),
            }
        }
    }
}

impl<M: Mode> Resume for EventStream<M> {
    #[inline]
    fn can_go_on(&self) -> bool {
        self.is_of_events()
    }

    #[inline]
    fn last_event_id(&self) -> Option<&str> {
        self.last_event_id()
    }

    #[inline]
    fn retry(&self) -> Option<Duration> {
        self.retry()
    }
}

impl<T: Decode, M: Mode> Resume for ItemStream<T, M> {
    #[inline]
    fn can_go_on(&self) -> bool {
        self.events().is_of_events() && !self.is_over()
    }

    #[inline]
    fn last_event_id(&self) -> Option<&str> {
        self.events().last_event_id()
    }

    #[inline]
    fn retry(&self) -> Option<Duration> {
        self.events().retry()
    }
}

impl<O: Operation<M>, M: Mode, S> fmt::Debug for Reconnecting<O, M, S> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reconnecting").field("operation", &self.draft.info.name).finish_non_exhaustive()
    }
}
