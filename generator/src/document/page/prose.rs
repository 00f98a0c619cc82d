//! The lines of a page that say something about a fragment: those around it, but not inside of other fragments.

use std::ops::Range;

use super::line::{self, Line};
use super::markdown::Fence;

/// The text of a page around one of its fragments.
pub(super) struct Prose<'t> {
    text: &'t str,
    /// The part of the page that is about this fragment and no other.
    around: Range<usize>,
    /// Where the fragment starts.
    at: usize,
    /// The code of the page.
    code: &'t [Fence],
}

impl<'t> Prose<'t> {
    /// The text around the fragment in the fence at `at`.
    pub(super) fn new(text: &'t str, around: Range<usize>, at: usize, code: &'t [Fence]) -> Self {
        Self { text, around, at, code }
    }

    /// The lines above the fragment, outside of code of other languages than HTTP.
    pub(super) fn above(&self) -> impl Iterator<Item = Line<'t>> {
        let (text, code) = (self.text, self.code);
        let mut from = code.partition_point(|fence| fence.bytes.end <= self.around.start);
        line::lines(text, self.around.start..self.at).filter(move |line| {
            while code.get(from).is_some_and(|fence| fence.bytes.end <= line.start) {
                from += 1;
            }
            code.get(from).is_none_or(|fence| line.start < fence.bytes.start || fence.info.is_request())
        })
    }

    /// All lines but those of the fragment: examples of requests show credentials, too.
    pub(super) fn around(&self) -> impl Iterator<Item = Line<'t>> {
        let own = self.code.get(self.code.partition_point(|fence| fence.bytes.start < self.at));
        let own = own.map(|fence| fence.bytes.clone());
        line::lines(self.text, self.around.clone())
            .filter(move |line| own.as_ref().is_none_or(|own| !own.contains(&line.start)))
    }
}
