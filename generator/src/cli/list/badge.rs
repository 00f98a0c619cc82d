//! How much of a document the client has, for a badge.

use serde_json::{Value, json};

/// Operations that were generated, and those that were left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Coverage {
    pub(super) generated: usize,
    pub(super) left_out: usize,
}

impl Coverage {
    /// Both together.
    pub(super) fn with(self, other: Self) -> Self {
        Self { generated: self.generated + other.generated, left_out: self.left_out + other.left_out }
    }

    /// What a badge shows: <https://shields.io/badges/endpoint-badge>.
    pub(super) fn to_json(self) -> Value {
        let all = self.generated + self.left_out;
        let colour = match (all, self.left_out) {
            (0, _) => "lightgrey",
            (_, 0) => "brightgreen",
            (all, left_out) if left_out * 20 <= all => "green",
            (all, left_out) if left_out * 5 <= all => "yellow",
            (all, left_out) if left_out * 2 <= all => "orange",
            _ => "red",
        };
        let message = if all == 0 { "none".to_owned() } else { format!("{} of {all}", self.generated) };
        json!({ "schemaVersion": 1, "label": "operations", "message": message, "color": colour })
    }
}
