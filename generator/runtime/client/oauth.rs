//! Exchanges a grant of OAuth 2.0 for tokens (RFC 6749, sections 4.3, 4.4 and 6). A token is kept until shortly before it expires,
//! or until the server rejects it.
//!
//! An exchange outlives the call that began it: a refresh token is often good for one use, so what comes for it must not be lost with
//! a call that was dropped or took too long.

mod exchange;
mod in_async;
mod in_blocking;
mod response;

pub(crate) use exchange::Exchange;

use crate::runtime::auth::Token;
use crate::runtime::transport::Async;
use crate::runtime::transport::Blocking;
use crate::runtime::transport::ByMode;
use crate::runtime::transport::Mode;

/// Wraps an exchange in a [`Token`].
pub(crate) struct IntoToken;

impl ByMode for IntoToken {
    type Input<M: Mode> = Exchange<M>;
    type Output = Token;

    #[inline]
    fn in_async(exchange: Exchange<Async>) -> Token {
        Token::source(in_async::GrantSource::new(exchange))
    }

    #[inline]
    fn in_blocking(exchange: Exchange<Blocking>) -> Token {
        Token::blocking_source(in_blocking::GrantSource::new(exchange))
    }
}
