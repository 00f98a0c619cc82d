//! Material that some machines keep in `../shared` beside the checkout. Tests of it that cannot be made are counted as ignored.

use std::path::{Path, PathBuf};

use libtest_mimic::Trial;

use crate::{each, where_possible};

/// The folder or file of a part of the material (`corpus`, `wire/styles.tsv`, …).
///
/// # Errors
/// Where it is not there: the reason why a test of it is not made.
pub fn outside(part: &str) -> Result<PathBuf, String> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = workspace.canonicalize().unwrap_or(workspace).join("../shared").join(part);
    if path.exists() { Ok(path) } else { Err(format!("../shared/{part} is not beside this checkout")) }
}

/// A test of a part of the material.
pub fn with_outside(name: impl Into<String>, part: &'static str, check: impl FnOnce(&Path) + Send + 'static) -> Trial {
    where_possible(name, move || {
        check(&outside(part)?);
        Ok(())
    })
}

/// A test for each fixture that a part of the material has, called as [`each`] calls it; where the part is not there, one of
/// the name of the group, which is ignored.
pub fn each_outside<F: Send + 'static, I: IntoIterator<Item = (String, F)>>(
    group: &str,
    least: usize,
    part: &'static str,
    fixtures: impl FnOnce(&Path) -> I,
    check: impl Fn(&str, F) + Copy + Send + 'static,
) -> Vec<Trial> {
    match outside(part) {
        Ok(path) => each(group, least, fixtures(&path), check),
        Err(_) => vec![with_outside(group, part, |_| {})],
    }
}
