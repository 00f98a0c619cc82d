//! How much of a text is read before it is refused.

/// Budgets of [`parse_within`](super::parse_within): beyond them a text is refused with a diagnostic, so that no
/// document can exhaust memory, time or the stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of text. 128 MiB.
    pub bytes: usize,
    /// Objects and arrays inside each other. 256: every later stage walks documents recursively, on stacks of 2 MiB too.
    pub depth: usize,
    /// Values of the whole document, those that YAML aliases repeat included. 4 million.
    pub nodes: usize,
    /// Bytes of memory that YAML aliases may add, about. 64 MiB.
    pub aliases: usize,
    /// Values that YAML aliases may repeat, beside twice as many as are written. 20,000.
    pub repeated: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 128 << 20, depth: 256, nodes: 4_000_000, aliases: 64 << 20, repeated: 20_000 }
    }
}
