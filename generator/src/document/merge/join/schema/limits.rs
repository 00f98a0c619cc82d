//! Limits and formats: the wider one.

use std::cmp::Ordering;

use serde_json::Value;

use super::super::Edit;
use super::super::Join;
use super::super::Step;
use super::Both;

impl Join {
    pub(super) fn lower_limit(&mut self, values: Both<'_>) -> Step {
        self.limit(values, Ordering::Less)
    }

    pub(super) fn upper_limit(&mut self, values: Both<'_>) -> Step {
        self.limit(values, Ordering::Greater)
    }

    /// The limit of the two that is `wider` than the other; none where one has none.
    fn limit(&mut self, values: Both<'_>, wider: Ordering) -> Step {
        let numbers = (values.0.and_then(Value::as_f64), values.1.and_then(Value::as_f64));
        let edit = match (values, numbers) {
            ((one, other), _) if one == other => return Ok(()),
            ((Some(_), Some(other)), (Some(first), Some(second))) => {
                (second.partial_cmp(&first) == Some(wider)).then(|| Edit::Set(self.at(), other.clone()))
            }
            ((Some(_), _), _) => Some(Edit::Remove(self.at())),
            _ => None,
        };
        self.edits.extend(edit);
        self.wider("a wider limit");
        Ok(())
    }

    /// Formats of numbers by their size; other formats that differ demand nothing.
    pub(super) fn format(&mut self, values: Both<'_>) -> Step {
        let texts = (values.0.and_then(Value::as_str), values.1.and_then(Value::as_str));
        let edit = match texts {
            (one, other) if one == other => return Ok(()),
            (Some("int64"), Some("int32")) | (Some("double"), Some("float")) | (None, _) => None,
            (Some("int32"), Some("int64")) | (Some("float"), Some("double")) => {
                values.1.map(|wider| Edit::Set(self.at(), wider.clone()))
            }
            _ => Some(Edit::Remove(self.at())),
        };
        self.edits.extend(edit);
        self.wider("a wider format");
        Ok(())
    }
}
