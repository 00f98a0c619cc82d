//! One grant at one token endpoint: what is sent, and what is kept of the responses.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use crate::runtime::auth::BoxError;
use crate::runtime::auth::Issued;
use crate::runtime::auth::OAuthGrant;
use crate::runtime::auth::Secret;
use crate::runtime::auth::TokenState;
use crate::runtime::client::call::Call;
use crate::runtime::client::handle::Client;
use crate::runtime::request::Destination;
use crate::runtime::response::Error;
use crate::runtime::transport::Instant;
use crate::runtime::transport::Mode;
use crate::runtime::transport::clock;

use super::response::Refusal;
use super::response::RequestToken;

/// A grant, its token endpoint, and the tokens so far.
pub(crate) struct Exchange<M> {
    client: Client<M>,
    grant: OAuthGrant,
    url: String,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    tokens: TokenState,
    /// How many exchanges failed, and the last error.
    failures: u64,
    failure: Option<Arc<Error>>,
    /// How many exchanges in a row the token endpoint refused, and until when it is not asked again.
    refusals: u32,
    pause: Option<Instant>,
    /// The grant is worth nothing any more: its refresh token was replaced, and the one in its place was refused.
    is_spent: bool,
}

/// After two refusals in a row the token endpoint is not asked for this time, which doubles with each further one.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

impl<M: Mode> Exchange<M> {
    #[inline]
    pub(crate) fn new(client: Client<M>, grant: OAuthGrant, url: String) -> Self {
        Self { client, grant, url, state: Mutex::default() }
    }

    #[inline]
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The token, where there is one that is still good.
    #[inline]
    pub(super) fn current(&self) -> Option<Secret> {
        self.state().tokens.current(Instant::now())
    }

    /// How many exchanges failed so far.
    #[inline]
    pub(super) fn failures(&self) -> u64 {
        self.state().failures
    }

    /// What a caller gets without an exchange of its own: a token, the error of an exchange after the failure number `failures`, or
    /// the last error where it is too early to ask again.
    #[inline]
    pub(super) fn news(&self, failures: u64) -> Option<Result<Secret, BoxError>> {
        let now = Instant::now();
        let state = self.state();
        if let Some(token) = state.tokens.current(now) {
            return Some(Ok(token));
        }
        let paused = state.is_spent || state.pause.is_some_and(|pause| now < pause);
        let failure = state.failure.clone().filter(|_| paused || state.failures != failures)?;
        Some(Err(failure.into()))
    }

    /// The call of the token endpoint.
    #[inline]
    pub(super) fn call(&self) -> Call<RequestToken, M> {
        let refresh = self.state().tokens.refresh().cloned();
        let (authorization, form) = self.grant.request(refresh.as_ref());
        let mut call: Call<RequestToken, M> = Call::new(&self.client);
        call = call.text_body("application/x-www-form-urlencoded", form);
        if let Some(authorization) = authorization {
            call = call.header("authorization", &authorization);
        }
        call.draft().destination = Destination::Absolute(self.url.clone());
        call
    }

    /// Keeps what an exchange brought. Returns the token, which is for the calls that waited even if its life is over.
    #[inline]
    pub(super) fn ended(&self, result: Result<Issued, Error>) -> Result<Secret, BoxError> {
        match result {
            Ok(issued) => {
                // The caller's function runs without a lock.
                if let Some(refresh) = &issued.refresh {
                    self.grant.save(refresh);
                }
                let token = issued.token.clone();
                let mut state = self.state();
                state.tokens.keep(issued, Instant::now());
                (state.refusals, state.pause) = (0, None);
                Ok(token)
            }
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Records an error. Only `invalid_grant` says that a refresh token is worth nothing (RFC 6749, section 5.2); the next exchange
    /// then uses the original grant, unless that was a refresh token, which was replaced by this one: servers revoke all tokens of
    /// a grant when one that was replaced is used again (RFC 9700, section 4.14.2).
    #[inline]
    fn failed(&self, error: Error) -> BoxError {
        let mut state = self.state();
        let code = error.json::<Refusal>().ok().map(|refusal| refusal.code);
        if code.as_deref() == Some("invalid_grant") && state.tokens.refresh().is_some() {
            match self.grant.is_of_refresh_token() {
                true => state.is_spent = true,
                false => state.tokens.forget_refresh(),
            }
        }
        if code.is_some() && error.is_client_error() && !error.is_rate_limited() {
            let pause = clock::doubled(FIRST_PAUSE, state.refusals.saturating_sub(1), LONGEST_PAUSE);
            state.pause = (state.refusals > 0).then(|| Instant::now().checked_add(pause)).flatten();
            state.refusals = state.refusals.saturating_add(1);
        }
        // Every call that waited gets it as its error.
        let failure = Arc::new(error);
        (state.failures, state.failure) = (state.failures.wrapping_add(1), Some(failure.clone()));
        failure.into()
    }

    /// The API refused a token. Returns whether the call can be sent again.
    #[inline]
    pub(super) fn refused(&self, token: &Secret) -> bool {
        self.state().tokens.refused(token, Instant::now())
    }
}
