//! What a client knows of the tokens of one grant: data and decisions, without a clock or I/O.

use std::time::Duration;

use crate::runtime::transport::Instant;
use crate::runtime::transport::clock;

use super::secret::Secret;

/// The current tokens, and what went wrong.
#[derive(Default)]
pub(crate) struct TokenState {
    token: Option<Secret>,
    /// When it is renewed; `None`: not before it is refused.
    renew: Option<Instant>,
    refresh: Option<Secret>,
    /// How many tokens in a row the API refused, and when the last of them was replaced.
    refused: u32,
    replaced: Option<Instant>,
}

/// What a token endpoint issued.
pub(crate) struct Issued {
    pub(crate) token: Secret,
    /// How long the token is good for, where the server says so.
    pub(crate) life: Option<Duration>,
    pub(crate) refresh: Option<Secret>,
}

/// A token is renewed at most this long before it expires, because a call takes time, and at most a tenth of its life.
const MARGIN: Duration = Duration::from_secs(20);
const SHARE_OF_LIFE: u32 = 10;

/// A token that is refused is replaced at once. If its successor is refused, too, no other one is asked for before this time, which
/// doubles with each further one: the reason is then something else.
const FIRST_PAUSE: Duration = Duration::from_secs(30);
const LONGEST_PAUSE: Duration = Duration::from_secs(600);

impl TokenState {
    /// The token, where there is one that is still good.
    #[inline]
    pub(crate) fn current(&self, now: Instant) -> Option<Secret> {
        self.token.clone().filter(|_| self.renew.is_none_or(|renew| now < renew))
    }

    /// The refresh token that the server issued last.
    #[inline]
    pub(crate) fn refresh(&self) -> Option<&Secret> {
        self.refresh.as_ref()
    }

    #[inline]
    pub(crate) fn keep(&mut self, issued: Issued, now: Instant) {
        self.token = Some(issued.token);
        self.renew = issued.life.and_then(|life| {
            let margin = (life / SHARE_OF_LIFE).min(MARGIN);
            now.checked_add(life.saturating_sub(margin))
        });
        if issued.refresh.is_some() {
            self.refresh = issued.refresh;
        }
    }

    /// Forgets the refresh token, which is not good for anything any more.
    #[inline]
    pub(crate) fn forget_refresh(&mut self) {
        self.refresh = None;
    }

    /// The API refused a token. Returns whether the call can be sent again with another one.
    #[inline]
    pub(crate) fn refused(&mut self, token: &Secret, now: Instant) -> bool {
        if self.token.as_ref() != Some(token) {
            return true;
        }
        let since = self.replaced.map(|replaced| now.saturating_duration_since(replaced));
        if since.is_none_or(|since| since > LONGEST_PAUSE.saturating_mul(2)) {
            self.refused = 0;
        }
        let pause = clock::doubled(FIRST_PAUSE, self.refused.saturating_sub(1), LONGEST_PAUSE);
        if self.refused > 0 && since.is_some_and(|since| since < pause) {
            return false;
        }
        self.refused = self.refused.saturating_add(1);
        self.replaced = Some(now);
        self.token = None;
        true
    }
}
