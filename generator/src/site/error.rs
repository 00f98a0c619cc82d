//! Why a site was not read, in the words that the user reads.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::{fetch, files};

/// Why a site was not read to its end.
#[derive(Debug)]
pub enum Error {
    /// A text that is needed was not had.
    Fetch(fetch::Error),
    /// A page cannot be written.
    Files(files::Error),
    /// The system refused to read something.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// A manifest that is none.
    Manifest {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A file of the folder that no manifest names, where a page is to be kept.
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// A place that has no pages: the reason says why.
    NoPages {
        /// The file, folder or URL.
        of: String,
        /// Why, as a clause that follows it.
        what: String,
    },
    /// A complete document, which is no page.
    IsDocument {
        /// Its address.
        url: String,
    },
    /// A pattern that cannot be read.
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        what: String,
    },
    /// All pages together are too much.
    TooLarge {
        /// How many bytes were allowed.
        bytes: u64,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fetch(error) => error.fmt(f),
            Self::Files(error) => error.fmt(f),
            Self::Io { path, error } => write!(f, "cannot read {}: {error}", path.display()),
            Self::Manifest { path, what } => write!(f, "{} is no manifest of pages: {what}", path.display()),
            Self::Foreign { path } => {
                write!(f, "{} would be overwritten, and is no page of the manifest", path.display())
            }
            Self::NoPages { of, what } => write!(f, "{of} {what}"),
            Self::IsDocument { url } => write!(f, "{url} is a complete document, not a page: that is the better input"),
            Self::Pattern { pattern, what } => write!(f, "`{pattern}` is no pattern: {what}"),
            Self::TooLarge { bytes } => write!(f, "the pages are more than {bytes} bytes"),
        }
    }
}

impl std::error::Error for Error {}

impl From<fetch::Error> for Error {
    fn from(error: fetch::Error) -> Self {
        Self::Fetch(error)
    }
}

impl From<files::Error> for Error {
    fn from(error: files::Error) -> Self {
        Self::Files(error)
    }
}
