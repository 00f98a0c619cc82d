//! Anchored values and what repeating them costs.

use serde_json::Value;

/// What an alias repeats.
pub(super) struct Anchor {
    /// The value.
    pub(super) value: Value,
    /// What one copy of it costs.
    pub(super) cost: Cost,
    /// Its aliases.
    pub(super) copies: Copies,
}

/// The aliases of an anchor.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Copies {
    /// How many.
    pub(super) count: usize,
    /// Where the last one stands.
    pub(super) last: usize,
}

impl Copies {
    /// One more, at a byte.
    pub(super) fn add(&mut self, offset: usize) {
        self.count += 1;
        self.last = offset;
    }
}

/// What a copy of a value costs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cost {
    /// Values in it, itself included.
    pub(super) nodes: usize,
    /// Bytes of memory, about.
    pub(super) bytes: usize,
    /// Objects and arrays inside each other.
    pub(super) depth: usize,
}

const NODE_BYTES: usize = 64;

impl Cost {
    /// Adds up a value. Recursion is bounded by the depth limit, which the value has passed.
    pub(super) fn of(value: &Value) -> Self {
        let own = Self { nodes: 1, bytes: NODE_BYTES, depth: 0 };
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => own,
            Value::String(text) => Self { bytes: NODE_BYTES + text.len(), ..own },
            Value::Array(items) => items.iter().fold(own, |sum, item| sum.with(Self::of(item), 0)),
            Value::Object(map) => map.iter().fold(own, |sum, (key, value)| sum.with(Self::of(value), key.len())),
        }
        .deeper(value)
    }

    fn with(self, child: Self, key: usize) -> Self {
        Self {
            nodes: self.nodes.saturating_add(child.nodes),
            bytes: self.bytes.saturating_add(child.bytes).saturating_add(key),
            depth: self.depth.max(child.depth),
        }
    }

    fn deeper(self, value: &Value) -> Self {
        Self { depth: self.depth + usize::from(value.is_array() || value.is_object()), ..self }
    }
}
