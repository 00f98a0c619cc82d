//! Keys of two objects.

use serde_json::Map;
use serde_json::Value;

/// The keys of both, those of the first in its order, then those that only the other has.
pub(super) fn of_both<'v>(one: &'v Map<String, Value>, other: &'v Map<String, Value>) -> Vec<&'v str> {
    let added = other.keys().filter(|key| !one.contains_key(*key));
    one.keys().chain(added).map(String::as_str).collect()
}
