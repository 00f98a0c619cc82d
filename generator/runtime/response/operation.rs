//! An operation with the type of its result.

use crate::runtime::description::OperationInfo;
use crate::runtime::transport::Mode;

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
