//! Exchanges a grant of OAuth 2.0 for tokens (RFC 6749, sections 4.3, 4.4 and 6). A token is kept until shortly before it expires,
//! or until the server rejects it.

use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use http::Method;

use crate::runtime::auth::AsyncMutex;
use crate::runtime::auth::BlockingTokenSource;
use crate::runtime::auth::BoxError;
use crate::runtime::auth::OAuthGrant;
use crate::runtime::auth::Secret;
use crate::runtime::auth::Token;
use crate::runtime::auth::TokenSource;
use crate::runtime::description::OperationInfo;
use crate::runtime::description::Retry;
use crate::runtime::description::Status;
use crate::runtime::json::Decode;
use crate::runtime::json::DecodeError;
use crate::runtime::json::Field;
use crate::runtime::json::Reader;
use crate::runtime::request::Destination;
use crate::runtime::response::Error;
use crate::runtime::response::Operation;
use crate::runtime::response::Reply;
use crate::runtime::transport::Async;
use crate::runtime::transport::Blocking;
use crate::runtime::transport::BoxFuture;
use crate::runtime::transport::ByMode;
use crate::runtime::transport::Instant;
use crate::runtime::transport::Mode;

use super::call::Call;
use super::handle::Client;

/// A token source that requests tokens from the token endpoint.
pub(crate) struct GrantSource<M> {
    client: Client<M>,
    grant: OAuthGrant,
    url: String,
    kept: Mutex<TokenState>,
    requesting: AsyncMutex,
}

/// Wraps a grant source in a [`Token`].
pub(crate) struct IntoToken;

impl ByMode for IntoToken {
    type Input<M: Mode> = GrantSource<M>;
    type Output = Token;

    #[inline]
    fn in_async(source: GrantSource<Async>) -> Token {
        Token::source(source)
    }

    #[inline]
    fn in_blocking(source: GrantSource<Blocking>) -> Token {
        Token::blocking_source(source)
    }
}

/// The current tokens, and the last failure.
#[derive(Default)]
struct TokenState {
    token: Option<Secret>,
    expires: Option<Instant>,
    refresh: Option<Secret>,
    /// How many requests for a token failed, and the last error.
    failures: u64,
    failure: Option<SharedError>,
}

/// Why there is no token. Every call that waited for the token gets it as its error.
#[derive(Clone)]
struct SharedError(Arc<Error>);

/// A token is renewed this long before it expires, because a call takes time.
const MARGIN: Duration = Duration::from_secs(20);

impl<M: Mode> GrantSource<M> {
    #[inline]
    pub(crate) fn new(client: Client<M>, grant: OAuthGrant, url: String) -> Self {
        Self { client, grant, url, kept: Mutex::default(), requesting: AsyncMutex::default() }
    }

    #[inline]
    fn kept(&self) -> MutexGuard<'_, TokenState> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[inline]
    fn current(&self) -> Option<Secret> {
        let kept = self.kept();
        let now = Instant::now();
        let fresh = kept.expires.is_none_or(|expires| expires.saturating_duration_since(now) > MARGIN);
        kept.token.clone().filter(|_| fresh)
    }

    #[inline]
    fn call(&self) -> Call<RequestToken, M> {
        let refresh = self.kept().refresh.clone();
        let (authorization, form) = self.grant.request(refresh.as_ref());
        let mut call: Call<RequestToken, M> = Call::new(&self.client);
        call = call.text_body("application/x-www-form-urlencoded", form);
        if let Some(authorization) = authorization {
            call = call.header("authorization", &authorization);
        }
        call.draft().destination = Destination::Absolute(self.url.clone());
        call
    }

    #[inline]
    fn keep(&self, response: TokenResponse) -> Secret {
        let mut kept = self.kept();
        kept.token = Some(response.access_token.clone());
        kept.expires = response.expires_in.and_then(|life| Instant::now().checked_add(life));
        if response.refresh_token.is_some() {
            kept.refresh = response.refresh_token;
        }
        response.access_token
    }

    /// Forgets a token that the server rejected.
    #[inline]
    fn forget(&self, token: &Secret) -> bool {
        let mut kept = self.kept();
        if kept.token.as_ref() == Some(token) {
            kept.token = None;
        }
        true
    }

