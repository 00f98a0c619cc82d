//! Typed streams: server-sent events and lines of JSON.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::StatusCode;

use crate::runtime::encoding::media_type;
use crate::runtime::json;
use crate::runtime::json::Decode;
use crate::runtime::transport::Async;
use crate::runtime::transport::Blocking;
use crate::runtime::transport::Mode;

use super::byte_stream::ByteStream;
use super::error::Error;
use super::error::ErrorKind;
use super::event_parser::Event;
use super::event_parser::EventParser;
use super::event_parser::TooLong;
use super::reply::Reply;

/// The events of a response: a `Stream` of an async client, an `Iterator` of a blocking one.
pub struct EventStream<M: Mode> {
    bytes: ByteStream<M>,
    parser: EventParser,
    /// The media type of a response that is no such stream: the first item is an error.
    foreign: Option<String>,
    /// Whether the media type says that it is such a stream.
    declared: bool,
    /// Whether there was an event.
    found: bool,
}

/// The items of a response, each decoded from JSON: the data of events, or lines. A `Stream` of an async client, an `Iterator` of
/// a blocking one. An item that does not decode is an error, and the next one is still read.
pub struct ItemStream<T, M: Mode> {
    events: EventStream<M>,
    over: bool,
    /// The data that ends the items.
    end: &'static str,
    item: PhantomData<fn() -> T>,
}

/// No event and no line has more bytes.
const LIMIT: usize = 16 << 20;

/// Many APIs end a stream of JSON events with this event.
const LAST: &str = "[DONE]";

impl<M: Mode> Reply<M> {
    /// The body as server-sent events.
    #[inline]
    pub fn events(self) -> EventStream<M> {
        self.stream().events()
    }

    /// The body as server-sent events whose data is JSON. An event `[DONE]` ends them.
    #[inline]
    pub fn json_events<T: Decode>(self) -> ItemStream<T, M> {
        self.stream().json_events()
    }

    /// The body as lines of JSON (also `application/json-seq`, RFC 7464).
    #[inline]
    pub fn json_lines<T: Decode>(self) -> ItemStream<T, M> {
        self.stream().json_lines()
    }
}

/// The body of [`Call::raw`](crate::runtime::Call::raw) as a stream of events or items, where the document does not say that it is
/// one. Where the response has another media type, the first item is an error that says so.
impl<M: Mode> ByteStream<M> {
    /// The body as server-sent events.
    #[inline]
    pub fn events(self) -> EventStream<M> {
        EventStream::new(self, EventParser::events(), |media_type| media_type == EVENTS)
    }

    /// The body as server-sent events whose data is JSON. An event `[DONE]` ends them.
    #[inline]
    pub fn json_events<T: Decode>(self) -> ItemStream<T, M> {
        ItemStream::new(self.events())
    }

    /// The body as lines of JSON (also `application/json-seq`, RFC 7464).
    #[inline]
    pub fn json_lines<T: Decode>(self) -> ItemStream<T, M> {
        // Besides the names for lines themselves: servers say JSON.
        ItemStream::new(EventStream::new(self, EventParser::lines(), |media_type| media_type.contains("json")))
    }
}

const EVENTS: &str = "text/event-stream";

/// Media types that say nothing of what a body is.
const UNSPECIFIC: [&str; 3] = ["text/plain", "application/octet-stream", "binary/octet-stream"];

impl Event {
    /// The data as JSON.
    ///
    /// # Errors
    /// When it is not JSON of the shape of `T`.
    #[inline]
    pub fn json<T: Decode>(&self) -> Result<T, json::DecodeError> {
        json::from_json(self.data.as_bytes())
    }
}

impl<M: Mode> EventStream<M> {
    #[inline]
    fn new(bytes: ByteStream<M>, parser: EventParser, is_declared: fn(&str) -> bool) -> Self {
        let media_type = media_type::media_type(bytes.headers());
        let declared = media_type.as_deref().is_some_and(is_declared);
        let foreign = media_type.filter(|one| !declared && !UNSPECIFIC.contains(&one.as_str()));
        Self { bytes, parser, foreign, declared, found: false }
    }

    #[inline]
    fn no_stream(&self) -> Error {
        let error = Error::new(ErrorKind::Decode, "the body is no stream of events or lines");
        error.of(self.bytes.operation())
    }

    /// The id of the last event that had one: for another call, with the header `Last-Event-ID`.
    #[inline]
    pub fn last_event_id(&self) -> Option<&str> {
        self.parser.last_event_id()
    }

