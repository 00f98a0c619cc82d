//! Answers: how much of a response is read, and what becomes of it.

use bytes::Bytes;
use http::HeaderMap;
use http::StatusCode;
use http::header;

use crate::runtime::description::Op;
use crate::runtime::transport::Mode;
use crate::runtime::transport::Timeouts;
use crate::runtime::transport::TransportError;

/// How an answer is read.
#[derive(Clone, Copy)]
pub(crate) struct Reading {
    pub(crate) op: &'static Op,
    pub(crate) timeouts: Timeouts,
    pub(crate) response_limit: usize,
    pub(crate) error_limit: usize,
}

/// A response, read as [`Reading`] says.
pub(crate) struct Answer<M: Mode> {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Received<M>,
}

pub(crate) enum Received<M: Mode> {
    Whole(Bytes),
    Stream(M::Incoming),
    TooLarge(usize),
}

impl Reading {
    /// Whether the body of such a response is handed out as a stream.
    pub(crate) fn streams(&self, status: StatusCode) -> bool {
        self.op.streams(status)
    }

    /// How many bytes of such a response are read, and whether having more is an error.
    pub(crate) fn limit(&self, status: StatusCode) -> (usize, bool) {
        match self.op.is_success(status) {
            true => (self.response_limit, true),
            false => (self.error_limit, false),
        }
    }
}

/// A body while it is read: up to a limit, beyond which it is refused (`strict`) or cut.
pub(crate) struct Gathered {
    bytes: Vec<u8>,
    limit: usize,
    strict: bool,
    /// Nothing more has to be read.
    pub(crate) full: bool,
    too_large: bool,
}

impl Gathered {
    pub(crate) fn new(limit: usize, strict: bool, headers: &HeaderMap) -> Self {
        let announced =
            headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        // A compressed body tells its compressed length, which is smaller: an early refusal only, the count decides.
        let too_large = strict && announced.is_some_and(|length| length > limit as u64);
        Self { bytes: Vec::new(), limit, strict, full: too_large, too_large }
    }

    pub(crate) fn add(&mut self, piece: Result<Bytes, TransportError>) -> Result<(), TransportError> {
        match piece {
            Ok(piece) => {
                let room = self.limit.saturating_sub(self.bytes.len());
                self.full = piece.len() > room;
                self.too_large = self.full && self.strict;
                self.bytes.extend_from_slice(piece.get(..room.min(piece.len())).unwrap_or_default());
                Ok(())
            }
            Err(error) if self.strict => Err(error),
            // The status of a failure is worth more than the rest of its body.
            Err(_) => {
                self.full = true;
                Ok(())
            }
        }
    }

    pub(crate) fn finish<M: Mode>(self) -> Received<M> {
        if self.too_large { Received::TooLarge(self.limit) } else { Received::Whole(self.bytes.into()) }
    }
}
