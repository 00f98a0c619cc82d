//! The files that a command line names.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::cli::exit::{Exit, Failure};
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::document::bundle::FolderLoader;
use crate::source::{FileId, Sources};

/// Reads a file, or stdin for `-`.
///
/// # Errors
/// The file cannot be opened, or is not UTF-8.
pub fn read(sources: &mut Sources, path: &Path) -> Result<FileId, Failure> {
    let stdin = path == Path::new("-");
    let name = if stdin { "<stdin>".into() } else { path.display().to_string() };
    let mut bytes = Vec::new();
    let read = if stdin {
        io::stdin().lock().read_to_end(&mut bytes).map(drop)
    } else {
        fs::read(path).map(|read| bytes = read)
    };
    let unreadable = |why: String| Failure::new(Exit::Unreadable, format!("cannot read {name}: {why}"));
    read.map_err(|error| unreadable(error.to_string()))?;
    let text = String::from_utf8(bytes)
        .map_err(|error| unreadable(format!("not UTF-8 from byte {} on", error.utf8_error().valid_up_to())))?;
    Ok(sources.add(name, text))
}

/// Reads the configuration of a run; without a file, the default.
///
/// # Errors
/// The file cannot be opened, or has mistakes, which are added to `diagnostics`.
pub fn config(sources: &mut Sources, path: Option<&Path>, diagnostics: &mut Diagnostics) -> Result<Config, Failure> {
    let Some(path) = path else { return Ok(Config::default()) };
    let file = read(sources, path)?;
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
