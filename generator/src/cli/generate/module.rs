//! A client as a module of a package that is there: which module a folder is, and what the package lacks.

use std::path::{Path, PathBuf};

use crate::cli::exit::{Exit, Failure};
use crate::config::{self, Package};
use crate::files;
use crate::{Part, requirements};

/// Makes a client the module that a folder of a package is; unless it has a name, that of the package.
///
/// # Errors
/// The folder is no module of a package.
pub(super) fn set(package: &mut Package, folder: &Path) -> Result<(), Failure> {
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

/// What the crate of a module lacks, and how it names the module where that is new.
///
/// # Errors
/// The manifest of the crate is not TOML.
pub(super) fn steps(out: &Path, part: &Part) -> Result<String, Failure> {
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
