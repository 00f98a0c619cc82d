//! Documents that a command line names by URL.

use std::path::{Path, PathBuf};

use crate::cli::arguments::quoted;
use crate::cli::exit::{Exit, Failure};
use crate::cli::terminal::Progress;
use crate::document::bundle::{Load, LoadError};
use crate::document::page;
use crate::fetch::{self, Fetcher, Limits, Validators};
use crate::site::index;
use crate::source::{FileId, Sources};

/// The most bytes of a document, as of one that is a file.
const LARGEST: u64 = 128 << 20;

/// A document that was fetched.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// Where it was in the end.
    pub url: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Fetched {
    /// Keeps its text. A documentation page is no place of the API, so that servers are not relative to it.
    pub fn keep(self, sources: &mut Sources) -> FileId {
        let file = sources.add_bytes(self.url.clone(), self.bytes);
        if !page::is_page(sources, file) {
            sources.set_location(file, self.url);
        }
        file
    }
}

/// Whether a command line means a URL by an argument.
pub fn is_url(argument: &str) -> bool {
    argument.contains("://")
}

/// Fetches documents that are URLs, each within the limits of [`Fetcher`]; `None` where all of them are files.
///
/// # Errors
/// One cannot be fetched; there are files, too, to which a text from the network must not refer, or a folder for them.
pub fn fetched(paths: &[PathBuf], root: Option<&Path>) -> Result<Option<Vec<Fetched>>, Failure> {
    let urls: Vec<&str> = paths.iter().filter_map(|path| path.to_str()).filter(|path| is_url(path)).collect();
    if urls.is_empty() {
        return Ok(None);
    }
    if urls.len() < paths.len() {
        return Err(Failure::new(Exit::Usage, "documents are files or URLs, not both")
            .repair("save what is published, and give the files"));
    }
    if root.is_some() {
        return Err(Failure::new(Exit::Usage, "--root is for files: a document that is fetched refers to no file")
            .repair("leave --root out, or save what is published, and give the files"));
    }
    let mut fetcher = Fetcher::new(Limits { bytes: LARGEST, ..Limits::default() });
    let progress = Progress::new(urls.len());
    let fetched = urls.iter().enumerate().map(|(index, url)| {
        progress.step(index + 1, url);
        one(&mut fetcher, url)
    });
    fetched.collect::<Result<_, _>>().map(Some)
}

fn one(fetcher: &mut Fetcher, url: &str) -> Result<Fetched, Failure> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    if index::is_index(path.rsplit('/').next().unwrap_or_default()) {
        return Err(Failure::new(Exit::Usage, format!("{url} is an index of pages, not a document"))
            .repair(format!("crategen ingest {} --out pages, then give the folder", quoted(url))));
    }
    match fetcher.fetch(url, &Validators::default())? {
        fetch::Fetched::Text { url, bytes, .. } => Ok(Fetched { url, bytes }),
        fetch::Fetched::NotModified => {
            Err(Failure::new(Exit::Unavailable, format!("{url} gave no text")).repair("run the command again later"))
        }
    }
}

/// What a document that was fetched may read: nothing.
pub struct NoFile;

impl Load for NoFile {
    fn load(&mut self, _: &str) -> Result<Vec<u8>, LoadError> {
        Err(LoadError::Other("a document that is fetched refers to no file".to_owned()))
    }
}
