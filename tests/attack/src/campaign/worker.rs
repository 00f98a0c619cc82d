//! A thread that runs one case after the other.

use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use generator_tests::trial::Broken;

use crate::campaign::{Bounds, panics};
use crate::kinds::{Ended, Kind};
use crate::memory::{self, MB};
use crate::property::broken;
use crate::tally::Tally;

/// The stack of a worker: as much as a main thread has.
const STACK: usize = 8 << 20;

/// What the workers of a kind share.
pub struct Shared {
    pub kind: &'static Kind,
    pub bounds: Bounds,
    /// The number of the next case.
    pub next: AtomicU64,
    /// Whether no case begins any more.
    pub over: AtomicBool,
    /// The memory before the first case.
    pub before: u64,
    pub tally: Mutex<Tally>,
}

/// A thread, and what it does.
pub struct Worker {
    /// The seed of the case that runs, and since when.
    busy: Arc<Mutex<Option<(u64, Instant)>>>,
    thread: JoinHandle<()>,
}

impl Worker {
    /// Starts a thread.
    ///
    /// # Panics
    /// Where the system gives none.
    pub fn start(shared: &Arc<Shared>) -> Self {
        let busy = Arc::new(Mutex::new(None));
        let (shared, at) = (shared.clone(), busy.clone());
        let builder = thread::Builder::new().name(panics::CASES.to_owned()).stack_size(STACK);
        let thread = builder.spawn(move || shared.work(&at)).expect("the system has threads");
        Self { busy, thread }
    }

    /// Whether there is nothing more to do.
    pub fn is_done(&self) -> bool {
        self.thread.is_finished()
    }

    /// The seed of a case that runs for longer than this.
    pub fn stuck_for(&self, time: Duration) -> Option<u64> {
        let busy = *self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        busy.filter(|(_, since)| since.elapsed() > time).map(|(seed, _)| seed)
    }
}

impl Shared {
    fn work(&self, busy: &Mutex<Option<(u64, Instant)>>) {
        let set = |what| *busy.lock().unwrap_or_else(PoisonError::into_inner) = what;
        while !self.over.load(Ordering::Relaxed) {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            if number >= self.bounds.cases {
                return;
            }
            let seed = self.bounds.seed.wrapping_add(number);
            set(Some((seed, Instant::now())));
            let (ended, took) = self.case(seed);
            set(None);
            self.tally.lock().unwrap_or_else(PoisonError::into_inner).count(ended, took);
            if let Err(broken) = self.watch_memory() {
                self.broken(seed, broken);
            }
        }
    }

    /// Runs a case, twice where the first run took too long: the machine may be busy.
    fn case(&self, seed: u64) -> (Result<Ended, (u64, Broken)>, Duration) {
        let mut took = Duration::ZERO;
        for _ in 0..2 {
            let start = Instant::now();
            let ended = panic::catch_unwind(AssertUnwindSafe(|| (self.kind.run)(seed)));
            took = start.elapsed();
            let ended = ended.unwrap_or_else(|payload| {
                let text = payload.downcast_ref::<String>().map(String::as_str);
                let text = text.or(payload.downcast_ref::<&str>().copied()).unwrap_or_default();
                Err(broken(&panics::place(), text))
            });
            if took <= self.kind.limit || ended.is_err() {
                return (ended.map_err(|broken| (seed, broken)), took);
            }
        }
        (Err((seed, broken("it takes too long", format!("{took:?}, twice")))), took)
    }

    fn watch_memory(&self) -> Result<(), Broken> {
        let Some(peak) = memory::peak() else { return Ok(()) };
        let more = peak.saturating_sub(self.before);
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        tally.memory = Some(tally.memory.unwrap_or_default().max(more));
        if more <= self.kind.memory {
            return Ok(());
        }
        memory::forget_peak();
        let text = format!("{} MB more than before, of at most {}", more / MB, self.kind.memory / MB);
        Err(broken("too much memory", text))
    }

    /// Notes a promise that was not kept.
    pub fn broken(&self, seed: u64, broken: Broken) {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner).broke(seed, broken);
    }

    /// What was counted.
    pub fn tally(&self) -> Tally {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
