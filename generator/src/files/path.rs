//! Which paths may be written: relative, below the root on every system, and distinct where upper and lower case are one.

use std::collections::BTreeMap;

use crate::files::Error;

/// Checks a set of paths.
pub(super) fn check<'p>(paths: impl Iterator<Item = &'p str>) -> Result<(), Error> {
    let mut folded = BTreeMap::new();
    for path in paths {
        let refuse = |what: String| Err(Error::Path { path: path.to_owned(), what });
        if let Some(what) = path.split('/').find_map(wrong_part) {
            return refuse(what.into());
        }
        if path.starts_with("target/") || path.starts_with(".git/") {
            return refuse("is in a folder that belongs to another tool".into());
        }
        if let Some(other) = folded.insert(path.to_lowercase(), path) {
            return refuse(format!("is the same file as `{other}` where case does not count"));
        }
    }
    for (fold, path) in &folded {
        let folders = fold.match_indices('/').map(|(end, _)| &fold[..end]);
        if let Some(folder) = folders.filter_map(|folder| folded.get(folder)).next() {
            let what = format!("needs a folder where the file `{folder}` is");
            return Err(Error::Path { path: (*path).to_owned(), what });
        }
    }
    Ok(())
}

/// What is wrong with one part of a path, as a clause that follows the path.
fn wrong_part(part: &str) -> Option<&'static str> {
    let stem = part.split('.').next().unwrap_or_default().to_ascii_uppercase();
    if part.is_empty() || part == "." || part == ".." {
        Some("does not lead straight down from the root")
    } else if part.chars().any(|letter| letter.is_control() || "\\:*?\"<>|".contains(letter)) {
        Some("has a character that file names cannot have on every system")
    } else if part.ends_with(['.', ' ']) {
        Some("has a part that ends with a dot or a space")
    } else if part.len() > 200 {
        Some("has a part longer than 200 bytes")
    } else if DEVICES.contains(&stem.as_str()) {
        Some("is named like a device of Windows")
    } else {
        None
    }
}

const DEVICES: &[&str] = &[
    "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "LPT1", "LPT2",
    "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
];
