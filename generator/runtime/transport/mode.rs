//! Async and blocking: one client type, two modes. A mode is the handle of its transport.

use std::fmt;
use std::io::Read;
use std::sync::Arc;

use bytes::Bytes;

use super::boxed::BoxStream;
use super::error::TransportError;
use super::traits::BlockingTransport;
use super::traits::Transport;

/// How calls are made: [`Async`] or [`Blocking`].
pub trait Mode: Clone + Sized + 'static + sealed::Sealed {
    /// A body that is sent piece by piece.
    type Outgoing;
    /// A body as it arrives.
    type Incoming;
}

/// Calls are futures.
#[derive(Clone)]
pub struct Async {
    pub(crate) transport: Arc<dyn Transport>,
}

/// Calls return when they are done.
#[derive(Clone)]
pub struct Blocking {
    pub(crate) transport: Arc<dyn BlockingTransport>,
}

impl Mode for Async {
    type Outgoing = BoxStream<Result<Bytes, std::io::Error>>;
    type Incoming = BoxStream<Result<Bytes, TransportError>>;
}

impl Mode for Blocking {
    type Outgoing = Box<dyn Read + Send>;
    type Incoming = Box<dyn Read + Send>;
}

impl fmt::Debug for Async {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Async")
    }
}

impl fmt::Debug for Blocking {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Blocking")
    }
}

/// What differs between the modes, hidden from callers; `connect` implements it.
pub(crate) mod sealed {
    use super::Async;
    use super::Blocking;
    use super::Mode;
    use crate::runtime::transport::body::Body;
    use crate::runtime::transport::error::TransportError;
    use crate::runtime::transport::timeouts::Timeouts;

    /// What differs between the modes.
    pub trait Sealed: Sized {
        /// Creates the default transport of the mode, which has to have TLS for an `https` base URL.
        fn connect(timeouts: &Timeouts, https: bool) -> Result<Self, TransportError>;

        /// Joins bodies to one stream.
        fn chain(bodies: Vec<Body<Self>>) -> Self::Outgoing
        where
            Self: Mode;

        /// A reader as a body that is sent piece by piece.
        fn read(source: Box<dyn std::io::Read + Send>) -> Self::Outgoing
        where
            Self: Mode;

        /// Does work in the way of this mode.
        fn by_mode<W: ByMode>(input: W::Input<Self>) -> W::Output
        where
            Self: Mode;
    }

    /// Work that each mode does in its own way, with a value whose type depends on the mode. So a room above can tell the modes
    /// apart and this room does not name it.
    pub trait ByMode {
        /// The value.
        type Input<M: Mode>;
        /// The result.
        type Output;

        /// Does the work for an async client.
        fn in_async(input: Self::Input<Async>) -> Self::Output;

        /// Does the work for a blocking client.
        fn in_blocking(input: Self::Input<Blocking>) -> Self::Output;
    }
}
