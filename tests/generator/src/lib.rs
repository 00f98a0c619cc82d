//! What tests share: where fixtures are, how the pipeline and the commands are run, and what is made of documents.

pub mod corpus;
pub mod drift;
pub mod dump;
mod fixtures;
pub mod growth;
pub mod hostile;
pub mod mutate;
pub mod numbers;
pub mod origins;
pub mod page;
pub mod pipeline;
pub mod site;
pub mod trial;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, PoisonError};

use tempfile::TempDir;

pub use fixtures::{fixture, fixtures};

/// The root of the workspace.
pub fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Every file below a folder whose name has one of these endings, in order of path.
pub fn files_below(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            if path.is_dir() {
                folders.push(path);
            } else if endings.contains(&ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A temporary folder with these files.
pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    files.iter().for_each(|(path, text)| put(folder.path(), path, text));
    folder
}

/// Writes a file below a folder, and makes the folders on the way.
pub fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
    fs::write(path, text).expect("the file is written");
}

/// Runs a binary of the workspace, which is built first; `folder` is where it stands, `stdin` what it reads.
pub fn run(binary: &str, arguments: &[&str], folder: &Path, stdin: &str) -> Ran {
    ended(Command::new(built(binary)).args(arguments).current_dir(folder), stdin)
}

/// Runs a binary of the workspace with a variable of the environment.
pub fn run_with(binary: &str, arguments: &[&str], folder: &Path, (name, value): (&str, &str)) -> Ran {
    ended(Command::new(built(binary)).args(arguments).current_dir(folder).env(name, value), "")
}

fn ended(command: &mut Command, stdin: &str) -> Ran {
    command.env_remove("NO_COLOR");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let mut input = child.stdin.take().expect("stdin is a pipe");
    let text = stdin.to_owned();
    // A command that does not read its stdin closes it: that is its own business.
    let writer = std::thread::spawn(move || drop(std::io::Write::write_all(&mut input, text.as_bytes())));
    let output = child.wait_with_output().expect("the command ends");
    writer.join().expect("the writer does not panic");
    Ran::from(output)
}

/// How a command ended.
#[derive(Clone, Debug)]
pub struct Ran {
    /// The exit code; `None` after a signal.
    pub code: Option<i32>,
    /// What it wrote to stdout.
    pub stdout: String,
    /// What it wrote to stderr.
    pub stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("commands write UTF-8");
        Self { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

/// Asserts the exit code of a command, and that these words are in what it wrote to stderr.
///
/// # Panics
/// Where one of it does not hold, with all that it wrote.
#[track_caller]
pub fn assert_ends(ran: &Ran, code: i32, in_stderr: &[&str]) {
    assert_wrote(ran, code, in_stderr, &ran.stderr);
}

/// Asserts the exit code of a command, and that these words are in what it wrote to stdout or stderr.
///
/// # Panics
/// Where one of it does not hold, with all that it wrote.
#[track_caller]
pub fn assert_says(ran: &Ran, code: i32, words: &[&str]) {
    assert_wrote(ran, code, words, &format!("{}{}", ran.stdout, ran.stderr));
}

#[track_caller]
fn assert_wrote(ran: &Ran, code: i32, words: &[&str], text: &str) {
    assert_eq!(ran.code, Some(code), "{}\n{}", ran.stdout, ran.stderr);
    for words in words {
        assert!(text.contains(words), "{words:?} is not in:\n{}\n{}", ran.stdout, ran.stderr);
    }
}

/// The path of a binary of the workspace, whose package has its name; built by cargo once for each test program. (Cargo gives
/// tests the paths of the binaries of their own package only.)
fn built(binary: &str) -> PathBuf {
    static BUILT: Mutex<BTreeMap<String, PathBuf>> = Mutex::new(BTreeMap::new());
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    built.entry(binary.to_owned()).or_insert_with(|| build(binary)).clone()
}

fn build(binary: &str) -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["build", "--quiet", "--package", binary, "--bin", binary, "--message-format=json"];
    let output = Command::new(cargo).args(arguments).current_dir(workspace()).stderr(Stdio::inherit()).output();
    let output = output.expect("cargo starts");
    assert!(output.status.success(), "cargo cannot build {binary}");
    let messages = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
    let executable = |line: &str| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    };
    messages.lines().find_map(executable).expect("cargo names the command that it built")
}
