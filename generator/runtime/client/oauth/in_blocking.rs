//! Tokens of a blocking client. An exchange has a thread of its own, so that each call waits for it no longer than it has time, and
//! what comes is kept whoever still waits.

use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use crate::runtime::auth::BlockingTokenSource;
use crate::runtime::auth::BoxError;
use crate::runtime::auth::Secret;
use crate::runtime::transport::Blocking;
use crate::runtime::transport::Instant;
use crate::runtime::transport::TransportError;
use crate::runtime::transport::TransportErrorKind;

use super::exchange::Exchange;

/// A token source that requests tokens from the token endpoint.
pub(crate) struct GrantSource(Arc<Inner>);

struct Inner {
    exchange: Exchange<Blocking>,
    flight: Mutex<Flight>,
    ended: Condvar,
}

/// One exchange at a time.
#[derive(Default)]
struct Flight {
    is_running: bool,
    /// How many have ended.
    number: u64,
    /// The token of the last one, for the calls that waited for it.
    token: Option<Secret>,
}

impl GrantSource {
    #[inline]
    pub(crate) fn new(exchange: Exchange<Blocking>) -> Self {
        Self(Arc::new(Inner { exchange, flight: Mutex::default(), ended: Condvar::new() }))
    }
}

impl BlockingTokenSource for GrantSource {
    #[inline]
    fn token(&self) -> Result<Secret, BoxError> {
        self.token_within(None)
    }

    /// One exchange runs at a time; the calls that wait meanwhile use its token or its error.
    #[inline]
    fn token_within(&self, limit: Option<Duration>) -> Result<Secret, BoxError> {
        let inner = &self.0;
        if let Some(token) = inner.exchange.current() {
            return Ok(token);
        }
        let deadline = limit.and_then(|limit| Instant::now().checked_add(limit));
        let failures = inner.exchange.failures();
        let mut flight = inner.flight();
        let began = flight.number;
        if !flight.is_running {
            if let Some(news) = inner.exchange.news(failures) {
                return news;
            }
            (flight.is_running, flight.token) = (true, None);
            // `Landing` takes the lock when it is dropped, which it is where there is no thread for it.
            drop(flight);
            let landing = Landing(inner.clone());
            std::thread::Builder::new().name("oauth token".to_owned()).spawn(move || landing.fly())?;
            flight = inner.flight();
        }
        // Where the next exchange has begun before this call woke, that is the one to wait for.
        while flight.number == began || (flight.is_running && flight.token.is_none()) {
            flight = inner.wait(flight, deadline)?;
        }
        let token = flight.token.clone();
        drop(flight);
        let failed = || Err("the request for a token ended without an answer".into());
        token.map_or_else(|| inner.exchange.news(failures).unwrap_or_else(failed), Ok)
    }

    #[inline]
    fn rejected(&self, token: &Secret) -> bool {
        self.0.exchange.refused(token)
    }
}

impl Inner {
    #[inline]
    fn flight(&self) -> MutexGuard<'_, Flight> {
        self.flight.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[inline]
    fn wait<'m>(
        &'m self,
        flight: MutexGuard<'m, Flight>,
        deadline: Option<Instant>,
    ) -> Result<MutexGuard<'m, Flight>, BoxError> {
        let Some(deadline) = deadline else {
            return Ok(self.ended.wait(flight).unwrap_or_else(PoisonError::into_inner));
        };
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(TransportError::bare(TransportErrorKind::Timeout).into());
        }
        Ok(self.ended.wait_timeout(flight, left).unwrap_or_else(PoisonError::into_inner).0)
    }
}

/// Ends an exchange when it is dropped, also when the exchange panicked.
struct Landing(Arc<Inner>);

impl Landing {
    #[inline]
    fn fly(self) {
        let result = self.0.exchange.call().send();
        let token = self.0.exchange.ended(result).ok();
        self.0.flight().token = token;
    }
}

impl Drop for Landing {
    #[inline]
    fn drop(&mut self) {
        let mut flight = self.0.flight();
        flight.is_running = false;
        flight.number = flight.number.wrapping_add(1);
        self.0.ended.notify_all();
    }
}
