//! A program that calls a server, and what it tells: a line for each step.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crategen::cli::compiler::Used;
use wait4::Wait4;

/// A compiled program.
#[derive(Clone, Debug)]
pub struct Program {
    path: PathBuf,
}

/// What came of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ran {
    /// The steps, in their order.
    pub steps: Vec<Step>,
    /// What the program used.
    pub used: Used,
    /// How it ended, where that was neither 0 nor by a step that failed; with what it said last.
    pub broken: Option<String>,
}

/// A step of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What was done.
    pub name: String,
    /// Why it failed.
    pub failed: Option<String>,
}

impl Program {
    /// The program in a file.
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Runs it against the server on a port. What was recorded of the responses goes to a file.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn run(&self, port: u16, recording: &Path) -> Result<Ran, String> {
        let failed = |error: std::io::Error| format!("{}: {error}", self.path.display());
        drop(std::fs::remove_file(recording));
        let mut command = Command::new(&self.path);
        command.arg(format!("http://127.0.0.1:{port}")).arg(recording);
        // A proxy of the machine is none between this program and a server beside it.
        for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy"] {
            command.env_remove(name);
        }
        let log = recording.with_file_name("program.log");
        let output = std::fs::File::create(&log).map_err(failed)?;
        command.stdin(Stdio::null()).stderr(output.try_clone().map_err(failed)?).stdout(output);
        let ended = command.spawn().and_then(|mut process| process.wait4()).map_err(failed)?;
        let said = std::fs::read(&log).map_err(failed)?;
        let said = String::from_utf8_lossy(&said);
        let steps: Vec<Step> = said.lines().filter_map(Step::read).collect();
        let is_explained = ended.status.success() || steps.iter().any(|step| step.failed.is_some());
        let broken = (!is_explained || steps.is_empty()).then(|| format!("{}: {}", ended.status, last_line(&said)));
        Ok(Ran { steps, used: ended.rusage.into(), broken })
    }
}

impl Ran {
    /// Whether every step went well.
    pub fn is_good(&self) -> bool {
        self.broken.is_none() && self.steps.iter().all(|step| step.failed.is_none())
    }
}

impl Step {
    /// `ok`, or `fail`, the name and the reason, with tabs between them: see `tests/servers/steps.rs`.
    fn read(line: &str) -> Option<Self> {
        let mut parts = line.split('\t');
        let (word, name) = (parts.next()?, parts.next()?.to_owned());
        match word {
            "ok" => Some(Self { name, failed: None }),
            "fail" => Some(Self { name, failed: Some(parts.collect::<Vec<_>>().join("\t")) }),
            _ => None,
        }
    }
}

fn last_line(said: &str) -> &str {
    said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it printed nothing")
}
