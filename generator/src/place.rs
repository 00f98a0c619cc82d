//! Places in the texts that a run has read.

use crate::pointer::Pointer;

/// A file of the [`Sources`](crate::source::Sources).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub(crate) u32);

/// A place in a source file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Where in the file.
    pub spot: Spot,
}

/// Where in a file: a node of its document, or a byte of its text where there is no document (a syntax error).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Spot {
    /// The value at a pointer of the parsed document.
    Pointer(Pointer),
    /// The **key** of the value at a pointer.
    Key(Pointer),
    /// A byte offset in the text.
    Offset(usize),
}