    /// Records an error. If the server rejected a refresh token that it had issued, the next request uses the original grant.
    #[inline]
    fn failed(&self, error: Error) -> BoxError {
        let mut kept = self.kept();
        if error.is_client_error() {
            kept.refresh = None;
        }
        let failure = SharedError(Arc::new(error));
        (kept.failures, kept.failure) = (kept.failures.wrapping_add(1), Some(failure.clone()));
        failure.into()
    }

    /// The outcome of a request that ended while the caller waited: a token, or an error after the failure number `failures`.
    #[inline]
    fn news(&self, failures: u64) -> Option<Result<Secret, BoxError>> {
        if let Some(token) = self.current() {
            return Some(Ok(token));
        }
        let kept = self.kept();
        let failure = kept.failure.clone().filter(|_| kept.failures != failures)?;
        Some(Err(failure.into()))
    }
}

impl TokenSource for GrantSource<Async> {
    /// One call requests a token at a time; the calls that wait meanwhile use its token or its error.
    #[inline]
    fn token(&self) -> BoxFuture<'_, Result<Secret, BoxError>> {
        Box::pin(async move {
            if let Some(token) = self.current() {
                return Ok(token);
            }
            let failures = self.kept().failures;
            let _guard = self.requesting.lock().await;
            if let Some(news) = self.news(failures) {
                return news;
            }
            let response = self.call().send().await.map_err(|error| self.failed(error))?;
            Ok(self.keep(response))
        })
    }

    #[inline]
    fn rejected(&self, token: &Secret) -> bool {
        self.forget(token)
    }
}

impl BlockingTokenSource for GrantSource<Blocking> {
    #[inline]
    fn token(&self) -> Result<Secret, BoxError> {
        if let Some(token) = self.current() {
            return Ok(token);
        }
        let failures = self.kept().failures;
        let _guard = self.requesting.lock_blocking();
        if let Some(news) = self.news(failures) {
            return news;
        }
        let response = self.call().send().map_err(|error| self.failed(error))?;
        Ok(self.keep(response))
    }

    #[inline]
    fn rejected(&self, token: &Secret) -> bool {
        self.forget(token)
    }
}

/// The operation that requests a token.
pub(crate) struct RequestToken;

/// The response of a token endpoint (RFC 6749, section 5.1).
pub(crate) struct TokenResponse {
    access_token: Secret,
    expires_in: Option<Duration>,
    refresh_token: Option<Secret>,
}

static REQUEST_TOKEN: OperationInfo = OperationInfo {
    id: "token",
    name: "oauth.token",
    method: Method::POST,
    path: &[],
    params: &[],
    servers: &[],
    security: &[],
    accept: "application/json",
    success: &[Status::Code(200)],
    streamed: &[],
    retry: Retry::NotIdempotent,
};

impl<M: Mode> Operation<M> for RequestToken {
    const INFO: &'static OperationInfo = &REQUEST_TOKEN;
    type Output = TokenResponse;

    #[inline]
    fn decode(reply: Reply<M>) -> Result<TokenResponse, Error> {
        if reply.status().as_u16() == 200 { reply.json() } else { Err(reply.unexpected()) }
    }
}

impl Decode for TokenResponse {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut access_token = Field::new("access_token");
        let mut expires_in: Field<Option<Seconds>> = Field::optional_key("expires_in");
        let mut refresh_token = Field::optional_key("refresh_token");
        reader.fields(&mut [&mut access_token, &mut expires_in, &mut refresh_token])?;
        Ok(Self {
            access_token: access_token.required()?,
            expires_in: expires_in.optional().and_then(|seconds| Duration::try_from_secs_f64(seconds.0?).ok()),
            refresh_token: refresh_token.optional(),
        })
    }
}

/// A number of seconds, which some servers send as a string. `None` where it is something else.
struct Seconds(Option<f64>);

impl Decode for Seconds {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let text = reader.raw()?;
        Ok(Self(text.trim_matches('"').parse().ok()))
    }
}

impl fmt::Debug for SharedError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for SharedError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for SharedError {
    #[inline]
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}
