//! What differs between the modes: the default transport, a body of several bodies, and work done [`ByMode`].

use std::io::Read;

use super::body::Body;
use super::body_chain::BodyChain;
use super::error::TransportError;
use super::mode::Async;
use super::mode::Blocking;
use super::mode::Mode;
use super::mode::sealed::ByMode;
use super::mode::sealed::Sealed;
use super::reader_stream::ReaderStream;
use super::timeouts::Timeouts;

impl Sealed for Async {
    #[cfg(feature = "reqwest")]
    #[inline]
    fn connect(timeouts: &Timeouts, https: bool) -> Result<Self, TransportError> {
        super::tls::permit(https)?;
        let transport = super::reqwest::ReqwestTransport::new(timeouts)?;
        Ok(Self { transport: std::sync::Arc::new(transport) })
    }

    #[cfg(not(feature = "reqwest"))]
    #[inline]
    fn connect(_: &Timeouts, _: bool) -> Result<Self, TransportError> {
        Err(TransportError::none("enable the feature `reqwest`"))
    }

    #[inline]
    fn chain(bodies: Vec<Body<Self>>) -> <Self as Mode>::Outgoing {
        Box::pin(BodyChain(bodies.into()))
    }

    #[inline]
    fn read(source: Box<dyn Read + Send>) -> <Self as Mode>::Outgoing {
        Box::pin(ReaderStream::Idle(source))
    }

    #[inline]
    fn by_mode<W: ByMode>(input: W::Input<Self>) -> W::Output {
        W::in_async(input)
    }
}

impl Sealed for Blocking {
    #[cfg(feature = "blocking")]
    #[inline]
    fn connect(_: &Timeouts, https: bool) -> Result<Self, TransportError> {
        super::tls::permit(https)?;
        let transport = super::ureq::UreqTransport::new()?;
        Ok(Self { transport: std::sync::Arc::new(transport) })
    }

    #[cfg(not(feature = "blocking"))]
    #[inline]
    fn connect(_: &Timeouts, _: bool) -> Result<Self, TransportError> {
        Err(TransportError::none("enable the feature `blocking`"))
    }

    #[inline]
    fn chain(bodies: Vec<Body<Self>>) -> <Self as Mode>::Outgoing {
        Box::new(BodyChain(bodies.into()))
    }

    #[inline]
    fn read(source: Box<dyn Read + Send>) -> <Self as Mode>::Outgoing {
        source
    }

    #[inline]
    fn by_mode<W: ByMode>(input: W::Input<Self>) -> W::Output {
        W::in_blocking(input)
    }
}
