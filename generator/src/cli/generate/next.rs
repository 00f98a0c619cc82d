//! What a user has to write after the first run: how to depend on the crate, or what the crate of a module needs.

use std::path::{Path, PathBuf};

use super::module;
use crate::Part;
use crate::cli::exit::Failure;
use crate::cli::inputs;
use crate::files;

/// The lines to write into a `Cargo.toml`; empty where the crate was there before. A module is compared with the manifest of its
/// crate.
///
/// # Errors
/// That manifest is not TOML.
pub(super) fn steps(out: &Path, name: &str, part: Option<&Part>) -> Result<String, Failure> {
    if let Some(part) = part {
        return module::steps(out, part);
    }
    if out.join("Cargo.toml").exists() {
        return Ok(String::new());
    }
    let path = out.to_string_lossy().replace('\\', "/");
    let mut text = format!("next, in your Cargo.toml:\n\n  [dependencies]\n  {name} = {{ path = \"{path}\" }}\n");
    if let Some((manifest, below)) = workspace(out) {
        text += &format!(
            "\n{manifest} has a workspace, so name the crate there: members = [\"{below}\"], or exclude = [\"{below}\"]\n"
        );
    }
    Ok(text)
}

/// Says that a configuration beside the document was not read: it is only where `--config` names it.
pub(super) fn unused_config(documents: &[PathBuf], given: bool) -> String {
    let is_file = |document: &&PathBuf| document.to_str().is_none_or(|document| !inputs::is_url(document));
    let folder = documents.first().filter(is_file).and_then(|document| document.parent()).unwrap_or(Path::new(""));
    let beside =
        ["crategen.toml", "codegen.toml"].map(|name| folder.join(name)).into_iter().find(|path| path.is_file());
    match beside.filter(|_| !given) {
        Some(path) => format!("{} is not used: give --config FILE, or leave the DOCUMENT out\n", path.display()),
        None => String::new(),
    }
}

/// The nearest manifest above with a workspace, and the path of the crate from there.
fn workspace(out: &Path) -> Option<(String, String)> {
    let out = std::path::absolute(out).ok()?;
    let has_one = |folder: &&Path| {
        let text = files::read_text(&folder.join("Cargo.toml")).unwrap_or_default();
        text.lines().any(|line| line.trim_start().starts_with("[workspace"))
    };
    let folder = out.ancestors().skip(1).find(has_one)?;
    let below: PathBuf = out.strip_prefix(folder).ok()?.to_owned();
    Some((folder.join("Cargo.toml").display().to_string(), below.to_string_lossy().replace('\\', "/")))
}
