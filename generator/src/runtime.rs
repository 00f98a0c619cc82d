//! The client runtime: real Rust, kept in `generator/runtime` and copied into every client as it is.

use crate::files::Files;
use crate::ir::Part;

/// Adds the runtime to the files of a client.
pub(crate) fn copy_into(_files: &mut Files, _parts: &[Part]) {}
