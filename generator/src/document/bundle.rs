//! Placeholder until the branch `normalise` brings the real one.

use std::path::PathBuf;

/// Opens the files that a document refers to.
pub trait Load {}

/// Opens files below a folder.
#[derive(Debug)]
pub struct FolderLoader {
    /// The folder.
    pub root: PathBuf,
}

impl FolderLoader {
    /// Opens files below `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }
}

impl Load for FolderLoader {}
