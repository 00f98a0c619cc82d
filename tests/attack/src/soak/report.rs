//! What came of a soak.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::memory::{self, MB};
use crate::soak::account::Counts;

/// How much the memory may grow behind the first quarter of a run, in bytes: the account of each call is a part of it.
const GROWTH: u64 = 32 * MB;

/// How many files and sockets may be open at once: one connection for each caller, as many idle ones, and what the process has.
const DESCRIPTORS: usize = 200;

/// How long the system may take to close what was open.
const CLOSING: Duration = Duration::from_secs(3);

/// Memory and descriptors over a run; nothing where they cannot be measured.
#[derive(Clone, Debug, Default)]
pub struct Use {
    /// Before the first call.
    before: (Option<u64>, Option<usize>),
    /// The most memory of the first quarter, and behind it.
    early: u64,
    late: u64,
    descriptors: usize,
    /// When all clients are gone.
    after: Option<usize>,
}

impl Use {
    /// Nothing but what was before.
    pub fn new(before: (Option<u64>, Option<usize>)) -> Self {
        Self { before, ..Self::default() }
    }

    /// Measures now.
    pub fn sample(&mut self, late: bool) {
        let most = if late { &mut self.late } else { &mut self.early };
        *most = (*most).max(memory::resident().unwrap_or_default());
        self.descriptors = self.descriptors.max(memory::descriptors().unwrap_or_default());
    }

    /// Measures when all clients are gone, and waits a little for it.
    pub fn after_end(&mut self) {
        let start = Instant::now();
        loop {
            self.after = memory::descriptors();
            if !self.leaks() || start.elapsed() > CLOSING {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Whether more is open than before. The runtime of async callers keeps some for itself.
    fn leaks(&self) -> bool {
        self.after > self.before.1.map(|before| before + 8)
    }

    fn is_good(&self) -> bool {
        self.late <= self.early + GROWTH && self.descriptors <= DESCRIPTORS && !self.leaks()
    }
}

/// What was counted and measured.
#[derive(Clone, Debug)]
pub struct Report {
    all: Vec<Counts>,
    used: Use,
    took: Duration,
    seed: u64,
}

impl Report {
    pub(super) fn new(all: Vec<Counts>, used: Use, took: Duration, seed: u64) -> Self {
        Self { all, used, took, seed }
    }

    /// Whether every account is right, and memory and descriptors are bounded.
    pub fn is_good(&self) -> bool {
        self.all.iter().all(Counts::is_good) && self.used.is_good()
    }

    /// A line for each kind of client, and what the process used.
    pub fn text(&self) -> String {
        let mut text = format!(
            "{:<10}{:>9}{:>9}{:>9}{:>9}{:>9}{:>10}{:>6}{:>9}{:>8}{:>7}{:>10}\n",
            "client",
            "calls",
            "done",
            "refused",
            "unknown",
            "dropped",
            "requests",
            "lost",
            "doubled",
            "denied",
            "wrong",
            "calls/s"
        );
        for one in &self.all {
            text.push_str(&format!(
                "{:<10}{:>9}{:>9}{:>9}{:>9}{:>9}{:>10}{:>6}{:>9}{:>8}{:>7}{:>10.0}\n",
                one.name,
                one.calls,
                one.done,
                one.refused,
                one.unknown,
                one.dropped,
                one.requests,
                one.lost,
                one.doubled,
                one.denied,
                one.wrong,
                one.calls as f64 / self.took.as_secs_f64()
            ));
        }
        let used = &self.used;
        let number = |count: Option<usize>| count.map_or_else(|| "–".to_owned(), |count| count.to_string());
        text.push_str(&format!(
            "memory: {} MB before, at most {} MB in the first quarter, {} MB later (it may grow by {})\ndescriptors: {} before, at most {} (of {DESCRIPTORS}), {} when the clients were gone\n",
            used.before.0.unwrap_or_default() / MB, used.early / MB, used.late / MB, GROWTH / MB, number(used.before.1), used.descriptors, number(used.after)
        ));
        text
    }

    /// The same as JSON; memory in bytes, time in milliseconds.
    pub fn json(&self) -> Value {
        let client = |one: &Counts| {
            json!({
                "client": one.name, "calls": one.calls, "done": one.done, "refused": one.refused, "unknown": one.unknown, "dropped": one.dropped,
                "requests": one.requests, "lost": one.lost, "doubled": one.doubled, "denied": one.denied, "wrong": one.wrong,
            })
        };
        let used = &self.used;
        json!({
            "seed": self.seed,
            "milliseconds": u64::try_from(self.took.as_millis()).unwrap_or(u64::MAX),
            "clients": self.all.iter().map(client).collect::<Vec<_>>(),
            "memory": {"before": used.before.0, "early": used.early, "late": used.late},
            "descriptors": {"before": used.before.1, "most": used.descriptors, "after": used.after},
        })
    }
}
