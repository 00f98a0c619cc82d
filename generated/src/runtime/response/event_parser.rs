//! Parses server-sent events (WHATWG HTML, section 9.2) and lines of JSON incrementally. No I/O here.

use std::time::Duration;

use bytes::Bytes;
use bytes::BytesMut;

/// A server-sent event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// Its type; `message` unless the server sends one.
    pub event: String,
    /// Its data.
    pub data: String,
    /// The id of the last event that had one.
    pub id: Option<String>,
    /// How long the server asks clients to wait before they reconnect.
    pub retry: Option<Duration>,
}

/// Parses bytes into events; a line of JSON is an event with nothing but data.
pub(crate) struct EventParser {
    format: Format,
    bytes: BytesMut,
    /// How many of `bytes` are known to hold no end of line.
    scanned: usize,
    /// The last line ended with a CR, so an LF that follows ends no line.
    after_return: bool,
    at_start: bool,
    event: Event,
    has_data: bool,
    retry: Option<Duration>,
    /// The id of the last complete event.
    last_id: Option<String>,
    /// Whether there was a line that no stream of events has.
    strange: bool,
}

/// How the bytes hold events.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    ServerSentEvents,
    Lines,
}

/// An event or line has more bytes than the limit.
#[derive(Debug)]
pub(crate) struct TooLong;

impl EventParser {
    #[inline]
    pub(crate) fn events() -> Self {
        Self::new(Format::ServerSentEvents)
    }

    /// Lines of JSON, also those of RFC 7464, which begin with a record separator.
    #[inline]
    pub(crate) fn lines() -> Self {
        Self::new(Format::Lines)
    }

    #[inline]
    fn new(format: Format) -> Self {
        Self {
            format,
            bytes: BytesMut::new(),
            scanned: 0,
            after_return: false,
            at_start: true,
            event: Event::default(),
            has_data: false,
            retry: None,
            last_id: None,
            strange: false,
        }
    }

    #[inline]
    pub(crate) fn is_of_events(&self) -> bool {
        self.format == Format::ServerSentEvents
    }

    /// Whether there was a line that no stream of events has.
    #[inline]
    pub(crate) fn is_strange(&self) -> bool {
        self.strange
    }

    #[inline]
    pub(crate) fn last_event_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    #[inline]
    pub(crate) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Adds bytes.
    #[inline]
    pub(crate) fn push(&mut self, piece: &[u8]) {
        self.bytes.extend_from_slice(piece);
    }

    /// The next complete event, if there is one.
    ///
    /// # Errors
    /// When an event or line has more than `limit` bytes.
    #[inline]
    pub(crate) fn next(&mut self, limit: usize) -> Result<Option<Event>, TooLong> {
        while let Some(line) = self.line() {
            if line.len().saturating_add(self.event.data.len()) > limit {
                return Err(TooLong);
            }
            if let Some(event) = self.parse(&line) {
                return Ok(Some(event));
            }
        }
        if self.bytes.len() > limit { Err(TooLong) } else { Ok(None) }
    }

    /// The event at the end of the bytes: the last line. A server-sent event without its blank line is discarded.
    #[inline]
    pub(crate) fn end(&mut self) -> Option<Event> {
        let last = self.bytes.split().freeze();
        match self.format {
            Format::Lines => self.parse(&last),
            Format::ServerSentEvents if last.is_empty() => None,
            // Without a line end it may be cut: it counts only for whether this is a stream of events at all.
            Format::ServerSentEvents => {
                let retry = self.retry;
                self.parse(&last);
                self.retry = retry;
                None
            }
        }
    }

    /// Discards the bytes of the next event.
    #[inline]
    pub(crate) fn clear(&mut self) {
        *self = Self { last_id: self.last_id.take(), retry: self.retry, ..Self::new(self.format) };
    }

    #[inline]
    fn line(&mut self) -> Option<Bytes> {
        if self.after_return && !self.bytes.is_empty() {
            self.after_return = false;
            if self.bytes.first() == Some(&b'\n') {
                let _ = self.bytes.split_to(1);
            }
        }
        let ends = |byte: &u8| *byte == b'\n' || (*byte == b'\r' && self.format == Format::ServerSentEvents);
        let Some(found) = self.bytes.iter().skip(self.scanned).position(ends) else {
            self.scanned = self.bytes.len();
            return None;
        };
        let line = self.bytes.split_to(self.scanned.saturating_add(found)).freeze();
        self.scanned = 0;
        let end = self.bytes.split_to(1);
        self.after_return = end.first() == Some(&b'\r');
        Some(line)
    }

    #[inline]
    fn parse(&mut self, line: &[u8]) -> Option<Event> {
        let text = String::from_utf8_lossy(line);
        let text = if std::mem::take(&mut self.at_start) { text.trim_start_matches('\u{feff}') } else { &text };
        match self.format {
            Format::ServerSentEvents => self.field(text),
            Format::Lines => {
                let data = text.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\u{1e}');
                (!data.is_empty()).then(|| Event { data: data.to_owned(), ..Event::default() })
            }
        }
    }

    /// One line of an event; a blank one dispatches it.
    #[inline]
    fn field(&mut self, line: &str) -> Option<Event> {
        if line.is_empty() {
            return self.dispatch();
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => value.clone_into(&mut self.event.event),
            "data" => {
                if self.has_data {
                    self.event.data.push('\n');
                }
                self.event.data.push_str(value);
                self.has_data = true;
            }
            "id" if !value.contains('\0') => self.event.id = Some(value.to_owned()),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.event.retry = value.parse().ok().map(Duration::from_millis);
                self.retry = self.event.retry.or(self.retry);
            }
            // A comment, or a field of a later standard.
            _ => self.strange |= !name.is_empty(),
        }
        None
    }

    #[inline]
    fn dispatch(&mut self) -> Option<Event> {
        let id = self.event.id.clone();
        self.last_id.clone_from(&id);
        let event = std::mem::replace(&mut self.event, Event { id, ..Event::default() });
        if !std::mem::take(&mut self.has_data) {
            return None;
        }
        let name = if event.event.is_empty() { "message".to_owned() } else { event.event };
        Some(Event { event: name, ..event })
    }
}
