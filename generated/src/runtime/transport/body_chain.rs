//! One body of several bodies.

use std::collections::VecDeque;
use std::io;
use std::io::Read;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;

use bytes::Bytes;
use futures_core::Stream;

use super::body::Body;
use super::mode::Async;
use super::mode::Blocking;
use super::mode::Mode;

/// Bodies one after the other.
pub(crate) struct BodyChain<M: Mode>(pub(crate) VecDeque<Body<M>>);

impl Stream for BodyChain<Async> {
    type Item = io::Result<Bytes>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(front) = self.0.front_mut() {
            let piece = match front {
                Body::Empty => None,
                Body::Bytes(bytes) if bytes.is_empty() => None,
                Body::Bytes(bytes) => Some(Ok(std::mem::take(bytes))),
                Body::Stream { source, .. } => ready!(source.as_mut().poll_next(context)),
            };
            if piece.is_some() {
                return Poll::Ready(piece);
            }
            self.0.pop_front();
        }
        Poll::Ready(None)
    }
}

impl Read for BodyChain<Blocking> {
    #[inline]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(front) = self.0.front_mut() {
            let read = match front {
                Body::Empty => 0,
                Body::Bytes(bytes) => {
                    let piece = bytes.split_to(buffer.len().min(bytes.len()));
                    piece.as_ref().read(buffer)?
                }
                Body::Stream { source, .. } => source.read(buffer)?,
            };
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.0.pop_front();
        }
        Ok(0)
    }
}
