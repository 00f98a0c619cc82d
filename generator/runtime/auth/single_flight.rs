//! A mutex without data that async callers wait for. No lock of the standard library is held while it is locked, so a caller may
//! await under its guard. A future that is dropped while it waits, or under the guard, blocks nobody.

use std::future::poll_fn;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::task::Poll;
use std::task::Waker;

#[derive(Default)]
pub(crate) struct AsyncMutex {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    locked: bool,
    waiters: Vec<Waker>,
}

/// Releases the lock when it is dropped.
pub(crate) struct Guard<'m>(&'m AsyncMutex);

impl AsyncMutex {
    /// Acquires the lock.
    #[inline]
    pub(crate) async fn lock(&self) -> Guard<'_> {
        poll_fn(|context| {
            let mut state = self.state();
            if state.locked {
                if !state.waiters.iter().any(|waker| waker.will_wake(context.waker())) {
                    state.waiters.push(context.waker().clone());
                }
                return Poll::Pending;
            }
            state.locked = true;
            Poll::Ready(())
        })
        .await;
        Guard(self)
    }

    #[inline]
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Guard<'_> {
    #[inline]
    fn drop(&mut self) {
        let waiters = {
            let mut state = self.0.state();
            state.locked = false;
            std::mem::take(&mut state.waiters)
        };
        // Wakes all: the first may be a future that was dropped, and then nobody would go on.
        waiters.into_iter().for_each(Waker::wake);
    }
}
