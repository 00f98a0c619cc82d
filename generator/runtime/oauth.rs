//! Tokens of OAuth 2.0 that a client gets for itself: client credentials, refresh token, password (RFC 6749, sections 4.3, 4.4
//! and 6). A token is kept until shortly before it expires, or until the server refuses it.

use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use http::Method;

use super::api::FlowKind;
use super::api::SchemeKind;
use super::binary::to_base64;
use super::call::Call;
use super::call::Reply;
use super::client::Client;
use super::clock::Instant;
use super::draft::Target;
use super::error::Error;
use super::gate::Gate;
use super::json::Decode;
use super::json::DecodeError;
use super::json::Field;
use super::json::Reader;
use super::mode::Async;
use super::mode::Blocking;
use super::mode::Mode;
use super::op::Op;
use super::op::Operation;
use super::op::Retry;
use super::op::Status;
use super::percent::encode_form;
use super::secret::Secret;
use super::token::BlockingTokenSource;
use super::token::BoxError;
use super::token::TokenSource;
use super::transport::BoxFuture;

/// What a token of OAuth 2.0 is got for.
#[derive(Clone)]
pub struct OAuthGrant {
    grant: Grant,
    client: Option<(String, Option<Secret>)>,
    scopes: Vec<String>,
    token_url: Option<String>,
    parameters: Vec<(String, String)>,
    secret_in_body: bool,
}

#[derive(Clone)]
enum Grant {
    ClientCredentials,
    RefreshToken(Secret),
    Password { user: String, password: Secret },
}

impl OAuthGrant {
    /// A token for the client itself.
    pub fn client_credentials(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self { client: Some((id.into(), Some(secret.into()))), ..Self::new(Grant::ClientCredentials) }
    }

    /// A token for a user who agreed before. A new refresh token that comes with it takes the place of this one.
    pub fn refresh_token(token: impl Into<Secret>) -> Self {
        Self::new(Grant::RefreshToken(token.into()))
    }

    /// A token for a user whose password is known.
    pub fn password(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self::new(Grant::Password { user: user.into(), password: password.into() })
    }

    fn new(grant: Grant) -> Self {
        let (scopes, parameters) = (Vec::new(), Vec::new());
        Self { grant, client: None, scopes, token_url: None, parameters, secret_in_body: false }
    }

    /// Names the client, with its secret if it has one.
    #[must_use]
    pub fn client(mut self, id: impl Into<String>, secret: Option<Secret>) -> Self {
        self.client = Some((id.into(), secret));
        self
    }

    /// Asks for a scope; without any the server decides.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Asks there, instead of at the URL of the document.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Sends another parameter, such as `audience`.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends the secret of the client in the body instead of the `Authorization` header, which some servers want.
    #[must_use]
    pub fn secret_in_body(mut self) -> Self {
        self.secret_in_body = true;
        self
    }

    /// Where the token is asked for: as given, else as the document says.
    pub(crate) fn url(&self, scheme: &SchemeKind) -> Option<String> {
        if let Some(url) = &self.token_url {
            return Some(url.clone());
        }
        let SchemeKind::OAuth2 { flows } = scheme else { return None };
        let wanted = match self.grant {
            Grant::ClientCredentials => FlowKind::ClientCredentials,
            Grant::RefreshToken(_) => FlowKind::AuthorizationCode,
            Grant::Password { .. } => FlowKind::Password,
        };
        let flow = flows.iter().find(|flow| flow.kind == wanted);
        let flow = flow.or_else(|| flows.iter().find(|flow| flow.token_url.is_some()))?;
        let refresh = flow.refresh_url.filter(|_| matches!(self.grant, Grant::RefreshToken(_)));
        refresh.or(flow.token_url).map(str::to_owned)
    }

    /// The request, as `Authorization` header and form.
    fn request(&self, refresh: Option<&Secret>) -> (Option<String>, String) {
        let mut form = Vec::new();
        match (refresh, &self.grant) {
            (Some(token), _) | (None, Grant::RefreshToken(token)) => {
                form.extend([("grant_type", "refresh_token"), ("refresh_token", token.expose())]);
            }
            (None, Grant::ClientCredentials) => form.push(("grant_type", "client_credentials")),
            (None, Grant::Password { user, password }) => {
                form.extend([("grant_type", "password"), ("username", user), ("password", password.expose())]);
            }
        }
        let scopes = self.scopes.join(" ");
        if !scopes.is_empty() {
            form.push(("scope", &scopes));
        }
        let mut authorization = None;
        match &self.client {
            Some((id, Some(secret))) if !self.secret_in_body => {
                let pair = format!("{}:{}", encode_form(id), encode_form(secret.expose()));
                authorization = Some(format!("Basic {}", to_base64(pair.as_bytes())));
            }
            Some((id, secret)) => {
                form.push(("client_id", id));
                form.extend(secret.iter().map(|secret| ("client_secret", secret.expose())));
            }
            None => {}
        }
        form.extend(self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let pieces = form.iter().map(|(name, value)| format!("{}={}", encode_form(name), encode_form(value)));
        (authorization, pieces.collect::<Vec<_>>().join("&"))
    }
}

/// Gets tokens with calls of its own.
pub struct GrantSource<M> {
    pub(crate) client: Client<M>,
    pub(crate) grant: OAuthGrant,
    pub(crate) url: String,
    pub(crate) kept: Mutex<Kept>,
    pub(crate) gate: Gate,
}

/// What was got so far.
#[derive(Default)]
pub(crate) struct Kept {
    token: Option<Secret>,
    expires: Option<Instant>,
    refresh: Option<Secret>,
    /// How often a token was asked for in vain, and why the last time.
    failures: u64,
    failure: Option<Failure>,
}

/// Why there is no token: told to everybody who waited for it.
#[derive(Clone)]
struct Failure(Arc<Error>);

/// A token is not used in the last seconds of its life, because a call takes time.
const MARGIN: Duration = Duration::from_secs(20);

impl<M: Mode> GrantSource<M> {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn current(&self) -> Option<Secret> {
        let kept = self.kept();
        let now = Instant::now();
        let fresh = kept.expires.is_none_or(|expires| expires.saturating_duration_since(now) > MARGIN);
        kept.token.clone().filter(|_| fresh)
    }

