//! Codes about Rust names.

use super::{Code, ERROR_NOTE, Lost, NOTE};

pub(super) const CODES: &[Code] = &[
    Code::new(
        "names::numbered",
        NOTE,
        Lost::Nothing,
        "A Rust name is taken already, so this item has a number behind its name. The number changes when the \
         document does.",
        "Give it a name of its own with `[[names.rename]]` in codegen.toml.",
    ),
    Code::new(
        "names::operation-clash",
        ERROR_NOTE,
        Lost::Operation,
        "The names of two operations of one tag become the same Rust name. Where a rule of `[[names.operations]]` \
         caused that it is an error; otherwise one of them is called differently.",
        "Change the pattern, or rename one of them with `[[names.rename]]`.",
    )
    .of_rule(),
];
