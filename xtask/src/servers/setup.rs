//! What belongs to a server: `server.toml` in its folder, and the files beside it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crategen::cli::exit::Failure;
use serde::Deserialize;

use crate::servers::unreadable;

/// The file that makes a folder a server.
pub const FILE: &str = "server.toml";

/// A server.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The name of its folder.
    pub name: String,
    /// Its folder, with the files below.
    pub folder: PathBuf,
    /// What `server.toml` has.
    pub description: Description,
}

/// `server.toml`. In commands and values of the environment, `{port}` stands for the port that the server listens on, and `{data}` for
/// an empty folder of its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Description {
    /// Who installs it, from which file.
    pub installer: Installer,
    /// The package whose version is the server's.
    pub package: String,
    /// Commands that run once before it starts, in its folder of data. The first word is an executable of the packages.
    #[serde(default)]
    pub prepare: Vec<Vec<String>>,
    /// The command that serves.
    pub start: Vec<String>,
    /// Environment variables of these commands.
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// The path that answers with a 2xx when the server is ready.
    pub ready: String,
    /// The path of the document.
    pub document: String,
    /// How to get the token without which the document is another.
    pub login: Option<Login>,
}

/// A registry's client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Installer {
    /// `requirements.txt`, into a virtual environment
    Pip,
    /// `package.json` and `package-lock.json`
    Npm,
}

/// A request for a token, which is sent as `Authorization: Bearer …`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// The path; the method is POST.
    pub path: String,
    /// The body, JSON.
    pub body: String,
    /// The JSON Pointer of the token in the response.
    pub token: String,
}

impl Setup {
    /// Reads the folder of a server.
    ///
    /// # Errors
    /// `server.toml` cannot be read, or is not as [`Description`] says.
    pub fn read(folder: &Path, name: &str) -> Result<Self, Failure> {
        let path = folder.join(FILE);
        let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
        let description = toml::from_str(&text).map_err(|error| unreadable(&path, &error))?;
        Ok(Self { name: name.to_owned(), folder: folder.to_path_buf(), description })
    }

    /// A file of the folder, if it is there.
    pub fn file(&self, name: &str) -> Option<PathBuf> {
        Some(self.folder.join(name)).filter(|path| path.is_file())
    }

    /// What the document needs to be corrected, if something.
    pub fn overlay(&self) -> Option<PathBuf> {
        self.file("overlay.yaml")
    }

    /// The text of a file of the folder.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn text(&self, name: &str) -> Result<String, String> {
        let path = self.folder.join(name);
        fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// The version of the server that is installed; empty where its file does not name the package.
    pub fn version(&self) -> String {
        let package = &self.description.package;
        let version = match self.description.installer {
            Installer::Pip => self.text("requirements.txt").ok().and_then(|text| {
                let pin = text.lines().find_map(|line| line.split_once("==").filter(|(name, _)| name == package));
                pin.map(|(_, version)| version.trim().to_owned())
            }),
            Installer::Npm => self.text("package.json").ok().and_then(|text| {
                let manifest: serde_json::Value = serde_json::from_str(&text).ok()?;
                Some(manifest.get("dependencies")?.get(package)?.as_str()?.to_owned())
            }),
        };
        version.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use crate::layout::Layout;
    use crate::servers;

    #[test]
    fn each_server_has_what_it_needs() {
        let sources = Layout::find().expect("the project is there").root.join(servers::SOURCES);
        let all = servers::setups(&sources, &[]).expect("each description can be read");
        assert!(all.len() >= 3, "{all:?}");
        for setup in all {
            let name = &setup.name;
            assert_ne!(setup.version(), "", "{name}: the version is pinned");
            for file in ["main.rs", "Cargo.toml"] {
                assert!(setup.file(file).is_some(), "{name}: {file}");
            }
            let manifest = setup.text("Cargo.toml").expect("it is there");
            assert!(manifest.contains(&format!("name = \"{name}-program\"")), "{name}: {manifest}");
            if let Some(overlay) = setup.overlay() {
                for action in servers::overlay::actions(&overlay) {
                    assert!(action.get("description").is_some(), "{name}: {action}");
                }
            }
        }
    }
}
