//! Documents that `init` fetched, kept beside the project file: a project is made from files, and `drift` compares them with what is
//! published.

use std::path::{Path, PathBuf};

use crate::cli::exit::{Exit, Failure};
use crate::cli::project::chain::Text;
use crate::files::{self, Mode};

/// The files that documents which were fetched are to be kept in, in their order; empty where none was fetched.
///
/// # Errors
/// A URL ends with no name for a file, two with the same; something else is there already.
pub(super) fn files(project: &Path, texts: &[Text]) -> Result<Vec<PathBuf>, Failure> {
    let folder = project.parent().unwrap_or(Path::new(""));
    let mut paths: Vec<PathBuf> = Vec::new();
    for text in texts.iter().filter(|text| text.location.is_some()) {
        let url = text.path.to_string_lossy();
        let path = folder.join(name(&url)?);
        if paths.contains(&path) {
            return Err(refused(Exit::Usage, format!("two documents would both be kept as {}", path.display())));
        }
        if path.exists() && !files::read(&path).is_ok_and(|bytes| bytes == text.bytes) {
            return Err(refused(Exit::CannotWrite, format!("{} is there already, and is not {url}", path.display())));
        }
        paths.push(path);
    }
    Ok(paths)
}

/// Keeps the documents, byte for byte.
///
/// # Errors
/// One is not UTF-8, or cannot be written.
pub(super) fn keep(files: &[PathBuf], texts: &[Text]) -> Result<(), Failure> {
    for (path, text) in files.iter().zip(texts) {
        let text = std::str::from_utf8(&text.bytes)
            .map_err(|error| refused(Exit::Unreadable, format!("{} is not UTF-8: {error}", text.path.display())))?;
        files::sync_file(path, text, Mode::Write)?;
    }
    Ok(())
}

/// The last part of a URL's path, which `drift` knows the document by.
fn name(url: &str) -> Result<&str, Failure> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let path = path.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
    let name = path.rsplit('/').next().unwrap_or_default();
    let fine = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    match !name.is_empty() && !name.starts_with('.') && name.chars().all(fine) {
        true => Ok(name),
        false => Err(refused(Exit::Usage, format!("{url} ends with no name that a file can have"))),
    }
}

fn refused(exit: Exit, message: String) -> Failure {
    Failure::new(exit, message).repair("save what is published under a name of its own, then: crategen init FILE")
}
