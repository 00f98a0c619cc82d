//! What a client or a call says about sending a call again.

use std::sync::Arc;
use std::time::Duration;

use super::attempt::Attempt;

/// What a client or a call says about sending a call again. What it does not say is as by default.
#[derive(Clone, Default)]
pub(crate) struct RetryRules {
    retries: Option<u32>,
    statuses: Option<Arc<[u16]>>,
    decide: Option<Arc<Decide>>,
    pauses: Option<(Duration, Duration)>,
}

/// Whether the call is sent again after that attempt.
type Decide = dyn Fn(&Attempt<'_>) -> bool + Send + Sync;

/// How often a call is sent again at most.
const RETRIES: u32 = 2;
/// The statuses of failures that pass.
const STATUSES: [u16; 6] = [408, 429, 500, 502, 503, 504];
/// The first pause is up to this long, and no pause that the client chooses is longer than the second.
const PAUSES: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(8));

impl RetryRules {
    #[inline]
    pub(crate) fn set_retries(&mut self, retries: u32) {
        self.retries = Some(retries);
    }

    #[inline]
    pub(crate) fn set_statuses(&mut self, statuses: impl IntoIterator<Item = u16>) {
        self.statuses = Some(statuses.into_iter().collect());
    }

    #[inline]
    pub(crate) fn set_decision(&mut self, decide: impl Fn(&Attempt<'_>) -> bool + Send + Sync + 'static) {
        self.decide = Some(Arc::new(decide));
    }

    #[inline]
    pub(crate) fn set_pauses(&mut self, first: Duration, longest: Duration) {
        self.pauses = Some((first, longest));
    }

    /// These rules, and those of the client where these say nothing.
    #[inline]
    pub(crate) fn or(&self, client: &Self) -> Self {
        Self {
            retries: self.retries.or(client.retries),
            statuses: self.statuses.as_ref().or(client.statuses.as_ref()).cloned(),
            decide: self.decide.as_ref().or(client.decide.as_ref()).cloned(),
            pauses: self.pauses.or(client.pauses),
        }
    }

    /// The rules for requests of tokens: how often and how fast, but not what is said about responses of the API.
    #[inline]
    pub(crate) fn for_tokens(&self) -> Self {
        Self { retries: self.retries, pauses: self.pauses, ..Self::default() }
    }

    #[inline]
    pub(crate) fn retries(&self) -> u32 {
        self.retries.unwrap_or(RETRIES)
    }

    /// Whether it is a status of failures that pass.
    #[inline]
    pub(crate) fn has_status(&self, status: u16) -> bool {
        self.statuses.as_deref().unwrap_or(&STATUSES).contains(&status)
    }

    /// What the caller decides, if it wants to.
    #[inline]
    pub(crate) fn decision(&self, attempt: &Attempt<'_>) -> Option<bool> {
        self.decide.as_ref().map(|decide| decide(attempt))
    }

    /// The longest first pause, and the longest pause of all.
    #[inline]
    pub(crate) fn pauses(&self) -> (Duration, Duration) {
        self.pauses.unwrap_or(PAUSES)
    }
}
