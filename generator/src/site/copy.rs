//! Pages of this machine, copied byte for byte into a folder of pages.

use std::path::Path;

use crate::files;

use super::Error;
use super::choose::Choice;
use super::folder::Folder;
use super::index;
use super::inputs::{expand, pages_below};
use super::manifest::{Entry, Manifest, hash};
use super::path::Places;
use super::visit::Report;

/// Copies a page, the pages of a folder, or those of an index; what a manifest beside them knows is kept.
///
/// # Errors
/// Something cannot be read, is no text, or cannot be kept.
pub fn copy(from: &Path, choice: &Choice, folder: &mut Folder, report: &mut Report) -> Result<(), Error> {
    let is_index = from.file_name().is_some_and(|name| index::is_index(&name.to_string_lossy()));
    let (root, files) = if from.is_dir() {
        (from, pages_below(from)?)
    } else {
        let files = if is_index { expand(&[from.to_path_buf()])?.files } else { vec![from.to_path_buf()] };
        (from.parent().unwrap_or(Path::new("")), files)
    };
    let known =
        super::folder::read(if root.as_os_str().is_empty() { Path::new(".") } else { root })?.unwrap_or_default();
    let mut places = Places::default();
    folder.manifest().pages.iter().for_each(|page| places.keep(&page.file, page.key()));
    for file in files {
        let path = file.strip_prefix(root).unwrap_or(&file);
        let path = path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        if choice.takes(&path)? {
            one(&file, &path, &known, &mut places, folder, report)?;
        }
    }
    Ok(())
}

fn one(
    from: &Path,
    path: &str,
    known: &Manifest,
    places: &mut Places,
    folder: &mut Folder,
    report: &mut Report,
) -> Result<(), Error> {
    let failed = |error| Error::Io { path: from.to_path_buf(), error };
    let text = files::read_text(from).map_err(failed)?;
    let sha256 = hash(text.as_bytes());
    let entry = known.pages.iter().find(|page| page.file == path && page.sha256 == sha256).cloned().unwrap_or_default();
    let key = entry.address().unwrap_or(path).to_owned();
    let before = folder.manifest().pages.iter().find(|page| page.key() == key || page.file == path);
    let file = before.map_or_else(|| places.place(path, &key), |page| page.file.clone());
    let same = before.is_some_and(|page| page.sha256 == sha256);
    *(if same { &mut report.unchanged } else { &mut report.taken }) += 1;
    let entry = Entry { file, sha256, ..entry };
    report.pages.push(entry.key().to_owned());
    folder.put(entry, text)
}
