//! Generated crates that are compiled: one workspace of them below `target`, so that one run of cargo builds what they
//! depend on once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;

use crategen::Generated;
use crategen::files::{Files, Mode, sync};
use serde_json::Value;

use generator_tests::pipeline::{Case, cases, generate};
use generator_tests::{fixture, hostile, workspace};

use crate::{boundary, compiled};

/// The crates of the fixtures, one for each version of OpenAPI: its name, and how a document names its version.
pub const VERSIONS: [(&str, &str); 4] = [
    ("golden20", "swagger: "),
    ("golden30", "openapi: 3.0"),
    ("golden31", "openapi: 3.1"),
    ("golden32", "openapi: 3.2"),
];

/// An instance of a fixture's type.
#[derive(Clone, Debug)]
pub struct Instance {
    /// What the fixture is called.
    pub fixture: String,
    /// The crate and type, as `golden30::types::Pet`.
    pub path: String,
    /// What is decoded.
    pub decode: String,
    /// What it is encoded to again; `None`: it is refused.
    pub encode: Option<String>,
}

/// The folder of the compiled crates below the folder for temporary files of tests.
pub fn folder(temporary: &Path) -> PathBuf {
    temporary.join("golden")
}

/// The fixtures that have a configuration, and so a crate of their own.
pub fn configured() -> impl Iterator<Item = Case> {
    cases("good").into_iter().filter(|case| case.config.is_some())
}

/// The names of all crates that [`write`] writes.
pub fn names() -> Vec<String> {
    let versions = VERSIONS.map(|(name, _)| name.to_owned()).into_iter();
    let others = ["boundary", "hostile", "driver"].map(str::to_owned);
    versions.chain(configured().map(|case| crate_of(&case))).chain(others).collect()
}

/// Writes all crates, and the program that decodes and encodes their types. What is as it was stays untouched.
///
/// # Panics
/// Where a crate cannot be generated or written.
pub fn write(temporary: &Path) {
    let root = folder(temporary);
    let mut members = Vec::new();
    let mut add = |name: &str, files: &Files| {
        sync(&root.join(name), files, &[], Mode::Write).unwrap_or_else(|error| panic!("{name}: {error}"));
        members.push(format!("{name:?}"));
    };
    for (name, version) in VERSIONS {
        add(name, &of_version(name, version).files);
    }
    for case in configured() {
        add(&crate_of(&case), &of_case(&case).files);
    }
    add("boundary", &boundary::files());
    add("hostile", &hostile::combined().files);
    add("driver", &driver(&instances()));
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[profile.dev]\ndebug = false\nincremental = false\n",
        members.join(", ")
    );
    let lock = std::fs::read_to_string(workspace().join("Cargo.lock")).expect("the workspace has a lock file");
    put(&root.join("Cargo.toml"), &manifest);
    if !root.join("Cargo.lock").exists() {
        // The versions that the workspace has tested; cargo takes out what is not used.
        put(&root.join("Cargo.lock"), &lock);
    }
}