    /// How long the server wants clients to wait before they connect again.
    #[inline]
    pub fn retry(&self) -> Option<Duration> {
        self.parser.retry()
    }

    /// Whether the response is a stream of events. One without content is not: a server ends a stream so (HTML, section 9.2.3).
    #[inline]
    pub(crate) fn is_of_events(&self) -> bool {
        self.parser.is_of_events() && self.bytes.status() != StatusCode::NO_CONTENT
    }

    #[inline]
    fn ready(&mut self) -> Option<Result<Event, Error>> {
        if let Some(media_type) = self.foreign.take() {
            self.bytes.end();
            return Some(Err(self.no_stream().of_media_type(&media_type)));
        }
        match self.parser.next(LIMIT) {
            Ok(event) => {
                self.found |= event.is_some();
                event.map(Ok)
            }
            Err(TooLong) => {
                self.bytes.end();
                self.parser.clear();
                let error = Error::new(ErrorKind::TooLarge, format!("an event or line has more than {LIMIT} bytes"));
                Some(Err(error.of(self.bytes.operation())))
            }
        }
    }

    /// Takes a piece of the body; at the end, the event that ends with it.
    #[inline]
    fn arrived(&mut self, piece: Option<Result<Bytes, Error>>) -> Option<Option<Result<Event, Error>>> {
        match piece {
            Some(Ok(bytes)) => {
                self.parser.push(&bytes);
                None
            }
            Some(Err(error)) => {
                self.parser.clear();
                Some(Some(Err(error)))
            }
            None => {
                let last = self.parser.end();
                let strange = last.is_none() && !self.found && !self.declared && self.parser.is_strange();
                self.found = true;
                Some(if strange { Some(Err(self.no_stream())) } else { last.map(Ok) })
            }
        }
    }
}

impl<T: Decode, M: Mode> ItemStream<T, M> {
    #[inline]
    fn new(events: EventStream<M>) -> Self {
        Self { events, over: false, end: LAST, item: PhantomData }
    }

    /// The data that ends the items, instead of `[DONE]`.
    #[must_use]
    #[inline]
    pub fn ending(mut self, end: &'static str) -> Self {
        self.end = end;
        self
    }

    #[inline]
    pub(crate) fn events(&self) -> &EventStream<M> {
        &self.events
    }

    /// Whether the server told that there are no more.
    #[inline]
    pub(crate) fn is_over(&self) -> bool {
        self.over
    }

    #[inline]
    fn decode(&mut self, event: Option<Result<Event, Error>>) -> Option<Result<T, Error>> {
        let event = match event? {
            Ok(event) => event,
            Err(error) => return Some(Err(error)),
        };
        if event.data == self.end {
            self.events.bytes.end();
            self.over = true;
            return None;
        }
        let bytes = &self.events.bytes;
        let item = bytes.reading().json(bytes.operation().name(), event.data.as_bytes());
        Some(item.map_err(|error| Error::decoding(error).of(bytes.operation())))
    }
}

impl EventStream<Async> {
    /// The next event; `None` at the end.
    #[inline]
    pub async fn next(&mut self) -> Option<Result<Event, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl Stream for EventStream<Async> {
    type Item = Result<Event, Error>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(event) = self.ready() {
                return Poll::Ready(Some(event));
            }
            let piece = ready!(Pin::new(&mut self.bytes).poll_next(context));
            if let Some(last) = self.arrived(piece) {
                return Poll::Ready(last);
            }
        }
    }
}

impl Iterator for EventStream<Blocking> {
    type Item = Result<Event, Error>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(event) = self.ready() {
                return Some(event);
            }
            let piece = self.bytes.next();
            if let Some(last) = self.arrived(piece) {
                return last;
            }
        }
    }
}

impl<T: Decode> ItemStream<T, Async> {
    /// The next item; `None` at the end.
    #[inline]
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T: Decode> Stream for ItemStream<T, Async> {
    type Item = Result<T, Error>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let event = ready!(Pin::new(&mut self.events).poll_next(context));
        Poll::Ready(self.decode(event))
    }
}

impl<T: Decode> Iterator for ItemStream<T, Blocking> {
    type Item = Result<T, Error>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let event = self.events.next();
        self.decode(event)
    }
}

impl<M: Mode> fmt::Debug for EventStream<M> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

impl<T, M: Mode> fmt::Debug for ItemStream<T, M> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream").field("bytes", &self.events.bytes).finish_non_exhaustive()
    }
}
