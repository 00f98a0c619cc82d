//! The only writes to the disk, and the reads that are bounded: a folder is brought to a set of files, or compared with it.
//!
//! A folder that is written here holds a list of the files that were made ([`MANIFEST`]). Only files of that list are ever
//! overwritten or removed; everything else belongs to the user. Where a file of the user is in the way, nothing is written.

mod error;
mod path;
mod read;
mod tree;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::files::tree::Tree;

pub use error::Error;
pub use read::{read, read_from, read_text};

/// The list of the files that were made, one path a line, in the root of the folder.
pub const MANIFEST: &str = ".crategen";

/// Texts by their paths relative to a root, with `/` between the parts; in order of path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files(BTreeMap<String, String>);

impl Files {
    /// No files yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, or gives it another text.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.0.insert(path.into(), text.into());
    }

    /// The text of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Paths and texts, in order of path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<P: Into<String>, T: Into<String>> FromIterator<(P, T)> for Files {
    fn from_iter<I: IntoIterator<Item = (P, T)>>(files: I) -> Self {
        Self(files.into_iter().map(|(path, text)| (path.into(), text.into())).collect())
    }
}

/// What is done about a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The disk is brought to the files. A file whose bytes are equal is not touched.
    Write,
    /// Nothing is written.
    Check,
}

/// A difference between the disk and the files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stale {
    /// The file, relative to the root.
    pub path: String,
    /// How it differs.
    pub why: Why,
}

/// How a file on the disk differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It is not there.
    Missing,
    /// Its bytes differ.
    Differs,
    /// It is made no longer, or is a module that nobody declares.
    Stray,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "is missing",
            Self::Differs => "differs from what is generated",
            Self::Stray => "is not a generated file",
        })
    }
}

/// Brings the folder `root` to `files`, or compares them, and returns the differences there were, in order of path; that
/// of [`MANIFEST`] only where it is the only one.
///
/// `keep` are modules in `root` that are the user's own. What else no earlier run made is left alone, but for Rust files below
/// `src/`, which would be no part of the crate: these are refused. Each file is written beside its place and renamed into it; strays are removed last; folders that this leaves
/// empty are removed.
///
/// # Errors
/// [`Error::Path`] for a path that leads out of `root`, is no legal name somewhere, or clashes with another one;
/// [`Error::NotKept`] for a file of `keep` that is not there; [`Error::Foreign`] where writing would touch what the
/// generator did not make; [`Error::Io`] for the rest. Before the last, nothing has been written.
pub fn sync(root: &Path, files: &Files, keep: &[String], mode: Mode) -> Result<Vec<Stale>, Error> {
    path::check(files.iter().map(|(path, _)| path).chain([MANIFEST]))?;
    let mut wanted = files.clone();
    wanted.insert(MANIFEST, manifest(files.iter().map(|(path, _)| path)));
    let tree = Tree::read(root, keep)?;
    let linked = wanted.iter().map(|(path, _)| path).find(|path| tree.leads_through_a_link(path));
    if let Some(path) = linked {
        return Err(Error::Path { path: path.to_owned(), what: tree::IS_A_LINK.into() });
    }
    if let Some(path) = keep.iter().find(|path| !tree.files.contains(*path)) {
        return Err(Error::NotKept { path: root.join(path) });
    }
    let owned = owned(root)?;
    let mut stale = differences(root, &wanted, &tree, &owned)?;
    if mode == Mode::Check {
        // A list that only names another version of the generator is current.
        stale.retain(|stale| stale.path != MANIFEST || !lists(files, &owned));
        return Ok(told(stale));
    }
    if stale.is_empty() {
        return Ok(stale);
    }
    refuse_foreign(root, &stale, &tree, &owned)?;
    let then = owned.iter().map(String::as_str);
    write_list(root, &manifest(files.iter().map(|(path, _)| path).chain(then)))?;
    let (strays, changed): (Vec<&Stale>, Vec<&Stale>) = stale.iter().partition(|stale| stale.why == Why::Stray);
    let folded: Vec<_> = changed.iter().map(|stale| stale.path.to_lowercase()).collect();
    let (clashing, strays): (Vec<&Stale>, Vec<&Stale>) =
        strays.into_iter().partition(|stray| folded.contains(&stray.path.to_lowercase()));
    clashing.iter().try_for_each(|stray| remove(root, &stray.path))?;
    for stale in changed.iter().filter(|stale| stale.path != MANIFEST) {
        write(root, &stale.path, wanted.get(&stale.path).unwrap_or_default())?;
    }
    strays.iter().try_for_each(|stray| remove(root, &stray.path))?;
    write_list(root, wanted.get(MANIFEST).unwrap_or_default())?;
    Ok(told(stale))
}

/// Brings one file to a text, or compares them. `None` where there was no difference.
///
/// # Errors
/// [`Error::Path`] where a link stands in its place, [`Error::Io`] for the rest.
pub fn sync_file(file: &Path, text: &str, mode: Mode) -> Result<Option<Stale>, Error> {
    let (Some(folder), Some(name)) = (file.parent(), file.file_name().and_then(|name| name.to_str())) else {
        return Err(Error::Path { path: file.display().to_string(), what: "is not the path of a file".into() });
    };
    if fs::symlink_metadata(file).is_ok_and(|metadata| metadata.is_symlink()) {
        return Err(Error::Path { path: file.display().to_string(), what: tree::IS_A_LINK.into() });
    }
    let path = file.display().to_string();
    let stale = compare(file, text)?.map(|why| Stale { path, why });
    if stale.is_some() && mode == Mode::Write {
        write(folder, name, text)?;
    }
    Ok(stale)
}