fn put(path: &Path, text: &str) {
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    std::fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// Runs cargo over the crates, with every warning an error.
///
/// # Panics
/// Where cargo cannot be started.
pub fn cargo(temporary: &Path, arguments: &[&str], stdin: &str) -> Output {
    let root = folder(temporary);
    compiled::cargo(&root, &root.join("target"), arguments, stdin)
}

/// The crate of all fixtures of a version that have no configuration of their own.
///
/// # Panics
/// Where nothing can be generated.
pub fn of_version(name: &str, version: &str) -> Generated {
    of_version_with(version, &format!("[package]\nname = \"{name}\"\n"))
}

/// [`of_version`] with a configuration.
///
/// # Panics
/// Where nothing can be generated.
pub fn of_version_with(version: &str, config: &str) -> Generated {
    let cases = cases("good");
    let cases: Vec<&Case> = cases.iter().filter(|case| case.config.is_none() && is_of(case, version)).collect();
    assert!(!cases.is_empty(), "there are no fixtures of {version}");
    let texts: Vec<String> = cases.iter().map(|case| with_the_title(&case.text)).collect();
    let documents = cases.iter().zip(&texts).map(|(case, text)| (case.file.as_str(), text.as_str()));
    let outcome = generate(documents, Some(config));
    let said = outcome.rendered();
    assert!(!said.contains("[merge::apis]"), "fixtures are left out:\n{said}");
    let generated = outcome.expect();
    assert!(generated.report.is_complete(), "fixtures lose something when they are put together:\n{said}");
    generated
}

/// Whether the line of a fixture that names its version begins like this.
fn is_of(case: &Case, version: &str) -> bool {
    case.text.lines().any(|line| line.starts_with(version))
}

/// A fixture under the one title of all: documents with different titles are different APIs, of which one is generated.
fn with_the_title(text: &str) -> String {
    let rename = |line: &str| match line.split_once("title: ") {
        Some((before, after)) if before.starts_with("info:") => {
            let end = after.find([',', '}']).unwrap_or(after.len());
            format!("{before}title: Fixtures{}\n", &after[end..])
        }
        _ => format!("{line}\n"),
    };
    text.lines().map(rename).collect()
}

/// What the crate of a fixture is called that has a configuration of its own.
fn crate_of(case: &Case) -> String {
    format!("golden-{}", case.name.replace('_', "-"))
}

/// The crate of one fixture.
fn of_case(case: &Case) -> Generated {
    let package = format!("[package]\nname = {:?}\n", crate_of(case));
    let config = case.config.clone().unwrap_or_default();
    let config = match config.contains("[package]") {
        true => config.replace("[package]\n", &package),
        false => format!("{config}\n{package}"),
    };
    let outcome = generate([(case.file.as_str(), case.text.as_str())], Some(&config));
    assert!(!outcome.said.has_errors(), "{}: {}", case.name, outcome.rendered());
    outcome.expect()
}

/// The instances of all fixtures: `NAME.instances.json` is `{type: [instance]}`, where a type outside the module `types`
/// is written with its module (`webhooks::Event`), and an instance is JSON that is encoded as it was decoded, or
/// `{"decode": …, "encode": …}`, or `{"refuse": …}`.
///
/// # Panics
/// Where a file of instances cannot be read.
pub fn instances() -> Vec<Instance> {
    let mut all = Vec::new();
    for case in cases("good") {
        let path = fixture("good").join(format!("{}.instances.json", case.name));
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let version = VERSIONS.iter().find(|(_, version)| is_of(&case, version));
        let crate_name = match (&case.config, version) {
            (Some(_), _) => crate_of(&case).replace('-', "_"),
            (None, version) => version.unwrap_or_else(|| panic!("{} is in no crate", case.name)).0.to_owned(),
        };
        let read: BTreeMap<String, Vec<Value>> =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for (name, values) in read {
            let module = if name.contains("::") { "" } else { "types::" };
            let path = format!("{crate_name}::{module}{name}");
            all.extend(values.iter().map(|value| instance(&case.name, &path, value)));
        }
    }
    all
}

fn instance(fixture: &str, path: &str, value: &Value) -> Instance {
    let (fixture, path) = (fixture.to_owned(), path.to_owned());
    let keys: Vec<&str> = value.as_object().map(|map| map.keys().map(String::as_str).collect()).unwrap_or_default();
    let part = |key: &str| value.get(key).map(Value::to_string).unwrap_or_default();
    match keys.as_slice() {
        ["decode", "encode"] => Instance { fixture, path, decode: part("decode"), encode: Some(part("encode")) },
        ["refuse"] => Instance { fixture, path, decode: part("refuse"), encode: None },
        _ => Instance { fixture, path, decode: value.to_string(), encode: Some(value.to_string()) },
    }
}

/// A program that reads lines of `type TAB json`, and writes for each what the value is encoded to again.
fn driver(instances: &[Instance]) -> Files {
    let mut paths: Vec<&str> = instances.iter().map(|instance| instance.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    let arm = |path: &&str| format!("        {path:?} => trip::<{path}>(text),\n");
    let arms: String = paths.iter().map(arm).collect();
    let mut names: Vec<String> =
        paths.iter().filter_map(|path| Some(path.split_once("::")?.0.replace('_', "-"))).collect();
    names.dedup();
    let dependency = |name: &String| format!("{name} = {{ path = \"../{name}\", default-features = false }}\n");
    let dependencies: Vec<String> = names.iter().map(dependency).collect();
    let manifest = format!(
        "[package]\nname = \"driver\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n{}indexmap = {{ version = \"2\", features = [\"serde\"] }}\nserde = \"1\"\nserde_json = \"1\"\n",
        dependencies.concat()
    );
    let main = DRIVER.replace("        ARMS\n", &arms);
    [("Cargo.toml", manifest), ("src/main.rs", main)].into_iter().collect()
}

const DRIVER: &str = r#"//! Decodes lines of `type TAB json`, and encodes each value again.
#![allow(deprecated)]

use std::io::{BufRead, stdin};

use serde::{Serialize, de::DeserializeOwned};

fn main() {
    for line in stdin().lock().lines() {
        let line = line.expect("lines are UTF-8");
        let (name, text) = line.split_once('\t').expect("a line has a type and a text");
        match tripped(name, text) {
            Ok(text) => println!("{text}"),
            Err(error) => println!("refused: {}", error.replace('\n', " ")),
        }
    }
}

fn trip<T: DeserializeOwned + Serialize>(text: &str) -> Result<String, String> {
    let value: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
    serde_json::to_string(&value).map_err(|error| error.to_string())
}

fn tripped(name: &str, text: &str) -> Result<String, String> {
    match name {
        ARMS
        _ => Err("there is no such type".to_owned()),
    }
}
"#;
