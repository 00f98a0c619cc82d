//! The pages as they were, and as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::cli::exit::{Exit, Failure};
use crate::cli::ingest;
use crate::fetch::Fetcher;
use crate::files;
use crate::site::change::{Changes, Page};
use crate::site::choose::Why;
use crate::site::folder::{self, Folder};
use crate::site::inputs::pages_below;
use crate::site::manifest::{Entry, Manifest, hash};
use crate::site::{self, Keep, Report};

/// The pages as they are.
pub(super) struct Now {
    pub(super) pages: Vec<Page>,
    /// Why known pages are not among them.
    pub(super) absent: BTreeMap<String, Why>,
    /// What is new or changed, and the texts of indexes.
    entries: BTreeMap<String, Entry>,
    indexes: Vec<(String, String)>,
    report: Option<Report>,
}

/// The pages as they were.
///
/// # Errors
/// There are none, or one that the manifest names is not there.
pub(super) fn old(root: &Path, folder: &Folder) -> Result<Vec<Page>, Failure> {
    let pages = &folder.manifest().pages;
    if pages.is_empty() {
        let message = format!("{} has no pages that are known", root.display());
        return Err(Failure::new(Exit::Unreadable, message).repair("crategen ingest URL --out DIR"));
    }
    let page = |page: &Entry| read(root, page.key(), &page.file);
    pages.iter().map(page).collect()
}

fn read(root: &Path, key: &str, file: &str) -> Result<Page, Failure> {
    let path = root.join(file);
    let text = files::read_text(&path).map_err(|error| {
        Failure::new(Exit::Unreadable, format!("cannot read {}: {error}", path.display()))
            .repair("take the pages again: crategen ingest URL --out DIR")
    })?;
    Ok(Page::read(key, path.display().to_string(), text))
}

/// The pages in another folder, by its manifest, or else by the names of the files.
///
/// # Errors
/// They cannot be read.
pub(super) fn of_folder(root: &Path, known: &Folder) -> Result<Now, Failure> {
    let entries = match folder::read(root)? {
        Some(manifest) => manifest.pages,
        None => {
            let files = pages_below(root)?;
            let name = |file: &Path| {
                let parts = file.strip_prefix(root).unwrap_or(file).iter().map(|part| part.to_string_lossy());
                parts.collect::<Vec<_>>().join("/")
            };
            files.iter().map(|file| named(&name(file), known)).collect()
        }
    };
    let pages = entries.iter().map(|entry| read(root, entry.key(), &entry.file)).collect::<Result<Vec<_>, _>>()?;
    let entries = entries.into_iter().zip(&pages).map(|(entry, page)| {
        let sha256 = hash(page.text.as_bytes());
        (page.key.clone(), Entry { sha256, ..entry })
    });
    Ok(Now { entries: entries.collect(), pages, absent: BTreeMap::new(), indexes: Vec::new(), report: None })
}

/// A file without a manifest is the page that is kept under its name. Validators are of a version that may be another one.
fn named(file: &str, known: &Folder) -> Entry {
    let page = known.manifest().pages.iter().find(|page| page.file == file).cloned();
    let page = page.unwrap_or(Entry { file: file.to_owned(), ..Entry::default() });
    Entry { etag: None, last_modified: None, date: None, ..page }
}

/// The pages that the site has.
///
/// # Errors
/// See [`site::visit`]; the manifest names no site.
pub(super) fn of_site(folder: &Folder, fetch: Fetcher) -> Result<Now, Failure> {
    let manifest = folder.manifest();
    if manifest.sources.is_empty() {
        return Err(Failure::new(Exit::Usage, "the manifest names no site")
            .repair("take the pages from it: crategen ingest URL --out DIR; or compare: --offline DIR"));
    }
    let mut fresh = Fresh { folder, texts: BTreeMap::new(), indexes: Vec::new() };
    let report = ingest::visit(&manifest.sources, &mut fresh, fetch)?;
    let Fresh { mut texts, indexes, .. } = fresh;
    let (mut pages, mut entries) = (Vec::new(), BTreeMap::new());
    for key in &report.pages {
        let (entry, text) = match texts.remove(key) {
            Some(found) => found,
            None => match manifest.page(key).and_then(|entry| Some((entry.clone(), folder.text(entry)?))) {
                Some(found) => found,
                None => continue,
            },
        };
        pages.push(Page::read(entry.key(), key.clone(), text));
        entries.insert(entry.key().to_owned(), entry);
    }
    // What was copied from this machine is on no site.
    let here = manifest.pages.iter().filter(|page| page.address().is_none());
    let here = here.map(|page| (page.key().to_owned(), Why::Outside));
    let skipped = report.skipped.iter().map(|skipped| (skipped.url.clone(), skipped.why));
    Ok(Now { absent: skipped.chain(here).collect(), pages, entries, indexes, report: Some(report) })
}

/// What a visit finds, kept in memory.
struct Fresh<'a> {
    folder: &'a Folder,
    texts: BTreeMap<String, (Entry, String)>,
    indexes: Vec<(String, String)>,
}

impl Keep for Fresh<'_> {
    fn manifest(&self) -> &Manifest {
        self.folder.manifest()
    }

    fn text(&self, page: &Entry) -> Option<String> {
        self.folder.text(page)
    }

    fn put(&mut self, page: Entry, text: String) -> Result<(), site::Error> {
        self.texts.insert(page.key().to_owned(), (page, text));
        Ok(())
    }

    fn put_index(&mut self, file: &str, text: &str) -> Result<(), site::Error> {
        self.indexes.push((file.to_owned(), text.to_owned()));
        Ok(())
    }
}

impl Now {
    /// Takes the pages in: what is new or changed is written, what is gone or moved away is removed, and what lost its fragments
    /// stays as it was.
    ///
    /// # Errors
    /// Something cannot be written or removed.
    pub(super) fn update(self, changes: &Changes, folder: &mut Folder) -> Result<(), Failure> {
        let gone = changes.removed.iter().map(|(page, _)| page).chain(changes.moved.iter().map(|(page, _)| page));
        let there: BTreeSet<&str> = self.pages.iter().map(|page| page.key.as_str()).collect();
        for page in gone.filter(|page| !there.contains(page.key.as_str())) {
            let entry = folder.manifest().pages.iter().find(|entry| entry.key() == page.key).cloned();
            entry.map_or(Ok(()), |entry| folder.remove(&entry))?;
        }
        let lost: BTreeSet<&str> = changes.lost.iter().map(|(page, _)| page.key.as_str()).collect();
        for page in self.pages.iter().filter(|page| !lost.contains(page.key.as_str())) {
            if let Some(entry) = self.entries.get(&page.key) {
                folder.put(entry.clone(), page.text.clone())?;
            }
        }
        for (file, text) in &self.indexes {
            folder.put_index(file, text)?;
        }
        if let Some(report) = &self.report {
            let manifest = folder.manifest_mut();
            (manifest.documents, manifest.skipped) = (Vec::new(), Vec::new());
            ingest::take_in(report, folder);
        }
        folder.flush()?;
        Ok(())
    }
}
