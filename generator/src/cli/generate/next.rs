//! What a user has to write after the first run: how to depend on the crate, or what the crate of a module needs.

use std::path::{Path, PathBuf};

use crate::cli::exit::{Exit, Failure};
use crate::config::{self, Package};
use crate::files;
use crate::{Part, requirements};

/// Makes a client the module that a folder of a package is; unless it has a name, that of the package.
///
/// # Errors
/// The folder is no module of a package.
pub(super) fn set_module(package: &mut Package, folder: &Path) -> Result<(), Failure> {
    let refused = |what: &str| {
        Failure::new(Exit::Usage, format!("--module: {} {what}", folder.display()))
            .repair("give a folder below the `src` of a package, as src/api")
    };
    let whole = std::path::absolute(folder).map_err(|error| refused(&error.to_string()))?;
    package.module = Some(config::module_of(&whole).map_err(refused)?);
    let manifest = manifest(&whole).and_then(|(_, text)| toml::from_str::<toml::Table>(&text).ok());
    let named = manifest.as_ref().and_then(|manifest| manifest.get("package")?.get("name")?.as_str());
    package.name = package.name.take().or_else(|| named.map(str::to_owned));
    Ok(())
}

/// The nearest manifest above a folder.
fn manifest(folder: &Path) -> Option<(PathBuf, String)> {
    let folder = std::path::absolute(folder).ok()?;
    folder.ancestors().skip(1).find_map(|above| {
        let path = above.join("Cargo.toml");
        files::read_text(&path).ok().map(|text| (path, text))
    })
}

/// What the crate of a module lacks.
fn of_module(out: &Path, part: &Part) -> Result<String, Failure> {
    let found = manifest(out);
    let (path, text) = found.unwrap_or_else(|| (PathBuf::from("Cargo.toml"), String::new()));
    let shown = path.display();
    let missing = requirements::missing(&text, &part.requirements)
        .map_err(|what| Failure::new(Exit::Unreadable, format!("{shown} is not TOML: {what}")))?;
    let mut next = String::new();
    if !out.join("mod.rs").exists() {
        let name = part.module.rsplit("::").next().unwrap_or_default();
        next += &format!("next, in the module above it: #[rustfmt::skip] pub mod {name};\n");
        let limit = part
            .recursion_limit
            .map(|limit| format!("and at the root of the crate: #![recursion_limit = \"{limit}\"]\n"));
        next.extend(limit);
    }
    missing.change.iter().for_each(|change| next += &format!("in {shown}: {change}\n"));
    if !missing.add.is_empty() {
        next += &format!("{shown} lacks:\n\n{}", missing.add);
    }
    Ok(next)
}

/// The lines to write into a `Cargo.toml`; empty where the crate was there before. A module is compared with the manifest of its
/// crate.
///
/// # Errors
/// That manifest is not TOML.
pub(super) fn steps(out: &Path, name: &str, part: Option<&Part>) -> Result<String, Failure> {
    if let Some(part) = part {
        return of_module(out, part);
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
    let folder = documents.first().and_then(|document| document.parent()).unwrap_or(Path::new(""));
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
