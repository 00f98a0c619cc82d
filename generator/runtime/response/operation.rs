//! An operation with the type of its result.

use std::marker::PhantomData;

use crate::runtime::description::OperationInfo;
use crate::runtime::transport::Mode;

use super::byte_stream::ByteStream;
use super::error::Error;
use super::reply::Reply;

/// An operation with the type of its result.
pub trait Operation<M: Mode>: 'static {
    /// What the document says about it.
    const INFO: &'static OperationInfo;
    /// What a successful call gives.
    type Output: 'static;
    /// Makes the result from a response.
    ///
    /// # Errors
    /// When the body has not the documented shape.
    fn decode(reply: Reply<M>) -> Result<Self::Output, Error>;
}

/// An operation whose successes are taken as they are, of whatever media type: what [`Call::raw`](crate::runtime::Call::raw) makes.
#[derive(Debug)]
pub struct Raw<O>(PhantomData<fn() -> O>);

impl<O: Operation<M>, M: Mode> Operation<M> for Raw<O> {
    const INFO: &'static OperationInfo = O::INFO;
    type Output = ByteStream<M>;

    #[inline]
    fn decode(reply: Reply<M>) -> Result<Self::Output, Error> {
        Ok(reply.stream())
    }
}
