//! What became of one document.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use wait4::Wait4;

use crate::cli::compiler::Used;
use crate::cli::corpus::documents::Found;
use crate::cli::exit::Exit;
use crate::cli::generate::OUT_OF_TIME;
use crate::files::MANIFEST;

/// What became of one document.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) package: String,
    /// Whether it is expected to be faulty.
    pub(super) negative: bool,
    pub(super) outcome: Outcome,
    /// The report of `crategen generate --report`; null where there is none.
    pub(super) report: Value,
    /// Lines of Rust.
    pub(super) lines: usize,
    /// CPU time and memory of the generator.
    pub(super) used: Used,
    /// What the compiler said.
    pub(super) compiled: Option<Compiled>,
}

/// How the generator ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// A crate was written.
    Generated,
    /// Nothing usable remained, and at least one error with a place says why.
    Diagnosed,
    /// Nothing usable remained, and no place is named.
    Unlocated,
    /// It took too long.
    OutOfTime,
    /// It ended in another way: a panic, a signal.
    Crashed(String),
}

/// What the compiler said of a crate.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Compiled {
    pub(super) compiles: bool,
    pub(super) warnings: usize,
    pub(super) errors: usize,
    /// The first messages.
    pub(super) messages: Vec<Message>,
    /// The first error without a place: `failed to write …: No space left on device`.
    pub(super) unplaced: Option<String>,
    /// CPU time and memory of the compiler for this crate alone; absent where it was compiled by an earlier run.
    pub(super) used: Option<Used>,
}

/// A warning or an error of the compiler.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Message {
    /// `unused_variables: unused variable: x`.
    pub(super) text: String,
    /// `src/lib.rs:3:5`.
    pub(super) at: String,
}

impl Entry {
    /// Whether the document became what it should.
    pub(super) fn is_fine(&self) -> bool {
        let ended = match self.outcome {
            Outcome::Generated => true,
            Outcome::Diagnosed => self.negative,
            Outcome::Unlocated | Outcome::OutOfTime | Outcome::Crashed(_) => false,
        };
        let clean = |compiled: &Compiled| compiled.compiles && compiled.warnings == 0;
        ended && self.compiled.as_ref().is_none_or(clean)
    }

    /// A number of the report: `/operations/generated`.
    pub(super) fn generated(&self, kind: &str) -> u64 {
        self.report.pointer(&format!("/{kind}/generated")).and_then(Value::as_u64).unwrap_or(0)
    }

    /// What the report says was left out of `operations` or `schemas`.
    pub(super) fn left_out(&self, kind: &str) -> &[Value] {
        let left_out = self.report.pointer(&format!("/{kind}/left_out")).and_then(Value::as_array);
        left_out.map(Vec::as_slice).unwrap_or_default()
    }
}

/// Runs `crategen generate` on a document in a process of its own.
pub(super) fn generate(document: &Found, child: &[OsString], work: &Path, seconds: u64) -> Entry {
    let crate_folder = work.join("crates").join(&document.package);
    let report = work.join("reports").join(format!("{}.json", document.package));
    let _ = fs::remove_file(&report);
    let (outcome, used) = spawn(document, child, &crate_folder, &report, seconds);
    let mut report =
        fs::read(&report).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or(Value::Null);
    let outcome = match outcome {
        Outcome::Diagnosed if !is_located(&report) => Outcome::Unlocated,
        outcome => outcome,
    };
    // What is counted of a process includes what its parent held when it began: hold little.
    report.as_object_mut().map(|report| report.shift_remove("diagnostics"));
    let lines = if outcome == Outcome::Generated { rust_lines(&crate_folder) } else { 0 };
    Entry {
        name: document.name.clone(),
        package: document.package.clone(),
        negative: document.name.split('/').any(|part| part == "negative"),
        outcome,
        report,
        lines,
        used,
        compiled: None,
    }
}

fn spawn(document: &Found, child: &[OsString], out: &Path, report: &Path, seconds: u64) -> (Outcome, Used) {
    let Some((program, first)) = child.split_first() else {
        return (Outcome::Crashed("no program".into()), Used::default());
    };
    let mut command = Command::new(program);
    command.args(first).arg("generate").arg(&document.path).arg("--out").arg(out).arg("--report").arg(report);
    command.arg("--root").arg(&document.root).args([
        "--name",
        &document.package,
        "--format",
        "json",
        "--deadline",
        &seconds.to_string(),
    ]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn().and_then(|mut process| process.wait4()) {
        Err(error) => (Outcome::Crashed(format!("not started: {error}")), Used::default()),
        Ok(ended) => {
            let outcome = match ended.status.code() {
                Some(0) => Outcome::Generated,
                Some(code) if code == i32::from(Exit::Unreadable.code()) => Outcome::Diagnosed,
                Some(OUT_OF_TIME) => Outcome::OutOfTime,
                _ => Outcome::Crashed(ended.status.to_string()),
            };
            (outcome, ended.rusage.into())
        }
    }
}

/// Whether an error of the report has a line.
fn is_located(report: &Value) -> bool {
    let located = |said: &Value| said["severity"] == "error" && said["line"].is_u64();
    report["diagnostics"].as_array().is_some_and(|said| said.iter().any(located))
}

/// The lines of Rust among the files that the generator made.
fn rust_lines(folder: &Path) -> usize {
    let listed = fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    let rust = listed.lines().filter(|path| path.ends_with(".rs"));
    rust.filter_map(|path| fs::read_to_string(folder.join(path)).ok()).map(|text| text.lines().count()).sum()
}
