//! Compiles the crates of a run in one workspace: one `cargo check`, dependencies once, and the compiler measured for
//! each crate alone.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::cli::compiler;
use crate::cli::corpus::entry::{Compiled, Entry, Message, Outcome};
use crate::cli::exit::{Exit, Failure};
use crate::cli::terminal::Progress;
use crate::files::{self, Mode};

/// Compiles every crate that was generated.
pub(super) fn check(work: &Path, jobs: usize, entries: &mut [Entry]) -> Result<(), Failure> {
    let generated: Vec<_> = entries.iter_mut().filter(|entry| entry.outcome == Outcome::Generated).collect();
    if generated.is_empty() {
        return Ok(());
    }
    let work = fs::canonicalize(work).map_err(|error| failed(work, &error))?;
    let packages: Vec<_> = generated.iter().map(|entry| entry.package.as_str()).collect();
    files::sync_file(&work.join("Cargo.toml"), &workspace(&packages), Mode::Write)?;
    let log = work.join("compiler");
    let mut compiled = cargo_check(&work, &log, jobs, packages.len())?;
    for entry in generated {
        let mut said = compiled.remove(&entry.package).unwrap_or_default();
        said.compiles &= said.errors == 0;
        if !said.compiles && said.errors == 0 {
            said.errors = 1;
            said.messages.push(no_place(said.unplaced.take(), &work.join(CARGO_LOG)));
        }
        said.used = compiler::used(&log, &entry.package);
        entry.compiled = Some(said);
    }
    Ok(())
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(Exit::CannotWrite, format!("{}: {error}", path.display()))
}

/// Why a crate was not compiled where no error has a place: a full disk, no memory, a dependency that cannot be fetched.
fn no_place(unplaced: Option<String>, cargo_log: &Path) -> Message {
    let from_cargo = || {
        let log = fs::read_to_string(cargo_log).unwrap_or_default();
        log.lines().rev().find(|line| line.starts_with("error")).map(str::to_owned)
    };
    let text = unplaced.or_else(from_cargo).unwrap_or_else(|| "cargo did not compile this crate".into());
    Message { text, at: CARGO_LOG.into() }
}

fn workspace(packages: &[&str]) -> String {
    let members: Vec<_> = packages.iter().map(|package| format!("\"crates/{package}\"")).collect();
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[profile.dev]\ndebug = false\nincremental = false\n",
        members.join(", ")
    )
}

/// Runs cargo, and returns what was said of each package.
fn cargo_check(work: &Path, log: &Path, jobs: usize, total: usize) -> Result<BTreeMap<String, Compiled>, Failure> {
    let errors = work.join(CARGO_LOG);
    let stderr = fs::File::create(&errors).map_err(|error| failed(&errors, &error))?;
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["check", "--workspace", "--keep-going", "--message-format=json", "--jobs", &jobs.to_string()]);
    command.current_dir(work).env("CARGO_TARGET_DIR", work.join("target"));
    compiler::measure(&mut command, log).map_err(|error| failed(log, &error))?;
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(stderr);
    let mut cargo = command.spawn().map_err(|error| {
        Failure::new(Exit::CannotWrite, format!("cannot run cargo: {error}")).repair("install Rust: https://rustup.rs")
    })?;
    let said = cargo.stdout.take().map(|stdout| listen(stdout, total)).unwrap_or_default();
    let ended = cargo.wait().map_err(|error| failed(Path::new("cargo"), &error))?;
    if said.finished || ended.success() {
        return Ok(said.packages);
    }
    let errors = fs::read_to_string(&errors).unwrap_or_default();
    Err(Failure::new(Exit::Stale, format!("cargo could not begin:\n{}", last_lines(&errors, 30))))
}

#[derive(Default)]
struct Said {
    packages: BTreeMap<String, Compiled>,
    finished: bool,
}

/// Reads cargo's messages: <https://doc.rust-lang.org/cargo/reference/external-tools.html#json-messages>.
fn listen(stdout: ChildStdout, total: usize) -> Said {
    let mut said = Said::default();
    let progress = Progress::new(total);
    let mut done = 0;
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        let Ok(message) = serde_json::from_str::<Value>(&line) else { continue };
        said.finished |= message["reason"] == "build-finished";
        let Some(package) = package(&message) else { continue };
        let compiled = said.packages.entry(package.clone()).or_default();
        if message["reason"] == "compiler-artifact" && message["target"]["kind"][0] == "lib" {
            compiled.compiles = true;
            done += 1;
            progress.step(done, &package);
        } else if message["reason"] == "compiler-message" {
            note(compiled, &message["message"]);
        }
    }
    said
}

/// The package of `crates/` that a message is about.
fn package(message: &Value) -> Option<String> {
    let manifest = PathBuf::from(message["manifest_path"].as_str()?);
    let folder = manifest.parent()?;
    (folder.parent()?.file_name()? == "crates").then(|| folder.file_name()?.to_str().map(str::to_owned)).flatten()
}

fn note(compiled: &mut Compiled, message: &Value) {
    let count = match message["level"].as_str() {
        Some("warning") => &mut compiled.warnings,
        Some("error" | "error: internal compiler error") => &mut compiled.errors,
        _ => return,
    };
    // The compiler's own summary (`2 warnings emitted`, `aborting due to …`) is about no place and has no code.
    let code = message["code"]["code"].as_str();
    let Some(span) = message["spans"].as_array().and_then(|spans| spans.first()).or(code.map(|_| &Value::Null)) else {
        if message["level"] != "warning" && compiled.unplaced.is_none() {
            compiled.unplaced = message["message"].as_str().map(str::to_owned);
        }
        return;
    };
    *count += 1;
    if compiled.messages.len() < KEPT {
        let (code, text) = (code.unwrap_or("syntax"), message["message"].as_str().unwrap_or_default());
        let at =
            format!("{}:{}:{}", span["file_name"].as_str().unwrap_or("?"), span["line_start"], span["column_start"]);
        compiled.messages.push(Message { text: format!("{code}: {text}"), at });
    }
}

/// What cargo wrote to stderr, below the working folder.
const CARGO_LOG: &str = "cargo.log";

/// How many messages of a crate are kept.
const KEPT: usize = 50;

fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}
