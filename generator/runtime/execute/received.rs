//! Reads a response within limits.

use std::io::Read;

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
    /// Whether every success is returned as a stream, or none; `None`: as the operation says.
    pub(crate) streamed: Option<bool>,
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
    #[inline]
    pub(crate) fn streams(&self, status: StatusCode) -> bool {
        match self.streamed {
            Some(streamed) => streamed && self.info.is_success(status),
            None => self.info.streams(status),
        }
    }

    /// Whether a status is a success of the operation.
    #[inline]
    pub(crate) fn is_success(&self, status: StatusCode) -> bool {
        self.info.is_success(status)
    }

    /// How many bytes of a response with this status are read, and whether a larger body is an error.
    #[inline]
    pub(crate) fn limit(&self, status: StatusCode) -> (usize, bool) {
        match self.info.is_success(status) {
            true => (self.response_limit, true),
            false => (self.error_limit, false),
        }
    }
}

/// Collects a body up to a limit. A larger body is an error (`strict`) or is truncated.
pub(crate) struct BodyCollector {
    /// The first piece as it came: most bodies have one.
    first: Bytes,
    /// All that came, where it is more than one piece.
    bytes: Vec<u8>,
    /// How much the server says that there is.
    announced: usize,
    limit: usize,
    strict: bool,
    /// The limit is reached: reading stops.
    pub(crate) full: bool,
    too_large: bool,
}

/// How much memory a body gets for an announcement alone.
const MOST_AT_ONCE: usize = 64 << 10;

impl BodyCollector {
    #[inline]
    pub(crate) fn new(limit: usize, strict: bool, headers: &HeaderMap) -> Self {
        let announced =
            headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        // The length of a compressed body is smaller than its content, so this only stops early; the count decides.
        let too_large = strict && announced.is_some_and(|length| length > limit as u64);
        let announced = announced.and_then(|length| usize::try_from(length).ok()).unwrap_or_default().min(limit);
        Self { first: Bytes::new(), bytes: Vec::new(), announced, limit, strict, full: too_large, too_large }
    }

    #[inline]
    pub(crate) fn add(&mut self, piece: Result<Bytes, TransportError>) -> Result<(), TransportError> {
        match piece {
            Ok(piece) => {
                let room = self.limit.saturating_sub(self.first.len().max(self.bytes.len()));
                self.full = piece.len() > room;
                self.too_large = self.full && self.strict;
                let piece = piece.slice(..room.min(piece.len()));
                if self.first.is_empty() && self.bytes.is_empty() {
                    // A piece can be part of a larger buffer, which an error would keep for as long as it lives.
                    self.first = if self.strict { piece } else { Bytes::copy_from_slice(&piece) };
                    return Ok(());
                }
                self.bytes.extend_from_slice(&std::mem::take(&mut self.first));
                self.bytes.extend_from_slice(&piece);
                Ok(())
            }
            Err(error) => self.broken(error),
        }
    }

    /// Reads a body from a reader.
    #[inline]
    pub(crate) fn read(&mut self, body: &mut dyn Read) -> Result<(), TransportError> {
        if self.full {
            return Ok(());
        }
        self.bytes.reserve_exact(self.announced.min(MOST_AT_ONCE));
        // One byte beyond the limit shows that there is more.
        let most = u64::try_from(self.limit).unwrap_or(u64::MAX).saturating_add(1);
        let end = body.take(most).read_to_end(&mut self.bytes);
        if self.bytes.len() > self.limit {
            self.bytes.truncate(self.limit);
            (self.full, self.too_large) = (true, self.strict);
        }
        end.map(drop).or_else(|error| self.broken(TransportError::reading(error)))
    }

    #[inline]
    fn broken(&mut self, error: TransportError) -> Result<(), TransportError> {
        // The status of an error response matters more than the rest of its body.
        self.full = true;
        if self.strict { Err(error) } else { Ok(()) }
    }

    #[inline]
    pub(crate) fn finish<M: Mode>(self) -> ReceivedBody<M> {
        match self {
            Self { too_large: true, limit, .. } => ReceivedBody::TooLarge(limit),
            Self { first, bytes, .. } if bytes.is_empty() => ReceivedBody::Whole(first),
            Self { bytes, .. } => ReceivedBody::Whole(bytes.into()),
        }
    }
}
