//! What was counted, as a table and as JSON.

use std::collections::BTreeMap;
use std::time::Duration;

use generator_tests::trial::Broken;
use serde_json::{Value, json};

use crate::kinds::Ended;
use crate::memory::MB;

/// The counts of a kind.
#[derive(Clone, Debug)]
pub struct Tally {
    /// The kind.
    pub name: &'static str,
    /// How many cases were accepted.
    pub accepted: u64,
    /// How many were refused.
    pub refused: u64,
    /// The promises that were not kept: how often, the first seed, and what is known of it.
    pub broken: BTreeMap<String, (u64, u64, String)>,
    /// How long all cases took together.
    pub took: Duration,
    /// How long the longest took.
    pub longest: Duration,
    /// The most memory beyond that before the first case, in bytes.
    pub memory: Option<u64>,
}

impl Tally {
    /// Nothing yet.
    pub fn new(name: &'static str) -> Self {
        let (took, longest) = (Duration::ZERO, Duration::ZERO);
        Self { name, accepted: 0, refused: 0, broken: BTreeMap::new(), took, longest, memory: None }
    }

    /// Counts a case.
    pub fn count(&mut self, ended: Result<Ended, (u64, Broken)>, took: Duration) {
        self.longest = self.longest.max(took);
        match ended {
            Ok(Ended::Accepted) => self.accepted += 1,
            Ok(Ended::Refused) => self.refused += 1,
            Err((seed, broken)) => self.broke(seed, broken),
        }
    }

    /// Counts a promise that was not kept.
    pub fn broke(&mut self, seed: u64, broken: Broken) {
        self.broken.entry(broken.kind).or_insert((0, seed, broken.detail)).0 += 1;
    }

    /// How often a promise was not kept.
    pub fn failures(&self) -> u64 {
        self.broken.values().map(|(count, ..)| count).sum()
    }

    fn cases(&self) -> u64 {
        self.accepted + self.refused + self.failures()
    }
}

/// Whether every promise was kept.
pub fn is_good(all: &[Tally]) -> bool {
    all.iter().all(|tally| tally.broken.is_empty())
}

/// A line for each kind, and what broke.
pub fn text(all: &[Tally]) -> String {
    let mut text = format!(
        "{:<11}{:>9}{:>10}{:>9}{:>8}{:>9}{:>9}{:>11}\n",
        "kind", "cases", "accepted", "refused", "broken", "seconds", "longest", "memory MB"
    );
    for one in all {
        let memory = one.memory.map_or_else(|| "–".to_owned(), |bytes| (bytes / MB).to_string());
        text.push_str(&format!(
            "{:<11}{:>9}{:>10}{:>9}{:>8}{:>9.1}{:>9.2}{:>11}\n",
            one.name,
            one.cases(),
            one.accepted,
            one.refused,
            one.failures(),
            one.took.as_secs_f64(),
            one.longest.as_secs_f64(),
            memory
        ));
    }
    let sum = |of: fn(&Tally) -> u64| all.iter().map(of).sum::<u64>();
    text.push_str(&format!(
        "{:<11}{:>9}{:>10}{:>9}{:>8}\n",
        "all",
        sum(Tally::cases),
        sum(|one| one.accepted),
        sum(|one| one.refused),
        sum(Tally::failures)
    ));
    for one in all {
        for (promise, (count, seed, detail)) in &one.broken {
            text.push_str(&format!("\n{}: {promise} ({count} times)\n  {detail}\n", one.name));
            text.push_str(&format!("  again: cargo xtask attack --only {} --seed {seed} --cases 1\n", one.name));
        }
    }
    text
}

/// The same as JSON; times in milliseconds, memory in bytes.
pub fn json(all: &[Tally], seed: u64) -> Value {
    let kind = |one: &Tally| {
        let broken = |(promise, (count, seed, detail)): (&String, &(u64, u64, String))| json!({"promise": promise, "count": count, "seed": seed, "detail": detail});
        json!({
            "kind": one.name, "cases": one.cases(), "accepted": one.accepted, "refused": one.refused,
            "milliseconds": millis(one.took), "longest": millis(one.longest), "memory": one.memory,
            "broken": one.broken.iter().map(broken).collect::<Vec<_>>(),
        })
    };
    json!({"seed": seed, "kinds": all.iter().map(kind).collect::<Vec<_>>()})
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
