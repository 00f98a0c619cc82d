//! What a document announces of how long a part of it stays as it is.

use serde_json::{Map, Value};

/// The announcements of an operation, parameter or schema, as they are written: extensions, which the standard does not have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lifecycle {
    /// `x-sunset`: the day from which on it may be gone.
    pub sunset: Option<String>,
    /// `x-stability-level`: how much of it may change.
    pub stability: Option<String>,
}

impl Lifecycle {
    /// These announcements, and of another one those that are missing here.
    pub fn or(&self, other: &Self) -> Self {
        let either = |one: &Option<String>, other: &Option<String>| one.clone().or_else(|| other.clone());
        Self { sunset: either(&self.sunset, &other.sunset), stability: either(&self.stability, &other.stability) }
    }
}

/// The announcements that an object has.
pub(super) fn lifecycle(raw: &Map<String, Value>) -> Lifecycle {
    let text = |key: &str| {
        let value = raw.get(key).filter(|value| !value.is_null())?;
        Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    };
    Lifecycle { sunset: text("x-sunset"), stability: text("x-stability-level") }
}
