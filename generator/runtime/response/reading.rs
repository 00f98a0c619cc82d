//! How the JSON of responses is read: its limits, what is tolerated, and where that is written down.

use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use crate::runtime::json;
use crate::runtime::json::Decode;
use crate::runtime::json::DecodeError;
use crate::runtime::json::Problems;
use crate::runtime::json::Tolerance;

/// How the JSON of a response is read.
#[derive(Clone)]
pub(crate) struct Reading {
    /// How many values of free-form JSON it may hold.
    nodes: usize,
    tolerance: Tolerance,
    /// How many deviations the clones of a client tolerated.
    tolerated: Arc<AtomicU64>,
    /// Where the problems go of a call whose caller wants to see them.
    kept: Option<Arc<Mutex<Problems>>>,
}

impl Reading {
    #[inline]
    pub(crate) fn new(nodes: usize, tolerance: Tolerance, tolerated: Arc<AtomicU64>) -> Self {
        Self { nodes, tolerance, tolerated, kept: None }
    }

    /// Reads a text.
    #[inline]
    pub(crate) fn json<T: Decode>(&self, operation: &'static str, text: &[u8]) -> Result<T, DecodeError> {
        let (value, problems) = json::read(text, self.nodes, self.tolerance)?;
        if problems.count > 0 {
            self.record(operation, problems);
        }
        Ok(value)
    }

    /// Reads one of many items; `None` where it cannot be read and is left out. A limit that it reaches is an error.
    #[inline]
    pub(crate) fn item<T: Decode>(&self, operation: &'static str, text: &str) -> Option<Result<T, DecodeError>> {
        match self.json(operation, text.as_bytes()) {
            Err(error) if self.tolerance.leaves_items_out() && !error.is_limit() => {
                self.record(operation, error.of_left_out());
                None
            }
            read => Some(read),
        }
    }

    /// Keeps the problems from now on; the place where they are.
    #[inline]
    pub(crate) fn keep(&mut self) -> Arc<Mutex<Problems>> {
        self.kept.get_or_insert_default().clone()
    }

    #[cold]
    #[inline]
    fn record(&self, operation: &'static str, problems: Problems) {
        self.tolerated.fetch_add(u64::try_from(problems.count).unwrap_or(u64::MAX), Ordering::Relaxed);
        #[cfg(feature = "tracing")]
        tracing::warn!(operation, count = problems.count, %problems, "the response is not as documented; it was tolerated");
        #[cfg(not(feature = "tracing"))]
        let _ = operation;
        if let Some(kept) = &self.kept {
            *kept.lock().unwrap_or_else(PoisonError::into_inner) = problems;
        }
    }
}

impl fmt::Debug for Reading {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading").field("tolerance", &self.tolerance).finish_non_exhaustive()
    }
}
