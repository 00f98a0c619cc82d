//! CPU time, memory and allocations of pieces of work, and lines of JSON that say them.

pub mod heap;

use std::time::Duration;

use cpu_time::ProcessTime;
use serde_json::json;

/// CPU seconds, user and system, of a piece of work.
pub fn cpu<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = ProcessTime::now();
    let made = work();
    (start.elapsed().as_secs_f64(), made)
}

/// CPU seconds of one round of work, measured so often; each time in as many rounds as take long enough.
pub fn rounds<T>(samples: usize, mut work: impl FnMut() -> T) -> Vec<f64> {
    const ENOUGH: Duration = Duration::from_millis(100);
    let mut count = 1_u32;
    while cpu(|| (0..count).for_each(|_| drop(std::hint::black_box(work())))).0 < ENOUGH.as_secs_f64() {
        count *= 2;
    }
    let sample = |_| cpu(|| (0..count).for_each(|_| drop(std::hint::black_box(work())))).0 / f64::from(count);
    (0..samples).map(sample).collect()
}

/// Prints what was measured: of which case, in which way, what, in which unit.
pub fn say(case: &str, way: &str, figure: &str, unit: &str, values: impl IntoIterator<Item = f64>) {
    let values: Vec<f64> = values.into_iter().collect();
    println!("{}", json!({ "case": case, "way": way, "figure": figure, "unit": unit, "values": values }));
}

/// CPU seconds of this process since a moment.
pub struct Clock(ProcessTime);

impl Clock {
    /// From now on.
    pub fn start() -> Self {
        Self(ProcessTime::now())
    }

    /// Until now.
    pub fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}
