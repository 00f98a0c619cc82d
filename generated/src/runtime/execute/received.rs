//! Reads a response within limits.

use bytes::Bytes;
use http::HeaderMap;
use http::StatusCode;
use http::header;

use crate::runtime::description::OperationInfo;
use crate::runtime::transport::Mode;
use crate::runtime::transport::Timeouts;
use crate::runtime::transport::TransportError;

/// The time and size limits for a response.
#[derive(Clone, Copy)]
pub(crate) struct ReadLimits {
    pub(crate) info: &'static OperationInfo,
    pub(crate) timeouts: Timeouts,
    pub(crate) response_limit: usize,
    pub(crate) error_limit: usize,
}

/// A response read within [`ReadLimits`].
pub(crate) struct ReceivedResponse<M: Mode> {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: ReceivedBody<M>,
}

/// The body of a response: read whole, as a stream, or larger than the limit.
pub(crate) enum ReceivedBody<M: Mode> {
    Whole(Bytes),
    Stream(M::Incoming),
    TooLarge(usize),
}

impl ReadLimits {
    /// Whether the body of a response with this status is returned as a stream.
    pub(crate) fn streams(&self, status: StatusCode) -> bool {
        self.info.streams(status)
    }

    /// How many bytes of a response with this status are read, and whether a larger body is an error.
    pub(crate) fn limit(&self, status: StatusCode) -> (usize, bool) {
        match self.info.is_success(status) {
            true => (self.response_limit, true),
            false => (self.error_limit, false),
        }
    }
}

/// Collects a body up to a limit. A larger body is an error (`strict`) or is truncated.
pub(crate) struct BodyCollector {
    bytes: Vec<u8>,
    limit: usize,
    strict: bool,
    /// The limit is reached: reading stops.
    pub(crate) full: bool,
    too_large: bool,
}

impl BodyCollector {
    pub(crate) fn new(limit: usize, strict: bool, headers: &HeaderMap) -> Self {
        let announced =
            headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        // The length of a compressed body is smaller than its content, so this only stops early; the count decides.
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
            // The status of an error response matters more than the rest of its body.
            Err(_) => {
                self.full = true;
                Ok(())
            }
        }
    }

    pub(crate) fn finish<M: Mode>(self) -> ReceivedBody<M> {
        if self.too_large { ReceivedBody::TooLarge(self.limit) } else { ReceivedBody::Whole(self.bytes.into()) }
    }
}
