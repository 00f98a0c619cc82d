//! Cargo in workspaces of generated crates, and what it says of each crate.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use serde_json::Value;

/// Runs cargo in a workspace, with every warning an error; what it builds goes below the target folder.
///
/// # Panics
/// Where cargo cannot be started.
pub fn cargo(root: &Path, target: &Path, arguments: &[&str], stdin: &str) -> Output {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root).env("CARGO_TARGET_DIR", target);
    command.env("RUSTFLAGS", "-Dwarnings").env_remove("CARGO_ENCODED_RUSTFLAGS").env("CARGO_TERM_COLOR", "never");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("cargo starts");
    let (mut input, text) = (child.stdin.take().expect("stdin is a pipe"), stdin.to_owned());
    let writer = thread::spawn(move || drop(input.write_all(text.as_bytes())));
    let output = child.wait_with_output().expect("cargo ends");
    writer.join().expect("the writer does not panic");
    output
}

/// What became of the crates of a workspace.
pub struct Compiled {
    built: BTreeSet<String>,
    errors: BTreeMap<String, Vec<String>>,
    /// What cargo wrote to stderr.
    said: String,
}

impl Compiled {
    /// Of a run with `--message-format=json`, and `--keep-going`, so that each crate has its own messages.
    pub fn of(output: &Output) -> Self {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let mut compiled = Self { built: BTreeSet::new(), errors: BTreeMap::new(), said };
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
            let name = message["target"]["name"].as_str().unwrap_or_default().replace('-', "_");
            match message["reason"].as_str() {
                Some("compiler-artifact") => drop(compiled.built.insert(name)),
                Some("compiler-message") if message["message"]["level"] == "error" => {
                    let text = message["message"]["rendered"].as_str().unwrap_or_default();
                    compiled.errors.entry(name).or_default().push(text.to_owned());
                }
                _ => {}
            }
        }
        assert!(!compiled.built.is_empty(), "nothing was built: {}", compiled.said);
        compiled
    }

    /// What cargo itself warns of; what the compiler warns of is an error of a crate.
    pub fn warnings(&self) -> Vec<&str> {
        self.said.lines().filter(|line| line.starts_with("warning")).collect()
    }

    /// Whether a crate does not compile, though what it depends on does.
    pub fn is_broken(&self, name: &str) -> bool {
        self.errors.contains_key(&name.replace('-', "_"))
    }

    /// A crate compiles without a warning.
    ///
    /// # Panics
    /// Where it does not, with what the compiler says.
    #[track_caller]
    pub fn expect(&self, name: &str) {
        let name = name.replace('-', "_");
        if let Some(errors) = self.errors.get(&name) {
            panic!("{}", errors.concat());
        }
        assert!(self.built.contains(&name), "{name} was not built: {}", self.said);
    }
}
