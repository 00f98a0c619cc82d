//! A gate that one caller passes at a time, waiting asynchronously or blocking. Nothing is locked while somebody is inside, so an
//! async caller may await there; whoever is dropped inside or outside lets the others go on.

use std::future::poll_fn;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::task::Poll;
use std::task::Waker;

#[derive(Default)]
pub(crate) struct Gate {
    state: Mutex<State>,
    open: Condvar,
}

#[derive(Default)]
struct State {
    taken: bool,
    waiting: Vec<Waker>,
}

/// Whoever has it is inside.
pub(crate) struct Pass<'g>(&'g Gate);

impl Gate {
    /// Waits until nobody is inside, and goes in.
    pub(crate) async fn enter(&self) -> Pass<'_> {
        poll_fn(|context| {
            let mut state = self.state();
            if state.taken {
                if !state.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                    state.waiting.push(context.waker().clone());
                }
                return Poll::Pending;
            }
            state.taken = true;
            Poll::Ready(())
        })
        .await;
        Pass(self)
    }

    /// As [`Gate::enter`], blocking.
    pub(crate) fn enter_blocking(&self) -> Pass<'_> {
        let mut state = self.state();
        while state.taken {
            state = self.open.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.taken = true;
        Pass(self)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        let waiting = {
            let mut state = self.0.state();
            state.taken = false;
            std::mem::take(&mut state.waiting)
        };
        self.0.open.notify_one();
        // All of them: the first could have been dropped in the meantime, and then nobody would go on.
        waiting.into_iter().for_each(Waker::wake);
    }
}
