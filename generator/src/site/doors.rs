//! What a visit asks, and where it puts what it finds: a server and a folder, or what stands for them.

use super::Error;
use super::folder::Folder;
use super::manifest::{Entry, Manifest};
use crate::fetch::{self, Fetched, Fetcher, Validators};

/// Asks servers.
pub trait Fetch {
    /// Fetches a text; the validators name the version that is known.
    ///
    /// # Errors
    /// See [`fetch::Error`].
    fn fetch(&mut self, url: &str, known: &Validators) -> Result<Fetched, fetch::Error>;
}

impl Fetch for Fetcher {
    fn fetch(&mut self, url: &str, known: &Validators) -> Result<Fetched, fetch::Error> {
        Self::fetch(self, url, known)
    }
}

/// Keeps what is found.
pub trait Keep {
    /// What is known already.
    fn manifest(&self) -> &Manifest;
    /// The text of a page, if it is the one that the manifest knows.
    fn text(&self, page: &Entry) -> Option<String>;
    /// Keeps a page.
    ///
    /// # Errors
    /// It cannot be kept.
    fn put(&mut self, page: Entry, text: String) -> Result<(), Error>;
    /// Keeps the text of an index.
    ///
    /// # Errors
    /// It cannot be kept.
    fn put_index(&mut self, file: &str, text: &str) -> Result<(), Error>;
}

impl Keep for Folder {
    fn manifest(&self) -> &Manifest {
        Self::manifest(self)
    }

    fn text(&self, page: &Entry) -> Option<String> {
        Self::text(self, page)
    }

    fn put(&mut self, page: Entry, text: String) -> Result<(), Error> {
        Self::put(self, page, text)
    }

    fn put_index(&mut self, file: &str, text: &str) -> Result<(), Error> {
        Self::put_index(self, file, text)
    }
}
