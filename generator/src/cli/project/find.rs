//! Where the project file is: in the folder where the user stands, or above.

use std::path::{Path, PathBuf};

use crate::cli::exit::{Exit, Failure};
use crate::config::Project;
use crate::files;
use crate::source::Sources;

/// The name of a project file.
pub const NAME: &str = "crategen.toml";

/// The name that it had before, which is also that of a configuration alone.
const OLD: &str = "codegen.toml";

/// Finds the project file in `here` (empty: where the user stands) or in the nearest folder above that has one.
///
/// # Errors
/// There is none.
pub fn find(here: &Path) -> Result<PathBuf, Failure> {
    let absolute = std::path::absolute(if here.as_os_str().is_empty() { Path::new(".") } else { here });
    let depth = absolute.map_or(0, |path| path.components().count());
    let mut folder = here.to_owned();
    for _ in 0..depth.max(1) {
        let (new, old) = (folder.join(NAME), folder.join(OLD));
        if new.is_file() {
            return Ok(new);
        }
        if old.is_file() && names_clients(&old) {
            return Ok(old);
        }
        folder.push("..");
    }
    Err(Failure::new(Exit::Usage, format!("no DOCUMENT is given, and no {NAME} is in this folder or above it"))
        .repair("crategen init DOCUMENT, or crategen generate DOCUMENT --out DIR"))
}

/// Whether a `codegen.toml` is a project file. One with mistakes is read, so that they are reported, if it looks like one of ours.
fn names_clients(file: &Path) -> bool {
    let Ok(text) = files::read_text(file) else { return true };
    let mut sources = Sources::new();
    let ours = text.contains("[[client]]") || text.contains("[spec]");
    let id = sources.add(OLD, text);
    let pages = |project: &Project| {
        let pages = project.clients.first().and_then(|member| member.pages.as_ref());
        pages.is_some_and(|pages| file.with_file_name(pages).is_dir())
    };
    Project::parse(&sources, id).map_or(ours, |project| project.names_clients || pages(&project))
}
