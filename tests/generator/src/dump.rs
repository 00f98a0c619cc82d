//! The meaning of a document and the decided client as short text, for snapshots that people read.

mod client;
mod meaning;

pub use client::client;
pub use meaning::meaning;
