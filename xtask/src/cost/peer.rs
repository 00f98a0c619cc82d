//! The crate of another generator: copied, so that it is a member of a workspace of ours.

use std::fs;
use std::path::Path;

use crategen::cli::exit::{Exit, Failure};
use crategen::files::Files;
use toml::{Table, Value};

use crate::cost::columns::Figures;
use crate::cost::subject::Measured;

/// Reads the package in a folder.
pub fn copy(peer: &Path, subject: &Path) -> Result<Measured, Failure> {
    let unreadable = |error: &dyn std::fmt::Display| {
        Failure::new(Exit::Unreadable, format!("{}: {error}", peer.display()))
            .repair("name the folder of a cargo package, which has no key of a workspace")
    };
    let mut client = Files::new();
    read(peer, "", &mut client).map_err(|error| unreadable(&error))?;
    let text = client.get("Cargo.toml").ok_or_else(|| unreadable(&"there is no Cargo.toml"))?;
    let mut manifest: Table = toml::from_str(text).map_err(|error| unreadable(&error))?;
    let name = |table: &str| manifest.get(table)?.get("name")?.as_str().map(str::to_owned);
    let package = name("package").ok_or_else(|| unreadable(&"Cargo.toml names no package"))?;
    let library = name("lib").unwrap_or_else(|| package.clone()).replace('-', "_");
    manifest.remove("workspace");
    let root = fs::canonicalize(peer).map_err(|error| unreadable(&error))?;
    manifest.iter_mut().filter(|(key, _)| key.ends_with("dependencies")).for_each(|(_, table)| reroot(table, &root));
    client.insert("Cargo.toml", toml::to_string(&manifest).map_err(|error| unreadable(&error))?);
    Ok(Measured {
        kind: "peer".to_owned(),
        folder: subject.join("peer"),
        library,
        client,
        program: None,
        default_features: true,
        figures: Figures::default(),
        broken: None,
    })
}

/// Reads the texts of a package.
fn read(root: &Path, below: &str, files: &mut Files) -> std::io::Result<()> {
    for entry in fs::read_dir(root.join(below))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        if entry.file_type()?.is_dir() {
            if name != "target" && !name.starts_with('.') {
                read(root, &path, files)?;
            }
        } else if name != "Cargo.lock"
            && let Ok(text) = fs::read_to_string(entry.path())
        {
            files.insert(path, text);
        }
    }
    Ok(())
}

/// Makes the paths of dependencies lead to where they led from the folder of the package.
fn reroot(dependencies: &mut Value, root: &Path) {
    let tables = dependencies.as_table_mut().into_iter().flat_map(|table| table.iter_mut());
    for (_, dependency) in tables {
        if let Some(path) = dependency.get_mut("path")
            && let Some(relative) = path.as_str()
        {
            *path = Value::from(root.join(relative).to_string_lossy().into_owned());
        }
    }
}
