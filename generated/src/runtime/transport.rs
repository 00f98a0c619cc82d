//! Transports: what sends one request and receives one response; modes, bodies, time limits and the clock.
//! Names no other room.

mod body;
mod body_chain;
mod boxed;
pub(crate) mod clock;
mod connect;
mod error;
mod idna;
mod mode;
mod reader_stream;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(any(feature = "reqwest", feature = "tower"))]
mod sleep;
mod timeouts;
mod timers;
#[cfg(any(feature = "blocking", feature = "reqwest"))]
mod tls;
#[cfg(feature = "tower")]
mod tower;
mod traits;
#[cfg(feature = "blocking")]
mod ureq;

#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
#[cfg(feature = "tower")]
pub use self::tower::TowerTransport;
#[cfg(feature = "tower")]
pub use self::tower::TransportService;
#[cfg(feature = "blocking")]
pub use self::ureq::UreqTransport;
pub use body::Body;
pub use boxed::BoxFuture;
pub use boxed::BoxStream;
pub use boxed::MaybeSend;
pub use error::TransportError;
pub use error::TransportErrorKind;
pub use mode::Async;
pub use mode::Blocking;
pub use mode::Mode;
pub use timeouts::Timeouts;
pub use traits::BlockingTransport;
pub use traits::Incoming;
pub use traits::Transport;

pub(crate) use clock::Instant;
pub(crate) use clock::since_epoch;
pub(crate) use idna::ascii_host;
pub(crate) use mode::sealed::ByMode;
pub(crate) use timers::Idle;
pub(crate) use timers::timed;
pub(crate) use timers::watched;
pub(crate) use timers::within;
