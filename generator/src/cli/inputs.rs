//! The documents and other files that a command line names.

mod fetched;

use std::io;
use std::path::{Path, PathBuf};

use crate::cli::exit::{Exit, Failure};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::bundle::{FolderLoader, Load};
use crate::files;
use crate::site;
use crate::source::{FileId, Sources};

pub use fetched::{Fetched, NoFile, fetched, is_url};

/// Reads a file, or stdin for `-`. What is wrong with its text is told where it is parsed.
///
/// # Errors
/// The file cannot be opened.
pub fn read(sources: &mut Sources, path: &Path) -> Result<FileId, Failure> {
    let stdin = path == Path::new("-");
    let name = if stdin { "<stdin>".into() } else { path.display().to_string() };
    let bytes = if stdin { files::read_from(io::stdin().lock()) } else { files::read(path) };
    let unreadable = |error| Failure::new(Exit::Unreadable, format!("cannot read {name}: {error}"));
    Ok(sources.add_bytes(name.clone(), bytes.map_err(unreadable)?))
}

/// The documents of a command line.
pub struct Documents {
    /// Their texts.
    pub files: Vec<FileId>,
    /// Opens the files that they refer to.
    pub loader: Box<dyn Load>,
}

/// Reads the documents that paths mean: a folder means its pages, an index those that it lists, a URL what is fetched from there. Files
/// that they refer to are below `root`, or else below the folder of the first. What the user should know is added to `diagnostics`.
///
/// # Errors
/// A file cannot be opened, a folder or index means no page, a text cannot be fetched.
pub fn documents(
    sources: &mut Sources,
    paths: &[PathBuf],
    root: Option<&Path>,
    diagnostics: &mut Diagnostics,
) -> Result<Documents, Failure> {
    if let Some(fetched) = fetched(paths, root)? {
        let files = fetched.into_iter().map(|text| text.keep(sources)).collect();
        return Ok(Documents { files, loader: Box::new(NoFile) });
    }
    let paths = expanded(paths, diagnostics)?;
    Ok(Documents { files: read_all(sources, &paths)?, loader: Box::new(loader(root, &paths)) })
}

/// The files that paths mean: see [`documents`].
///
/// # Errors
/// A folder or index means no page.
pub fn expanded(paths: &[PathBuf], diagnostics: &mut Diagnostics) -> Result<Vec<PathBuf>, Failure> {
    let expanded = site::inputs::expand(paths)?;
    for note in expanded.notes {
        diagnostics.push(Diagnostic::note("site::pages", None, note));
    }
    Ok(expanded.files)
}

/// Reads files, in order: see [`read`].
///
/// # Errors
/// One cannot be opened.
pub fn read_all(sources: &mut Sources, paths: &[PathBuf]) -> Result<Vec<FileId>, Failure> {
    paths.iter().map(|path| read(sources, path)).collect()
}

/// Reads the configuration of a run; without a file, the default.
///
/// # Errors
/// The file cannot be opened, is not UTF-8, or has mistakes, which are added to `diagnostics`.
pub fn config(sources: &mut Sources, path: Option<&Path>, diagnostics: &mut Diagnostics) -> Result<Config, Failure> {
    let Some(path) = path else { return Ok(Config::default()) };
    let unreadable = |error| Failure::new(Exit::Unreadable, format!("cannot read {}: {error}", path.display()));
    let file = sources.add(path.display().to_string(), files::read_text(path).map_err(unreadable)?);
    Config::parse(sources, file).map_err(|mistakes| {
        diagnostics.extend(mistakes);
        Failure::new(Exit::Unreadable, format!("{} has mistakes", path.display()))
    })
}

/// Opens the files that documents refer to: those below `root`, or else below the folder of the first document.
pub fn loader(root: Option<&Path>, documents: &[PathBuf]) -> FolderLoader {
    let folder =
        documents.first().and_then(|document| document.parent()).filter(|folder| !folder.as_os_str().is_empty());
    FolderLoader::new(root.or(folder).unwrap_or(Path::new(".")))
}
