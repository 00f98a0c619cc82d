//! Tokens and their sources.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use crate::runtime::response::Error;
use crate::runtime::response::ErrorKind;
use crate::runtime::transport::BoxFuture;
use crate::runtime::transport::MaybeSend;

use super::secret::Secret;

/// A token: a fixed one, or one from a source.
#[derive(Clone)]
pub struct Token(Source);

#[derive(Clone)]
enum Source {
    Fixed(Secret),
    Async(Arc<dyn TokenSource>),
    Blocking(Arc<dyn BlockingTokenSource>),
}

/// Provides the current token. It is called before every attempt, so it should cache the token until it expires.
pub trait TokenSource: Send + Sync + 'static {
    /// The current token.
    fn token(&self) -> BoxFuture<'_, Result<Secret, BoxError>>;

    /// The server rejected this token (401). Returns whether there can be a new one; if so, the call is sent once more.
    #[inline]
    fn rejected(&self, token: &Secret) -> bool {
        let _ = token;
        false
    }
}

/// Provides the current token, blocking. It is called before every attempt, so it should cache the token until it expires.
pub trait BlockingTokenSource: Send + Sync + 'static {
    /// The current token.
    ///
    /// # Errors
    /// When there is no token.
    fn token(&self) -> Result<Secret, BoxError>;

    /// The current token, for a call that may take no longer than `limit`. A source that can take long to get a token should
    /// return an error then; by default it is [`token`](Self::token), without a limit.
    ///
    /// # Errors
    /// When there is no token, or none in time.
    #[inline]
    fn token_within(&self, limit: Option<Duration>) -> Result<Secret, BoxError> {
        let _ = limit;
        self.token()
    }

    /// The server rejected this token (401). Returns whether there can be a new one; if so, the call is sent once more.
    #[inline]
    fn rejected(&self, token: &Secret) -> bool {
        let _ = token;
        false
    }
}

/// The error of a token source. It becomes the source of an [`Error`], so it must not print secrets.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

impl Token {
    /// A token that stays the same.
    #[inline]
    pub fn fixed(secret: impl Into<Secret>) -> Self {
        Self(Source::Fixed(secret.into()))
    }

    /// A token from a source.
    #[inline]
    pub fn source(source: impl TokenSource) -> Self {
        Self(Source::Async(Arc::new(source)))
    }

    /// A token from a blocking source. An async client may use one that returns at once.
    #[inline]
    pub fn blocking_source(source: impl BlockingTokenSource) -> Self {
        Self(Source::Blocking(Arc::new(source)))
    }

    /// A token from an async function.
    #[inline]
    pub fn from_async<F, R>(provide: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<Secret, BoxError>> + MaybeSend + 'static,
    {
        Self::source(AsyncFn(provide))
    }

    /// A token from a function.
    #[inline]
    pub fn from_fn(provide: impl Fn() -> Result<Secret, BoxError> + Send + Sync + 'static) -> Self {
        Self::blocking_source(BlockingFn(provide))
    }

    #[inline]
    pub(crate) async fn get(&self) -> Result<Secret, Error> {
        match &self.0 {
            Source::Fixed(secret) => Ok(secret.clone()),
            Source::Async(source) => source.token().await.map_err(no_token),
            Source::Blocking(source) => source.token().map_err(no_token),
        }
    }

    /// Reports that the server rejected this token. Returns whether there can be a new one.
    #[inline]
    pub(crate) fn rejected(&self, token: &Secret) -> bool {
        match &self.0 {
            Source::Fixed(_) => false,
            Source::Async(source) => source.rejected(token),
            Source::Blocking(source) => source.rejected(token),
        }
    }

    #[inline]
    pub(crate) fn get_blocking(&self, limit: Option<Duration>) -> Result<Secret, Error> {
        match &self.0 {
            Source::Fixed(secret) => Ok(secret.clone()),
            Source::Blocking(source) => source.token_within(limit).map_err(no_token),
            Source::Async(_) => Err(Error::new(
                ErrorKind::Credential,
                "the token comes from an async source, and this client is blocking; use `Token::from_fn`",
            )),
        }
    }
}

struct AsyncFn<F>(F);
struct BlockingFn<F>(F);

impl<F, R> TokenSource for AsyncFn<F>
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<Secret, BoxError>> + MaybeSend + 'static,
{
    #[inline]
    fn token(&self) -> BoxFuture<'_, Result<Secret, BoxError>> {
        Box::pin((self.0)())
    }
}

impl<F: Fn() -> Result<Secret, BoxError> + Send + Sync + 'static> BlockingTokenSource for BlockingFn<F> {
    #[inline]
    fn token(&self) -> Result<Secret, BoxError> {
        (self.0)()
    }
}

#[inline]
fn no_token(source: BoxError) -> Error {
    Error::new(ErrorKind::Credential, "the source of the token failed").because(source)
}

impl fmt::Debug for Token {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Source::Fixed(_) => "Token(***)",
            Source::Async(_) | Source::Blocking(_) => "Token(source)",
        })
    }
}

impl From<Secret> for Token {
    #[inline]
    fn from(secret: Secret) -> Self {
        Self::fixed(secret)
    }
}

impl From<String> for Token {
    #[inline]
    fn from(text: String) -> Self {
        Self::fixed(text)
    }
}

impl From<&str> for Token {
    #[inline]
    fn from(text: &str) -> Self {
        Self::fixed(text)
    }
}
