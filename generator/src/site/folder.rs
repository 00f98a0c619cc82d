//! A folder of pages with its manifest, written so that a run that ends midway keeps what it has.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Error;
use super::manifest::{self, Entry, Manifest, VERSION, hash};
use crate::diagnostic::escape;
use crate::files;
use crate::files::{Mode, sync_file};

/// A folder of pages.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    manifest: Manifest,
    /// The manifest as it was opened: what it names may be overwritten.
    ours: std::collections::BTreeMap<String, String>,
    /// Pages that are not written yet.
    pending: Vec<(String, String)>,
}

impl Folder {
    /// Opens a folder, which need not be there.
    ///
    /// # Errors
    /// Its manifest cannot be read.
    pub fn open(root: &Path) -> Result<Self, Error> {
        let manifest = read(root)?.unwrap_or_else(Manifest::new);
        let ours = manifest.pages.iter().map(|page| (page.file.to_lowercase(), page.sha256.clone()));
        let ours = ours.chain(manifest.sources.iter().filter_map(|source| {
            Some((source.file.as_ref()?.to_lowercase(), source.sha256.clone().unwrap_or_default()))
        }));
        Ok(Self { root: root.to_path_buf(), ours: ours.collect(), manifest, pending: Vec::new() })
    }

    /// What is known of it.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// For what is not a page.
    pub fn manifest_mut(&mut self) -> &mut Manifest {
        &mut self.manifest
    }

    /// The text of a page, if it is the one that the manifest knows.
    pub fn text(&self, page: &Entry) -> Option<String> {
        let text = files::read_text(&self.root.join(&page.file)).ok()?;
        (hash(text.as_bytes()) == page.sha256).then_some(text)
    }

    /// Keeps a page. It is on the disk after the next [`flush`](Self::flush), which this calls often enough: for each page while
    /// there are few, and rarer where writing the manifest takes longer.
    ///
    /// # Errors
    /// It cannot be written; a file that is not of the manifest stands there.
    pub fn put(&mut self, page: Entry, text: String) -> Result<(), Error> {
        self.refuse_foreign(&page.file, &text)?;
        self.pending.push((page.file.clone(), text));
        self.manifest.put(page);
        if self.pending.len() > self.manifest.pages.len() / 50 { self.flush() } else { Ok(()) }
    }

    /// Keeps the text of an index, beside the pages.
    ///
    /// # Errors
    /// It cannot be written; a file that is not of the manifest stands there.
    pub fn put_index(&mut self, file: &str, text: &str) -> Result<(), Error> {
        self.refuse_foreign(file, text)?;
        self.pending.push((file.to_owned(), text.to_owned()));
        Ok(())
    }

    /// Writes the manifest, and then the pages that it names: so there is never a page that it does not name, and one that
    /// is not what it says is fetched again.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn flush(&mut self) -> Result<(), Error> {
        sync_file(&self.root.join(manifest::NAME), &self.manifest.to_json(), Mode::Write)?;
        for (file, text) in std::mem::take(&mut self.pending) {
            sync_file(&self.root.join(&file), &text, Mode::Write)?;
            self.ours.insert(file.to_lowercase(), hash(text.as_bytes()));
        }
        Ok(())
    }

    /// Forgets a page, and removes its file where it is still what the manifest says.
    ///
    /// # Errors
    /// It cannot be removed.
    pub fn remove(&mut self, page: &Entry) -> Result<(), Error> {
        let path = self.root.join(&page.file);
        if self.text(page).is_some() {
            fs::remove_file(&path).map_err(|error| Error::Io { path: path.clone(), error })?;
            let folders = path.ancestors().skip(1).take_while(|folder| *folder != self.root);
            let _ = folders.map(fs::remove_dir).take_while(Result::is_ok).count();
        }
        self.manifest.pages.retain(|other| other.file != page.file);
        Ok(())
    }

    /// The user's own files are not overwritten.
    fn refuse_foreign(&self, file: &str, text: &str) -> Result<(), Error> {
        let path = self.root.join(file);
        if self.ours.contains_key(&file.to_lowercase()) {
            return Ok(());
        }
        match files::read(&path) {
            Ok(bytes) if bytes != text.as_bytes() => Err(Error::Foreign { path }),
            _ => Ok(()),
        }
    }
}

/// The manifest of a folder, if it has one.
///
/// # Errors
/// It cannot be read, or is none.
pub fn read(root: &Path) -> Result<Option<Manifest>, Error> {
    let path = root.join(manifest::NAME);
    let text = match files::read_text(&path) {
        Ok(text) => text,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(Error::Io { path, error }),
    };
    let none = |what: String| Error::Manifest { path: path.clone(), what };
    let manifest: Manifest =
        serde_json::from_str(&text).map_err(|error| none(escape(&error.to_string()).to_string()))?;
    if manifest.version != VERSION {
        return Err(none(format!("its version is {}, and this program writes {VERSION}", manifest.version)));
    }
    let leads_out =
        |file: &String| file.split('/').any(|part| part.is_empty() || part.starts_with('.') || part.contains('\\'));
    let files =
        manifest.pages.iter().map(|page| &page.file).chain(manifest.sources.iter().filter_map(|s| s.file.as_ref()));
    match files.into_iter().find(|file| leads_out(file) || file.contains(':')) {
        Some(file) => Err(none(format!("`{}` is not below the folder", file.escape_debug()))),
        None => Ok(Some(manifest)),
    }
}
