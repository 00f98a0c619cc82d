//! What stands in a folder before it is compared.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::Error;

/// What is said of a symbolic link, as a clause that follows its path.
pub(super) const IS_A_LINK: &str = "is a symbolic link, which could lead anywhere";

/// The files below a folder, relative to it, with `/` between the parts.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) files: BTreeSet<String>,
    /// The modules of the user's own.
    pub(super) kept: BTreeSet<String>,
    /// Symbolic links, which are not followed.
    links: BTreeSet<String>,
}

impl Tree {
    /// Reads the tree below `root`, which need not exist. Links are not followed; what is not `/`-and-Unicode is shown as
    /// well as it can be, and so is never a file of ours.
    pub(super) fn read(root: &Path, keep: &[String]) -> Result<Self, Error> {
        let (files, links) = (BTreeSet::new(), BTreeSet::new());
        let mut tree = Self { files, kept: keep.iter().cloned().collect(), links };
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            let path = root.join(&folder);
            let failed = |error| Error::Io { doing: "read the folder", path: path.clone(), error };
            let entries = match fs::read_dir(&path) {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound && folder.as_os_str().is_empty() => break,
                Err(error) => return Err(failed(error)),
            };
            for entry in entries {
                let entry = entry.map_err(failed)?;
                let relative = folder.join(entry.file_name());
                let name = shown(&relative);
                let kind = entry.file_type().map_err(failed)?;
                if IGNORED.contains(&name.as_str()) {
                    continue;
                } else if kind.is_symlink() {
                    tree.links.insert(name);
                } else if kind.is_dir() {
                    folders.push(relative);
                } else {
                    tree.files.insert(name);
                }
            }
        }
        Ok(tree)
    }

    /// Whether a path is a link, or is below one.
    pub(super) fn leads_through_a_link(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        ends.filter_map(|end| path.get(..end)).any(|part| self.links.contains(part))
    }
}

/// What cargo and git put into a folder.
const IGNORED: &[&str] = &["target", ".git", "Cargo.lock"];

fn shown(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