    fn call(&self) -> Call<'_, GetToken, M> {
        let refresh = self.kept().refresh.clone();
        let (authorization, form) = self.grant.request(refresh.as_ref());
        let mut call: Call<'_, GetToken, M> = Call::new(&self.client);
        call = call.text("application/x-www-form-urlencoded", form);
        if let Some(authorization) = authorization {
            call = call.header("authorization", &authorization);
        }
        call.draft().target = Target::Absolute(self.url.clone());
        call
    }

    fn keep(&self, granted: Granted) -> Secret {
        let mut kept = self.kept();
        kept.token = Some(granted.access_token.clone());
        kept.expires = granted.expires_in.and_then(|life| Instant::now().checked_add(life));
        if granted.refresh_token.is_some() {
            kept.refresh = granted.refresh_token;
        }
        granted.access_token
    }

    /// Forgets a token that the server refused.
    fn forget(&self, token: &Secret) -> bool {
        let mut kept = self.kept();
        if kept.token.as_ref() == Some(token) {
            kept.token = None;
        }
        true
    }

    /// A later refresh token that the server refuses gives way to the grant that was given.
    fn failed(&self, error: Error) -> BoxError {
        let mut kept = self.kept();
        if error.is_client_error() {
            kept.refresh = None;
        }
        let failure = Failure(Arc::new(error));
        (kept.failures, kept.failure) = (kept.failures.wrapping_add(1), Some(failure.clone()));
        failure.into()
    }

    /// What became known while somebody waited since `failures`: a token, or that there is none.
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
    /// One call asks at a time; whoever waited for it takes what it got.
    fn token(&self) -> BoxFuture<'_, Result<Secret, BoxError>> {
        Box::pin(async move {
            if let Some(token) = self.current() {
                return Ok(token);
            }
            let failures = self.kept().failures;
            let _pass = self.gate.enter().await;
            if let Some(news) = self.news(failures) {
                return news;
            }
            let granted = self.call().send().await.map_err(|error| self.failed(error))?;
            Ok(self.keep(granted))
        })
    }

    fn rejected(&self, token: &Secret) -> bool {
        self.forget(token)
    }
}

impl BlockingTokenSource for GrantSource<Blocking> {
    fn token(&self) -> Result<Secret, BoxError> {
        if let Some(token) = self.current() {
            return Ok(token);
        }
        let failures = self.kept().failures;
        let _pass = self.gate.enter_blocking();
        if let Some(news) = self.news(failures) {
            return news;
        }
        let granted = self.call().send().map_err(|error| self.failed(error))?;
        Ok(self.keep(granted))
    }

    fn rejected(&self, token: &Secret) -> bool {
        self.forget(token)
    }
}

/// The call that gets a token.
pub(crate) struct GetToken;

/// The answer of a token endpoint (RFC 6749, section 5.1).
pub(crate) struct Granted {
    access_token: Secret,
    expires_in: Option<Duration>,
    refresh_token: Option<Secret>,
}

static GET_TOKEN: Op = Op {
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

impl<M: Mode> Operation<M> for GetToken {
    const OP: &'static Op = &GET_TOKEN;
    type Output = Granted;

    fn decode(reply: Reply<M>) -> Result<Granted, Error> {
        if reply.status().as_u16() == 200 { reply.json() } else { Err(reply.unexpected()) }
    }
}

impl Decode for Granted {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut access_token = Field::new("access_token");
        let mut expires_in: Field<Option<Seconds>> = Field::new("expires_in");
        let mut refresh_token = Field::new("refresh_token");
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
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let text = reader.raw()?;
        Ok(Self(text.trim_matches('"').parse().ok()))
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

impl fmt::Debug for OAuthGrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grant = match self.grant {
            Grant::ClientCredentials => "client_credentials",
            Grant::RefreshToken(_) => "refresh_token",
            Grant::Password { .. } => "password",
        };
        f.debug_struct("OAuthGrant").field("grant", &grant).field("scopes", &self.scopes).finish_non_exhaustive()
    }
}
