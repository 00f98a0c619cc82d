//! Whether a call is retried, and after which pause. Decisions only: no clock, no I/O, no source of random numbers.

use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::time::Duration;

use http::HeaderMap;
use http::StatusCode;

use crate::runtime::encoding::retry_after;
use crate::runtime::transport::Instant;
use crate::runtime::transport::TransportErrorKind;
use crate::runtime::transport::clock;

/// The first pause is up to this long; each further one up to twice as long as the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// The longest pause that the client chooses.
const LONGEST_PAUSE: Duration = Duration::from_secs(8);
/// The longest pause that a server may request, even in a call without a deadline.
const LONGEST_REQUESTED_PAUSE: Duration = Duration::from_secs(600);

/// The budget of retries, shared by all calls of a client: a retry costs, a success gives a little back. So retries cannot multiply
/// the load of a server that fails every call.
#[derive(Debug)]
pub(crate) struct RetryBudget(AtomicU32);

const BUDGET: u32 = 500;
const RETRY_COSTS: u32 = 5;
const SUCCESS_GIVES: u32 = 1;

/// The attempts of one call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attempts {
    /// How many retries are left.
    pub(crate) retries: u32,
    /// Whether the operation may be done twice.
    pub(crate) idempotent: bool,
    /// Whether the body can be sent again.
    pub(crate) replayable: bool,
    /// When the call must be over.
    pub(crate) deadline: Option<Instant>,
    /// How many attempts were made.
    pub(crate) made: u32,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ending<'a> {
    Response(StatusCode, &'a HeaderMap),
    Failure(TransportErrorKind),
}

impl Attempts {
    /// How long to wait before the next attempt; `None` when there is none. `chance` gives any number.
    #[inline]
    pub(crate) fn pause(
        &mut self,
        ending: Ending<'_>,
        budget: &RetryBudget,
        now: Instant,
        chance: impl FnOnce() -> u64,
    ) -> Option<Duration> {
        if !self.replayable || self.retries == 0 || !self.may_repeat(ending) {
            return None;
        }
        let requested = match ending {
            Ending::Response(_, headers) => retry_after(headers).unwrap_or_default(),
            Ending::Failure(_) => Duration::ZERO,
        };
        let pause = requested.max(jitter(self.made, chance()));
        let in_time = self.deadline.is_none_or(|deadline| pause < deadline.saturating_duration_since(now));
        if requested > LONGEST_REQUESTED_PAUSE || !in_time || !budget.pay() {
            return None;
        }
        self.retries = self.retries.saturating_sub(1);
        Some(pause)
    }

    #[inline]
    fn may_repeat(&self, ending: Ending<'_>) -> bool {
        match ending {
            Ending::Response(StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE, headers) => {
                self.idempotent || retry_after(headers).is_some()
            }
            Ending::Response(status, _) => self.idempotent && matches!(status.as_u16(), 408 | 500 | 502 | 504),
            Ending::Failure(TransportErrorKind::Connect | TransportErrorKind::ConnectTimeout) => true,
            // Also when the body broke off: it is read whole before anything is given to the caller.
            Ending::Failure(
                TransportErrorKind::NoResponse
                | TransportErrorKind::Timeout
                | TransportErrorKind::Body
                | TransportErrorKind::BodyTimeout,
            ) => self.idempotent,
            Ending::Failure(_) => false,
        }
    }
}

impl RetryBudget {
    pub(crate) const fn new() -> Self {
        Self(AtomicU32::new(BUDGET))
    }

    /// A call succeeded.
    #[inline]
    pub(crate) fn give(&self) {
        // As a rule there is nothing to give, and processors do not have to agree on it.
        if self.0.load(Ordering::Relaxed) >= BUDGET {
            return;
        }
        let more = |left: u32| Some(left.saturating_add(SUCCESS_GIVES).min(BUDGET));
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }

    #[inline]
    fn pay(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(RETRY_COSTS)).is_ok()
    }
}

/// "Full jitter": anything between nothing and the longest pause that is due.
#[inline]
fn jitter(made: u32, chance: u64) -> Duration {
    let longest = clock::doubled(FIRST_PAUSE, made.saturating_sub(1), LONGEST_PAUSE);
    let millis = u64::try_from(longest.as_millis()).unwrap_or(u64::MAX);
    Duration::from_millis(chance % millis.saturating_add(1))
}
