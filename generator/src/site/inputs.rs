//! Pages on this machine: a folder means its pages, an index the pages that it lists.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

use super::Error;
use super::choose::PAGES;
use super::folder;
use super::index::{self, Index, Link};
use super::manifest;
use super::source::{candidates, has_fence};
use crate::diagnostic::escape;
use crate::files;

/// The files that some paths mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expanded {
    /// The files, in the order of the paths, of an index, or of their names.
    pub files: Vec<PathBuf>,
    /// What the user should know, each a sentence; first that of complete documents.
    pub notes: Vec<String>,
    /// The addresses of complete documents that an index names.
    pub documents: Vec<String>,
}

/// Puts the pages of folders and indexes in their place. Other paths stay as they are.
///
/// # Errors
/// A folder or index cannot be read, or means no page.
pub fn expand(paths: &[PathBuf]) -> Result<Expanded, Error> {
    let mut all = Expanded::default();
    for path in paths {
        let name = path.file_name().map(|name| name.to_string_lossy());
        if path.is_dir() {
            of_folder(path, &mut all)?;
        } else if name.is_some_and(|name| index::is_index(&name)) && path.is_file() {
            of_index(path, &mut all)?;
        } else {
            all.files.push(path.clone());
        }
    }
    let mut seen = BTreeSet::new();
    all.files.retain(|file| file == Path::new("-") || seen.insert(file.clone()));
    Ok(all)
}

fn of_folder(root: &Path, all: &mut Expanded) -> Result<(), Error> {
    let before = all.files.len();
    let manifest = folder::read(root)?;
    let known = manifest.iter().flat_map(|manifest| &manifest.pages).map(|page| root.join(&page.file));
    all.files.extend(known.filter(|file| is_page(file)));
    let known: BTreeSet<PathBuf> = all.files.iter().skip(before).cloned().collect();
    all.files.extend(pages_below(root)?.into_iter().filter(|file| !known.contains(file)));
    if let Some(manifest) = manifest {
        tell_documents(&root.join(manifest::NAME), manifest.documents.iter().map(|named| named.url.clone()), all);
    }
    if all.files.len() == before {
        let what = "holds no pages: no .md, .mdx or .markdown, and no .txt with a fence of code".to_owned();
        return Err(Error::NoPages { of: root.display().to_string(), what });
    }
    Ok(())
}

