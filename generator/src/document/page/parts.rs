//! Which part of a page is about which of its fragments.

use std::collections::BTreeMap;
use std::ops::Range;

use super::markdown::{Fence, Markdown};
use super::segment::Segment;
use crate::document::Document;

/// The part of a page that is about one of its fragments.
pub(super) struct Part {
    pub(super) bytes: Range<usize>,
    pub(super) title: Option<String>,
}

/// Which part of a page is about which fragment: the first heading between two of them parts them. A title that several
/// share is that of the page, and of none of them, unless it stands right above.
pub(super) fn parts(segment: &Segment, markdown: &Markdown, cut: &[(usize, Document)]) -> Vec<Part> {
    let fences: Vec<&Fence> = cut.iter().filter_map(|(index, _)| markdown.fences.get(*index)).collect();
    let title = |fence: &Fence| fence.above.title.clone().or_else(|| segment.front_matter.title.clone());
    let mut users: BTreeMap<Option<String>, usize> = BTreeMap::new();
    fences.iter().for_each(|fence| *users.entry(title(fence)).or_default() += 1);
    let part = |(nth, fence): (usize, &&Fence)| {
        let before = nth.checked_sub(1).and_then(|nth| fences.get(nth)).map(|fence| fence.bytes.end);
        let after = fences.get(nth + 1).map(|fence| fence.bytes.start);
        let start = before.map(|before| markdown.first_heading(before..fence.bytes.start).unwrap_or(before));
        let end = after.map(|after| markdown.first_heading(fence.bytes.end..after).unwrap_or(after));
        let bytes = start.unwrap_or(segment.bytes.start)..end.unwrap_or(segment.bytes.end);
        let title = title(fence);
        let own = fence.above.title.is_some() && fence.above.heading == fence.above.title;
        let shared = users.get(&title).is_some_and(|users| *users > 1);
        Part { bytes, title: title.filter(|_| own || !shared) }
    };
    fences.iter().enumerate().map(part).collect()
}
