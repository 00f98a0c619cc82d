//! Where in a text a spot stands, found by reading the text again.

use std::cell::OnceCell;
use std::ops::Range;

use super::outline::Outline;
use crate::place::Spot;
use crate::pointer::Pointer;

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The bytes.
    pub bytes: Range<usize>,
    /// The line that it starts in, from 1.
    pub line: usize,
    /// The character of the line that it starts at, from 1.
    pub column: usize,
}

/// Finds where a spot of a text stands. A pointer to what the text does not have (what was computed, say) gives the
/// innermost value on the way to it that the text has. For many spots of one text, [`Locator`] reads it only once.
pub fn locate(text: &str, spot: &Spot) -> Span {
    Locator::new(text).span(spot)
}

/// Finds where spots of one text stand; the text is read when the first pointer is asked for.
#[derive(Debug)]
pub struct Locator<'t> {
    text: &'t str,
    outline: OnceCell<Outline>,
    lines: OnceCell<Vec<usize>>,
    ascii: OnceCell<bool>,
}

impl<'t> Locator<'t> {
    /// A locator of a text. Costs nothing.
    pub fn new(text: &'t str) -> Self {
        Self { text, outline: OnceCell::new(), lines: OnceCell::new(), ascii: OnceCell::new() }
    }

    /// Where a spot stands: as [`locate`].
    pub fn span(&self, spot: &Spot) -> Span {
        let bytes = match spot {
            Spot::Pointer(pointer) => self.node(pointer, false),
            Spot::Key(pointer) => self.node(pointer, true),
            Spot::Offset(offset) => {
                let start = floor(self.text, *offset);
                start..start + self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
            }
        };
        self.at(bytes)
    }

    /// The span of some bytes.
    pub fn at(&self, bytes: Range<usize>) -> Span {
        let start = floor(self.text, bytes.start);
        let lines = self.lines();
        let line = lines.partition_point(|line| *line <= start);
        let line_start = line.checked_sub(1).and_then(|line| lines.get(line)).copied().unwrap_or(0);
        // A line can be megabytes long: its characters are only counted where they are not its bytes.
        let before = self.text.get(line_start..start).unwrap_or_default();
        let ascii = *self.ascii.get_or_init(|| self.text.is_ascii());
        let column = if ascii { before.len() } else { before.chars().count() } + 1;
        Span { bytes: start..floor(self.text, bytes.end).max(start), line, column }
    }

    /// The text of a line, without its line break; empty where there is no such line.
    pub fn line(&self, line: usize) -> &'t str {
        self.line_bytes(line).and_then(|bytes| self.text.get(bytes)).unwrap_or_default()
    }

    /// The bytes of a line, without its line break.
    pub fn line_bytes(&self, line: usize) -> Option<Range<usize>> {
        let lines = self.lines();
        let start = *lines.get(line.checked_sub(1)?)?;
        let end = lines.get(line).copied().unwrap_or(self.text.len());
        let line = self.text.get(start..end)?;
        Some(start..start + line.trim_end_matches(['\n', '\r']).len())
    }

    fn node(&self, pointer: &Pointer, key: bool) -> Range<usize> {
        let outline = self.outline.get_or_init(|| Outline::of(self.text));
        match outline.find(self.text, pointer.tokens()) {
            Some(found) if key && found.steps == pointer.tokens().len() => found.key.unwrap_or(found.value),
            Some(found) => found.value,
            None => 0..0,
        }
    }

    /// The byte that each line starts at.
    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
        })
    }
}

/// The start of the character that a byte belongs to.
fn floor(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
