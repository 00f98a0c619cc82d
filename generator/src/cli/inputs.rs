//! The files that a command line names.

use std::io;
use std::path::{Path, PathBuf};

use crate::cli::arguments::quoted;
use crate::cli::exit::{Exit, Failure};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::bundle::FolderLoader;
use crate::files;
use crate::site;
use crate::source::{FileId, Sources};

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

/// Reads the documents that paths mean, and returns which files these are: a folder means its pages, an index those that it
/// lists. What the user should know of them is added to `diagnostics`.
///
/// # Errors
/// A file cannot be opened, or a folder or index means no page.
pub fn documents(
    sources: &mut Sources,
    paths: &[PathBuf],
    diagnostics: &mut Diagnostics,
) -> Result<(Vec<PathBuf>, Vec<FileId>), Failure> {
    let paths = expanded(paths, diagnostics)?;
    let files = read_all(sources, &paths)?;
    Ok((paths, files))
}

/// The files that paths mean: see [`documents`].
///
/// # Errors
/// A folder or index means no page.
pub fn expanded(paths: &[PathBuf], diagnostics: &mut Diagnostics) -> Result<Vec<PathBuf>, Failure> {
    if let Some(url) = paths.iter().filter_map(|path| path.to_str()).find(|path| path.contains("://")) {
        return Err(Failure::new(Exit::Usage, format!("{url} is a URL, and documents are read from files only"))
            .repair(format!(
                "curl -fsSL {} | crategen generate - --out DIR; or save it, and put its URL under [drift] in crategen.toml: \
                 `crategen drift` compares, and takes it in",
                quoted(url)
            )));
    }
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
