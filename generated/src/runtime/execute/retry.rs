//! Whether a call is retried, and after which pause. Decisions only: no clock, no I/O, no source of random numbers.

use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::runtime::encoding::retry_after;
use crate::runtime::request::Attempt;
use crate::runtime::request::Ending;
use crate::runtime::request::RetryRules;
use crate::runtime::transport::Instant;
use crate::runtime::transport::TransportErrorKind;
use crate::runtime::transport::clock;

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
pub(crate) struct Attempts {
    pub(crate) rules: RetryRules,
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

impl Attempts {
    /// How long to wait before the next attempt; `None` when there is none. `chance` gives any number.
    #[inline]
    pub(crate) fn pause(
        &mut self,
        mut attempt: Attempt<'_>,
        budget: &RetryBudget,
        now: Instant,
        chance: impl FnOnce() -> u64,
    ) -> Option<Duration> {
        if !self.replayable || self.retries == 0 {
            return None;
        }
        attempt.would_retry = self.may_repeat(attempt.ending);
        if !self.rules.decision(&attempt).unwrap_or(attempt.would_retry) {
            return None;
        }
        let requested = attempt.headers().and_then(retry_after).unwrap_or_default();
        let pause = requested.max(self.jitter(chance()));
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
            Ending::Response { status, headers, .. } => {
                // A server that says when to come back has not done it.
                let was_not_done = || matches!(status.as_u16(), 429 | 503) && retry_after(headers).is_some();
                self.rules.has_status(status.as_u16()) && (self.idempotent || was_not_done())
            }
            Ending::Failure(error) => match error.kind() {
                TransportErrorKind::Connect | TransportErrorKind::ConnectTimeout => true,
                // Also when the body broke off: it is read whole before anything is given to the caller.
                TransportErrorKind::NoResponse
                | TransportErrorKind::Timeout
                | TransportErrorKind::Body
                | TransportErrorKind::BodyTimeout => self.idempotent,
                _ => false,
            },
        }
    }

    /// "Full jitter": anything between nothing and the longest pause that is due, which doubles with each attempt.
    #[inline]
    fn jitter(&self, chance: u64) -> Duration {
        let (first, longest) = self.rules.pauses();
        let due = clock::doubled(first, self.made.saturating_sub(1), longest);
        let millis = u64::try_from(due.as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(chance % millis.saturating_add(1))
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