/// The pages of a folder, in order of path. Hidden files and folders are not looked at, and links are not followed.
///
/// # Errors
/// A folder cannot be read.
pub fn pages_below(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let (mut found, mut folders) = (Vec::new(), vec![root.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        let failed = |error| Error::Io { path: folder.clone(), error };
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let (path, kind) = (entry.path(), entry.file_type().map_err(failed)?);
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || index::is_index(&name) {
                continue;
            } else if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && is_page(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a file is a page: by its ending, and as plain text by a fence in it.
fn is_page(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("txt") => files::read(path).is_ok_and(|bytes| has_fence(&String::from_utf8_lossy(&bytes))),
        Some(ending) => PAGES.contains(&ending) && path.is_file(),
        None => false,
    }
}

fn of_index(path: &Path, all: &mut Expanded) -> Result<(), Error> {
    let failed = |error| Error::Io { path: path.to_path_buf(), error };
    let bytes = files::read(path).map_err(failed)?;
    let index = Index::parse(&String::from_utf8_lossy(&bytes));
    let root = path.parent().filter(|root| !root.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let manifest = folder::read(root)?.unwrap_or_default();
    let host = own_host(&index);
    let (before, mut left_out) = (all.files.len(), LeftOut::default());
    let mut seen = BTreeSet::new();
    let links: Vec<&Link> = index.links.iter().filter(|link| seen.insert(link.target.as_str())).collect();
    for link in &links {
        if link.is_document() {
            continue;
        } else if host_of(&link.target).is_some_and(|of| host != Some(of)) {
            left_out.other_host += 1;
        } else if link.is_optional() {
            left_out.optional += 1;
        } else {
            let kept = manifest.page(&link.target).map(|page| root.join(&page.file)).filter(|file| file.is_file());
            match kept.or_else(|| file_of(root, &link.target)) {
                Some(file) => all.files.push(file),
                None => left_out.missing.push(link.target.clone()),
            }
        }
    }
    tell_documents(path, links.iter().filter(|link| link.is_document()).map(|link| link.target.clone()), all);
    let found = all.files.len() - before;
    if found == 0 {
        let what = format!("lists no page that is beside it{}", left_out.words());
        return Err(Error::NoPages { of: path.display().to_string(), what });
    }
    let words = left_out.words();
    if !words.is_empty() {
        all.notes.push(format!("{}: {found} pages are taken{words}", path.display()));
    }
    Ok(())
}

fn tell_documents(of: &Path, documents: impl Iterator<Item = String>, all: &mut Expanded) {
    let documents: Vec<String> = documents.collect();
    if !documents.is_empty() {
        let (of, what) =
            (of.display(), if documents.len() == 1 { "a complete document" } else { "complete documents" });
        let named: Vec<String> = documents.iter().map(|url| escape(url).to_string()).collect();
        let note = format!("{of} names {what}, {}: that is the better input", named.join(", "));
        all.notes.insert(0, note);
    }
    all.documents.extend(documents);
}

/// What of an index is not taken.
#[derive(Default)]
struct LeftOut {
    other_host: usize,
    optional: usize,
    missing: Vec<String>,
}

/// So many are named.
const NAMED: usize = 5;

impl LeftOut {
    fn words(&self) -> String {
        let mut parts = Vec::new();
        if self.optional > 0 {
            parts.push(format!("{} of the section Optional", self.optional));
        }
        if self.other_host > 0 {
            parts.push(format!("{} on other hosts", self.other_host));
        }
        if !self.missing.is_empty() {
            let named: Vec<String> = self.missing.iter().take(NAMED).map(|url| escape(url).to_string()).collect();
            let more = self.missing.len().saturating_sub(NAMED);
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            parts.push(format!("{} not there: {}{more}", self.missing.len(), named.join(", ")));
        }
        if parts.is_empty() { String::new() } else { format!("; not taken: {}", parts.join(", ")) }
    }
}

/// The host that most links of an index are on.
fn own_host(index: &Index) -> Option<&str> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    let pages = index.links.iter().filter(|link| !link.is_optional() && !link.is_document());
    for host in pages.filter_map(|link| host_of(&link.target)) {
        match counts.iter_mut().find(|(known, _)| *known == host) {
            Some((_, count)) => *count += 1,
            None => counts.push((host, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(host, _)| host)
}

fn host_of(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let plain = scheme.chars().all(|letter| letter.is_ascii_alphanumeric());
    plain.then(|| rest.split(['/', '?', '#']).next().unwrap_or_default())
}

/// The file below a folder that an address means: the one whose path is the longest end of the address.
fn file_of(root: &Path, url: &str) -> Option<PathBuf> {
    let inside = fs::canonicalize(root).ok()?;
    candidates(url.split('#').next()?, None).iter().find_map(|place| {
        let path = place.split('?').next()?;
        let path = host_of(path).map_or(path, |host| path.split_once(host).map_or(path, |(_, path)| path));
        let parts: Vec<_> = path.split('/').map(|part| percent_decode_str(part).decode_utf8_lossy()).collect();
        let parts: Vec<&str> =
            parts.iter().map(AsRef::as_ref).filter(|part| !part.is_empty() && *part != ".").collect();
        let wrong = |part: &&str| part.starts_with('.') || part.contains(['/', '\\', ':', '\0']);
        if parts.iter().any(wrong) {
            return None;
        }
        let ends =
            (0..parts.len()).filter_map(|start| parts.get(start..)).map(|parts| parts.iter().collect::<PathBuf>());
        let mut files = ends.map(|end| root.join(end)).filter(|file| file.is_file());
        files.find(|file| fs::canonicalize(file).is_ok_and(|file| file.starts_with(&inside)))
    })
}
