//! The deviations that a reader finds, while it reads.

use super::DecodeError;
use super::error::Deviation;
use super::problem::LISTED;
use super::tolerance::Tolerance;

/// What a reader does about deviations, and those that it found.
#[derive(Debug)]
pub(super) struct Deviations {
    pub(super) tolerance: Tolerance,
    /// Whether the reader goes on behind a deviation.
    pub(super) again: bool,
    /// How many of the next trials of union variants are strict; see [`Reader::candidates`].
    pub(super) strict_trials: usize,
    /// The first [`LISTED`].
    pub(super) found: Vec<Found>,
    pub(super) count: usize,
}

/// A deviation in the value that begins at `at`.
pub(super) struct Found {
    pub(super) at: usize,
    pub(super) deviation: Deviation,
    settled: bool,
}

/// Where a reader was, to go back there.
pub(super) struct Mark {
    pub(super) at: usize,
    pub(super) depth: u32,
    pub(super) nodes: usize,
    pub(super) found: usize,
    pub(super) count: usize,
}

impl Deviations {
    pub(super) fn new(tolerance: Tolerance) -> Self {
        Self { tolerance, again: false, strict_trials: 0, found: Vec::new(), count: 0 }
    }

    pub(super) fn note(&mut self, at: usize, error: DecodeError, remedy: Option<&str>) {
        if error.is_noted() {
            return;
        }
        self.count += 1;
        if self.found.len() < LISTED {
            let deviation = error.into_deviation();
            let settled = remedy.is_some();
            let deviation = remedy.map_or(deviation.clone(), |remedy| deviation.settled(remedy));
            self.found.push(Found { at, deviation, settled });
        }
    }

    /// Forgets what was found since the mark.
    pub(super) fn forget(&mut self, mark: &Mark) {
        self.found.truncate(mark.found);
        self.count = mark.count;
    }

    pub(super) fn settle(&mut self, mark: &Mark, remedy: &str) {
        for found in self.found.iter_mut().skip(mark.found).filter(|found| !found.settled) {
            found.deviation = found.deviation.clone().settled(remedy);
            found.settled = true;
        }
    }
}

impl std::fmt::Debug for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.deviation)
    }
}
