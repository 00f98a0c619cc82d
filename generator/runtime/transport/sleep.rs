//! The timer of the transports that have one: that of tokio, or of the browser.

use std::time::Duration;

use super::boxed::BoxFuture;

/// Ready after that time.
#[cfg(not(target_arch = "wasm32"))]
#[inline]
pub(super) fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
    Box::pin(tokio::time::sleep(duration))
}

/// Ready after that time.
#[cfg(target_arch = "wasm32")]
#[inline]
pub(super) fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
    let milliseconds = u32::try_from(duration.as_millis()).unwrap_or(u32::MAX);
    Box::pin(gloo_timers::future::TimeoutFuture::new(milliseconds))
}
