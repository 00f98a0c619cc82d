//! Where a project keeps its files, and how they are shown.

use std::path::{Component, Path, PathBuf};

/// The folders of a project.
#[derive(Clone, Debug)]
pub struct Layout {
    /// What is not shown of a path: empty, unless the commands do not run where the user stands.
    root: PathBuf,
    /// The folder of the project file, which its paths are relative to.
    folder: PathBuf,
}

impl Layout {
    /// A project whose file stands in `folder`; paths are shown relative to `root`.
    pub fn new(root: impl Into<PathBuf>, folder: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), folder: folder.into() }
    }

    /// The place of a path that the project file gives.
    pub fn path(&self, written: &str) -> PathBuf {
        let mut path = PathBuf::new();
        for part in self.folder.join(written).components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir if matches!(path.components().next_back(), Some(Component::Normal(_))) => {
                    path.pop();
                }
                part => path.push(part),
            }
        }
        if path.as_os_str().is_empty() { PathBuf::from(".") } else { path }
    }

    /// Where the tool keeps what it may forget.
    pub fn cache(&self) -> PathBuf {
        let root = if self.root.as_os_str().is_empty() { &self.folder } else { &self.root };
        root.join("target").join("drift")
    }

    /// How a file is shown.
    pub fn shown(&self, path: &Path) -> String {
        let below = if self.root.as_os_str().is_empty() { path } else { path.strip_prefix(&self.root).unwrap_or(path) };
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.join("/").replacen("//", "/", 1)
    }
}
