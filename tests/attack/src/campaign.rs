//! Runs the cases of a kind on several threads, and watches over them: a panic, a case that does not end, and memory.

mod panics;
mod worker;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::campaign::worker::{Shared, Worker};
use crate::kinds::Kind;
use crate::memory;
use crate::tally::Tally;

/// How much of a kind is tried. The first of both bounds that is reached ends it.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// The first case; the next ones follow.
    pub seed: u64,
    /// How many cases.
    pub cases: u64,
    /// How long new cases begin.
    pub time: Duration,
}

/// How many times its limit a case may take before its thread is given up.
const NEVER: u32 = 5;

/// Runs cases of a kind.
pub fn run(kind: &'static Kind, bounds: Bounds) -> Tally {
    panics::catch();
    memory::forget_peak();
    let start = Instant::now();
    let shared = Arc::new(Shared {
        kind,
        bounds,
        next: AtomicU64::new(0),
        over: AtomicBool::new(false),
        before: memory::resident().unwrap_or_default(),
        tally: std::sync::Mutex::new(Tally::new(kind.name)),
    });
    let mut workers: Vec<Worker> = (0..kind.threads).map(|_| Worker::start(&shared)).collect();
    while !workers.iter().all(Worker::is_done) {
        thread::sleep(Duration::from_millis(10));
        if start.elapsed() > bounds.time {
            shared.over.store(true, Ordering::Relaxed);
        }
        for worker in &mut workers {
            if let Some(seed) = worker.stuck_for(kind.limit * NEVER) {
                shared.broken(
                    seed,
                    crate::property::broken("it never ends", format!("given up after {:?}", kind.limit * NEVER)),
                );
                *worker = Worker::start(&shared);
            }
        }
    }
    for panicked in panics::elsewhere() {
        shared.broken(bounds.seed, crate::property::broken("a panic on another thread", panicked));
    }
    let mut tally = shared.tally();
    tally.took = start.elapsed();
    tally
}
