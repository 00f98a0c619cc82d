//! Tokens of an async client. Nothing is spawned: an exchange whose call was dropped is kept, and the next call goes on with it.

use std::sync::Arc;

use crate::runtime::auth::AsyncMutex;
use crate::runtime::auth::BoxError;
use crate::runtime::auth::Secret;
use crate::runtime::auth::TokenSource;
use crate::runtime::transport::Async;
use crate::runtime::transport::BoxFuture;

use super::exchange::Exchange;

/// A token source that requests tokens from the token endpoint.
pub(crate) struct GrantSource {
    exchange: Arc<Exchange<Async>>,
    requesting: AsyncMutex,
    begun: Begun,
}

impl GrantSource {
    #[inline]
    pub(crate) fn new(exchange: Exchange<Async>) -> Self {
        Self { exchange: Arc::new(exchange), requesting: AsyncMutex::default(), begun: Begun::default() }
    }

    #[inline]
    fn begin(&self) -> BoxFuture<'static, Result<Secret, BoxError>> {
        let exchange = self.exchange.clone();
        Box::pin(async move {
            let result = exchange.call().send().await;
            exchange.ended(result)
        })
    }
}

impl TokenSource for GrantSource {
    /// One call requests a token at a time; the calls that wait meanwhile use its token or its error.
    #[inline]
    fn token(&self) -> BoxFuture<'_, Result<Secret, BoxError>> {
        Box::pin(async move {
            if let Some(token) = self.exchange.current() {
                return Ok(token);
            }
            let mut failures = self.exchange.failures();
            let _guard = self.requesting.lock().await;
            if self.begun.is_some() {
                if let Ok(token) = self.begun.finish(|| self.begin()).await {
                    return Ok(token);
                }
                // What went wrong in the time of another call says nothing about this one.
                failures = self.exchange.failures();
            }
            if let Some(news) = self.exchange.news(failures) {
                return news;
            }
            self.begun.finish(|| self.begin()).await
        })
    }

    #[inline]
    fn rejected(&self, token: &Secret) -> bool {
        self.exchange.refused(token)
    }
}

type Running = BoxFuture<'static, Result<Secret, BoxError>>;

/// The exchange that was begun and is not over.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Default)]
struct Begun(std::sync::Mutex<Option<Running>>);

#[cfg(not(target_arch = "wasm32"))]
impl Begun {
    #[inline]
    fn running(&self) -> std::sync::MutexGuard<'_, Option<Running>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    #[inline]
    fn is_some(&self) -> bool {
        self.running().is_some()
    }

    /// Goes on with the exchange, or begins one. It stays when this future is dropped.
    #[inline]
    async fn finish(&self, begin: impl Fn() -> Running) -> Result<Secret, BoxError> {
        std::future::poll_fn(|context| {
            let mut place = self.running();
            // Taken out, so that one that panics is not asked again.
            let mut running = place.take().unwrap_or_else(&begin);
            let result = running.as_mut().poll(context);
            if result.is_pending() {
                *place = Some(running);
            }
            result
        })
        .await
    }
}

/// In a browser futures cannot be shared, so an exchange ends with its call.
#[cfg(target_arch = "wasm32")]
#[derive(Default)]
struct Begun {}

#[cfg(target_arch = "wasm32")]
impl Begun {
    #[inline]
    fn is_some(&self) -> bool {
        false
    }

    #[inline]
    async fn finish(&self, begin: impl Fn() -> Running) -> Result<Secret, BoxError> {
        begin().await
    }
}
