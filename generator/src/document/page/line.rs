//! Lines of a page with their places, and fences as far as single lines show them.

use std::ops::Range;

/// A line, without its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// Where it starts in the text.
    pub(super) start: usize,
    /// What it says.
    pub(super) text: &'t str,
}

/// The lines of a part of a text.
pub(super) fn lines(text: &str, bytes: Range<usize>) -> impl Iterator<Item = Line<'_>> {
    let mut start = bytes.start;
    text.get(bytes).unwrap_or_default().split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        Line { start: at, text: line.trim_end_matches(['\n', '\r']) }
    })
}

/// A fence that was opened.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenFence {
    mark: char,
    length: usize,
}

impl OpenFence {
    /// The fence that a line opens, in quotes and lists too.
    pub(super) fn of(line: &str) -> Option<Self> {
        let text = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
        let mark = text.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
        let rest = text.trim_start_matches(mark);
        let length = text.len() - rest.len();
        (length >= 3 && !(mark == '`' && rest.contains('`'))).then_some(Self { mark, length })
    }

    /// Whether a line closes it.
    pub(super) fn closes(self, line: &str) -> bool {
        let text = line.trim_start_matches([' ', '\t', '>']).trim_end();
        text.len() >= self.length && text.chars().all(|char| char == self.mark)
    }
}
