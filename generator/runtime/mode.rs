//! Async and blocking: one client type, two modes. A mode is the handle of its transport.

use std::fmt;
use std::io::Read;
use std::sync::Arc;

use bytes::Bytes;

use super::transport::BlockingTransport;
use super::transport::BoxStream;
use super::transport::Transport;
use super::transport::TransportError;

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
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Async")
    }
}

impl fmt::Debug for Blocking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Blocking")
    }
}

pub(crate) mod sealed {
    use super::Async;
    use super::Blocking;
    use super::Mode;
    use super::TransportError;
    use crate::runtime::body::Body;
    use crate::runtime::multipart::Chain;
    use crate::runtime::oauth::GrantSource;
    use crate::runtime::token::Token;
    use crate::runtime::transport::Timeouts;

    /// What differs between the modes, out of the sight of users.
    pub trait Sealed: Sized {
        /// Makes the transport that the mode has by default.
        fn connect(timeouts: &Timeouts) -> Result<Self, TransportError>;

        /// A token from a grant.
        fn token_source(source: GrantSource<Self>) -> Token;

        /// One body of many.
        fn chain(bodies: Vec<Body<Self>>) -> Self::Outgoing
        where
            Self: Mode;
    }

    impl Sealed for Async {
        #[cfg(feature = "reqwest")]
        fn connect(timeouts: &Timeouts) -> Result<Self, TransportError> {
            let transport = crate::runtime::transport::ReqwestTransport::new(timeouts)?;
            Ok(Self { transport: std::sync::Arc::new(transport) })
        }

        #[cfg(not(feature = "reqwest"))]
        fn connect(_: &Timeouts) -> Result<Self, TransportError> {
            Err(TransportError::none("enable the feature `reqwest`"))
        }

        fn token_source(source: GrantSource<Self>) -> Token {
            Token::source(source)
        }

        fn chain(bodies: Vec<Body<Self>>) -> <Self as Mode>::Outgoing {
            Box::pin(Chain(bodies.into()))
        }
    }

    impl Sealed for Blocking {
        #[cfg(feature = "blocking")]
        fn connect(_: &Timeouts) -> Result<Self, TransportError> {
            let transport = crate::runtime::transport::UreqTransport::new();
            Ok(Self { transport: std::sync::Arc::new(transport) })
        }

        #[cfg(not(feature = "blocking"))]
        fn connect(_: &Timeouts) -> Result<Self, TransportError> {
            Err(TransportError::none("enable the feature `blocking`"))
        }

        fn token_source(source: GrantSource<Self>) -> Token {
            Token::blocking_source(source)
        }

        fn chain(bodies: Vec<Body<Self>>) -> <Self as Mode>::Outgoing {
            Box::new(Chain(bodies.into()))
        }
    }
}