/// The version of the generator.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// `made by crategen 0.1.0, and this is 0.2.0`, where another version of the generator made the files of a folder.
pub fn other_version(root: &Path) -> Option<String> {
    let text = read_text(&root.join(MANIFEST)).ok()?;
    let version = text.lines().next()?.strip_prefix("# Made by crategen")?.split(',').next()?.trim().to_owned();
    let made_by = if version.is_empty() { "an earlier crategen".to_owned() } else { format!("crategen {version}") };
    (version != VERSION).then(|| format!("made by {made_by}, and this is {VERSION}: the generator changed"))
}

/// Whether a list names just these files.
fn lists(files: &Files, owned: &[String]) -> bool {
    files.len() == owned.len() && owned.iter().all(|path| files.get(path).is_some())
}

fn manifest<'p>(paths: impl Iterator<Item = &'p str>) -> String {
    let paths: std::collections::BTreeSet<_> = paths.collect();
    let mut text = format!("# Made by crategen {VERSION}, which overwrites and removes only the files named here.\n");
    for path in paths {
        text.push_str(path);
        text.push('\n');
    }
    text
}

/// The files that the manifest on the disk names.
fn owned(root: &Path) -> Result<Vec<String>, Error> {
    let path = root.join(MANIFEST);
    match read_text(&path) {
        Ok(text) => Ok(text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Error::Io { doing: "read", path, error }),
    }
}

fn differences(root: &Path, wanted: &Files, tree: &Tree, owned: &[String]) -> Result<Vec<Stale>, Error> {
    let mut stale = Vec::new();
    for (path, text) in wanted.iter() {
        let why = if tree.files.contains(path) { compare(&root.join(path), text)? } else { Some(Why::Missing) };
        stale.extend(why.map(|why| Stale { path: path.to_owned(), why }));
    }
    let is_module = |path: &String| path.starts_with("src/") && path.ends_with(".rs");
    let is_stray = |path: &&String| {
        wanted.get(path).is_none() && !tree.kept.contains(*path) && (owned.contains(*path) || is_module(path))
    };
    let strays = tree.files.iter().filter(is_stray);
    stale.extend(strays.map(|path| Stale { path: path.clone(), why: Why::Stray }));
    stale.sort();
    Ok(stale)
}

/// The differences without that of the list, which follows from others where there are others.
fn told(mut stale: Vec<Stale>) -> Vec<Stale> {
    if stale.len() > 1 {
        stale.retain(|stale| stale.path != MANIFEST);
    }
    stale
}

fn compare(path: &Path, text: &str) -> Result<Option<Why>, Error> {
    match read(path) {
        Ok(bytes) => Ok((bytes != text.as_bytes()).then_some(Why::Differs)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Some(Why::Missing)),
        Err(error) => Err(Error::Io { doing: "read", path: path.to_owned(), error }),
    }
}

/// Strays and overwritten files must be of the list, or the user's work would be lost.
fn refuse_foreign(root: &Path, stale: &[Stale], tree: &Tree, owned: &[String]) -> Result<(), Error> {
    let ours = |path: &String| path == MANIFEST || owned.contains(path);
    let lost = |stale: &&Stale| stale.why != Why::Missing && (!ours(&stale.path) || tree.kept.contains(&stale.path));
    let paths: Vec<_> = stale.iter().filter(lost).map(|stale| stale.path.clone()).collect();
    if paths.is_empty() { Ok(()) } else { Err(Error::Foreign { root: root.to_owned(), paths }) }
}

/// Before the first change the list names the old and the new files, so that an interrupted run can be repeated.
fn write_list(root: &Path, text: &str) -> Result<(), Error> {
    match compare(&root.join(MANIFEST), text)? {
        Some(_) => write(root, MANIFEST, text),
        None => Ok(()),
    }
}

/// Writes a text beside its place and renames it into it, so that nobody ever sees half a file.
fn write(root: &Path, path: &str, text: &str) -> Result<(), Error> {
    let target = root.join(path);
    let (folder, name) = (target.parent().unwrap_or(root), target.file_name().unwrap_or_default());
    fs::create_dir_all(folder).map_err(io_error("make the folder", folder))?;
    let temporary = folder.join(format!(".{}.{}.tmp", name.to_string_lossy(), std::process::id()));
    let written = fs::File::create_new(&temporary)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| fs::rename(&temporary, &target));
    written.map_err(|error| {
        let _ = fs::remove_file(&temporary);
        Error::Io { doing: "write", path: target, error }
    })
}

/// Removes a file, and the folders that this leaves empty.
fn remove(root: &Path, path: &str) -> Result<(), Error> {
    let target = root.join(path);
    fs::remove_file(&target).map_err(io_error("remove", &target))?;
    let folders = Path::new(path).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    for folder in folders {
        if fs::remove_dir(root.join(folder)).is_err() {
            break;
        }
    }
    Ok(())
}

fn io_error(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |error| Error::Io { doing, path, error }
}
