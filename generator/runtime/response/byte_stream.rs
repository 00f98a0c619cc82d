//! Bodies of responses, piece by piece. They have no limit of size and no total time, but may not stand still.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::io::Read;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use http::StatusCode;

use crate::runtime::description::ApiOperation;
use crate::runtime::transport::Async;
use crate::runtime::transport::Blocking;
use crate::runtime::transport::Mode;
use crate::runtime::transport::TransportError;

use super::error::Error;
use super::error::ErrorKind;
use super::reading::Reading;

/// The body of a response as it arrives: a `Stream` of an async client; an `Iterator`, and a `Read`, of a blocking one.
pub struct ByteStream<M: Mode> {
    operation: ApiOperation,
    status: StatusCode,
    headers: HeaderMap,
    body: ReplyBody<M>,
    ended: bool,
    /// How items are read.
    reading: Reading,
}

/// The body of a response: read whole, or as it arrives.
pub(crate) enum ReplyBody<M: Mode> {
    Whole(Bytes),
    Stream(M::Incoming),
}

/// How much a blocking stream reads at once.
const PIECE: usize = 16 << 10;

impl<M: Mode> ByteStream<M> {
    #[inline]
    pub(crate) fn new(
        operation: ApiOperation,
        status: StatusCode,
        headers: HeaderMap,
        body: ReplyBody<M>,
        reading: Reading,
    ) -> Self {
        Self { operation, status, headers, body, ended: false, reading }
    }

    #[inline]
    pub(crate) fn reading(&self) -> &Reading {
        &self.reading
    }

    /// The status of the response.
    #[inline]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the response.
    #[inline]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    #[inline]
    pub(crate) fn operation(&self) -> ApiOperation {
        self.operation
    }

    /// Reads no more, and lets go of the connection.
    #[inline]
    pub(crate) fn end(&mut self) {
        self.ended = true;
        self.body = ReplyBody::Whole(Bytes::new());
    }

    #[inline]
    fn too_large(&self, limit: usize) -> Error {
        Error::new(ErrorKind::TooLarge, format!("the response has more than {limit} bytes")).of(self.operation)
    }
}

impl ByteStream<Async> {
    /// The next piece; `None` at the end.
    #[inline]
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The whole body, if it has at most `limit` bytes.
    ///
    /// # Errors
    /// When it has more, or breaks off.
    #[inline]
    pub async fn collect_bytes(mut self, limit: usize) -> Result<Vec<u8>, Error> {
        let mut whole = Vec::new();
        while let Some(piece) = self.next().await {
            let piece = piece?;
            if piece.len() > limit.saturating_sub(whole.len()) {
                return Err(self.too_large(limit));
            }
            whole.extend_from_slice(&piece);
        }
        Ok(whole)
    }
}

impl Stream for ByteStream<Async> {
    type Item = Result<Bytes, Error>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let operation = self.operation;
        let piece = match &mut self.body {
            ReplyBody::Whole(bytes) if bytes.is_empty() => None,
            ReplyBody::Whole(bytes) => Some(Ok(std::mem::take(bytes))),
            ReplyBody::Stream(source) => ready!(source.as_mut().poll_next(context)),
        };
        self.ended = !matches!(piece, Some(Ok(_)));
        Poll::Ready(piece.map(|piece| piece.map_err(|error| Error::transport(error).of(operation))))
    }
}

impl ByteStream<Blocking> {
    /// The whole body, if it has at most `limit` bytes.
    ///
    /// # Errors
    /// When it has more, or breaks off.
    #[inline]
    pub fn collect_bytes(mut self, limit: usize) -> Result<Vec<u8>, Error> {
        let mut whole = Vec::new();
        while let Some(piece) = self.next() {
            let piece = piece?;
            if piece.len() > limit.saturating_sub(whole.len()) {
                return Err(self.too_large(limit));
            }
            whole.extend_from_slice(&piece);
        }
        Ok(whole)
    }
}

impl Iterator for ByteStream<Blocking> {
    type Item = Result<Bytes, Error>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let mut piece = vec![0; PIECE];
        loop {
            return match self.read(&mut piece) {
                Ok(0) => None,
                Ok(read) => {
                    piece.truncate(read);
                    Some(Ok(Bytes::from(piece)))
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => Some(Err(Error::transport(TransportError::reading(error)).of(self.operation))),
            };
        }
    }
}

impl Read for ByteStream<Blocking> {
    #[inline]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.ended {
            return Ok(0);
        }
        let read = match &mut self.body {
            ReplyBody::Whole(bytes) => {
                let piece = bytes.split_to(buffer.len().min(bytes.len()));
                piece.as_ref().read(buffer)
            }
            ReplyBody::Stream(source) => source.read(buffer),
        };
        self.ended = match &read {
            Ok(read) => *read == 0 && !buffer.is_empty(),
            Err(error) => error.kind() != io::ErrorKind::Interrupted,
        };
        read
    }
}

impl<M: Mode> fmt::Debug for ByteStream<M> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("operation", &self.operation.name())
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
