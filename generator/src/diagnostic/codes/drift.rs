//! Codes about the comparison of two documents.

use super::{Code, ERROR, Lost};

pub(super) const CODES: &[Code] = &[Code::new(
    "drift::unused-rule",
    ERROR,
    Lost::Nothing,
    "No finding has the fingerprint of a `[[drift.accept]]`: the difference that it accepted is gone, or has \
         changed.",
    "Remove the entry, or write the fingerprint that the help shows.",
)
.of_rule()];
