//! A text that was cut out of another one, and the way back.

use super::FileId;
use super::Hint;

/// A stretch of text and the byte of the parent where it starts.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// The text, as the fragment has it.
    pub text: String,
    /// Where it starts in the parent.
    pub start: usize,
}

/// Where each part of a cut-out text comes from.
#[derive(Debug)]
pub(super) struct Region {
    pub(super) parent: FileId,
    pub(super) hint: Hint,
    /// Offset in the cut-out text → offset in the parent, ascending in the first.
    starts: Vec<(usize, usize)>,
}

impl Region {
    /// Joins the pieces.
    pub(super) fn new(parent: FileId, pieces: Vec<Piece>, hint: Hint) -> (String, Self) {
        let mut text = String::with_capacity(pieces.iter().map(|piece| piece.text.len()).sum());
        let mut starts = Vec::with_capacity(pieces.len());
        for piece in pieces {
            starts.push((text.len(), piece.start));
            text.push_str(&piece.text);
        }
        (text, Self { parent, hint, starts })
    }

    /// The offset in the parent of an offset in the cut-out text.
    pub(super) fn offset(&self, offset: usize) -> usize {
        let after = self.starts.partition_point(|(start, _)| *start <= offset);
        match after.checked_sub(1).and_then(|index| self.starts.get(index)) {
            Some((start, parent)) => parent + (offset - start),
            None => offset,
        }
    }
}
