//! Which documents a folder has.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::exit::{Exit, Failure};

/// A document of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its path relative to the folder, with `/` between the parts.
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// The folder that it may refer to.
    pub(super) root: PathBuf,
    /// The name of its crate: unlike that of every other document.
    pub(super) package: String,
}

/// The documents that `manifest.tsv` names in its column `file`; without one, every `.json`, `.yaml` and `.yml` file.
pub(super) fn find(folder: &Path) -> Result<Vec<Found>, Failure> {
    let manifest = folder.join("manifest.tsv");
    let mut names = match fs::read_to_string(&manifest) {
        Ok(text) => listed(&text)
            .ok_or_else(|| Failure::new(Exit::Unreadable, format!("{} has no column `file`", manifest.display())))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => walk(folder)?,
        Err(error) => return Err(unreadable(&manifest, &error)),
    };
    names.sort();
    names.dedup();
    let mut packages = BTreeSet::new();
    let found = |name: String| {
        let package = package(&name, &mut packages);
        Found { path: folder.join(&name), root: folder.to_path_buf(), package, name }
    };
    Ok(names.into_iter().map(found).collect())
}

fn listed(text: &str) -> Option<Vec<String>> {
    let mut lines = text.lines();
    let column = lines.next()?.split('\t').position(|title| title.trim() == "file")?;
    let file =
        |line: &str| line.split('\t').nth(column).map(str::trim).filter(|file| !file.is_empty()).map(str::to_owned);
    Some(lines.filter_map(file).collect())
}

fn walk(root: &Path) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let path = root.join(&folder);
        let entries = fs::read_dir(&path).map_err(|error| unreadable(&path, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(&path, &error))?;
            let relative = folder.join(entry.file_name());
            let kind = entry.file_type().map_err(|error| unreadable(&path, &error))?;
            let document =
                relative.extension().is_some_and(|end| ["json", "yaml", "yml"].iter().any(|known| end == *known));
            if kind.is_dir() {
                folders.push(relative);
            } else if kind.is_file() && document {
                let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
                names.push(parts.join("/"));
            }
        }
    }
    Ok(names)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(Exit::Unreadable, format!("cannot read {}: {error}", path.display()))
}

/// A crate's name for a document's: `ogen-examples/api.json` → `ogen-examples-api`, longer where that is taken.
fn package(name: &str, taken: &mut BTreeSet<String>) -> String {
    let words = |text: &str| {
        let plain = text.to_ascii_lowercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
        plain.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
    };
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let short = format!("c-{}", words(stem));
    let short: String =
        if words(stem).starts_with(|first: char| first.is_ascii_alphabetic()) { words(stem) } else { short };
    let short: String = short.chars().take(55).collect::<String>().trim_end_matches('-').to_owned();
    let free = |name: &String| !taken.contains(name) && crate::config::check_package_name(name).is_ok();
    let numbered = (2..).map(|number: usize| format!("{short}-{number}"));
    let package = std::iter::once(short.clone()).chain(numbered).find(free).unwrap_or(short);
    taken.insert(package.clone());
    package
}
