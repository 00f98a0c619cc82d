//! Repeated measurements.

use serde_json::{Value, json};

/// The middle of repeated measurements, and how far they lie apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The middle.
    pub median: f64,
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
}

impl Spread {
    /// Of at least one measurement.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let (low, high) = (values.get(values.len().saturating_sub(1) / 2)?, values.get(values.len() / 2)?);
        Some(Self { median: (low + high) / 2.0, min: *values.first()?, max: *values.last()? })
    }

    /// The sum of two measurements that belong together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { median: self.median + other.median, min: self.min + other.min, max: self.max + other.max }
    }

    /// `{"median", "min", "max"}`
    pub fn to_json(self) -> Value {
        json!({ "median": self.median, "min": self.min, "max": self.max })
    }
}
