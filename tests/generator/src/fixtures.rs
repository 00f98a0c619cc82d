//! Where fixtures are, which there are, and where their snapshots are.

use std::fs;
use std::path::PathBuf;

use crate::workspace;

/// A file or folder of `tests/fixtures`.
pub fn fixture(path: &str) -> PathBuf {
    workspace().join("tests/fixtures").join(path)
}

/// The fixtures of a folder of `tests/fixtures`, in order of name: its files with one of these endings, or its folders where no
/// ending is given. Each is called as its file is, without the ending.
pub fn fixtures(folder: &str, endings: &[&str]) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(fixture(folder)).into_iter().flatten().flatten();
    let fits = |path: &PathBuf| match path.extension().and_then(|ending| ending.to_str()) {
        Some(ending) => endings.contains(&ending),
        None => endings.is_empty() && path.is_dir(),
    };
    let named = |path: PathBuf| (path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), path);
    let mut found: Vec<_> = entries.map(|entry| entry.path()).filter(fits).map(named).collect();
    found.sort();
    found
}

/// Compares a text with its snapshot in a folder of `snapshots`, beside the manifest of the package that asks.
#[macro_export]
macro_rules! snapshot {
    ($folder:literal, $name:expr, $text:expr) => {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/", $folder),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!($name, $text) })
    };
}
