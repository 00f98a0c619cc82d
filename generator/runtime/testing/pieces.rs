//! The body of a reply, in pieces.

use std::collections::VecDeque;
use std::io;
use std::io::Read;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::transport::TransportError;
use crate::runtime::transport::TransportErrorKind;

/// A body in pieces.
pub(super) struct Pieces {
    pub(super) pieces: VecDeque<Bytes>,
    pub(super) broken: bool,
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
