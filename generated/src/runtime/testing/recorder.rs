//! A transport that sends through another one and records what the server answers, for `crategen learn` and for mocks.

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
use http::Request;
use http::header;
use serde_json::Value;
use serde_json::json;

use crate::runtime::encoding::to_base64;
use crate::runtime::transport::Async;
use crate::runtime::transport::Blocking;
use crate::runtime::transport::BlockingTransport;
use crate::runtime::transport::Body;
use crate::runtime::transport::BoxFuture;
use crate::runtime::transport::BoxStream;
use crate::runtime::transport::Incoming;
use crate::runtime::transport::Transport;
use crate::runtime::transport::TransportError;

/// Sends through another transport, and keeps each response. Clones share what they keep.
///
/// Of a request it keeps method and URL without the query, of a response the status, the media type and the body: no header, and so
/// no credential, except those that [`with_headers`](Self::with_headers) names.
#[derive(Clone)]
pub struct Recorder<T> {
    inner: T,
    log: Log,
    headers: Vec<String>,
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<Exchange>>>);

/// A request and its response.
struct Exchange {
    method: String,
    url: String,
    status: u16,
    media_type: String,
    headers: Vec<Value>,
    size: usize,
    /// The first [`KEPT`] bytes.
    body: Vec<u8>,
}

/// Of a longer body nothing is recorded but its size.
const KEPT: usize = 4 << 20;

impl<T> Recorder<T> {
    /// Records what is sent through this transport.
    #[inline]
    pub fn new(inner: T) -> Self {
        Self { inner, log: Log::default(), headers: Vec::new() }
    }

    /// Also keeps these headers of responses, such as `link`.
    #[must_use]
    #[inline]
    pub fn with_headers(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.headers = names.into_iter().map(Into::into).collect();
        self
    }

    /// What was recorded so far, as HTTP Archive 1.2, without times. A body is in it as far as it was read, in base64 if it
    /// is no text. [`Mock::replay`](super::mock::Mock::replay) plays it.
    #[inline]
    pub fn har(&self) -> Value {
        let entries: Vec<Value> = self.log.lock().iter().map(Exchange::entry).collect();
        let creator = json!({"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")});
        json!({"log": {"version": "1.2", "creator": creator, "entries": entries}})
    }
}

impl Log {
    #[inline]
    fn lock(&self) -> MutexGuard<'_, Vec<Exchange>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins an exchange; its number.
    #[inline]
    fn begin<B>(&self, (method, url): (String, String), response: &http::Response<B>, names: &[String]) -> usize {
        let media_type = response.headers().get(header::CONTENT_TYPE).and_then(|media_type| media_type.to_str().ok());
        let media_type = media_type.unwrap_or_default().to_owned();
        let status = response.status().as_u16();
        let mut headers = Vec::new();
        for name in names {
            let values = response.headers().get_all(name.as_str()).iter().filter_map(|value| value.to_str().ok());
            headers.extend(values.map(|value| json!({"name": name, "value": value})));
        }
        let mut log = self.lock();
        log.push(Exchange { method, url, status, media_type, headers, size: 0, body: Vec::new() });
        log.len() - 1
    }

    #[inline]
    fn arrived(&self, number: usize, piece: &[u8]) {
        if let Some(exchange) = self.lock().get_mut(number) {
            exchange.size = exchange.size.saturating_add(piece.len());
            if exchange.size <= KEPT {
                exchange.body.extend_from_slice(piece);
            } else {
                exchange.body = Vec::new();
            }
        }
    }
}

impl Exchange {
    #[inline]
    fn entry(&self) -> Value {
        let Self { method, url, status, media_type, headers, size, body } = self;
        let content = match (*size <= KEPT).then(|| str::from_utf8(body)) {
            Some(Ok(text)) => json!({"size": size, "mimeType": media_type, "text": text}),
            Some(Err(_)) => {
                json!({"size": size, "mimeType": media_type, "text": to_base64(body), "encoding": "base64"})
            }
            None => json!({"size": size, "mimeType": media_type}),
        };
        let response = json!({"status": status, "headers": headers, "content": content});
        json!({"request": {"method": method, "url": url}, "response": response})
    }
}

/// The method and the URL without its query.
#[inline]
fn called<B>(request: &Request<B>) -> (String, String) {
    let url = request.uri().to_string();
    (request.method().to_string(), url.split('?').next().unwrap_or_default().to_owned())
}

impl<T: Transport> Transport for Recorder<T> {
    #[inline]
    fn send(&self, request: Request<Body<Async>>) -> BoxFuture<'_, Result<Incoming<Async>, TransportError>> {
        let called = called(&request);
        let sent = self.inner.send(request);
        Box::pin(async move {
            let response = sent.await?;
            let number = self.log.begin(called, &response, &self.headers);
            let log = self.log.clone();
            Ok(response.map(|body| -> BoxStream<_> { Box::pin(Watched { body, log, number }) }))
        })
    }

    #[inline]
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.inner.sleep(duration)
    }

    #[inline]
    fn pause(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.inner.pause(duration)
    }
}

impl<T: BlockingTransport> BlockingTransport for Recorder<T> {
    #[inline]
    fn send(&self, request: Request<Body<Blocking>>) -> Result<Incoming<Blocking>, TransportError> {
        let called = called(&request);
        let response = self.inner.send(request)?;
        let number = self.log.begin(called, &response, &self.headers);
        let log = self.log.clone();
        Ok(response.map(|body| -> Box<dyn Read + Send> { Box::new(Watched { body, log, number }) }))
    }

    #[inline]
    fn pause(&self, duration: Duration) {
        self.inner.pause(duration);
    }
}

/// A body that is recorded as it is read.
struct Watched<B> {
    body: B,
    log: Log,
    number: usize,
}

impl Stream for Watched<BoxStream<Result<Bytes, TransportError>>> {
    type Item = Result<Bytes, TransportError>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = self.body.as_mut().poll_next(context);
        if let Poll::Ready(Some(Ok(piece))) = &piece {
            self.log.arrived(self.number, piece);
        }
        piece
    }
}

impl Read for Watched<Box<dyn Read + Send>> {
    #[inline]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.body.read(buffer)?;
        self.log.arrived(self.number, buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

impl<T> fmt::Debug for Recorder<T> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recorder({} responses)", self.log.lock().len())
    }
}
