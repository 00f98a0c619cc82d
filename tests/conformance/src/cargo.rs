//! The cargo workspace of clients and their drivers, and the program that runs the drivers.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crategen::files::{Files, Mode, sync, sync_file};
use serde_json::Value;

use crate::driver;

/// A workspace of generated crates.
#[derive(Clone, Debug)]
pub struct Workspace {
    folder: PathBuf,
    target: PathBuf,
    lock: PathBuf,
}

/// What cargo made of the crates.
#[derive(Clone, Debug, Default)]
pub struct Built {
    /// The program that runs the drivers.
    pub runner: PathBuf,
    /// The clients that did not compile, or whose drivers did not, with what the compiler said first.
    pub broken: Vec<(String, String)>,
}

impl Workspace {
    /// A workspace in a folder of its own; `lock` is a `Cargo.lock` that has the versions to build with.
    pub fn new(folder: PathBuf, target: PathBuf, lock: PathBuf) -> Self {
        Self { folder, target, lock }
    }

    /// Writes a crate. What is as it was stays untouched.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn write(&self, name: &str, files: &Files) -> Result<(), String> {
        let folder = self.folder.join("crates").join(name);
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        sync(&folder, files, &[], Mode::Write).map(drop).map_err(|error| error.to_string())
    }

    /// Compiles these clients and their drivers, and the program that runs those which compile.
    ///
    /// # Errors
    /// Cargo cannot be run, or the program does not compile.
    pub fn build(&self, clients: &[String]) -> Result<Built, String> {
        let drivers: Vec<String> = clients.iter().map(|client| driver::of(client)).collect();
        self.manifest(clients.iter().chain(&drivers))?;
        self.put("runner/Cargo.toml", &runner_manifest(&[]))?;
        self.put("runner/src/main.rs", &runner(&[]))?;
        let first = self.cargo(&["build", "--keep-going", "--workspace", "--exclude", "runner"])?;
        let broken = first.broken(clients);
        let good: Vec<_> =
            clients.iter().filter(|client| broken.iter().all(|(name, _)| name != *client)).cloned().collect();
        self.put("runner/Cargo.toml", &runner_manifest(&good))?;
        self.put("runner/src/main.rs", &runner(&good))?;
        let second = self.cargo(&["build", "--package", "runner"])?;
        let runner =
            second.executable.ok_or_else(|| format!("the runner does not compile:\n{}", second.errors.concat()))?;
        Ok(Built { runner, broken })
    }

    fn manifest<'n>(&self, names: impl Iterator<Item = &'n String>) -> Result<(), String> {
        let members: String = names.map(|name| format!("    \"crates/{name}\",\n")).collect();
        let text = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\n    \"runner\",\n{members}]\n\n[profile.dev]\ndebug = false\nincremental = false\n"
        );
        self.put("Cargo.toml", &text)?;
        let lock = self.folder.join("Cargo.lock");
        if !lock.exists() {
            // The versions that the workspace has tested; cargo takes out what is not used.
            fs::copy(&self.lock, &lock).map_err(|error| format!("{}: {error}", self.lock.display()))?;
        }
        Ok(())
    }

    fn put(&self, path: &str, text: &str) -> Result<(), String> {
        let path = self.folder.join(path);
        let parent = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(parent).map_err(|error| format!("{}: {error}", parent.display()))?;
        sync_file(&path, text, Mode::Write).map(drop).map_err(|error| error.to_string())
    }

    fn cargo(&self, arguments: &[&str]) -> Result<Messages, String> {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments).args(["--quiet", "--message-format=json"]).current_dir(&self.folder);
        command.env("CARGO_TARGET_DIR", &self.target).env_remove("CARGO_MANIFEST_DIR").env_remove("RUSTFLAGS");
        let output = command.stdin(Stdio::null()).output().map_err(|error| format!("cargo cannot be run: {error}"))?;
        let messages = Messages::read(&String::from_utf8_lossy(&output.stdout));
        if !output.status.success() && messages.errors.is_empty() {
            return Err(format!(
                "cargo failed in {}:\n{}",
                self.folder.display(),
                String::from_utf8_lossy(&output.stderr)
            ));
        }
        Ok(messages)
    }
}

/// What cargo and the compiler say.
#[derive(Debug, Default)]
struct Messages {
    executable: Option<PathBuf>,
    built: BTreeSet<String>,
    failed: Vec<(String, String)>,
    errors: Vec<String>,
}

impl Messages {
    fn read(text: &str) -> Self {
        let mut messages = Self::default();
        for message in text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
            let package =
                message["manifest_path"].as_str().map(Path::new).and_then(Path::parent).and_then(Path::file_name);
            let package = package.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if message["reason"] == "compiler-artifact" {
                messages.built.insert(package);
                messages.executable = message["executable"].as_str().map(PathBuf::from).or(messages.executable);
            } else if message["message"]["level"] == "error" {
                let said = message["message"]["rendered"].as_str().unwrap_or_default().to_owned();
                messages.errors.push(said.clone());
                messages.failed.push((package, said));
            }
        }
        messages
    }

    /// The clients that are not there, or whose drivers are not.
    fn broken(&self, clients: &[String]) -> Vec<(String, String)> {
        let is_missing = |client: &&String| !self.built.contains(*client) || !self.built.contains(&driver::of(client));
        let said = |client: &String| {
            let of = |(name, _): &&(String, String)| name == client || *name == driver::of(client);
            self.failed.iter().find(of).map_or_else(|| "it does not compile".to_owned(), |(_, said)| said.clone())
        };
        clients.iter().filter(is_missing).map(|client| (client.clone(), said(client))).collect()
    }
}

fn runner_manifest(clients: &[String]) -> String {
    let drivers: String = clients
        .iter()
        .map(|client| driver::of(client))
        .map(|driver| format!("{driver} = {{ path = \"../crates/{driver}\" }}\n"))
        .collect();
    format!(
        "[package]\nname = \"runner\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\nserde_json = \"1\"\ntokio = {{ version = \"1\", features = [\"rt\", \"net\", \"time\"] }}\n{drivers}"
    )
}

/// What the program is, but for the list of drivers.
const RUNNER: &str = include_str!("../driver/runner.rs");

fn runner(clients: &[String]) -> String {
    let arms: String = clients
        .iter()
        .map(|client| {
            let driver = driver::of(client);
            format!("        {driver:?} => {}::step(step, origin).await,\n", driver.replace('-', "_"))
        })
        .collect();
    format!(
        "{RUNNER}\nasync fn step_of(driver: &str, step: usize, origin: String) -> Result<Value, String> {{\n    let _ = (step, &origin);\n    match driver {{\n{arms}        _ => Err(format!(\"there is no driver {{driver}}\")),\n    }}\n}}\n"
    )
}
