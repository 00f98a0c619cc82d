//! What a module of a crate needs of the crate's `Cargo.toml`, compared with what is there.

use semver::{Comparator, Version, VersionReq};
use toml::{Table, Value};

/// What a manifest lacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// What is to be added, as TOML; empty where nothing is.
    pub add: String,
    /// What is to be changed in entries that are there, a sentence each.
    pub change: Vec<String>,
}

impl Missing {
    /// Whether the manifest has everything.
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.change.is_empty()
    }
}

/// Compares a manifest with what is needed: tables of features and dependencies, as in a manifest.
///
/// # Errors
/// One of them is not TOML.
pub fn missing(manifest: &str, needed: &str) -> Result<Missing, String> {
    let parse = |text: &str| toml::from_str::<Table>(text).map_err(|error| error.message().to_owned());
    let (manifest, needed) = (parse(manifest)?, parse(needed)?);
    let mut missing = Missing::default();
    let edition = manifest.get("package").and_then(|package| package.get("edition"));
    if edition.is_none_or(|edition| edition.as_str().is_some_and(|edition| edition != "2024")) {
        missing.change.push("the package needs `edition = \"2024\"`".to_owned());
    }
    tables(&manifest, &needed, &mut missing);
    Ok(missing)
}

fn tables(manifest: &Table, needed: &Table, missing: &mut Missing) {
    let mut compare = |header: &str, there: Option<&Value>, wanted: &Value| {
        let (empty, wanted) = (Table::new(), wanted.as_table());
        let there = there.and_then(Value::as_table).unwrap_or(&empty);
        let absent = entries(header, there, wanted.unwrap_or(&empty), missing);
        if !absent.is_empty() {
            missing.add.push_str(&format!("[{header}]\n{absent}\n"));
        }
    };
    for name in ["features", "dependencies"] {
        needed.get(name).into_iter().for_each(|wanted| compare(name, manifest.get(name), wanted));
    }
    for (platform, wanted) in needed.get("target").and_then(Value::as_table).into_iter().flatten() {
        let there = manifest.get("target").and_then(|target| target.get(platform)?.get("dependencies"));
        let header = format!("target.'{platform}'.dependencies");
        wanted.get("dependencies").into_iter().for_each(|wanted| compare(&header, there, wanted));
    }
}

/// The lines of the entries that are not there; what is wrong with the others is added.
fn entries(header: &str, there: &Table, wanted: &Table, missing: &mut Missing) -> String {
    let mut absent = String::new();
    for (name, wanted) in wanted {
        match there.get(name) {
            None => absent.push_str(&format!("{name} = {wanted}\n")),
            Some(_) if header == "features" && name == "default" => {}
            Some(there) => {
                let lacks = lacks(there, wanted);
                let change = |what| format!("`{name}` in [{header}] needs {what}");
                missing.change.extend(lacks.into_iter().map(change));
            }
        }
    }
    absent
}

/// What an entry lacks of another one.
fn lacks(there: &Value, wanted: &Value) -> Vec<String> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let features = |value: &Value| value.get("features").map(list).unwrap_or_default();
    let (there_list, wanted_list, what) = match wanted.is_array() {
        true => (list(there), list(wanted), "to enable"),
        false => (features(there), features(wanted), "the features"),
    };
    let mut lacks = Vec::new();
    let more: Vec<String> =
        wanted_list.iter().filter(|one| !there_list.contains(one)).map(ToString::to_string).collect();
    if !more.is_empty() {
        lacks.push(format!("{what} {}", more.join(", ")));
    }
    let is_optional = |value: &Value| value.get("optional").and_then(Value::as_bool).unwrap_or_default();
    if is_optional(wanted) && !is_optional(there) {
        lacks.push("`optional = true`".to_owned());
    }
    if let (Some(there), Some(wanted)) = (version(there), version(wanted))
        && !covers(there, wanted)
    {
        lacks.push(format!("the version {wanted}"));
    }
    lacks
}

/// The version of a dependency; an entry of the workspace has it elsewhere.
fn version(entry: &Value) -> Option<&str> {
    entry.as_str().or_else(|| entry.get("version")?.as_str())
}

/// Whether a requirement takes a version that another one needs.
fn covers(there: &str, wanted: &str) -> bool {
    let (Ok(there), Ok(wanted)) = (VersionReq::parse(there), VersionReq::parse(wanted)) else { return false };
    let matches = |requirement: &VersionReq, version: Option<Version>| {
        version.is_some_and(|version| requirement.matches(&version))
    };
    matches(&there, lowest(&wanted)) || matches(&wanted, lowest(&there))
}

fn lowest(requirement: &VersionReq) -> Option<Version> {
    let Comparator { major, minor, patch, .. } = requirement.comparators.first()?;
    Some(Version::new(*major, minor.unwrap_or_default(), patch.unwrap_or_default()))
}
