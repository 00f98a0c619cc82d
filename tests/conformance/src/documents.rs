//! The documents of a folder of scenarios, each with its calls, and the clients that are generated from them.

use std::fs;
use std::path::{Path, PathBuf};

use crategen::config::Config;
use crategen::diagnostic::Diagnostics;
use crategen::document::bundle::FolderLoader;
use crategen::source::Sources;
use crategen::{Generated, Inputs};
use serde_json::Value;

use crate::calls::{self, Call};

/// A folder of scenarios: `calls.json`, and a folder of documents for each version of the standard.
#[derive(Clone, Debug)]
pub struct Scenarios {
    /// The documents that have calls.
    pub documents: Vec<ScenarioDocument>,
}

/// A document with its calls.
#[derive(Clone, Debug)]
pub struct ScenarioDocument {
    /// The folder that it is in: the version of the standard.
    pub version: String,
    /// Its name, without its ending.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// Its calls, in their order.
    pub calls: Vec<Call>,
}

impl Scenarios {
    /// Reads a folder; `only` takes the documents whose name begins so.
    ///
    /// # Errors
    /// `calls.json` is not there or not readable, or a document of a call is in no folder.
    pub fn read(folder: &Path, only: Option<&str>) -> Result<Self, String> {
        let path = folder.join("calls.json");
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let calls = calls::read(&text)?;
        let mut documents = Vec::new();
        for version in folders(folder)? {
            for path in files(&folder.join(&version))? {
                let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let mut calls: Vec<_> = calls.iter().filter(|call| call.document == name).cloned().collect();
                if calls.is_empty() || only.is_some_and(|only| !name.starts_with(only)) {
                    continue;
                }
                // A document that cannot be read is told by its steps.
                let paths = value(&path).map(|document| document["paths"].clone()).unwrap_or_default();
                for call in calls.iter_mut().filter(|call| call.operation.method == "get") {
                    call.is_link = paths.is_object() && paths.get(&call.operation.path).is_none();
                }
                documents.push(ScenarioDocument { version: version.clone(), name, path, calls });
            }
        }
        let has = |call: &Call| documents.iter().any(|document: &ScenarioDocument| document.name == call.document);
        match calls.iter().find(|call| only.is_none() && !has(call)) {
            Some(call) => {
                Err(format!("the document `{}` of the scenario {} is in no folder", call.document, call.scenario))
            }
            None if documents.is_empty() => Err(format!("{}: there is no document with calls", folder.display())),
            None => Ok(Self { documents }),
        }
    }
}

impl ScenarioDocument {
    /// The name of the package of its client: `c30-type-array`.
    pub fn package(&self) -> String {
        let word = |text: &str| -> String {
            text.chars()
                .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' })
                .collect()
        };
        let version: String = self.version.chars().filter(char::is_ascii_alphanumeric).collect();
        format!("c{}-{}", version.to_lowercase(), word(&self.name))
    }

    /// Generates its client.
    ///
    /// # Errors
    /// The document cannot be read, or nothing usable remains of it.
    pub fn generate(&self) -> Result<Generated, String> {
        generate(&self.path, &self.package())
    }
}

/// Generates a client with that package name.
///
/// # Errors
/// The document cannot be read, or nothing usable remains of it.
pub fn generate(path: &Path, package: &str) -> Result<Generated, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let documents = [sources.add(path.display().to_string(), text.as_str())];
    let config = sources.add("codegen.toml", format!("[package]\nname = \"{package}\"\npublish = false\n").as_str());
    let config = Config::parse(&sources, config).map_err(|diagnostics| diagnostics.render(&sources, false))?;
    let mut loader = FolderLoader::new(path.parent().unwrap_or(Path::new(".")));
    let inputs = Inputs { documents: &documents, overlays: &[], config: &config, loader: &mut loader };
    let generated = crategen::generate(&mut sources, inputs, &mut diagnostics);
    generated.ok_or_else(|| diagnostics.render(&sources, false))
}

/// A document as it is written, JSON or YAML.
///
/// # Errors
/// It cannot be read.
pub fn value(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut sources = Sources::new();
    let file = sources.add(path.display().to_string(), text.as_str());
    crategen::source::parse(&sources, file).map_err(|diagnostics| diagnostics.render(&sources, false))
}

/// The names of the folders in a folder, in order.
fn folders(folder: &Path) -> Result<Vec<String>, String> {
    let mut names: Vec<_> = entries(folder)?
        .into_iter()
        .filter(|path| path.is_dir())
        .filter_map(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    Ok(names)
}

/// The documents in a folder, in order.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let is_document = |path: &PathBuf| {
        path.extension().is_some_and(|ending| ["json", "yaml", "yml"].iter().any(|known| ending == *known))
    };
    let mut paths: Vec<_> = entries(folder)?.into_iter().filter(is_document).collect();
    paths.sort();
    Ok(paths)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::read_dir(folder).map_err(failed)?.map(|entry| entry.map(|entry| entry.path()).map_err(failed)).collect()
}
