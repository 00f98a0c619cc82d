//! Diagnostics and places as they are shown: with the file, line and column that they are about.

mod json;
mod located;
mod location;
mod passage;
mod text;
mod window;

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::source::Sources;

pub use location::{Location, locate};
pub use passage::{Passage, passages};

impl Diagnostics {
    /// All of them as text, each with the line that it is about: sorted by file, line and severity, each said once,
    /// without a summary. `colour` is the caller's decision. What comes from documents is shown with control and
    /// invisible characters escaped.
    pub fn render(&self, sources: &Sources, colour: bool) -> String {
        text::render(self.as_slice(), sources, colour)
    }

    /// All of them for programs, in the order of [`render`](Self::render): an array of `{severity, code, message, file,
    /// line, column, pointer, related, help}`; `related` is an array of `{message, file, line, column, pointer}`.
    /// Lines and columns count from 1. What does not apply is `null`.
    pub fn to_json(&self, sources: &Sources) -> Value {
        json::to_json(self.as_slice(), sources)
    }
}
