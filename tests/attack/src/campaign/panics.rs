//! Panics: where they were, and those of threads that no case sees.

use std::cell::RefCell;
use std::panic;
use std::sync::{Mutex, Once, PoisonError};
use std::thread;

/// The name of threads that run cases.
pub const CASES: &str = "attack-cases";

thread_local! {
    static AT: RefCell<Option<String>> = const { RefCell::new(None) };
}

static ELSEWHERE: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Panics of cases are kept and not printed; others are both.
pub fn catch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let at = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
            let name = thread::current().name().unwrap_or_default().to_owned();
            match name.as_str() {
                CASES => AT.set(Some(at)),
                // Threads of tests and of `Trials` have reports of their own.
                _ if name.starts_with("attack-") => {
                    ELSEWHERE.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{name} at {at}"));
                    usual(info);
                }
                _ => usual(info),
            }
        }));
    });
}

/// Where the last panic of this thread was.
pub fn place() -> String {
    AT.take().unwrap_or_else(|| "a panic".to_owned())
}

/// The panics of other threads since this was asked.
pub fn elsewhere() -> Vec<String> {
    std::mem::take(&mut *ELSEWHERE.lock().unwrap_or_else(PoisonError::into_inner))
}
