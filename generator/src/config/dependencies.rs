//! `[dependencies]`: crates that the rules of the configuration name, as cargo writes them.

use std::collections::BTreeMap;

use toml::Value;

use crate::config::legal::{check_package_name, root_of};
use crate::config::read::{Found, Named, Table};
use crate::config::values::{checked, invalid, value};
use crate::config::{Config, Replacement};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};

/// A crate of `[dependencies]`.
#[derive(Clone, Debug)]
pub struct Dependency {
    /// The entry of `Cargo.toml`: a table, as `{ version = "1", features = ["serde"] }`.
    pub entry: toml::Table,
    /// Where it stands.
    pub place: Place,
}

/// The crates by the name that they have in the generated `Cargo.toml`.
pub type Dependencies = BTreeMap<String, Dependency>;

pub(super) fn dependencies(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Dependencies {
    let mut all = Dependencies::new();
    for (name, found) in table.named(diagnostics) {
        let place = match &found {
            Named::Text(text) => text.place.clone(),
            Named::Table(table) => table.place(),
        };
        if let Err(what) = check_package_name(&name) {
            invalid(&place, &name, what, diagnostics);
            continue;
        }
        let entry = match found {
            Named::Text(version) => {
                let version = version_of(version, diagnostics);
                version.map(|version| toml::Table::from_iter([("version".to_owned(), version)]))
            }
            Named::Table(mut entry) => {
                let read = detailed(&mut entry, diagnostics);
                entry.finish(diagnostics);
                read
            }
        };
        all.extend(entry.map(|entry| (name, Dependency { entry, place })));
    }
    all
}

fn version_of(found: Found<String>, diagnostics: &mut Diagnostics) -> Option<Value> {
    let check =
        |text: &str| semver::VersionReq::parse(text).map(drop).map_err(|_| "must be versions as cargo writes them");
    checked(found, "version", diagnostics, check).map(Value::from)
}

fn detailed(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<toml::Table> {
    let mut entry = toml::Table::new();
    let version = table.text("version", diagnostics);
    let source = version.is_some();
    if let Some(version) = version {
        entry.insert("version".into(), version_of(version, diagnostics)?);
    }
    for key in ["package", "path", "git", "branch", "tag", "rev", "registry"] {
        entry.extend(value(table.text(key, diagnostics)).map(|text| (key.to_owned(), Value::from(text))));
    }
    let features = table.texts("features", diagnostics);
    if !features.is_empty() {
        entry.insert("features".into(), features.into());
    }
    let default = value(table.flag("default-features", diagnostics));
    entry.extend(default.map(|default| ("default-features".to_owned(), Value::from(default))));
    if !source && !entry.contains_key("path") && !entry.contains_key("git") {
        invalid(&table.place(), "[dependencies]", "needs a `version`, a `path` or a `git` for each crate", diagnostics);
        return None;
    }
    Some(entry)
}

/// Checks that rules name crates that are there, and that every crate is named. Hand-written modules may need any.
pub(super) fn check(config: &Config, diagnostics: &mut Diagnostics) {
    let known = |root: &str| config.dependencies.keys().any(|name| name.replace('-', "_") == root);
    let mut named: Vec<&str> = Vec::new();
    for (path, place) in foreign_paths(config) {
        let root = root_of(path);
        named.push(root);
        if !matches!(root, "crate" | "std" | "core" | "alloc") && !known(root) {
            let message = format!("`{path}` is of the crate `{root}`, which [dependencies] does not name");
            let help = format!("add it: [dependencies] {root} = \"VERSION\"");
            diagnostics.push(Diagnostic::error("config::unknown-crate", place.clone(), message).help(help));
        }
    }
    for (index, rule) in config.types.replace.iter().enumerate() {
        let same = |other: &&Replacement| other.path == rule.path && other.by != rule.by;
        if let Some(other) = config.types.replace.iter().take(index).find(same) {
            let message = format!("`{}` is read and written in one way, but two rules say two", rule.path);
            let told = Diagnostic::error("config::invalid-value", rule.place.clone(), message);
            diagnostics.push(told.related(other.place.clone(), "the other rule"));
        }
    }
    if config.keep.is_empty() {
        let unused = |name: &&String| !named.contains(&name.replace('-', "_").as_str());
        for name in config.dependencies.keys().filter(unused) {
            let message = format!("no rule names a type or derive of the crate `{name}`");
            let place = config.dependencies.get(name).map(|dependency| dependency.place.clone());
            diagnostics.push(Diagnostic::error("config::unused-crate", place, message).help("remove it"));
        }
    }
}

/// The paths of other crates that rules name, each with the place of its rule.
fn foreign_paths(config: &Config) -> impl Iterator<Item = (&str, &Place)> {
    let types = config.types.replace.iter().map(|rule| (rule.path.as_str(), &rule.place));
    let derives = config.derives.iter().flat_map(|rule| {
        rule.derive.iter().filter(|name| name.contains("::")).map(|name| (name.as_str(), &rule.place))
    });
    types.chain(derives)
}
